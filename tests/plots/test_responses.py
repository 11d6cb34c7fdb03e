"""The curves of a budget show its response, and mark the points that are affordable."""

import pandas as pd
import pytest

import engagelab as el
from engagelab.plots import plot_responses

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def found():
    plan = el.Scenario(population={"people": 300})
    levers = {"posts": (0, 3), "answers": (0, 1), "discount": (0, 5), "paid": (0, 900)}
    return el.budget(plan, 450, levers=levers, runs=3, keys=1, evaluations=40)


def test_each_lever_has_its_curve_on_one_scale(found):
    axes = plot_responses(found)
    assert [ax.get_xlabel() for ax in axes] == [
        "posts", "reply rate (probability)", "discount (money)", "paid impressions per post"
    ]  # fmt: skip
    assert len({ax.get_ylim() for ax in axes}) == 1
    for ax, (_, part) in zip(axes, found.response.groupby("lever", sort=False), strict=True):
        line = ax.get_lines()[0]
        assert list(line.get_xdata()) == part["value"].tolist()
        assert list(line.get_ydata()) == part["reach"].tolist()


def test_points_within_and_beyond_the_money_differ(found):
    for ax, (_, part) in zip(
        plot_responses(found.response),
        found.response.groupby("lever", sort=False),
        strict=True,
    ):
        lines = {line.get_label(): line for line in ax.get_lines()}
        within, beyond = lines["within the money"], lines["beyond the money"]
        assert list(within.get_xdata()) == part.loc[part["affordable"], "value"].tolist()
        assert list(beyond.get_xdata()) == part.loc[~part["affordable"], "value"].tolist()
        assert within.get_markerfacecolor() != beyond.get_markerfacecolor()
        best = part.loc[part["best"], "value"].iloc[0]
        assert list(lines["best split"].get_xdata()) == [best, best]


def test_what_is_not_a_response_is_refused(found):
    with pytest.raises(el.EngagelabError, match="lever: the frame has no such column"):
        plot_responses(pd.DataFrame({"value": [1]}))
    with pytest.raises(el.EngagelabError, match="response: has no rows"):
        plot_responses(found.response.iloc[:0])
