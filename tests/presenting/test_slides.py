import json

import pytest

from benchmarks.browser import CHROMIUM, chromium
from engagelab import EngagelabError, cli
from engagelab.i18n.notebooks import digest
from engagelab.presenting import to_slides

pytestmark = pytest.mark.process

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def put(path, *cells):
    """Write a notebook from cells: kind, source, slide type."""
    made = [
        {
            "cell_type": kind,
            "id": f"c{place}",
            "metadata": {"slideshow": {"slide_type": slide}} if slide else {},
            "source": source,
        }
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, source, slide) in enumerate(cells)
    ]
    book = {"cells": made, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book))
    return path


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    """A talk of three slides; the second is the output of a code cell."""
    folder = tmp_path_factory.mktemp("talk")
    book = put(
        folder / "talk.ipynb",
        ("markdown", "# How far?", "slide"),
        ("code", "sesame = 6 * 7", "skip"),
        ("code", "from IPython.display import Markdown\nMarkdown(f'It is **{sesame}**')", "slide"),
        ("markdown", "## {{ Last }}", "slide"),
    )
    assert to_slides(book, folder / "talk.html") == 3
    return folder / "talk.html"


def test_the_slides_show_outputs_without_code(talk):
    text = talk.read_text()
    assert "<strong>42</strong>" in text
    assert "sesame" not in text
    assert "{{ Last }}" in text
    assert text.count("<section") >= 3


def test_the_slides_are_in_french_if_wanted(tmp_path):
    title = "# How far?"
    book = put(tmp_path / "talk.ipynb", ("markdown", title, "slide"), ("code", "1.5", "slide"))
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "talk.yaml").write_text(
        f"c0:\n  of: {digest(title)}\n  text: '# Jusqu’où ?'\n"
    )
    assert to_slides(book, tmp_path / "talk.html", "fr") == 2
    text = (tmp_path / "talk.html").read_text()
    assert "Jusqu’où" in text
    assert "How far" not in text


def test_the_slides_refer_to_no_other_host(talk):
    text = talk.read_text()
    for word in ('src="http', 'href="http', "cdn", "@import", "require.js", "unpkg"):
        assert word not in text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")
def test_arrow_keys_work_offline(talk):
    pytest.importorskip("playwright.sync_api")
    asked, errors = [], []
    with chromium() as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: told.type == "error" and errors.append(told.text))
        page.goto(talk.as_uri())
        page.wait_for_selector("text=How far?")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("text=It is 42")
        assert page.evaluate("Reveal.getIndices().h") == 1
        page.keyboard.press("End")
        page.wait_for_selector("text={{ Last }}")
        page.keyboard.press("Home")
        assert page.evaluate("Reveal.getIndices().h") == 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")
def test_text_stays_within_the_slide(tmp_path):
    pytest.importorskip("playwright.sync_api")
    book = put(tmp_path / "long.ipynb", ("markdown", "i " * 400, "slide"))
    to_slides(book, tmp_path / "long.html")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 720})
        page.goto((tmp_path / "long.html").as_uri())
        box = page.locator("section.present p").bounding_box()
    assert box["x"] > 0
    assert box["x"] + box["width"] < 1200


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([("markdown", "# Plain", "")], "no cell is tagged as a slide; choose a slide type"),
        (
            [("code", "1 / 0", "slide")],
            "a cell fails (division by zero); run the notebook in JupyterLab",
        ),
    ],
)
def test_a_notebook_without_slides_is_refused_and_no_file_written(tmp_path, cells, says):
    book = put(tmp_path / "book.ipynb", *cells)
    with pytest.raises(EngagelabError) as refused:
        to_slides(book, tmp_path / "out.html")
    assert says in str(refused.value)
    assert str(book) in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["book.ipynb"]


@pytest.mark.parametrize("text", [None, "no json", "[]", "{}"])
def test_other_files_are_refused(tmp_path, text):
    book = tmp_path / "book.ipynb"
    if text is not None:
        book.write_text(text)
    with pytest.raises(EngagelabError, match=r"cannot be read|is not a valid notebook"):
        to_slides(book, tmp_path / "out.html")


def test_a_mistake_at_the_command_line_is_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["slides", str(tmp_path / "none.ipynb"), "--to", str(tmp_path / "out.html")])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_empty_folder_cannot_be_presented(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["present", "--folder", str(tmp_path), "--no-browser"])
    assert left.value.code == 2
    assert "contains no notebooks; name another folder" in capsys.readouterr().err
