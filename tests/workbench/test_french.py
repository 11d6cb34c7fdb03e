"""All texts of a French workbench: no English, and French typography."""

import re
from html import unescape

import ipywidgets as widgets
import pytest

import engagelab as el
import engagelab.workbench as wb
from engagelab.workbench.state.own_network import NetworkFile
from engagelab.workbench.tabs import TABS

pytestmark = pytest.mark.slow

SMALL = {"population.people": 300, "settings.runs": 30, "settings.horizon": 30}
SOON = 120
# no French sentence has one of these
ENGLISH = re.compile(
    r"\b(the|is|are|has|have|give|allowed|with|than|cannot|of|and|it|employee|customer|partner|"
    r"people|runs?|round|reach|anyone|members|memberships|own space|share|shares|rounds)\b"
)
SPACE = "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
WRONG = re.compile(
    r"(?<!¶) [:;?!»%€]|« |«\S|[^\s]»|\w[;?!]|\w:(?![\w/\\.])|\w: |\d%|\"|\w'\w|\.\.\."
)
TITLES = re.compile("The Social Side of the Internet")  # of works that are cited
# what the page does not show: names of colours, values of the rows of the calendar
CODE = ("origin", "colour", "accent", "dash", "key", "lang", "choices")
PLACES_FOR_VALUES = re.compile(r"\{[^{}]*\}")


def plain(text):
    """Return the text of HTML, with that of its attributes."""
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    said = re.findall(r"(?:title|aria-label|alt)=(?:'([^']*)'|\"([^\"]*)\")", text)
    return unescape(" ¶ ".join([re.sub(r"<[^>]*>", " ¶ ", text), *(a or b for a, b in said)]))


def leaves(value):
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in CODE and not (key == "name" and re.fullmatch(r"[a-z_.]+", one)):
                yield from leaves(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)


def told_by(widget):
    """Yield all texts of a widget and its descendants."""
    for name in ("description", "tooltip", "placeholder", "titles", "_options_labels", "tooltips"):
        yield from leaves(getattr(widget, name, "") or "")
    said = widget.value if isinstance(widget, widgets.HTML) else getattr(widget, "html", "")
    yield from leaves(said or "")
    for name in ("texts", "content", "spec", "details", "words", "cards", "data"):
        value = getattr(widget, name, None)
        yield from leaves(value) if isinstance(value, dict) else ()
    for child in getattr(widget, "children", ()):
        yield from told_by(child)


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


@pytest.fixture(scope="module")
def everything():
    """All texts of a session, by the place where they appeared."""
    plan = el.Scenario.preset("voucher").replace(SMALL)
    bench = wb.open(plan, lang="fr", currency="EUR")
    said = {"at first": list(told_by(bench.widget))}
    typed(bench, "invitations.invite", "50 %")
    bench.toolbar.pin.click()
    bench.panel.controls["post.origin"].widget.children[0].value = "organisation"
    typed(bench, "campaign.own_size", "40")
    bench.toolbar.pin.click()
    typed(bench, "groups.size", "80")
    for name, text in (
        ("population.ties", "x"),
        ("answers.reply_rate", ""),
        ("settings.key", "-1"),
    ):
        typed(bench, name, text)
    bench.settle(SOON)
    said["after changes, pins and refusals"] = list(told_by(bench.widget))
    for key in TABS:
        bench.tabs.open(key)
        if hasattr(bench.tabs.tab, "bar"):
            bench.tabs.tab.bar.start.click()
            assert bench.exploration.jobs.wait(SOON)
        if key == "spread":
            bench.tabs.tab.again.click()
        said[key] = list(told_by(bench.tabs.tab.widget))
    typed(bench, "settings.horizon", "5")
    bench.toolbar.undo.click()
    bench.picker.widget.value = "go-to-them"
    bench.settle(SOON)
    said["after undo and another plan"] = list(told_by(bench.widget))
    bench.close()
    return said


PLACES = ["at first", "after changes, pins and refusals", *TABS, "after undo and another plan"]


@pytest.mark.parametrize("place", PLACES)
def test_no_text_is_in_english(everything, place):
    said = [PLACES_FOR_VALUES.sub("", TITLES.sub("", text)) for text in everything[place]]
    said = [text for text in said if text.strip(" ¶")]
    assert len(said) > 2
    assert [(ENGLISH.search(text)[0], text) for text in said if ENGLISH.search(text)] == []


@pytest.mark.parametrize("place", PLACES)
def test_composed_texts_have_french_spaces(everything, place):
    found = [(WRONG.search(text), text[:200]) for text in everything[place] if WRONG.search(text)]
    assert found == []


# --- refusals --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench():
    made = wb.open(el.Scenario.preset("voucher").replace(SMALL), lang="fr")
    made.wait(SOON)
    yield made
    made.close()


def opened(bench, key):
    bench.tabs.open(key)
    return bench.tabs.tab


def uploaded(bench, name, data):
    tab = opened(bench, "plans")
    tab.upload._handle_custom_msg({"place": 0, "name": name, "last": True}, [memoryview(data)])
    return tab.line


def at_a_path(bench, path, button="open_from"):
    tab = opened(bench, "plans")
    tab.path.value = path
    getattr(tab, button).click()
    return tab.line


def with_code(bench, code):
    tab = opened(bench, "plans")
    tab.code.value = code
    tab.open_code.click()
    return tab.line


