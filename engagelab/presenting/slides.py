"""Convert a notebook to slides: run it, and write one HTML file that works offline."""

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
from ..i18n.notebooks import in_language
from ..io.arguments import checked
from ..io.atomic import path_of
from ..io.files import read_bytes
from ..io.streams import deliver

_FOLDER = Path(__file__).parent / "reveal"
_SHOWN = ("slide", "subslide", "fragment")
_TIMEOUT = 600  # seconds for each cell
_NOT_A_NOTEBOOK = (
    ValueError, KeyError, TypeError, AttributeError, RecursionError, nbformat.ValidationError,
)  # fmt: skip


@checked
def to_slides(
    notebook: str | os.PathLike[str], target: str | os.PathLike[str], lang: str = "en"
) -> int:
    """Run a notebook and write its slides.

    Cells are tagged by ``slideshow.slide_type``, as JupyterLab does it. The slides show the outputs
    of code cells without their code. The file includes reveal.js (MIT licence).

    Parameters
    ----------
    notebook, target : path
        The notebook, and the HTML file to write.
    lang : str
        ``"en"`` or ``"fr"``; a notebook without a translation keeps its language.

    Returns
    -------
    int
        The number of slides.

    Raises
    ------
    EngagelabError
        If the file is not a notebook, no cell is tagged as a slide, or a cell fails.
    """
    path = path_of(notebook)
    book = in_language(_read(path), path, lang)
    _run(book, path)
    text, _ = _exporter().from_notebook_node(book)
    deliver(target, text.encode())
    return sum(_kind(cell) in _SHOWN[:2] for cell in book.cells)


def _read(path: Path) -> Any:
    data = read_bytes(path)
    try:
        book = nbformat.reads(data.decode("utf-8"), as_version=4)
    except _NOT_A_NOTEBOOK:
        raise EngagelabError(
            f"{path}: is not a valid notebook; give a notebook saved by Jupyter (.ipynb)"
        ) from None
    if not any(_kind(cell) in _SHOWN for cell in book.cells):
        raise EngagelabError(
            f"{path}: no cell is tagged as a slide; choose a slide type for some cells in the "
            "property inspector of JupyterLab"
        )
    return book


def _kind(cell: Any) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", ""))


def _run(book: Any, path: Path) -> None:
    runner = ExecutePreprocessor(timeout=_TIMEOUT, kernel_name="python3")
    try:
        runner.preprocess(book, {"metadata": {"path": str(path.resolve().parent)}})
    except CellExecutionError as error:
        reason = str(error.evalue).splitlines()[0] if error.evalue else error.ename
        raise EngagelabError(
            f"{path}: a cell fails ({reason}); run the notebook in JupyterLab to find out why"
        ) from None


def _exporter() -> Any:
    config = Config()
    config.TemplateExporter.exclude_input = True
    config.TemplateExporter.exclude_input_prompt = True
    config.TemplateExporter.exclude_output_prompt = True
    exporter = SlidesExporter(config=config, extra_loaders=[DictLoader(_templates())])
    exporter.template_file = "engagelab.html.j2"
    return exporter


@cache
def _templates() -> dict[str, str]:
    names = {"engagelab.html.j2": "slides.html.j2", "slides.css": "slides.css"}
    names |= {"reveal.js": "reveal.js", "reveal.css": "reveal.css"}
    texts = {name: (_FOLDER / file).read_text(encoding="utf-8") for name, file in names.items()}
    raw = ("reveal.js", "reveal.css", "slides.css")  # their braces are not template syntax
    return {
        name: f"{{% raw %}}{text}{{% endraw %}}" if name in raw else text
        for name, text in texts.items()
    }
