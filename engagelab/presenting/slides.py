"""A notebook as slides: one HTML file, run, without code, that needs no connection."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import DictLoader
from nbconvert.exporters import SlidesExporter
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor
from traitlets.config import Config

from ..errors import EngagelabError
from ..io.atomic import writing

_FOLDER = Path(__file__).parent / "slides"
_SHOWN = ("slide", "subslide", "fragment")
_SECONDS = 600


def to_slides(notebook: str | os.PathLike[str], target: str | os.PathLike[str]) -> int:
    """Run a notebook and write its slides.

    Cells are tagged as JupyterLab does it, by ``slideshow.slide_type``; code is left out, what it
    shows is kept. The script that turns the slides (reveal.js, MIT licence) is in the file.

    Parameters
    ----------
    notebook, target : path
        The notebook, and the HTML file to write.

    Returns
    -------
    int
        The number of slides.

    Raises
    ------
    EngagelabError
        For a file that is no notebook, has no cell tagged as a slide, or a cell that fails.
    """
    book = _read(Path(notebook))
    _run(book, Path(notebook))
    text, _ = _exporter().from_notebook_node(book)
    with writing(target) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return sum(_kind(cell) in _SHOWN[:2] for cell in book.cells)


def _read(path: Path) -> Any:
    try:
        book = nbformat.read(path, as_version=4)
    except OSError as error:
        raise EngagelabError(
            f"{path}: cannot be read ({error.strerror}); give a notebook, .ipynb"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError):
        raise EngagelabError(f"{path}: is no notebook; give a file that ends in .ipynb") from None
    if not any(_kind(cell) in _SHOWN for cell in book.cells):
        raise EngagelabError(
            f"{path}: no cell is tagged as a slide; choose a slide type for some cells in "
            "JupyterLab's property inspector"
        )
    return book


def _kind(cell: Any) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", ""))


def _run(book: Any, path: Path) -> None:
    runner = ExecutePreprocessor(timeout=_SECONDS, kernel_name="python3")
    try:
        runner.preprocess(book, {"metadata": {"path": str(path.resolve().parent)}})
    except CellExecutionError as error:
        last = str(error.evalue).splitlines()[0] if error.evalue else error.ename
        raise EngagelabError(f"{path}: a cell fails ({last}); run it in JupyterLab") from None


def _exporter() -> Any:
    told = Config()
    told.TemplateExporter.exclude_input = True
    told.TemplateExporter.exclude_input_prompt = True
    told.TemplateExporter.exclude_output_prompt = True
    made = SlidesExporter(config=told, extra_loaders=[DictLoader(_templates())])
    made.template_file = "engagelab.html.j2"
    return made


@cache
def _templates() -> dict[str, str]:
    names = {"engagelab.html.j2": "slides.html.j2", "slides.css": "slides.css"}
    names |= {"reveal.js": "reveal.js", "reveal.css": "reveal.css"}
    texts = {name: (_FOLDER / file).read_text(encoding="utf-8") for name, file in names.items()}
    raw = ("reveal.js", "reveal.css", "slides.css")  # braces of theirs are not ours
    return {n: f"{{% raw %}}{t}{{% endraw %}}" if n in raw else t for n, t in texts.items()}
