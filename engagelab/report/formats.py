"""The formats by name, and who writes each; a writer is loaded when it is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from ..errors import EngagelabError, listed, nearest
from .document import Document
from .names import slug
from .needs import missing_package


@dataclass(frozen=True)
class Format:
    """One format of a hand-over.

    Attributes
    ----------
    module, function : str
        Who writes it.
    ending : str
        Of the file's name.
    mimetype : str
        What a browser is told.
    """

    module: str
    function: str
    ending: str
    mimetype: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_KNOWN = {
    "pptx": Format("slides", "pptx", ".pptx", f"{_OFFICE}.presentationml.presentation"),
    "pdf": Format("pages", "pdf", ".pdf", "application/pdf"),
    "xlsx": Format("workbook", "xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "csv": Format("csv_tables", "csv_zip", "-csv.zip", "application/zip"),
    "html": Format("page", "html", ".html", "text/html"),
    "png": Format("images", "png", ".png", "image/png"),
    "svg": Format("images", "svg", ".svg", "image/svg+xml"),
}
FORMATS = tuple(_KNOWN)


def need_formats(formats: str | Iterable[str]) -> tuple[str, ...]:
    """Return the formats once each, or refuse an unknown one with the nearest right one.

    Raises
    ------
    EngagelabError
        For none, or an unknown one.

    Examples
    --------
    >>> need_formats("pdf"), need_formats(["pdf", "csv", "pdf"])
    (('pdf',), ('pdf', 'csv'))
    """
    names = [formats] if isinstance(formats, str) else list(formats)
    if not names:
        raise EngagelabError(f"formats: there are none; give some of {listed(FORMATS)}")
    for name in names:
        if name not in FORMATS:
            raise EngagelabError(
                f"formats: {name!r} is not known{nearest(name, FORMATS)}; allowed are "
                f"{listed(FORMATS)}"
            )
    return tuple(dict.fromkeys(names))


def need_writers(formats: Iterable[str]) -> None:
    """Load who writes these formats, so that what is missing is known before any work.

    Raises
    ------
    EngagelabError
        For a package that is not installed.
    """
    for name in formats:
        try:
            import_module(f".{_KNOWN[name].module}", __package__)
        except ModuleNotFoundError as error:
            raise missing_package(error) from None


def written(story: Document, name: str) -> tuple[str, str, bytes]:
    """Return a file's name, its media type and its bytes."""
    form = _KNOWN[name]
    module = import_module(f".{form.module}", __package__)
    return file_name(story) + form.ending, form.mimetype, getattr(module, form.function)(story)


def file_name(story: Document) -> str:
    """Return how the files are called: by the title or the first plan, and its hash."""
    told = slug(story.found.title) or slug(story.names[0]) or "plans"
    return f"{told}-{story.found.baseline.hash[:6]}"
