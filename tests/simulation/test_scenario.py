"""A scenario is one document: it comes back from its file, and what it refuses it explains."""

import os
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import yaml
from full_disk import said_on_a_full_disk

from engagelab import metrics
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network
from engagelab.models import Engagement, Post
from engagelab.models.declaration import KINDS
from engagelab.simulation.outcome import Outcome
from engagelab.simulation.scenario import Scenario

PRESETS = ["always-answer", "bottom-up", "bring-them-to-us", "empowered-employees", "go-to-them",
           "invite-a-friend", "tight-control", "top-down", "voucher"]  # fmt: skip
SECTIONS = ["population", "groups", "content", "engagement", "invitations", "rewards", "answers",
            "control", "campaign", "money", "settings"]  # fmt: skip


def refusal(document: str, folder: Path) -> str:
    """What is said of a plan in YAML, after the name of its file."""
    path = folder / "plan.yaml"
    path.write_text(document, encoding="utf-8")
    with pytest.raises(EngagelabError) as caught:
        Scenario.from_yaml(path)
    told = str(caught.value)
    assert told.startswith(str(path))
    return told.removeprefix(str(path))


def small(name: str = "invite-a-friend") -> Scenario:
    return Scenario.preset(name).replace({"population.people": 2000})


# Fields


@pytest.mark.parametrize("name", Scenario.fields())
def test_a_field_is_complete(name: str) -> None:
    field = Scenario.fields()[name]
    assert name.split(".") == [name.split(".")[0], field.name]
    assert name.split(".")[0] in SECTIONS
    assert field.label
    assert field.says.endswith(".")
    assert field.kind in KINDS
    assert field.source.split(":")[0] == field.kind
    if field.type in (int, float):
        assert field.unit
        assert field.low < field.high
        assert field.low <= field.default <= field.high
        assert type(field.default) in (int, float)


def test_the_largest_key_is_told_to_the_last_digit() -> None:
    assert Scenario(run={"key": 2**63 - 1}).get("settings.key") == 2**63 - 1
    with pytest.raises(EngagelabError, match=r"from 0 to 9,223,372,036,854,775,807$"):
        Scenario(run={"key": 2**63})


def test_the_former_name_of_a_section_is_still_read() -> None:
    old = Scenario.from_text("run: {runs: 7, key: 3}", "plan.yaml")
    assert old == Scenario(settings={"runs": 7, "key": 3})
    assert old.replace({"settings.horizon": 9}) == old.replace({"settings.horizon": 9})
    assert (old.get("settings.runs"), Scenario.field("settings.key").name) == (7, "key")
    assert "run" not in yaml.safe_load(old.to_text())


def test_every_section_has_fields_and_every_field_a_value() -> None:
    fields, plan = Scenario.fields(), Scenario()
    assert list(dict.fromkeys(name.split(".")[0] for name in fields)) == SECTIONS
    assert all(plan.get(name) == field.default for name, field in fields.items())


def test_the_model_of_a_plan_has_the_fields_of_its_sections() -> None:
    outside = ("population", "groups", "settings")
    names = [name for name in Scenario.fields() if name.split(".")[0] not in outside]
    names = [name.split(".")[1] for name in names]
    own_to_the_plan = {"posts", "redraw_seeds"}
    assert set(names) - own_to_the_plan == {field.name for field in Engagement.parameters()}


def test_the_model_has_the_values_of_the_plan() -> None:
    plan = Scenario(
        engagement={"tie_read": 0.123}, campaign={"lifetime": 5}, money={"cost_post": 9}
    )
    model = plan.model
    assert (model.tie_read, model.lifetime, model.cost_post) == (0.123, 5, 9)


# Reading and changing


def test_a_field_is_read_and_changed_by_its_dotted_name() -> None:
    plan = Scenario().replace({"invitations.invite": 0.3, "settings.runs": 7}, name="mine")
    assert (plan.get("invitations.invite"), plan.get("settings.runs"), plan.name) == (
        0.3,
        7,
        "mine",
    )
    assert Scenario().get("settings.runs") != 7
    assert plan.replace() == plan


