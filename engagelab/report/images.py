"""PNG and SVG of the main picture."""

import io
import re
from html import escape

from .document import Document
from .picture import drawing, picture

_DPI = 300
_OTHERS = "'DejaVu Sans', Verdana, Arial, sans-serif"


def png(story: Document) -> bytes:
    """Return the picture at 300 dots an inch, with its words and where it comes from inside."""
    told = {
        "Title": story.headline,
        "Description": story.picture(),
        "Comment": "\n".join((story.stamp, *story.hashes)),
        "Software": f"engagelab {story.found.version}",
    }
    out = io.BytesIO()
    with drawing():
        picture(story).savefig(out, format="png", dpi=_DPI, metadata=told)
    return out.getvalue()


def svg(story: Document) -> bytes:
    """Return the picture with its letters as letters."""
    return svg_text(story).encode()


def svg_text(story: Document, *, wide: bool = True) -> str:
    """Return the picture as SVG that says what it shows.

    Parameters
    ----------
    story : Document
    wide : bool
        For a page, or for a phone; the two may stand on one page.
    """
    salt = "wide" if wide else "narrow"
    out = io.StringIO()
    with drawing(salt):
        picture(story, wide=wide).savefig(
            out, format="svg", metadata={"Date": None, "Creator": None, "Format": None,
                                         "Type": None}
        )  # fmt: skip
    return _told(out.getvalue(), story, salt)


def _told(text: str, story: Document, salt: str) -> str:
    """Give an SVG a name and a description, fonts to fall back on, and ids of its own."""
    text = text.replace("'DejaVu Sans'", _OTHERS)
    # matplotlib counts its groups: two pictures on a page would have the same ids
    text = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{salt}-", text)
    name = (
        f'<title id="{salt}-title">{escape(story.headline)}</title>'
        f'<desc id="{salt}-desc">{escape(story.picture())}</desc>'
    )
    head = re.search(r"<svg [^>]*>", text, re.DOTALL)
    if head is None:  # pragma: no cover - matplotlib always writes one
        return text
    opened = head[0][:-1] + f' role="img" aria-labelledby="{salt}-title {salt}-desc">'
    return text.replace(head[0], opened + name, 1)
