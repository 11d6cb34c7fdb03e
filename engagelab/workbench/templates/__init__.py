"""Jinja2 templates of the HTML that widgets show; every value in them is escaped."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")


class _JoinLines(Extension):
    """Drop line breaks and indentation: they are there for the reader of a template."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\s*\n\s*", "", source)


# Templates are compiled once: the answer is rendered on each move of a slider.
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    extensions=[_JoinLines],
)


def bold(text: str) -> Markup:
    """Return a text as HTML, with what stands between two pairs of stars in bold.

    Examples
    --------
    >>> str(bold("**1 < 2** people"))
    '<b>1 &lt; 2</b> people'
    """
    return Markup(_BOLD.sub(r"<b>\1</b>", str(escape(text))))  # escaped before


_ENVIRONMENT.globals["bold"] = bold


def render(template: str, **values: Any) -> str:
    """Return the HTML of a template.

    Parameters
    ----------
    template : str
        The name of its file in this folder, without ``.html.j2``.
    values : object
        The variables of the template.

    Examples
    --------
    >>> render("lines", lines=["a < b"], attributes={"role": "status"})
    '<div role="status"><div>a &lt; b</div></div>'
    """
    return _ENVIRONMENT.get_template(f"{template}.html.j2").render(values)


def element(tag: str, text: str, **attributes: str) -> str:
    """Return an HTML element that holds a text; an empty string for an empty text.

    Parameters
    ----------
    tag : str
        The name of the element.
    text : str
        The text.
    attributes : str
        Its attributes: ``class_`` is written as ``class``, ``aria_label`` as ``aria-label``.

    Examples
    --------
    >>> element("p", "a < b", class_="el-hint")
    '<p class="el-hint">a &lt; b</p>'
    """
    if not text:
        return ""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return render("element", tag=tag, text=text, attributes=named)