def test_posts_are_changed_as_posts_or_as_mappings() -> None:
    posts = [Post(seeds=3), {"round": 5, "seeds": 4}]
    plan = Scenario().replace({"campaign.posts": posts})
    assert plan.campaign.posts == (Post(seeds=3), Post(round=5, seeds=4))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("groups.sise", "did you mean 'groups.size'?"),
        ("invite", "did you mean 'invitations.invite'?"),
        ("engagement.invite", "did you mean 'invitations.invite'?"),
        ("group.size", "did you mean 'groups.size'?"),
        ("groups", "did you mean 'groups.size'?"),
        ("money.zzzzzz", "choose from money.cost_post, money.cost_employee"),
        ("", "no such field"),
        (3, "no such field"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(name: str, hint: str) -> None:
    for call in (lambda: Scenario().get(name), lambda: Scenario().replace({name: 1})):
        with pytest.raises(EngagelabError) as caught:
            call()
        assert str(caught.value).startswith(f"{name}: no such field")
        assert hint in str(caught.value)


def test_a_changed_plan_is_checked_and_all_is_told_at_once() -> None:
    with pytest.raises(EngagelabError) as caught:
        Scenario().replace({"groups.size": -1, "invitations.invite": 1.2})
    assert str(caught.value).splitlines() == [
        "groups.size: -1 is below the lowest value allowed; give a number from 2 to 1,000",
        "invitations.invite: 1.2 is above the highest value allowed; give a number from 0 to 1",
    ]
    assert [name for name, _ in caught.value.problems] == ["groups.size", "invitations.invite"]


# The hash


def test_the_hash_changes_with_any_field() -> None:
    plan = Scenario(population={"ties": 5}, campaign={"own_size": 5})
    found = {"plan": plan.hash}
    for name, field in Scenario.fields().items():
        if field.type in (int, float):
            between = (field.low + min(field.high, 1000)) / 2
            other = field.low if plan.get(name) != field.low else field.type(between)
            found[name] = plan.replace({name: other}).hash
    found["hold"] = plan.replace({"groups.hold": "groups"}).hash
    found["post"] = plan.replace({"campaign.posts": [Post(origin="members")]}).hash
    assert len(set(found.values())) == len(found)


def test_the_hash_knows_neither_name_nor_how_a_number_is_written() -> None:
    plan = Scenario()
    assert plan.replace(name="mine", summary="All mine.").hash == plan.hash
    assert Scenario(groups={"size": 25}).hash == Scenario(groups={"size": 25.0}).hash == plan.hash
    assert Scenario(population={"people": np.int64(10_000)}).hash == plan.hash


# The file


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_comes_back_from_its_file(name: str, tmp_path: Path) -> None:
    plan = Scenario.preset(name)
    plan.to_yaml(tmp_path / "plan.yaml")
    again = Scenario.from_yaml(tmp_path / "plan.yaml")
    assert again == plan
    assert again.hash == plan.hash


def test_everything_a_plan_can_say_comes_back(tmp_path: Path) -> None:
    plan = Scenario(
        name="Zoé: 100 % – yes",
        summary="Two lines\nand a 'quote'.",
        groups={"hold": "groups"},
        control={"review": True},
        campaign={
            "posts": [
                Post(name="Été", groups=("choir", 7, "7"), relevance=0.3, people=("Ann", 7)),
                Post(round=3, origin="organisation", paid=9),
            ],
            "own_size": 5,
            "redraw_seeds": True,
        },
        run={"key": 2**63 - 1},
    )
    plan.to_yaml(tmp_path / "plan.yaml")
    assert Scenario.from_yaml(tmp_path / "plan.yaml") == plan


def test_the_file_is_a_document_that_a_person_can_read(tmp_path: Path) -> None:
    Scenario(name="Zoé").to_yaml(tmp_path / "plan.yaml")
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("name: Zoé\n")
    assert list(yaml.safe_load(text)) == ["name", "summary", *SECTIONS]


@pytest.mark.parametrize(
    "text", ["{}", "groups: {}\n", "\ufeffname: ''\n", "groups:\r\n  size: 25\r\n"]
)
def test_what_a_file_does_not_name_has_its_default(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(text.encode())
    assert Scenario.from_yaml(path) == Scenario()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("groups:\n  sise: 3\n",
         ["groups.sise: no such field; did you mean 'groups.size'? (line 2)"]),
        ("groups:\n  invite: 0.3\n", ["did you mean 'invitations.invite'?"]),
        ("group:\n  size: 3\n", ["group: no such section; did you mean 'groups'?"]),
        ("zzz: 3\n", ["zzz: no such section; choose from", "population", "invitations"]),
        ("run:\n  rounds: 3\n", ["run.rounds: no such field", "(line 2)"]),
        ("run:\n  runs: 3\nsettings:\n  runs: 3\n", ["run: appears beside settings"]),
        ("groups: 3\n", ["groups: 3 is not a section", "give its fields"]),
        ("groups:\n", ["groups: has no fields; give at least one"]),
        ("groups:\n  size: -3\n", ["groups.size: -3 is below", "from 2 to 1,000 (line 2)"]),
        ("groups:\n  size: big\n", ["groups.size: 'big' is not allowed: not a number; give a"]),
        ("groups:\n  size: .nan\n", ["groups.size: nan is not allowed", "finite"]),
        ("groups:\n  hold: group\n", ["groups.hold: 'group'", "'memberships' or 'groups'"]),
        ("invitations:\n  invite: 1.2\n", ["invitations.invite: 1.2 is above", "from 0 to 1"]),
        ("run:\n  runs: 2.5\n", ["run.runs: 2.5", "whole number", "(line 2)"]),
        ("settings:\n  runs: 2.5\n", ["settings.runs: 2.5", "whole number", "(line 2)"]),
        ("groups:\n  1: 3\n", ["groups.1: no such field"]),
        ("campaign:\n  posts: 3\n", ["campaign.posts: 3 is not allowed"]),
        ("campaign:\n  posts:\n  - 3\n", ["campaign.posts.0: 3 is not allowed"]),
        ("campaign:\n  posts:\n  - {}\n  - sedes: 3\n",
         ["campaign.posts.1.sedes: no such field; did you mean 'seeds'? (line 4)"]),
        ("campaign:\n  posts:\n  - origin: custmer\n",
         ["campaign.posts.0.origin: 'custmer'", "'customer'"]),
        ("campaign:\n  posts:\n  - origin: organisation\n    seeds: 3\n",
         ["campaign.posts.0.seeds: 3 requested", "another origin"]),
        ("name: 3\n", ["name: 3 is not allowed: not a text"]),
        ("1: 2\n", ["1: no such section"]),
        ("yes: 3\n", ["no such section"]),
        ("", ["the file is empty; a plan needs"]),
        ("# nothing\n", ["the file is empty; a plan needs"]),
    ],
)  # fmt: skip
def test_a_wrong_field_is_told_with_file_and_name(
    document: str, words: list[str], tmp_path: Path
) -> None:
    told = refusal(document, tmp_path)
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("run:\n  horizon: 5\ncampaign:\n  posts:\n  - round: 6\n",
         ["campaign.posts.0.round: round 6 is after the last round, 5", "settings.horizon",
          "(line 5)"]),
        ("campaign:\n  posts:\n  - seeds: 20000\n",
         ["campaign.posts.0.seeds: 20,000 are more than the 10,000 people", "lower"]),
        ("campaign:\n  own_size: 20000\n", ["campaign.own_size: 20,000 are more than"]),
        ("campaign:\n  posts:\n  - name: a\n  - name: a\n",
         ["campaign.posts.1.name: post 1 has the name 'a' too"]),
        ("population:\n  social: 0.9\n  microblog: 0.3\n",
         ["population.social", "microblog", "1.2 of the people"]),
        ("population:\n  people: 50\n  ties: 60\n", ["population.ties: 60 ties"]),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_with_both_sides(
    document: str, words: list[str], tmp_path: Path
) -> None:
    told = refusal(document, tmp_path)
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ("name: a\nsummary: b: c\n", 2),
        ("groups:\n  size: 3\n  size: 4\n", 3),
        ("campaign:\n  posts:\n  - {round: 1, round: 2}\n", 3),
        ("groups: {size: 3}\nrun: {runs: 4}\ngroups: {size: 5}\n", 3),
        ("groups:\n\tsize: 3\n", 2),
        ("name: 'open\n", 1),
        ("groups: *unknown\n", 1),
        ("groups: !!python/object:os.system {}\n", 1),
        ("name: a\n---\nname: b\n", 2),
        ("name: a\n? [a, b]\n: 3\n", 2),
        ("name: a\n? {a: b}\n: 3\n", 2),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(document: str, line: int, tmp_path: Path) -> None:
    assert refusal(document, tmp_path).startswith(f", line {line}: ")


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    assert "'size' appears twice" in refusal("groups:\n  size: 3\n  size: 4\n", tmp_path)


