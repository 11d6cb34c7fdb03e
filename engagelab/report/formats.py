"""The formats of a hand-over, and the module that writes each; imported only when needed."""

from collections.abc import Iterable, Sequence
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
        The function that writes it, and its module in this package.
    ending : str
        End of the file name.
    mimetype : str
        Media type for browsers.
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


def media(name: str) -> tuple[str, str]:
    """Return the end of the file name and the media type of a format.

    Examples
    --------
    >>> media("pdf")
    ('.pdf', 'application/pdf')
    """
    return _KNOWN[name].ending, _KNOWN[name].mimetype


def need_formats(formats: str | Iterable[str], known: Sequence[str] = FORMATS) -> tuple[str, ...]:
    """Return the formats without duplicates; they are some of the known ones.

    Raises
    ------
    EngagelabError
        If there is no format, or an unknown one.

    Examples
    --------
    >>> need_formats("pdf"), need_formats(["pdf", "csv", "pdf"])
    (('pdf',), ('pdf', 'csv'))
    """
    names = [formats] if isinstance(formats, str) else list(formats)
    if not names:
        raise EngagelabError(f"formats: the list is empty; choose from {listed(known)}")
    for name in names:
        if name not in known:
            raise EngagelabError(
                f"formats: unknown format {name!r}{nearest(name, known)}; choose from "
                f"{listed(known)}"
            )
    return tuple(dict.fromkeys(names))


def need_writers(formats: Iterable[str]) -> None:
    """Import the writers of formats, to report missing packages before any work is done.

    Raises
    ------
    EngagelabError
        If a package is not installed.
    """
    for name in formats:
        try:
            import_module(f".{_KNOWN[name].module}", __package__)
        except ModuleNotFoundError as error:
            raise missing_package(error) from None


def render(document: Document, name: str) -> tuple[str, str, bytes]:
    """Return a document in a format: the file name, media type and bytes."""
    form = _KNOWN[name]
    module = import_module(f".{form.module}", __package__)
    data = getattr(module, form.function)(document)
    return file_name(document) + form.ending, form.mimetype, data


def file_name(document: Document) -> str:
    """Return the file name without its ending: the title or the first plan, and its hash."""
    title = slug(document.findings.title) or slug(document.names[0]) or "plans"
    return f"{title}-{document.findings.baseline.hash[:6]}"
