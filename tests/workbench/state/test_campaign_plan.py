"""The document of the campaign page: strategies, audience and money, files and links."""

import dataclasses
import re

import pytest
import yaml

from engagelab.errors import EngagelabError
from engagelab.experiments.fit_record import FitRecord, LearnedField
from engagelab.i18n import load
from engagelab.workbench.state.audience import Audience
from engagelab.workbench.state.campaign_code import code_of, link_to, linked_campaign, plan_of
from engagelab.workbench.state.campaign_plan import LETTERS, STRATEGIES, CampaignPlan

START = CampaignPlan.start()
FIT = FitRecord(
    posts=8, simulations=200, key=3, measures=("reads",),
    fields=(LearnedField("engagement.base_share", 0.04, 0.0612, 0.08, "identified", ""),
            LearnedField("invitations.invite", 0.1, 0.2, 0.3, "partly", ""),
            LearnedField("engagement.tie_read", 0.1, 0.2, 0.3, "not identified", "shares")),
    town={"population.people": (200.0, 800.0), "population.ties": (6.0, 24.0),
          "groups.size": (8.0, 75.0)},
    held_out=(2, 3), naive_held_out=(3, 3), score=1.5, naive_score=2.0, misfit=0.1,
)  # fmt: skip


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_another_strategy_keeps_audience_money_and_prices(strategy):
    audience = Audience(people=5000, groups=200, size=30, outside=0)
    plan = START.with_audience(audience).with_(money=9000.0)
    plan = plan.with_field("money.value_reader", 2.5)
    changed = plan.with_strategy("B", strategy)
    assert (changed.audience, changed.money) == (audience, 9000.0)
    other = changed.choices[1].plan
    assert other.population == plan.choices[0].plan.population
    assert other.groups == plan.choices[0].plan.groups
    assert other.money.value_reader == 2.5


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_is_written_and_read(strategy):
    plan = START.with_strategy("A", strategy).with_(title="été", same_money=False)
    assert CampaignPlan.from_text(plan.to_text(), "x.yaml") == plan
    assert plan_of(code_of(plan)) == plan


def test_a_link_opens_the_document():
    link = link_to("http://127.0.0.1:8866/voila/render/a.ipynb?token=secret", START, "fr")
    assert "secret" not in link
    assert linked_campaign(link) == ("fr", START, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a: [", "yaml"), ("engagelab_campaign: 2\nchoices: []", "engagelab_campaign"),
     (START.to_text().replace("trial: 5", "trial: -5"), "trial"),
     (START.to_text() + "more: 1\n", "more"), ("x" * 500_000, "large"),
     ("a: &b [1]\nc: *b", "refer")],
)  # fmt: skip
def test_a_refused_document(text, says):
    with pytest.raises(EngagelabError, match=f"(?i){says}|x.yaml"):
        CampaignPlan.from_text(text, "x.yaml")


def changed(path, value):
    """Return the text of the first document with one value changed, or added."""
    document = yaml.safe_load(START.to_text())
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return yaml.safe_dump(document)


PEOPLE = ("choices", 1, "plan", "population", "people")
WRONG = [
    (("money",), -5, "budget: -5 is below", "est au-dessous de la plus petite"),
    (("money",), "20k", "budget: '20k' is not allowed", "budget : « 20k » n’est pas permis"),
    (("money",), float("nan"), "not a finite number", "il faut un nombre fini"),
    (("currency",), "euro", "such as EUR", "tel que EUR"),
    (("engagelab_campaign",), 2, "has version 2", "de la version 2"),
    (("choices",), [], "0 options; give 1 to 4", "donnez-en de 1 à 4"),
    (("choices", 0), "x", "option A: 'x'", "option A : « x »"),
    (("choices", 0, "strategy"), "luck", "option A, strategy: 'luck'", "option A, stratégie : "),
    (("choices", 0, "lever"), "posts", "what the budget sets: 'posts'", "ce que fixe le budget : "),
    (("choices", 0, "lever"), "population.people", "what the budget sets", "ce que fixe le bud"),
    (("choices", 0, "lever"), "luck", "what the budget sets: 'luck'", "ce que fixe le budget : "),
    (("choices", 1, "name"), "x" * 61, "option B, name: 61 characters", "option B, nom : 61 "),
    (PEOPLE, -4, "option B, people (population.people): -4", "option B, personnes "),
    (PEOPLE, 5_000, "but option B has 5,000", "mais l’option B en a 5 000"),
    (("choices", 2, "plan", "campaign", "posts", 1, "round"), -3, "option C, post 2, round",
     "option C, publication 2, tour"),
    (("audience", "size"), "x", "group size of the audience", "taille des groupes du public"),
    (("audience", "unit"), "month", "give 'day' or 'week'", "sont permises : day, week"),
    (("audience", "people"), 300, "540 people in all, but option A", "540 personnes en tout"),
    (("more",), 1, "more: no such field", "more : ce paramètre n’existe pas"),
    (("self",), 1, "self: no such field", "self : ce paramètre n’existe pas"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "english", "french"), WRONG)
def test_a_refusal_names_the_file_and_the_field_in_both_languages(path, value, english, french):
    with pytest.raises(EngagelabError, match=r"^mine\.yaml: ") as caught:
        CampaignPlan.from_text(changed(path, value), "mine.yaml")
    assert english in load("en").mistake(caught.value)
    assert french in re.sub(r"\s", " ", load("fr").mistake(caught.value))


def test_a_plan_is_no_comparison():
    with pytest.raises(EngagelabError, match=r"x\.yaml: this is one plan"):
        CampaignPlan.from_text(START.choices[0].plan.to_text(), "x.yaml")


