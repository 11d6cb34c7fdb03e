"""The code of a view is run, and must make the same plan and the same numbers."""

import threading

import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.compute.answer import Question, Simulator
from engagelab.workbench.state.draft_plan import as_run
from engagelab.workbench.state.network_files import LoadedFiles, NetworkFiles
from engagelab.workbench.state.own_network import NetworkFile
from engagelab.workbench.state.pins import Pin
from engagelab.workbench.state.plan_on_network import suited
from engagelab.workbench.view.comparison_set import baseline_key, comparison_set
from engagelab.workbench.view.comparison_table import SimulatedPlan, compared_with
from engagelab.workbench.view.python_export import export_python

pytestmark = pytest.mark.slow

SMALL = {"population.people": 2_000, "settings.runs": 6, "settings.horizon": 40}
CHANGES = {
    "number": {"groups.size": 40},
    "small number": {"engagement.tie_read": 0.1 + 0.2},
    "whole number": {"campaign.lifetime": 7},
    "large whole number": {"settings.key": 2**63 - 1},
    "choice": {"groups.hold": "groups"},
    "switch": {"control.review": True, "campaign.redraw_seeds": True},
    "no posts": {"campaign.posts": []},
    "one post": {"campaign.posts": [el.Post(seeds=3)]},
    "posts": {
        "campaign.posts": [
            el.Post(round=2, origin="customer", seeds=4, relevance=0.6, paid=20),
            el.Post(origin="prospects", name="spring, again"),
            el.Post(groups=(0, 1), seeds=1),
            el.Post(people=(0, 1), round=3),
            el.Post(origin="organisation"),
        ],
        "campaign.own_size": 20,
    },
    "many": {
        "groups.size": 12.5,
        "invitations.invite": 0.35,
        "rewards.trial": 4,
        "money.cost_post": 1e6,
        "settings.key": 12,
        "settings.runs": 4,
    },
}


def done(code, **given):
    """Run the lines and return their variables."""
    names = dict(given)
    exec(compile(code, "view", "exec"), names)
    return names


def answered(plan, base, network=None):
    return Simulator(network)(Question(plan, as_run(base, plan)), False, threading.Event())


