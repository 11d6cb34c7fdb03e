"""Each question to an outcome of each model has an answer, or a refusal that names it."""

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.models import MODELS, Competing, Engagement
from engagelab.simulation.outcome import WAYS, Outcome

QUESTIONS = {
    **{name: getattr(el, name) for name in
       ("reach", "curve", "reach_by_post", "k_factor", "reproduction_number", "half_time",
        "cost_per_reader", "break_even", "return_on_cost", "cascade_depth",
        "structural_virality")},
    "cascades": el.metrics.cascades,
    **{f"reach_by {way}": lambda outcome, way=way: el.reach_by(outcome, way) for way in WAYS},
    "one measure": lambda outcome: el.curve(outcome, "readers"),
    "summary": Outcome.summary,
    "frame": Outcome.to_frame,
    "adoption": lambda outcome: outcome.adoption,
    "reached": lambda outcome: outcome.reached,
}  # fmt: skip
OF_ENGAGEMENT = {"k_factor", "break_even"}
OF_TREES = {"cascade_depth", "structural_virality", "cascades"}
KINDS = (*MODELS, Engagement)


@pytest.fixture(scope="module")
def outcomes():
    network = el.datasets.load("karate")
    made = {}
    for kind in KINDS:
        seeds = {"first": [0], "second": [33]} if kind is Competing else [0, 33]
        for record in (None, "tree"):
            made[kind, record] = el.simulate(
                network, kind(), seeds=seeds, runs=3, key=1, horizon=5, record=record
            )
    return made


@pytest.mark.parametrize("record", [None, "tree"])
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_question_is_answered_or_refused_by_name(outcomes, kind, question, record):
    outcome, ask = outcomes[kind, record], QUESTIONS[question]
    refused = question in OF_ENGAGEMENT and kind is not Engagement
    refused |= question in OF_TREES | {"adoption"} and record is None
    if not refused:
        answer = ask(outcome)
        assert answer is not None
        assert not hasattr(answer, "__len__") or len(answer)
        return
    with pytest.raises(EngagelabError) as caught:
        ask(outcome)
    name = (
        question if question in OF_ENGAGEMENT else "parents" if question in OF_TREES else "adoption"
    )
    assert str(caught.value).startswith(f"{name}: ")


def test_a_curve_has_the_measures_that_the_model_counts(outcomes):
    def measures(kind):
        return list(dict.fromkeys(el.curve(outcomes[kind, None])["measure"]))

    assert measures(Engagement) == ["reach", "shares", "joins"]
    assert measures(el.SIR) == ["reach", "shares"]
    one = el.curve(outcomes[el.SIR, None], "readers")
    assert one.equals(el.curve(outcomes[el.SIR, None], ["readers"]))
    with pytest.raises(EngagelabError, match="measure: 'reader' is not known; did you mean"):
        el.curve(outcomes[el.SIR, None], "reader")
