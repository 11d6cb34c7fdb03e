import pytest

from engagelab.i18n import load
from engagelab.workbench.browser.download import Download, DownloadFile, safe_filename


@pytest.fixture
def sent(monkeypatch):
    """The messages to the page."""
    found = []

    def send(self, content, buffers=None):
        found.append((content, buffers))

    monkeypatch.setattr("engagelab.workbench.browser.download.DownloadLink.send", send)
    return found


def plainly(act):
    return act


def test_a_file_goes_to_the_page_as_it_is(sent):
    data = bytes(range(256))
    Download(load("en")).send("plan.bin", "application/octet-stream", data)
    ((told, buffers),) = sent
    assert buffers == [data]
    assert (told["filename"], told["mimetype"]) == ("plan.bin", "application/octet-stream")
    assert told["ready"] == "plan.bin (0.3 kB) is on its way to you."


def test_the_link_is_labelled_in_the_language(sent):
    Download(load("fr")).send("plan.csv", "text/csv", b"x" * 2_500_000)
    assert sent[0][0]["ready"] == "plan.csv (2,5\N{NO-BREAK SPACE}Mo) vous est envoyé."


def test_a_button_creates_the_file_when_it_is_pressed(sent):
    download, made = Download(load("en")), []

    def make():
        made.append(True)
        return DownloadFile("a.txt", "text/plain", b"a")

    button = download.button("Take it", "What it does.", make, plainly)
    assert (button.description, button.tooltip, made) == ("Take it", "What it does.", [])
    assert download.widget.children == (button, download.link)
    button.click()
    assert (made, sent[0][1], download.last.filename) == ([True], [b"a"], "a.txt")


def test_an_error_is_shown_and_nothing_is_sent(sent):
    told = []

    def guarded(act):
        def guard(*given):
            try:
                act(*given)
            except ValueError as error:
                told.append(str(error))

        return guard

    def make():
        raise ValueError("no such thing")

    Download(load("en")).button("a", "b", make, guarded).click()
    assert (told, sent) == (["no such thing"], [])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a/b\\c.yaml", "abc.yaml"),
        ("Bon d’achat.yaml", "Bon d’achat.yaml"),
        ("line\nbreak.csv", "linebreak.csv"),
        ("", "file"),
        ("x" * 300 + ".yaml", "x" * 115 + ".yaml"),
    ],
)
def test_file_names_are_safe(name, kept):
    assert safe_filename(name) == kept