def same_numbers(made, answer):
    told = answer.numbers
    assert made["plan"].hash == answer.plan.hash
    assert made["reach"].mean() == told["reach"]["mean"]
    assert np.quantile(made["reach"], 0.95) == told["reach"]["high"]
    assert made["cost"] == pytest.approx(told["cost_per_reader"], rel=0, abs=0, nan_ok=True)
    assert made["gain"] == pytest.approx(told["return"], rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_a_preset_is_one_line(name):
    plan = el.Scenario.preset(name)
    code = export_python(plan, plan)
    assert f'plan = el.Scenario.preset("{name}")' in code.splitlines()
    assert "base" not in code


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_the_export_python_a_changed_preset_makes_its_numbers(name, capsys):
    base = el.Scenario.preset(name)
    plan = base.replace({**SMALL, "invitations.invite": 0.35})
    made = done(export_python(plan, base))
    answer = answered(plan, base)
    same_numbers(made, answer)
    assert made["lift"].mean() == answer.numbers["lift"]["mean"]
    printed = [float(number) for number in capsys.readouterr().out.split()]
    assert printed[0] == answer.numbers["reach"]["mean"]
    assert printed[-1] == answer.numbers["lift"]["mean"]


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_changes_of_every_type_come_out_again(changes):
    base = el.Scenario.preset("voucher").replace(SMALL)
    plan = base.replace(changes)
    made = done(export_python(plan, base))
    same_numbers(made, answered(plan, base))
    assert made["plan"].campaign.posts == plan.campaign.posts
    of_strategy = set(changes) - {"settings.key"}  # the key alone is no other strategy
    assert ("base" in made) == bool(of_strategy)
    assert made.get("base", made["plan"]).hash == as_run(base, plan).hash


def test_every_field_can_be_changed():
    base = el.Scenario.preset("top-down")
    for name, field in el.Scenario.fields().items():
        if name == "campaign.posts":
            continue
        other = next((one for one in field.choices if one != base.get(name)), None)
        if other is None:
            value, low, high = base.get(name), field.low, field.high
            other = min(low + 1, (low + high) / 2) if value == low else 0.9 * value + 0.1 * low
            other = int(other) if field.type is int else other
        plan = base.replace({name: other})
        assert plan.hash != base.hash, name
        assert done(export_python(plan, base).split("outcome")[0])["plan"].hash == plan.hash, name


def test_only_what_was_changed_is_written():
    base = el.Scenario.preset("voucher")
    code = export_python(base.replace({"groups.size": 80}), base)
    assert 'plan = base.replace({"groups.size": 80.0})' in code.splitlines()
    longest = export_python(base.replace(CHANGES["posts"]), base)
    assert max(map(len, longest.splitlines())) <= 100
    assert 'el.Post(round=2, origin="customer", seeds=4, relevance=0.6, paid=20)' in longest


def test_another_plan_keeps_its_name():
    base = el.Scenario(name='l\'été "chaud"', summary="à nous", groups={"size": 40}).replace(SMALL)
    made = done(export_python(base, base))
    assert (made["plan"].name, made["plan"].summary) == (base.name, base.summary)
    same_numbers(made, answered(base, base))


OTHER = el.Scenario.preset("top-down").replace({"population.people": 2_000, "settings.horizon": 40})


@pytest.mark.parametrize(
    ("against", "first"), [("", "A"), ("A", "A"), ("B", "B"), ("plan", "plan"), ("G", "A")]
)
def test_plans_are_compared_with_the_chosen_one(against, first):
    base = el.Scenario.preset("voucher").replace(SMALL)
    plan = base.replace({"invitations.invite": 0.4})
    pins = [Pin("A", "l'ancien", plan.replace({"groups.size": 9})), Pin("B", "top", OTHER)]
    made = done(export_python(plan, base, pins=pins, against=against))
    found = comparison_set(pins, plan, "", base, load("en"))
    outcomes = [one.plan.run() for one in found]
    sides = [
        SimulatedPlan(**vars(one), outcome=out) for one, out in zip(found, outcomes, strict=True)
    ]
    shown = compared_with(sides, baseline_key(found, against)).table
    table = made["compared"].table
    assert shown["plan"].iloc[0] == first
    written = ["plan" if name == "plan" else name[0] for name in table["plan"].iloc[1:]]
    assert written == list(shown["plan"].iloc[1:])
    assert table.drop(columns="plan").equals(shown.drop(columns="plan"))


def test_a_plan_that_is_pinned_is_compared_once():
    plan = el.Scenario.preset("voucher").replace(SMALL)
    pins = [Pin("A", "here", plan), Pin("B", "top", OTHER)]
    table = done(export_python(plan, plan, pins=pins))["compared"].table
    assert list(table["plan"]) == ["Voucher", "B: top"]
    assert "compare" not in export_python(plan, plan, pins=pins[:1])


def test_a_pin_with_the_name_of_the_present_plan_is_distinguished():
    plan = el.Scenario(name="plan").replace(SMALL)
    pins = [Pin("A", "plan", plan.replace({"groups.size": 9}))]
    table = done(export_python(plan, plan, pins=pins))["compared"].table
    assert list(table["plan"]) == ["plan", "present plan"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files of a network, where the lines are run."""
    rows = [f"{at},{(at * step + 1) % 90}" for at in range(90) for step in (2, 3)]
    ties = [row for row in rows if len(set(row.split(","))) == 2]
    (tmp_path / "people.csv").write_text("\n".join(ties))
    (tmp_path / "teams.csv").write_text("".join(f"{at},team {at % 5}\n" for at in range(90)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("options", [{}, {"header": {"ties": False}, "columns": {"source": 1}}])
@pytest.mark.parametrize("groups", ["teams.csv", None])
def test_the_code_reads_the_files_of_the_network_and_makes_its_numbers(folder, groups, options):
    files = NetworkFiles(
        NetworkFile("people.csv"), NetworkFile(groups) if groups else None, options=options
    )
    network = LoadedFiles.of(files).read.network
    base = suited(el.Scenario.preset("voucher").replace({"settings.runs": 5}), network)
    plan = base.replace({"invitations.invite": 0.8, "engagement.tie_read": 0.4})
    pins = [Pin("A", "as opened", base), Pin("B", "customers", el.Scenario.preset("bottom-up"))]
    code = export_python(plan, base, pins=pins, network=network, files=files)
    told = 'ties="people.csv"' + (', groups="teams.csv"' if groups else "")
    told += ', header={"ties": False}, columns={"source": 1}' if options else ""
    assert f"network = el.graphs.read_network({told})" in code.splitlines()
    made = done(code)
    answer = answered(plan, base, network)
    same_numbers(made, answer)
    assert made["lift"].mean() == answer.numbers["lift"]["mean"]
    # nobody is a customer there: what the view leaves out is not asked for
    assert list(made["compared"].table["plan"]) == ["Voucher", "plan"]


def test_the_code_says_that_an_uploaded_file_has_a_path_of_its_own(folder):
    files = NetworkFiles(NetworkFile("people.csv", (folder / "people.csv").read_bytes()))
    network = LoadedFiles.of(files).read.network
    plan = suited(el.Scenario.preset("voucher").replace({"settings.runs": 5}), network)
    code = export_python(plan, plan, network=network, files=files)
    assert "# uploaded files: write their paths" in code
    same_numbers(done(code), answered(plan, plan, network))  # where it lies under its name


def test_the_code_runs_on_the_network_of_the_reader():
    base = el.Scenario.preset("go-to-them").replace({"settings.runs": 5})
    plan = base.replace({"invitations.invite": 0.4})
    network = el.graphs.town(people=300, key=3)
    pins = [Pin("A", "base", base)]
    code = export_python(plan, base, pins=pins, network=network)
    assert "# network: the people, ties and groups that the workbench was opened with" in code
    made = done(code, network=network)
    answer = answered(plan, base, network)
    same_numbers(made, answer)
    assert made["lift"].mean() == answer.numbers["lift"]["mean"]
    known = el.compare(base, {"plan": plan}, network=network).table
    assert made["compared"].table.equals(known)


def test_without_a_runnable_base_there_is_no_lift():
    network = el.Network.from_arrays([0, 1, 2, 3], [1, 2, 3, 0], people=4)
    base = el.Scenario.preset("voucher").replace({"settings.runs": 5})
    plan = base.replace({"campaign.posts": [el.Post(seeds=1)]})
    code = export_python(plan, base, network=network)
    assert "lift" not in code
    answer = answered(plan, base, network)
    assert "lift" not in answer.numbers
    same_numbers(done(code, network=network), answer)