@pytest.mark.parametrize("document", ["- groups\n", "hello\n", "3\n", "name: \x01\n"])
def test_what_is_no_plan_is_told(document: str, tmp_path: Path) -> None:
    assert refusal(document, tmp_path).startswith((": this is not a plan", ": is not YAML"))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("name: a\nsummary: Zoé\n".encode("latin-1"))
    for path, words in [
        (tmp_path / "none.yaml", "cannot be read"),
        (tmp_path, "cannot be read"),
        (latin, "line 2: is not UTF-8; save it as UTF-8"),
    ]:
        with pytest.raises(EngagelabError) as caught:
            Scenario.from_yaml(path)
        assert str(caught.value).startswith(str(path))
        assert words in str(caught.value)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on the size of files (POSIX)")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A process that may write no file above 1 kB gets a true error from the system."""
    path = tmp_path / "plan.yaml"
    path.write_text("name: old\n")
    imported = "from engagelab.simulation.scenario import Scenario"
    program = """
        for name in ("plan.yaml", "new.yaml"):
            try:
                Scenario().to_yaml(name)
            except EngagelabError as error:
                print(error)
    """
    lines = said_on_a_full_disk(tmp_path, program, imported).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["plan.yaml", "new.yaml"]
    assert all("free some space, or choose another disk" in line for line in lines), lines
    assert path.read_text() == "name: old\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.yaml"]


