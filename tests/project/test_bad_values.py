"""Bad values for every public function and every field raise one kind of error, or are accepted."""

import inspect
import tempfile
import types
import warnings

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engagelab as el
from engagelab import datasets, experiments, graphs, metrics, observed, plots, theory, uncertainty
from engagelab.errors import EngagelabError
from engagelab.player import plot_spread, spread
from engagelab.report import findings, hand_over

pytestmark = pytest.mark.slow

PLAN = el.Scenario(population={"people": 60}, settings={"runs": 3, "horizon": 6})
OTHER = PLAN.replace({"groups.size": 12})
NET = PLAN.town()
TREE = el.Network.from_networkx(nx.balanced_tree(2, 2))
OUT = PLAN.run(record="tree")
EV = el.simulate(NET, el.SIR(), 3, runs=3, record="people", horizon=6)
DIF = observed.run_of(NET, EV)
SWEEP = el.sweep(PLAN, {"groups.size": [10, 20], "invitations.invite": [0.0, 0.2]})
SURF = el.sweep(
    PLAN, {"groups.size": [10, 20], "invitations.invite": [0.0, 0.2], "groups.spread": [0.1, 0.2]}
).rename(columns={"groups.spread": "z"})
SENS = el.sensitivity(PLAN, ["groups.size", "invitations.invite"], samples=2)
COMP = el.compare(PLAN, {"other": OTHER}, runs=8)
SPR = spread(PLAN)
UNC = el.propagate(PLAN, {"invitations.invite": uncertainty.uniform(0.1, 0.2)}, samples=8)
TMP = tempfile.mkdtemp()
DECISION = experiments.compare_options(
    [experiments.Option("Here", PLAN), experiments.Option("There", OTHER)], towns=2
)
POSTS = pd.DataFrame({"post": list("abcd"), "round": [0, 7, 14, 21], "reach": [5, 8, 4, 6]})
SEEN = el.read_observed(POSTS, seeds=[3] * 4)
FIT = el.calibrate(PLAN, SEEN, simulations=200, key=1, progress=False)
DEG = [0.2, 0.3, 0.5]
CALLS = {
    "compare_options": (
        experiments.compare_options,
        {"options": [experiments.Option("Here", PLAN)], "towns": 2, "key": 0, "network": None},
    ),
    "explain_lead": (
        experiments.explain_lead,
        {"decision": DECISION, "second": "A", "first": "B", "towns": 2},
    ),
    "test_assumptions": (
        experiments.test_assumptions,
        {"decision": DECISION, "fields": ["invitations.invite"], "towns": 2},
    ),
    "read_observed": (
        lambda posts, **stated: el.read_observed(posts, **stated),
        {"posts": POSTS, "seeds": [3] * 4, "paid": None, "followers": None, "columns": None},
    ),
    "calibrate": (
        el.calibrate,
        {"plan": PLAN, "observed": SEEN, "hold_out": 0, "simulations": 200, "key": 1},
    ),
    "plot_fit": (plots.plot_fit, {"fit": FIT}),
    "plot_forecasts": (plots.plot_forecasts, {"fit": FIT, "measure": "reads"}),
    "simulate": (
        el.simulate,
        {
            "network": NET,
            "model": el.SIR(),
            "seeds": 3,
            "runs": 2,
            "key": 0,
            "horizon": 5,
            "redraw_seeds": False,
            "record": None,
            "threads": 1,
        },
    ),
    "simulate engagement": (
        el.simulate,
        {"network": NET, "model": el.Engagement(), "seeds": [0, 1], "runs": 2},
    ),
    "simulate competing": (
        el.simulate,
        {"network": NET, "model": el.Competing(), "seeds": {"first": 2, "second": [5]}, "runs": 2},
    ),
    "town": (
        graphs.town,
        {
            "people": 60,
            "ties": 4,
            "group_size": 5,
            "groups_per_person": 2,
            "prospects": 0.2,
            "key": 0,
            "population": None,
            "groups": None,
        },
    ),
    "from_networkx": (
        el.Network.from_networkx,
        {"graph": nx.path_graph(5), "groups": {"a": [1, 2]}},
    ),
    "from_frame": (
        el.Network.from_frame,
        {"ties": pd.DataFrame({"source": [1, 2], "target": [2, 3]}), "groups": None},
    ),
    "from_arrays": (el.Network.from_arrays, {"source": [0, 1], "target": [1, 2]}),
    "with_groups": (NET.with_groups, {"groups": {"a": [0, 1]}}),
    "write": (NET.write, {"path": TMP + "/n.csv"}),
    "read_network": (
        graphs.read_network,
        {
            "ties": pd.DataFrame({"a": [1, 2], "b": [2, 3]}),
            "groups": None,
            "people": None,
            "directed": None,
            "header": None,
            "weight": None,
        },
    ),
    "read_edges": (
        graphs.read_edges,
        {"path": pd.DataFrame({"a": [1, 2], "b": [2, 3]}), "groups": None, "people": None},
    ),
    "run": (PLAN.run, {"runs": 2, "key": 0, "network": NET, "threads": 1, "record": None}),
    "replace": (PLAN.replace, {"changes": {"groups.size": 10}}),
    "preset": (el.Scenario.preset, {"name": "voucher"}),
    "scaled": (PLAN.scaled, {"people": 30}),
    "from_text": (el.Scenario.from_text, {"text": "groups: {size: 10}", "where": "x"}),
    "from_yaml": (el.Scenario.from_yaml, {"path": "no/plan.yaml"}),
    "Plan.town": (PLAN.town, {"key": 0}),
    "curve": (el.curve, {"outcome": OUT, "measures": ["readers"]}),
    "Outcome.total": (lambda measure: OUT.total(measure), {"measure": "readers"}),
    **{
        f.__name__: (f, {"outcome": OUT})
        for f in (
            el.reach,
            el.cost_per_reader,
            el.break_even,
            el.return_on_cost,
            el.half_time,
            el.k_factor,
            el.reproduction_number,
            el.cascades,
            el.cascade_depth,
            el.structural_virality,
            el.reach_by_post,
            metrics.cost_by_kind,
            metrics.counts_by_post,
            metrics.membership_k_factor,
            metrics.readers_of_last_post,
        )
    },
    "reach_by": (el.reach_by, {"outcome": OUT, "way": "role"}),
    "shares_by": (metrics.shares_by, {"outcome": OUT, "way": "role"}),
    "compare": (
        el.compare,
        {
            "baseline": PLAN,
            "variants": {"o": OTHER},
            "runs": 8,
            "key": 0,
            "network": None,
            "confidence": 0.95,
        },
    ),
    "compare_outcomes": (
        experiments.compare_outcomes,
        {"outcomes": {"a": OUT, "b": OUT}, "confidence": 0.95},
    ),
    "sweep": (
        el.sweep,
        {
            "scenario": PLAN,
            "fields": {"groups.size": [10, 20]},
            "design": "grid",
            "cells": None,
            "runs": 2,
            "key": 0,
            "network": None,
            "store": None,
        },
    ),
    "sweep lh": (
        el.sweep,
        {
            "scenario": PLAN,
            "fields": {"groups.size": (10, 20)},
            "design": "latin hypercube",
            "cells": 9,
            "runs": 2,
        },
    ),
    "find": (
        el.find,
        {
            "scenario": PLAN,
            "field": "invitations.invite",
            "reach": 20,
            "within": (0, 0.5),
            "points": 3,
            "runs": 2,
            "key": 0,
            "keys": 1,
        },
    ),
    "budget": (
        el.budget,
        {
            "scenario": PLAN,
            "money": 20,
            "levers": None,
            "runs": 2,
            "key": 0,
            "keys": 1,
            "evaluations": 10,
        },
    ),
    "sensitivity": (
        el.sensitivity,
        {
            "scenario": PLAN,
            "fields": ["groups.size"],
            "method": "morris",
            "samples": 2,
            "measure": "reach",
            "confidence": 0.95,
            "runs": 2,
            "key": 0,
        },
    ),
    "propagate": (
        el.propagate,
        {
            "scenario": PLAN,
            "priors": {"groups.size": uncertainty.uniform(10, 12)},
            "samples": 8,
            "keys": 2,
            "measure": "reach",
            "confidence": 0.95,
            "runs": 2,
            "key": 0,
        },
    ),
    "decision_map": (
        experiments.decision_map,
        {
            "baseline": PLAN,
            "challenger": OTHER,
            "fields": {"groups.size": [10, 20], "invitations.invite": [0.1, 0.2]},
            "runs": 8,
        },
    ),
    "implied": (experiments.implied, {"plans": {"a": PLAN}, "keys": [0, 1], "runs": 2}),
    "reading_by_size": (experiments.reading_by_size, {"plan": PLAN, "keys": [0, 1], "runs": 2}),
    "lift_per_step": (
        experiments.lift_per_step,
        {"frame": SWEEP, "field": "groups.size", "value": "reach"},
    ),
    "normal": (uncertainty.normal, {"mean": 0.5, "deviation": 0.1}),
    "survey": (uncertainty.survey, {"share": 0.5, "people": 100}),
    "triangular": (uncertainty.triangular, {"low": 0, "mode": 0.5, "high": 1}),
    "uniform": (uncertainty.uniform, {"low": 0, "high": 1}),
    "open_study": (el.open_study, {"folder": "no/study"}),
    "load": (datasets.load, {"name": "karate"}),
    "spread": (spread, {"plan": PLAN, "key": 0, "run": 0, "network": None, "people_limit": 5000}),
    "plot_spread": (plot_spread, {"spread": SPR, "rounds": 2, "lang": "en"}),
    "to_html": (SPR.to_html, {"path": TMP + "/a.html", "lang": "en"}),
    "hand_over": (
        hand_over,
        {
            "plans": PLAN,
            "folder": TMP + "/h",
            "formats": "csv",
            "lang": "en",
            "currency": "",
            "title": "",
            "client": "",
            "runs": 2,
        },
    ),
    "findings": (findings, {"plans": PLAN, "title": "a", "client": "b", "runs": 2, "key": 0}),
    "plot_curve": (plots.plot_curve, {"outcomes": OUT, "measure": "reach", "ax": None}),
    "plot_comparison": (plots.plot_comparison, {"comparison": COMP, "ax": None}),
    "plot_groups": (plots.plot_groups, {"network": NET, "outcome": OUT, "show": "group size"}),
    "plot_surface": (
        plots.plot_surface,
        {
            "frame": SWEEP,
            "x": "groups.size",
            "y": "invitations.invite",
            "value": "reach",
            "limits": None,
        },
    ),
    "plot_surfaces": (
        plots.plot_surfaces,
        {"frame": SURF, "by": "z", "x": "groups.size", "y": "invitations.invite", "value": "reach"},
    ),
    "plot_tornado": (plots.plot_tornado, {"sensitivity": SENS}),
    "plot_interactions": (plots.plot_interactions, {"sensitivity": SENS}),
    "plot_uncertainty": (plots.plot_uncertainty, {"uncertainty": UNC}),
    "plot_responses": (plots.plot_responses, {"budget": pd.DataFrame({"a": [1]})}),
    "plot_facts": (plots.plot_facts, {"facts": pd.DataFrame({"a": [1]})}),
    "plot_agreement": (plots.plot_agreement, {"frames": SWEEP, "x": "groups.size"}),
    "plot_decision_map": (plots.plot_decision_map, {"decision": COMP}),
    **{
        "observed." + f.__name__: (f, dict(diffusion=DIF, **kw))
        for f, kw in (
            (observed.adopter_classes, {"censored": True}),
            (observed.exposure, {"lag": 0, "valued": False}),
            (observed.hazard, {}),
            (observed.infection, {"steps": 1, "rate": None, "normalized": True}),
            (observed.susceptibility, {"steps": 1, "rate": None, "normalized": True}),
            (observed.morans_i, {"steps": 2}),
            (observed.summary, {"steps": 2}),
            (observed.threshold, {"lag": 0, "valued": False, "censored": True}),
            (observed.threshold_by_adopter, {"censored": True}),
        )
    },
    "run_of": (observed.run_of, {"network": NET, "outcome": EV, "run": 0}),
    "observed.sv": (observed.structural_virality, {"parents": [-1, 0, 0]}),
    "bass_curve": (theory.bass_curve, {"innovation": 0.03, "imitation": 0.3, "times": [1, 2]}),
    "bass_peak": (theory.bass_peak, {"innovation": 0.03, "imitation": 0.3}),
    "bass_rate": (theory.bass_rate, {"innovation": 0.03, "imitation": 0.3, "times": [1, 2]}),
    "bass_rounds": (
        theory.bass_rounds,
        {"innovation": 0.03, "imitation": 0.3, "horizon": 5, "initial": 0.0},
    ),
    "binomial_offspring": (theory.binomial_offspring, {"most": 4, "chance": 0.2}),
    "branching_extinction": (theory.branching_extinction, {"offspring": DEG}),
    "branching_means": (theory.branching_means, {"offspring": DEG, "generations": 3}),
    "excess_degrees": (theory.excess_degrees, {"degrees": DEG}),
    "molloy_reed": (theory.molloy_reed, {"degrees": DEG}),
    "giant_share": (theory.giant_share, {"degrees": DEG}),
    "degree_distribution": (theory.degree_distribution, {"network": NET}),
    "geometric_offspring": (theory.geometric_offspring, {"average": 1.0}),
    "outbreak_probability": (
        theory.outbreak_probability,
        {"degrees": DEG, "transmissibility": 0.2},
    ),
    "outbreak_size": (theory.outbreak_size, {"degrees": DEG, "transmissibility": 0.2}),
    "outbreak_threshold": (theory.outbreak_threshold, {"degrees": DEG}),
    "small_outbreak_spread": (
        theory.small_outbreak_spread,
        {"degrees": DEG, "transmissibility": 0.2},
    ),
    "period_transmissibility": (
        theory.period_transmissibility,
        {"transmissibility": 0.2, "recovery": 0.1, "period": None},
    ),
    "poisson_degrees": (theory.poisson_degrees, {"mean_degree": 2.0}),
    "poisson_offspring": (theory.poisson_offspring, {"average": 1.0}),
    "reed_frost_reach": (
        theory.reed_frost_reach,
        {"people": 5, "transmissibility": 0.2, "initial": 1},
    ),
    "reed_frost_spread": (
        theory.reed_frost_spread,
        {"people": 5, "transmissibility": 0.2, "initial": 1},
    ),
    "rumour_share": (
        theory.rumour_share,
        {"transmissibility": 0.1, "stifling": 0.1, "initial": 0.0},
    ),
    "simplicial_curve": (
        theory.simplicial_curve,
        {"tie_rate": 0.5, "trio_rate": 1.0, "initial": 0.1, "times": [1, 2]},
    ),
    "simplicial_rounds": (
        theory.simplicial_rounds,
        {
            "transmissibility": 0.1,
            "group_transmissibility": 0.1,
            "recovery": 0.1,
            "per_person": (3, 2),
            "initial": 0.1,
            "horizon": 4,
        },
    ),
    "simplicial_states": (theory.simplicial_states, {"tie_rate": 0.5, "trio_rate": 1.0}),
    "simplicial_thresholds": (theory.simplicial_thresholds, {"trio_rate": 2.0}),
    "threshold_reach": (theory.threshold_reach, {"network": TREE, "seeds": [0]}),
    "tree_reach": (theory.tree_reach, {"network": TREE, "transmissibility": 0.2, "seeds": [0]}),
    "branching_total": (theory.branching_total, {"offspring": [0.6, 0.4]}),
    "cascade_condition": (theory.cascade_condition, {"degrees": DEG, "threshold": 0.2}),
    "cascade_share": (theory.cascade_share, {"degrees": DEG, "threshold": 0.2, "initial": 0.1}),
    "cascade_window": (theory.cascade_window, {"threshold": 0.2}),
    "cascade_reach": (
        theory.cascade_reach,
        {"network": TREE, "transmissibility": 0.2, "seeds": [0]},
    ),
    "read_memberships": (
        graphs.read_memberships,
        {"path": pd.DataFrame({"person": [1, 2], "group": ["a", "a"]})},
    ),
    "tree_reached": (theory.tree_reached, {"network": TREE, "transmissibility": 0.2, "seeds": [0]}),
}

