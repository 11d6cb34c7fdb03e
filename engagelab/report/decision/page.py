"""HTML: a decision on one self-contained page for screens, phones and printers."""

import io
import re
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from matplotlib.figure import Figure

from ..images import FALLBACK_FONTS
from ..picture import drawing
from ..rests_on import fit_sentences, learned_head, learned_rows
from .drawn import draw_band, draw_tornado, draw_waterfall
from .story import FITTED, Story
from .words import unpaged

_TEMPLATES = Environment(
    loader=PackageLoader("engagelab.report.decision", ""),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_WIDE = 3.9  # inches of a chart; a phone shows its letters at 12 pixels or more
_IDS = re.compile(r'(\bid="|xlink:href="#|url\(#)')


def html(story: Story) -> bytes:
    """Return the page."""
    template = _TEMPLATES.get_template("page.html.j2")
    page = template.render(
        story=story, facts=story.facts, t=story.t, answer=story.answer, tables=story.tables,
        titles=story.titles, words=story.words, charts=_charts(story), unpaged=unpaged,
        fit=_fit(story),
    )  # fmt: skip
    return page.encode()


def _fit(story: Story) -> dict[str, Any]:
    """Return the page, the table and the sentences on a fit to posts; empty without one."""
    fit, t = story.facts.fit, story.t
    if fit is None:
        return {}
    return {"page": FITTED, "head": learned_head(t), "rows": learned_rows(fit, t),
            "says": fit_sentences(fit, t)}  # fmt: skip


def _charts(story: Story) -> dict[str, list[str]]:
    """Return the charts of each part as elements of the page."""
    charts = {"growth": [_growth(story, place) for place, _ in enumerate(story.bands)]}
    charts["why"] = [_waterfall(story)] if story.titles.explains else []
    charts["sure"] = [_tornado(story)] if story.tested else []
    return charts


def _growth(story: Story, place: int) -> str:
    band, option = story.bands[place], story.facts.options[place]
    with drawing(f"growth{place}"):
        figure = Figure(figsize=(_WIDE * 0.75, 2.7))
        axes = figure.add_axes((0.13, 0.12, 0.70, 0.76))
        draw_band(axes, band, story.words.lettered(option), story.t, size=10)
        return _element(figure, f"growth{place}", story.growth(option))


def _waterfall(story: Story) -> str:
    with drawing("why"):
        figure = Figure(figsize=(_WIDE, 0.7 + 0.5 * len(story.steps)))
        axes = figure.add_axes((0.44, 0.09, 0.54, 0.89))
        draw_waterfall(axes, story.steps, story.t, size=10)
        return _element(figure, "why", story.titles.why)


def _tornado(story: Story) -> str:
    with drawing("sure"):
        figure = Figure(figsize=(_WIDE, 0.4 + 0.5 * len(story.tested)))
        axes = figure.add_axes((0.42, 0.02, 0.56, 0.96))
        draw_tornado(axes, story.tornado, size=10)
        return _element(figure, "sure", story.titles.sure)


def _element(figure: Figure, name: str, says: str) -> str:
    """Return a figure as an element with a description and ids of its own."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None,
                                                "Type": None})  # fmt: skip
    text = out.getvalue().replace("'DejaVu Sans'", FALLBACK_FONTS)
    text = _IDS.sub(rf"\g<1>{name}-", text[text.index("<svg") :])
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(says)}" ', 1)