# Presets


def test_the_presets_are_the_nine_strategies() -> None:
    assert Scenario.presets() == PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_named_campaign_of_several_posts(name: str) -> None:
    plan = Scenario.preset(name)
    assert plan.name.lower().replace(" ", "-") == name
    assert plan.summary.endswith(".")
    assert len(plan.campaign.posts) >= 3
    assert plan.settings.horizon >= plan.campaign.posts[-1].round + plan.campaign.lifetime


@pytest.mark.parametrize("name", ["vouchr", "Voucher", "../presets/voucher", "", 3])
def test_an_unknown_preset_is_told_with_all(name: object) -> None:
    with pytest.raises(EngagelabError) as caught:
        Scenario.preset(name)
    told = str(caught.value)
    assert told.startswith(f"preset: {name!r} is not known")
    assert all(preset in told for preset in PRESETS)


def test_the_nearest_preset_is_named() -> None:
    with pytest.raises(EngagelabError, match="did you mean 'voucher'"):
        Scenario.preset("vouchr")


def test_presets_differ_from_each_other_and_from_the_defaults() -> None:
    hashes = {Scenario.preset(name).hash for name in PRESETS} | {Scenario().hash}
    assert len(hashes) == len(PRESETS) + 1


@cache
def reach(name: str, field: str = "settings.runs", value: float = 40) -> np.ndarray:
    """Reach of a preset among 10,000 people in 40 runs, with one field changed."""
    plan = Scenario.preset(name).replace({"population.people": 10_000, field: value})
    return metrics.reach(plan.run(runs=40, key=7))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_reaches_between_5_and_60_percent(name: str) -> None:
    assert 500 < reach(name).mean() < 6000
    assert 500 < np.median(reach(name)) < 6000