@pytest.mark.parametrize(("name", "value", "audience"), [
    ("population.people", 5_100, {"people": 5_000, "employees": 100, "groups": 700}),
    ("groups.size", 51.0, {"groups": 840, "size": 50.0}),
    ("population.prospects", 0.5, {"outside": 0.5}),
])  # fmt: skip
def test_the_audience_follows_a_field_that_describes_it(name, value, audience):
    plan = START.with_audience(Audience(unit="week")).with_field(name, value)
    assert plan.audience == Audience(unit="week", **audience)
    assert {choice.plan.get(name) for choice in plan.choices} == {value}
    assert START.with_field("groups.size", 51.0, "B").audience == START.audience


@pytest.mark.parametrize("code", ["", "a", "????", code_of(START)[:-9], "eJwDAAAAAAE"])
def test_a_damaged_code_is_refused(code):
    with pytest.raises(EngagelabError):
        plan_of(code)


def test_fewer_people_lower_the_seeds():
    plan = START.with_audience(Audience(people=100, groups=14, size=25, employees=3))
    assert max(post.seeds for post in plan.choices[2].plan.campaign.posts) == 3


def test_the_same_option_is_found():
    assert START.same_as(START.choices[1]) == "B"
    assert START.same_as(START.another()) is None


def test_four_options_are_the_most():
    plan = START.added(START.another())
    assert [letter for letter, _ in plan.lettered()] == list(LETTERS)
    with pytest.raises(EngagelabError):
        plan.added(plan.another())


def test_a_fit_is_used_in_all_options_that_shared_a_value_and_else_in_its_own():
    start = START.with_field("invitations.invite", 0.1).with_field("invitations.invite", 0.5, "C")
    plan = start.with_fit(FIT, "B")
    assert [choice.plan.engagement.base_share for choice in plan.choices] == [0.0612] * 3
    assert [choice.plan.invitations.invite for choice in plan.choices] == [0.1, 0.2, 0.5]
    assert plan.fit == FIT


def test_a_fit_is_in_files_and_links_and_a_document_without_one_does_not_name_it():
    plan = START.with_fit(FIT, "A")
    assert CampaignPlan.from_text(plan.to_text(), "x.yaml") == plan
    assert plan_of(code_of(plan)).fit == FIT
    assert "fit" not in yaml.safe_load(START.to_text())


def test_a_fit_applies_while_an_option_has_a_value_from_it():
    plan = START.with_fit(FIT, "A")
    assert plan.applied_fit == FIT
    plan = plan.with_field("engagement.base_share", 0.3)
    assert plan.applied_fit == FIT
    plan = plan.with_field("invitations.invite", 0.3).with_field("engagement.tie_read", 0.2)
    assert (plan.applied_fit, plan.fit) == (None, FIT)  # what was not learned does not count


def test_a_fit_that_could_not_be_read_again_is_not_stored():
    with pytest.raises(EngagelabError, match=r"fit\.score"):
        START.with_fit(dataclasses.replace(FIT, score=float("nan")), "A")


FIELD = {"name": "groups.size", "low": 1, "median": 2, "high": 3, "verdict": "partly",
         "learn_from": ""}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"posts": "8"}, r"fit\.posts"),
        ({"posts": True}, r"fit\.posts"),
        ({"posts": 0}, r"fit\.posts"),
        ({"score": float("inf")}, r"fit\.score"),
        ({"misfit": float("nan")}, r"fit\.misfit"),
        ({"more": 1}, r"fit\.more"),
        ({"format": 2}, "fit: is not the record of a fit of this version"),
        ({"measures": ["likes"]}, r"fit\.measures\.0"),
        ({"town": {}}, r"fit\.town: give the ends of population\.people"),
        ({"held_out": [1]}, r"fit\.held_out"),
        ({"fields": []}, r"fit\.fields"),
        ({"fields": [dict(FIELD) for _ in range(2000)]}, r"fit\.fields"),
        ({"fields": [dict(FIELD), dict(FIELD)]}, r"fit\.fields: a field appears twice"),
        ({"fields": [FIELD | {"name": "groups.sise"}]}, r"fit\.fields\.0\.name: 'groups\.sise'"),
        ({"fields": [FIELD | {"name": "groups.hold"}]}, r"fit\.fields\.0\.name: 'groups\.hold'"),
        ({"fields": [FIELD | {"low": "1"}]}, r"fit\.fields\.0\.low"),
        ({"fields": [FIELD | {"low": float("-inf")}]}, r"fit\.fields\.0\.low"),
        ({"fields": [FIELD | {"median": 9}]}, r"fit\.fields\.0: the median of groups\.size"),
        ({"fields": [FIELD | {"verdict": "sure"}]}, r"fit\.fields\.0\.verdict"),
        ({"fields": [FIELD | {"learn_from": "<b>"}]}, r"fit\.fields\.0\.learn_from"),
        ({"fields": [FIELD | {"more": "<b>"}]}, r"fit\.fields\.0\.more"),
        ({"fields": ["groups.size"]}, r"fit\.fields\.0"),
    ],
)  # fmt: skip
def test_a_forged_fit_is_refused_and_its_field_named(change, says):
    document = yaml.safe_load(START.with_fit(FIT, "A").to_text())
    document["fit"] |= change
    with pytest.raises(EngagelabError, match=says) as error:
        CampaignPlan.from_text(yaml.safe_dump(document), "x.yaml")
    assert "pydantic" not in str(error.value)


@pytest.mark.slow
@pytest.mark.parametrize("fit", [3, "text", [], {}, [1]])
def test_what_is_no_record_is_refused(fit):
    document = yaml.safe_load(START.to_text()) | {"fit": fit}
    with pytest.raises(EngagelabError, match="fit: is not the record of a fit of this version"):
        CampaignPlan.from_text(yaml.safe_dump(document), "x.yaml")
