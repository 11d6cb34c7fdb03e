"""The picture: for each case, by how much each library takes longer than ours."""

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from .cases import PROCESSES
from .results import Results
from .verdicts import duels, fastest, times

LIBRARIES = ("cynetdiff", "graph-tool", "pynetim", "EoN", "NDlib", "mesa", "fastgemf")


def drawn(results: Results, path: Path) -> None:
    """Draw all cases and write the picture."""
    mpl.use("Agg")
    frame = ratios(results)
    with sns.axes_style("whitegrid", {"axes.grid.axis": "x"}), sns.plotting_context("notebook"):
        height = 1.8 + 0.42 * frame["case"].nunique()
        figure, ax = plt.subplots(figsize=(10, height), layout="constrained")
    _bars(ax, results)
    sns.scatterplot(
        frame, x="ratio", y="case", hue="library", style="library", hue_order=LIBRARIES,
        style_order=LIBRARIES, palette="colorblind", s=75, ax=ax, zorder=3,
    )  # fmt: skip
    _finish(ax)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def ratios(results: Results) -> pd.DataFrame:
    """Return the ratio of each library that was run and plays the same process, case by case."""
    return pd.DataFrame(
        [
            {
                "case": _named(duel.ours.case),
                "library": duel.peer.library,
                "ratio": duel.ratio.middle,
            }
            for duel in duels(results, *PROCESSES)
            if duel.peer.seconds and duel.peer.same
        ],
        columns=["case", "library", "ratio"],
    )


def _named(case: tuple[str, str, str]) -> str:
    process, graph, says = case
    return f"{graph}, {PROCESSES[process]}" if process == "lt" else f"{graph}, {says}"


def _bars(ax: Axes, results: Results) -> None:
    """Draw a bar up to the fastest peer, with its ratio in words."""
    for duel in fastest(results, *PROCESSES):
        name, ratio = _named(duel.ours.case), duel.ratio.middle
        ax.barh(name, ratio - 1, left=1, height=0.55, color="0.85", zorder=1)
        ax.annotate(
            times(ratio), (min(1, ratio), name), xytext=(-8, 0), textcoords="offset points",
            ha="right", va="center", fontsize=10, fontweight="bold",
        )  # fmt: skip


def _finish(ax: Axes) -> None:
    ax.set_xscale("log")
    low, high = ax.get_xlim()
    ax.set_xlim(min(low / 2, 0.9), high)
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", pad=42)  # room for the ratios in words
    ax.axvline(1, color="0.2", linewidth=1.2, zorder=2)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g} ×"))
    ax.set(
        xlabel="time of a run over that of engagelab (logarithmic)",
        ylabel="",
    )
    ax.set_title("How much longer other libraries take; the bar ends at the fastest", pad=34)
    if not ax.yaxis_inverted():
        ax.invert_yaxis()
    sns.despine(ax=ax, left=True)
    sns.move_legend(
        ax, "lower center", bbox_to_anchor=(0.5, 1), ncol=len(LIBRARIES), title=None, frameon=False
    )