@pytest.mark.parametrize(
    "field", [("groups.size", 10, 60), ("invitations.invite", 0, 0.8)], ids=str
)
@pytest.mark.parametrize("name", PRESETS)
def test_both_main_sliders_visibly_move_reach(name: str, field: tuple[str, float, float]) -> None:
    """By more than three standard errors of the paired difference, and by more than 3 %."""
    slider, low, high = field
    gain = reach(name, slider, high) - reach(name, slider, low)
    assert abs(gain.mean()) > 3 * gain.std(ddof=1) / np.sqrt(gain.size)
    assert abs(gain.mean()) > 0.03 * reach(name).mean()


@pytest.mark.parametrize("name", PRESETS)
def test_more_invitations_reach_more(name: str) -> None:
    assert (
        reach(name, "invitations.invite", 0.8).mean() > reach(name, "invitations.invite", 0).mean()
    )


# Running


def same(a: Outcome, b: Outcome) -> bool:
    return np.array_equal(a.counts, b.counts)


def test_a_plan_is_run_as_its_section_run_says() -> None:
    plan = small().replace({"settings.runs": 6, "settings.key": 9, "settings.horizon": 40})
    outcome = plan.run()
    assert (outcome.runs, outcome.key, outcome.rounds) == (6, 9, 41)
    assert same(outcome, plan.run(runs=6, key=9, threads=1))
    assert not same(outcome, plan.run(key=10))


def test_the_key_makes_the_town_too() -> None:
    plan = small()
    assert plan.town(1).fingerprint == plan.replace({"settings.key": 1}).town().fingerprint
    assert plan.town(1).fingerprint != plan.town(2).fingerprint


def test_runs_that_differ_in_a_price_are_the_same_but_for_money() -> None:
    plan = small()
    dear = plan.replace({"money.cost_post": 10_000})
    a, b = (each.run(runs=3) for each in (plan, dear))
    assert same(a, b)
    assert (b.total("cost") - a.total("cost") == 4 * 9_800).all()


def test_an_outcome_knows_its_plan() -> None:
    plan = small()
    told = plan.run(runs=2, key=5).provenance
    assert Scenario(**told["scenario"]) == plan
    assert told["key"] == 5


def test_people_are_recorded_when_asked_for() -> None:
    outcome = small().run(runs=2, record="people")
    assert ((outcome.adoption >= 0).sum(axis=1) == metrics.reach(outcome)).all()


def test_a_bad_number_of_runs_is_told() -> None:
    with pytest.raises(EngagelabError, match="runs: 0 is not allowed"):
        small().run(runs=0)


def test_a_plan_runs_on_another_network() -> None:
    plan = small().replace({"campaign.posts": [Post(seeds=2)]})
    club = Network.from_networkx(nx.karate_club_graph(), groups={"a": range(10)})
    outcome = plan.run(runs=3, network=club)
    assert outcome.people == 34
    assert outcome.provenance["network"]["fingerprint"] == club.fingerprint


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "empowered-employees",
            ["seeds", "only 0 of 34 people", "'employee'", "change the origin"],
        ),
        ("bottom-up", ["only 0 of 34 people", "'customer'"]),
        ("go-to-them", ["only 0 of 34 people", "'members'"]),
    ],
)
def test_a_network_without_those_who_start_is_told(name: str, words: list[str]) -> None:
    club = Network.from_networkx(nx.karate_club_graph())
    with pytest.raises(EngagelabError) as caught:
        Scenario.preset(name).run(runs=2, network=club)
    assert [word for word in words if word not in str(caught.value)] == [], caught.value