# these need a file or a result that the others do not have
REFUSED_AS_THEY_ARE = {
    "from_yaml", "open_study", "plot_interactions", "plot_responses", "plot_facts",
    "plot_agreement", "plot_decision_map",
}  # fmt: skip


class Odd:
    """An object of another kind."""


BAD = [
    None, True, 7, -3, 0, 10**40, 0.5, 1e300, "maybe", "", "a\0b", b"x", 1j, ..., Odd(), Odd, len,
    [], [1, "a", None], [[1], [2, [3]]], (1, 2, 3), {}, {"a": 1}, {1: 2}, {1, 2}, range(3),
    float("nan"), float("inf"), [float("nan"), 1.0], [None], [-1, -2], ["a", "b"], np.int64(3),
    np.array([1.5, np.nan]), np.zeros((2, 2)), np.array([None, "x"], object), np.array(3),
    np.str_("x"), pd.DataFrame({"x": [1]}), pd.DataFrame(), pd.Series([1, 2]), pd.NA, pd.NaT,
    pd.Timestamp("2020-01-01"), nx.path_graph(3), PLAN, NET, OUT, {"a": PLAN, 1: OTHER},
    {"a": OUT}, {"groups.size": None}, {"groups.size": []}, {"groups.size": "big"},
    {"groups.size": [[1]]}, {"nothing.here": 1},
]  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=3)
)
DRAWN = st.one_of(
    st.sampled_from(BAD),
    st.recursive(
        LEAVES,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(max_size=3), inner, max_size=2)
            | st.tuples(inner, inner)
        ),
        max_leaves=6,
    ),
)
PAIRS = [(name, argument) for name, (_, valid) in CALLS.items() for argument in valid]
# these simulate many plans, and so are tried with drawn values alone
LONG = {
    "compare", "sweep", "sweep lh", "find", "budget", "sensitivity", "propagate", "decision_map",
    "calibrate", "test_assumptions", "implied", "reading_by_size", "hand_over", "findings",
    "spread", "plot_spread", "to_html",
}  # fmt: skip
LARGE = {"people", "size", "runs", "horizon", "people_limit", "rounds", "run", "samples",
         "cells", "evaluations", "points", "keys",
         "generations", "steps", "most"}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def elsewhere(tmp_path_factory):
    """Work in an empty folder, where a bad value that is a path may be written to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        yield


def too_much(argument, value):
    """Return whether a value is allowed but asks for much work."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return argument in LARGE and is_number and 100 < value < 10**9


