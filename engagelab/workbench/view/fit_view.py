"""Words, rows and the chart of observed posts and a fit to them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import Message
from ...experiments.fit_calendar import FITTED
from ...experiments.fit_result import Fit
from ...i18n import Texts
from ...observed.posts import ObservedPosts
from ..browser.chart import Axis, described, lines, table
from ..compute.results_fit import STATED, PriorBand
from ..templates import render


def observed_html(observed: ObservedPosts, t: Texts) -> str:
    """Return the notes on posts and their table as HTML."""
    columns, rows = post_rows(observed, t)
    notes = sentences(observed.notes, t)
    said = render("lines", lines=notes, attributes={"class": "el-network-said"})
    caption = t("fit.caption", posts=len(rows))
    return said + render("network_preview", caption=caption, columns=columns, rows=rows)


def fit_html(fit: Fit, t: Texts) -> str:
    """Return the sentences of a fit and the table of its fields as HTML."""
    said = [f"{text[:1].upper()}{text[1:]}" for text in sentences((*fit.notes, *fit.says), t)]
    columns, rows = field_rows(fit, t)
    fields = render("network_preview", caption=t("fit.learned"), columns=columns, rows=rows)
    return render("lines", lines=said, attributes={"role": "status"}) + fields


def post_rows(observed: ObservedPosts, t: Texts) -> tuple[list[dict[str, str]], list[list[str]]]:
    """Return the columns and rows of the posts, as the template of a preview takes them."""
    shown = [name for name in ("round", *STATED) if observed.posts[name].notna().any()]
    named = {name: t(f"fit.{name}") for name in shown}
    named |= {name: t.word("measure", name, name) for name in observed.measures}
    frame = observed.table
    columns = [{"name": name, "use": ""} for name in (t("fit.post"), *named.values())]
    rows = [
        [str(post), *(_count(row[name], t) for name in named)]
        for post, row in frame.iterrows()
    ]  # fmt: skip
    return columns, rows


def _count(value: Any, t: Texts) -> str:
    return "" if pd.isna(value) else t.whole(float(value))


def field_rows(fit: Fit, t: Texts) -> tuple[list[dict[str, str]], list[list[str]]]:
    """Return the columns and rows of the fields: before, after, and what the posts say."""
    heads = ("field", "prior", "median", "after", "verdict")
    columns = [{"name": t(f"fit.{name}"), "use": ""} for name in heads]
    priors = {unknown.name: unknown.prior for unknown in fit.table.unknowns}
    rows = []
    for name, row in fit.fields.iterrows():
        ends = [t.exact(_short(value)) for value in (row["low"], row["median"], row["high"])]
        low, high = _bounds(priors[str(name)])
        rows.append(
            [t.field(str(name)).label, t("explore.from_to", now=t.exact(low), to=t.exact(high)),
             ends[1], t("explore.from_to", now=ends[0], to=ends[2]),
             t(f"fit.{row['verdict'].replace(' ', '_')}")]
        )  # fmt: skip
    return columns, rows


def _bounds(prior: Any) -> tuple[float, float]:
    low, high = prior.quantiles(np.array([0.0, 1.0]))
    return _short(low), _short(high)


def _short(value: float) -> float:
    return float(f"{float(value):.3g}")


def chart_of(fit: Fit, measure: str, t: Texts) -> dict[str, Any]:
    """Return the chart of each post beside what the other posts let expect of it."""
    posts = fit.posts[fit.posts["measure"] == measure].reset_index(drop=True)
    word, place = t.word("measure", measure, measure), list(range(len(posts)))
    series: list[dict[str, Any]] = [
        {"name": t(f"fit.{name}"), "x": place, "mean": posts[f"{part}median"],
         "low": posts[f"{part}low"], "high": posts[f"{part}high"]}
        for name, part in (("fitted", ""), ("naive", "naive_"))
    ]  # fmt: skip
    marks = [
        {"x": at, "y": row.observed, "shape": "star" if row.held_out else "dot",
         "name": ""}
        for at, row in enumerate(posts.itertuples())
    ]  # fmt: skip
    names = [str(post) for post in posts["post"]]
    drawing = lines(series, x=Axis(t("fit.post"), names=names), y=Axis(word), marks=marks,
                    dots=t("fit.observed"),
                    stars=t("fit.held_out") if posts["held_out"].any() else "")  # fmt: skip
    numbers = posts[["observed", "median", "low", "high"]].to_numpy(float)
    written = [[t.whole(float(number)) for number in row] for row in numbers]
    rows = [
        [name, observed, median, t("explore.from_to", now=low, to=high)]
        for name, (observed, median, low, high) in zip(names, written, strict=True)
    ]
    head = [t("fit.post"), t("fit.observed"), t("fit.median"), t("fit.interval")]
    alt = t("fit.chart_alt", measure=word)
    cells = table(head, rows, title=t("explore.values"))
    return described(drawing, lang=t.lang, alt=alt, table=cells)


def prior_chart(
    observed: ObservedPosts, band: PriorBand | None, measure: str, t: Texts
) -> dict[str, Any]:
    """Return the chart of observed posts on the band of the prior, or alone without a band."""
    values = observed.value(measure)
    if band is not None:
        values = values.reindex(list(band.calendar.names))
    names, numbers = [str(name) for name in values.index], values.to_numpy(float)
    place = list(range(len(names)))
    word = t.word("measure", measure, measure)
    ends = np.full((3, len(names)), np.nan)
    series: list[dict[str, Any]] = [{"name": "", "x": place, "mean": numbers}]
    if band is not None:
        ends = band.limits[:, FITTED.index(measure)]
        low, median, high = ends
        series = [{"name": t("fit.before"), "x": place, "mean": median, "low": low, "high": high}]
    marks = [
        {"x": at, "y": number, "shape": "dot", "name": ""}
        for at, number in enumerate(numbers.tolist())
        if np.isfinite(number)
    ]
    drawing = lines(
        series, x=Axis(t("fit.post"), names=names), y=Axis(word), marks=marks,
        dots=t("fit.observed"),
    )  # fmt: skip
    rows = [
        [name, *_expected(limits, t), _count(number, t)]
        for name, number, limits in zip(names, numbers.tolist(), ends.T, strict=True)
    ]
    head = [t("fit.post"), t("fit.median"), t("fit.interval"), t("fit.observed")]
    alt = t("fit.prior_alt" if band is not None else "fit.observed_alt", measure=word)
    cells = table(head, rows, title=t("explore.values"))
    return described(drawing, lang=t.lang, alt=alt, table=cells)


def _expected(limits: NDArray[np.float64], t: Texts) -> list[str]:
    """Return a median and an interval as text, empty if they are unknown."""
    if np.isnan(limits).any():
        return ["", ""]
    low, median, high = (t.whole(float(limit)) for limit in limits)
    return [median, t("explore.from_to", now=low, to=high)]


def sentences(notes: Iterable[Message], t: Texts) -> list[str]:
    """Return notes or sentences of a fit in the language."""
    return [t.refusal(("", note)) for note in notes]
