"""HTML: one self-contained page for screens, phones and printers."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from .document import Document
from .images import svg_text

_TEMPLATES = Environment(
    loader=PackageLoader("engagelab.report", ""),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def html(document: Document) -> bytes:
    """Return the page."""
    wide, narrow = (_picture(document, wide=wide) for wide in (True, False))
    template = _TEMPLATES.get_template("page.html.j2")
    page = template.render(
        document=document, findings=document.findings, t=document.t, wide=wide, narrow=narrow
    )
    return page.encode()


def _picture(document: Document, *, wide: bool) -> str:
    """Return the picture as an element of the page."""
    text = svg_text(document, wide=wide)
    return text[text.index("<svg") :]
