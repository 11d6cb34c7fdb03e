"""The main picture as PNG and SVG."""

import io
import re
from html import escape

from .document import Document
from .picture import drawing, picture

_DPI = 300
FALLBACK_FONTS = "'DejaVu Sans', Verdana, Arial, sans-serif"


def png(document: Document) -> bytes:
    """Return the picture at 300 dpi, with its description and origin as metadata."""
    metadata = {
        "Title": document.headline,
        "Description": document.picture(),
        "Comment": "\n".join((document.stamp, *document.hashes)),
        "Software": f"engagelab {document.findings.version}",
    }
    out = io.BytesIO()
    with drawing():
        picture(document).savefig(out, format="png", dpi=_DPI, metadata=metadata)
    return out.getvalue()


def svg(document: Document) -> bytes:
    """Return the picture as SVG, with text as text."""
    return svg_text(document).encode()


def svg_text(document: Document, *, wide: bool = True) -> str:
    """Return the picture as SVG with a title and a description.

    Parameters
    ----------
    document : Document
    wide : bool
        Whether to lay it out for a page rather than a phone. One page may contain both.
    """
    salt = "wide" if wide else "narrow"
    out = io.StringIO()
    with drawing(salt):
        picture(document, wide=wide).savefig(
            out, format="svg", metadata={"Date": None, "Creator": None, "Format": None,
                                         "Type": None}
        )  # fmt: skip
    return _accessible(out.getvalue(), document, salt)


def _accessible(text: str, document: Document, salt: str) -> str:
    """Return an SVG with a title, a description, fallback fonts and unique ids."""
    text = text.replace("'DejaVu Sans'", FALLBACK_FONTS)
    # matplotlib counts its groups: two pictures on a page would have the same ids
    text = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{salt}-", text)
    name = (
        f'<title id="{salt}-title">{escape(document.headline)}</title>'
        f'<desc id="{salt}-desc">{escape(document.picture())}</desc>'
    )
    head = re.search(r"<svg [^>]*>", text, re.DOTALL)
    if head is None:  # pragma: no cover - matplotlib always writes one
        return text
    opening = head[0][:-1] + f' role="img" aria-labelledby="{salt}-title {salt}-desc">'
    return text.replace(head[0], opening + name, 1)