def refused_or_accepted(act, *arguments, **named):
    """Call a function; any error but one fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            act(*arguments, **named)
        except EngagelabError:
            pass
        finally:
            plt.close("all")


@pytest.mark.parametrize("name", CALLS)
def test_the_call_with_which_others_are_compared_is_allowed_but_where_stated(name):
    act, valid = CALLS[name]
    if name in REFUSED_AS_THEY_ARE:
        with pytest.raises(EngagelabError):
            act(**valid)
    else:
        refused = None
        try:
            act(**valid)
        except EngagelabError as error:
            refused = error
        plt.close("all")
        assert refused is None


@pytest.mark.parametrize("name", [name for name in CALLS if name not in LONG])
def test_no_bad_argument_raises_another_error(name):
    act, valid = CALLS[name]
    for argument in valid:
        for bad in BAD:
            if not too_much(argument, bad):
                refused_or_accepted(act, **{**valid, argument: bad})


@given(st.sampled_from(PAIRS), DRAWN)
def test_no_drawn_argument_raises_another_error(pair, value):
    (_name, argument), (act, valid) = pair, CALLS[pair[0]]
    if not too_much(argument, value):
        refused_or_accepted(act, **{**valid, argument: value})


FIELDS = sorted(el.Scenario.fields())


@given(st.sampled_from(FIELDS), DRAWN)
def test_no_drawn_field_of_a_plan_raises_another_error(field, value):
    refused_or_accepted(PLAN.replace, {field: value})


@given(st.sampled_from(FIELDS), st.sampled_from(BAD))
def test_no_bad_field_of_a_plan_raises_another_error(field, value):
    refused_or_accepted(PLAN.replace, {field: value})


MODELS = (el.Engagement, el.Post, el.IndependentCascade, el.LinearThreshold, el.SIR, el.SIS,
          el.Rumour, el.Bass, el.ComplexContagion, el.GroupContagion, el.Competing)  # fmt: skip
MODEL_FIELDS = [(model, field) for model in MODELS for field in model.model_fields]


@pytest.mark.parametrize(("model", "field"), MODEL_FIELDS)
def test_no_bad_field_of_a_model_raises_another_error(model, field):
    for bad in BAD:
        refused_or_accepted(model, **{field: bad})


@given(st.sampled_from(MODEL_FIELDS), DRAWN)
def test_no_drawn_field_of_a_model_raises_another_error(pair, value):
    model, field = pair
    refused_or_accepted(model, **{field: value})


@pytest.mark.parametrize("field", [f for f in FIELDS if el.Scenario.field(f).type in (int, float)])
def test_a_number_is_neither_a_text_nor_a_yes(field):
    for bad in (True, False, "1", b"1", "1:30", None, [1], np.array([1.0])):
        with pytest.raises(EngagelabError):
            PLAN.replace({field: bad})


@pytest.mark.parametrize("field", [f for f in FIELDS if el.Scenario.field(f).type is bool])
def test_a_yes_or_no_is_neither_a_text_nor_a_number(field):
    for bad in (1, 0, "yes", "no", "maybe", 0.0, None, []):
        with pytest.raises(EngagelabError, match=r"not true or false|is not allowed|is missing"):
            PLAN.replace({field: bad})


# not called above: what only lists, and what opens a workbench
OTHERS = {"read_observed", "names", "registry", "run_plans", "need_column", "to_bytes", "write"}
ROOMS = (el, graphs, metrics, observed, plots, theory, uncertainty, experiments, datasets)


def test_every_public_function_is_tried():
    called = {inspect.unwrap(act).__name__ for act, _ in CALLS.values()} | OTHERS
    public = set()
    for room in ROOMS:
        for name in getattr(room, "__all__", ()):
            each = getattr(room, name)
            if isinstance(each, types.FunctionType):
                public.add(inspect.unwrap(each).__name__)
    assert public <= called, public - called