def test_the_own_space_needs_no_groups() -> None:
    club = Network.from_networkx(nx.karate_club_graph())
    plan = Scenario.preset("bring-them-to-us").replace({"campaign.own_size": 20})
    assert (plan.run(runs=2, network=club).total("own_impressions") > 0).all()
    with pytest.raises(EngagelabError, match="own_size: 20 members are more than the 3 people"):
        plan.run(runs=2, network=Network.from_networkx(nx.path_graph(3)))


def test_too_few_groups_per_person_are_told() -> None:
    with pytest.raises(
        EngagelabError, match=r"groups\.per_person: 0\.2 groups per person are too few"
    ):
        Scenario(groups={"per_person": 0.2}).run(runs=1)


# Baselines


def test_doing_nothing_reaches_nobody_and_costs_nothing() -> None:
    nothing = small().doing_nothing()
    outcome = nothing.run(runs=2)
    assert nothing.name == "doing nothing"
    assert metrics.reach(outcome).tolist() == [0, 0]
    assert outcome.total("cost").tolist() == [0, 0]


@pytest.mark.parametrize("preset", ["go-to-them", "top-down", "bring-them-to-us"])
@pytest.mark.parametrize("money", [1_000, 2_345.6, 1e6])
def test_paid_only_spends_the_money_and_nobody_shares(preset: str, money: float) -> None:
    plan = Scenario.preset(preset).replace({"population.people": 2000})
    outcome = plan.paid_only(money).run(runs=3)
    assert outcome.total("cost") == pytest.approx(money, abs=plan.money.cost_impression)
    for measure in ("shares", "own_members", "comments", "invitations"):
        assert (outcome.total(measure) == 0).all()
    bought = round((money - 4 * plan.money.cost_post) / plan.money.cost_impression)
    assert outcome.total("impressions") == pytest.approx(bought, abs=1)
    by_post = outcome.of_post("impressions")
    assert np.ptp(by_post, axis=1).max() <= 1


def test_paid_impressions_beyond_the_people_are_read_more_often() -> None:
    """Of m impressions one is read with probability ``1 - (1 - paid_read) ** m``."""
    plan = small().replace({"campaign.posts": [Post()]})
    paid = plan.paid_only(plan.money.cost_post + 7 * 2000 * plan.money.cost_impression)
    reads = paid.run(runs=200).total("reads") / 2000
    expected = 1 - (1 - plan.engagement.paid_read) ** 7
    assert abs(reads.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / 2000 / 200)


def test_paid_only_spends_what_the_plan_spends() -> None:
    plan = small()
    spent = plan.run(runs=50).total("cost").mean()
    assert plan.paid_only().run(runs=1).total("cost")[0] == pytest.approx(spent, abs=0.02)
    free = plan.replace({"money.cost_impression": 0}).paid_only(1_000)
    assert {post.paid for post in free.campaign.posts} == {2000}


def test_paid_only_of_no_posts_is_one_paid_post() -> None:
    paid = small().doing_nothing().paid_only(260)
    assert [(post.seeds, post.paid) for post in paid.campaign.posts] == [(0, 5_000)]
    assert len(small().doing_nothing().paid_only().campaign.posts) == 1


@pytest.mark.parametrize("money", [-1, float("nan"), float("inf"), 799])
def test_money_that_does_not_pay_for_the_posts_is_refused(money: float) -> None:
    with pytest.raises(EngagelabError, match=r"money: .* does not pay for 4 posts, which cost 800"):
        small().paid_only(money)


def test_what_is_no_network_or_no_mapping_is_refused_with_what_makes_one() -> None:
    plan = Scenario()
    with pytest.raises(EngagelabError, match=r"a Network, such as .*read_network\('club.csv'\)"):
        plan.run(network="club.csv")  # type: ignore[arg-type]
    with pytest.raises(EngagelabError, match=r"network: Graph is not allowed; .*from_networkx"):
        plan.run(network=nx.Graph())
    with pytest.raises(EngagelabError, match=r"changes: 'groups.size' is no mapping; give names"):
        plan.replace("groups.size")  # type: ignore[arg-type]
