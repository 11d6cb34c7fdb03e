"""Plot a fit to observed posts: what was learned of each field, and forecasts of posts."""

import numpy as np
from matplotlib.axes import Axes

from ..errors import EngagelabError, listed
from ..experiments.fit_result import Fit
from ..io.arguments import checked
from .style import COUNTED, PALETTE, field_label, finish, need, new_axes, number


@checked
def plot_fit(fit: Fit, *, ax: Axes | None = None) -> Axes:
    """Plot how much of each field's prior is left after the posts.

    The grey band is the middle 90 % of the prior, the bar the 90 % interval after the posts, both
    on the scale of the prior's quantiles; the ends are labelled with the values there.

    Parameters
    ----------
    fit : Fit
        From `engagelab.calibrate`.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `fit` is not a Fit.
    """
    need(fit, Fit, "calibrate")
    shares = fit.shares
    ax = new_axes((7.2, 1.2 + 0.5 * len(shares))) if ax is None else ax
    ends = fit.fields[["low", "high"]].to_numpy(float)
    for place, (low, median, high) in enumerate(shares.to_numpy()):
        ax.barh(place, 0.9, 0.7, 0.05, color="0.9", label="before the posts")
        ax.barh(place, high - low, 0.35, low, color=PALETTE[0], label="after the posts")
        ax.plot([median], [place], marker="|", color="white", ms=11, mew=2)
        for at, value, side in zip((low, high), ends[place], ("right", "left"), strict=True):
            text, away = number(float(f"{value:.2g}")), 4 if side == "left" else -4
            ax.annotate(text, (at, place), (away, 0),
                        textcoords="offset points", ha=side, va="center", fontsize=8)  # fmt: skip
    labels = [f"{field_label(str(name), unit=False)}\n{fit.fields['verdict'][name]}"
              for name in shares.index]  # fmt: skip
    ax.set_yticks(range(len(shares)), labels)
    ax.set(xlabel="quantile of the prior", xlim=(0, 1))
    ax.invert_yaxis()
    handles = ax.get_legend_handles_labels()[0][:2]
    ax.legend(handles=handles, frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


@checked
def plot_forecasts(fit: Fit, measure: str = "reads", *, ax: Axes | None = None) -> Axes:
    """Plot each post beside what the other posts let expect of it.

    Bars are 90 % intervals: of the fit, and of a log-normal of the other posts. Posts that were
    held out are marked by a ring.

    Parameters
    ----------
    fit : Fit
        From `engagelab.calibrate`.
    measure : str
        One of the measures of ``fit.posts``.
    ax : Axes, optional
        Where to draw; None: on a new figure.

    Returns
    -------
    Axes

    Raises
    ------
    EngagelabError
        If `fit` is not a Fit, or has no such measure.
    """
    need(fit, Fit, "calibrate")
    posts = fit.posts[fit.posts["measure"] == measure]
    if posts.empty:
        known = listed(fit.posts["measure"].unique())
        raise EngagelabError(f"measure: {measure!r} was not observed; give one of {known}")
    ax = new_axes((7.2, 3.6)) if ax is None else ax
    place = np.arange(len(posts))
    kinds = ((-0.14, "", PALETTE[0], "fit"), (0.14, "naive_", "0.6", "log-normal of the others"))
    for side, part, colour, label in kinds:
        ax.vlines(place + side, posts[f"{part}low"], posts[f"{part}high"], lw=6, color=colour,
                  label=label)  # fmt: skip
    ax.plot(place, posts["observed"], "o", color="black", ms=5, label="observed")
    held = posts["held_out"].to_numpy()
    ax.plot(place[held], posts["observed"][held], "o", mfc="none", mec=PALETTE[1], ms=11, mew=2,
            ls="none", label="held out")  # fmt: skip
    ax.set_xticks(place, [name[:18] for name in posts["post"]], rotation=30, ha="right")
    finish(ax)
    ax.set(yscale="log", ylabel=measure)
    ax.yaxis.set_major_formatter(COUNTED)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    return ax
