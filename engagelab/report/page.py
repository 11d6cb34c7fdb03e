"""HTML: one page that asks nobody for anything, for the desk, the phone and the printer."""

from collections.abc import Iterator, Sequence
from html import escape

from .document import Document, Table
from .images import svg_text

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 66rem; padding: 1.25rem 1rem 3rem; color: #1f2933;
  background: #fff; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif;
  overflow-wrap: anywhere; }
header { border-left: .35rem solid #0173b2; padding-left: 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; }
.answer { font-size: 1.25rem; font-weight: 600; margin: .4rem 0; }
.muted, footer, caption { color: #52606d; }
figure { margin: 1.5rem 0; }
figure svg { width: 100%; height: auto; display: block; }
.narrow { display: none; }
.table { overflow-x: auto; }
.table:focus { outline: 3px solid #0173b2; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem;
  font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .2rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid #d5dbe1; overflow-wrap: normal; }
thead th { background: #1f2933; color: #fff; vertical-align: bottom; }
tbody th { min-width: 9rem; overflow-wrap: anywhere; }
.right td, .right thead th:not(:first-child) { text-align: right; white-space: nowrap; }
.right thead th { white-space: normal; }
td { min-width: 4.5rem; }
footer { margin-top: 2.5rem; border-top: 1px solid #d5dbe1; padding-top: .8rem; font-size: .9rem; }
code { font-family: ui-monospace, Consolas, monospace; }
@media (max-width: 40rem) {
  .wide { display: none; }
  .narrow { display: block; }
  h1 { font-size: 1.4rem; }
  .answer { font-size: 1.1rem; }
  table { min-width: 34rem; }
}
@media print {
  @page { size: A4; margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .wide { display: block; }
  .narrow { display: none; }
  .table { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding: .15rem .3rem; }
  tbody th { min-width: 0; }
  .right td { white-space: normal; }
  thead th { background: #fff; color: #1f2933; border-bottom: 2px solid #1f2933; }
  h2 { break-after: avoid; }
  tr, figure, li { break-inside: avoid; }
}
"""


def html(story: Document) -> bytes:
    """Return the page."""
    return "\n".join(_lines(story)).encode()


def _lines(story: Document) -> Iterator[str]:
    t, found = story.t, story.found
    yield "<!DOCTYPE html>"
    yield f'<html lang="{t.lang}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # nothing is fetched and nothing is run, whatever stands in a name
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    )
    yield f'<meta name="generator" content="engagelab {escape(found.version)}">'
    yield f'<meta name="description" content="{escape(story.headline)}">'
    yield f"<title>{escape(story.title)}</title><style>{_STYLE}</style></head><body>"
    yield "<header>"
    yield f"<h1>{escape(story.title)}</h1>"
    who = " · ".join(text for text in (story.client, story.date) if text)
    yield f'<p class="muted">{escape(who)}</p></header><main>'
    yield f'<p class="answer">{escape(story.headline)}</p>'
    yield from _list(story.answers())
    yield f'<figure class="wide">{_picture(story, wide=True)}</figure>'
    yield f'<figure class="narrow">{_picture(story, wide=False)}</figure>'
    yield from _tables(story)
    yield from _part(t("report.warnings"), story.warnings() or [t("report.warn_none")])
    yield from _part(t("report.remarks"), story.remarks())
    yield f"</main><footer><p>{escape(story.stamp)}</p><ul>"
    for name, plan in zip(story.full_names, found.plans, strict=True):
        yield f"<li>{escape(name)}{story.colon} <code>{plan.hash}</code></li>"
    yield "</ul></footer></body></html>"


def _picture(story: Document, *, wide: bool) -> str:
    """Return the picture as an element of the page."""
    text = svg_text(story, wide=wide)
    return text[text.index("<svg") :]


def _tables(story: Document) -> Iterator[str]:
    yield from _table(story.comparison(), "comparison")
    if story.found.differences and story.several:
        yield from _table(story.differences(), "differences")
    yield from _table(story.assumptions(), "assumptions")
    for place, plan in enumerate(story.found.plans, 1):
        yield from _table(story.measures(plan), f"plan-{place}", story.summary(plan))


def _table(table: Table, name: str, below: str = "") -> Iterator[str]:
    """Yield a table that scrolls by itself where it is wider than the screen."""
    yield f'<h2 id="{name}">{escape(table.title)}</h2>'
    if below:
        yield f'<p class="muted">{escape(below)}</p>'
    yield f'<div class="table" tabindex="0" role="region" aria-labelledby="{name}">'
    yield f"<table{' class=right' if table.right else ''}><thead><tr>"
    yield "".join(f'<th scope="col">{escape(text)}</th>' for text in table.columns)
    yield "</tr></thead><tbody>"
    for head, *cells in table.rows:
        told = "".join(f"<td>{escape(text)}</td>" for text in cells)
        yield f'<tr><th scope="row">{escape(head)}</th>{told}</tr>'
    yield "</tbody></table></div>"


def _part(title: str, texts: Sequence[str]) -> Iterator[str]:
    yield f"<h2>{escape(title)}</h2>"
    yield from _list(texts)


def _list(texts: Sequence[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(text)}</li>" for text in texts)
    yield "</ul>"