def from_link(_, query):
    page = wb.open(el.Scenario.preset("voucher").replace(SMALL), lang="fr")
    try:
        page.page.address = f"http://127.0.0.1/voila/render/a.ipynb?{query}"
        page.page.views += 1
        return page.notice.text
    finally:
        page.close()


def network_of(bench, content, name="ties.csv"):
    tab = opened(bench, "network")
    tab.set_file("ties", NetworkFile(name, content))
    said = tab.preview.value
    tab.set_file("ties", None)
    return said


def in_a_box(bench, name, text):
    typed(bench, name, text)
    said = bench.panel.controls[name].refusal or bench.message
    bench.toolbar.undo.click()
    bench.panel.show(bench.plan)
    return said


def swept(bench, low, high):
    tab = opened(bench, "sweep")
    tab.first.field.value = "groups.size"
    tab.first._low.value, tab.first._high.value = low, high
    tab.bar.start.click()
    return " ".join(told_by(tab.bar.widget)) + bench.message


REFUSED = {
    "an upload that is no plan": (uploaded, "a.yaml", b"a,b\n1,2\n"),
    "an upload that is a picture": (uploaded, "a.yaml", b"\x89PNG\r\n\x1a\n\0"),
    "an upload with an open bracket": (uploaded, "a.yaml", b"groups: {size: 40"),
    "an upload with a bad indent": (uploaded, "a.yaml", b"groups:\n  size: 40\n bad: 1\n"),
    "an upload with a tab": (uploaded, "a.yaml", b"groups:\n\tsize: 40\n"),
    "an upload with a name twice": (uploaded, "a.yaml", b"name: A\nname: B\n"),
    "an upload that is too large": (uploaded, "a.yaml", b"x" * 300_000),
    "an upload with many mistakes": (uploaded, "a.yaml", b"groups: {size: 1, spread: 9, hold: 3}"),
    "an upload with a section misspelt": (uploaded, "a.yaml", b"grups: {size: 40}"),
    "an upload with an empty value": (uploaded, "a.yaml", b"groups: {size: }"),
    "an upload that contradicts itself": (
        uploaded, "a.yaml", b"run: {horizon: 1}\ncampaign: {posts: [{round: 9}]}",
    ),
    "no path": (at_a_path, ""),
    "a path to nothing": (at_a_path, "rien-du-tout.yaml"),
    "a path into a file": (at_a_path, "/etc/hostname/plan.yaml"),
    "a path from nobody's home": (at_a_path, "~personne-inconnue/plan"),
    "a path that cannot be written": (at_a_path, "/rien-du-tout/plan.yaml", "save_to"),
    "no code": (with_code, ""),
    "a word as a code": (with_code, "bonjour"),
    "a damaged code": (with_code, "E2" + "a" * 30),
    "a code of an earlier version": (with_code, "E1" + "a" * 30),
    "a code of a later version": (with_code, "E9" + "a" * 30),
    "a code without end": (with_code, "E2" * 9_000),
    "a link with a damaged plan": (from_link, "plan=E2aaaaaaaaaaaaaaaa"),
    "a link with a plan of a later version": (from_link, "plan=E7aaaaaaaaaaaaaaaa"),
    "a link with a word": (from_link, "plan=voucher"),
    "a network with a broken line": (network_of, b"a,b\n1,2\n3\n"),
    "a network with too many columns": (network_of, b"a,b\n1,2\n3,4,5\n"),
    "a network with an empty field": (network_of, b"1,2\n3,\n"),
    "a network in another encoding": (network_of, b"a,b\nJos\xe9,Ann\n"),
    "a network in UTF-16": (network_of, "a,b\n1,2\n".encode("utf-16")),
    "a network with a tie to oneself": (network_of, b"Ann,Ann\n"),
    "a network of one column": (network_of, b"Ann\nBo\n"),
    "an empty network": (network_of, b""),
    "a network in a file of another kind": (network_of, b"1,2\n", "ties.docx"),
    "a network in columns": (network_of, b"PAR1", "ties.parquet"),
    "a network at no path": (network_of, None, "rien-du-tout.csv"),
    "a network in a folder": (network_of, None, "/tmp"),
    "a number out of bounds": (in_a_box, "groups.size", "1"),
    "no number": (in_a_box, "groups.size", "beaucoup"),
    "nothing in a box": (in_a_box, "groups.size", ""),
    "one number or another": (in_a_box, "population.people", "1.000"),
    "a percentage above all": (in_a_box, "invitations.invite", "120 %"),
    "a percentage of what is no share": (in_a_box, "groups.size", "50%"),
    "more seeds than people": (in_a_box, "post.seeds", "900"),
    "more members than people": (in_a_box, "campaign.own_size", "900"),
    "posts after the end": (in_a_box, "settings.horizon", "5"),
    "too few people": (in_a_box, "population.people", "12"),
    "shares of more than all": (in_a_box, "population.social", "0,95"),
    "a sweep from high to low": (swept, 50.0, 20.0),
    "a sweep out of bounds": (swept, 1.0, 20.0),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refusals_are_in_french(bench, what):
    act, *given = REFUSED[what]
    told = plain(act(bench, *given)).strip(" ¶")
    assert len(told) > 12
    assert ENGLISH.search(re.sub(r"\(\w+\.[\w.]+\)|\(\w+\)", "", told)) is None, told
    assert WRONG.search(told.replace("50%", "")) is None, told
    assert re.search(r"\b(le|la|les|un|une|il|ne|n’|du|des|de)\b", told), told
