"""The export tab: its files are those of `engagelab.report`."""

import io
import zipfile
from html import unescape

import networkx as nx
import pytest

import engagelab as el
from engagelab import workbench
from engagelab.i18n import load
from engagelab.report import FORMATS, findings, to_bytes

pytestmark = pytest.mark.slow

SOON = 120.0
SMALL = {"population.people": 400, "settings.runs": 12, "settings.horizon": 25}
PLAN = el.Scenario.preset("voucher").replace(SMALL)


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="fr", currency="EUR")
    assert made.wait(SOON)
    made.tabs.open("handover")
    yield made
    made.close()


def button(part, label):
    found = part.download.widget.children
    return next(box for box in found if getattr(box, "description", "") == label)


def pressed(bench, label):
    part = bench.tabs.opened["handover"]
    button(part, label).click()
    assert bench.message == ""
    return part.download.last


def test_there_is_a_button_for_every_format_and_one_for_all(bench):
    part = bench.tabs.opened["handover"]
    labels = [getattr(box, "description", "") for box in part.download.widget.children]
    french = load("fr")
    assert labels[: len(FORMATS) + 1] == [french(f"handover.{name}") for name in (*FORMATS, "all")]


def test_pinned_and_present_plan_are_exported_in_the_language(bench):
    bench.toolbar.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    file = pressed(bench, "CSV")
    names = list(bench.tabs.opened["handover"]._plans())
    assert names[1] == "Le plan"
    plans = dict(zip(names, (PLAN, bench.plan), strict=True))
    name, kind, data = to_bytes(findings(plans), "csv", load("fr", "EUR"))
    assert (file.filename, file.mimetype) == (name, kind)
    assert file.data == data


def test_a_changed_plan_is_exported_with_its_baseline(bench):
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    sides = bench.tabs.opened["handover"]._plans()
    invites = [side.plan.invitations.invite for side in sides.values()]
    assert invites == [PLAN.invitations.invite, 0.9]
    assert list(sides) == ["Tel qu’il était", "Le plan"]
    assert [side.key for side in sides.values()] == ["baseline", "plan"]


def test_the_export_compares_with_the_chosen_plan(bench):
    bench.toolbar.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    bench.toolbar.pin.click()
    assert bench.wait(SOON)
    first, second = bench.tabs.opened["handover"]._plans()
    assert (first[:4], second[:4]) == ("A\N{NO-BREAK SPACE}: ", "B\N{NO-BREAK SPACE}: ")
    bench.tabs.open("compare")
    bench.tabs.opened["compare"].against.value = "B"
    bench.tabs.open("handover")
    part = bench.tabs.opened["handover"]
    assert list(part._plans()) == [second, first]
    assert f"comparés à {second}" in unescape(part._plans_line.value)
    found = part._findings()
    assert [plan.name for plan in found.plans] == [second, first]
    assert [plan.look for plan in found.plans] == ["B", "A"]


def test_a_pin_of_the_town_is_exported_as_adapted_to_the_network():
    plan = PLAN.replace({"campaign.posts": [el.Post(seeds=2)]})
    made = workbench.open(plan)
    made.session.pins.add(plan.replace({"campaign.posts": [el.Post(origin="employee")]}), "roles")
    made.session.pins.add(plan.replace({"invitations.invite": 0.9}), "more")
    made.use_network(el.Network.from_networkx(nx.karate_club_graph()), "club")
    made.tabs.open("handover")
    assert made.wait(SOON)
    sides = made.tabs.opened["handover"]._plans()
    assert list(sides) == ["A: roles", "B: more", "The plan"]
    assert sides["A: roles"].plan.campaign.posts == (el.Post(origin="anyone"),)
    assert pressed(made, "CSV").filename.endswith(".zip")
    made.close()


def test_known_outcomes_are_not_simulated_again(bench, monkeypatch):
    def played(*given, **named):
        raise AssertionError("simulated again")

    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    monkeypatch.setattr(el.Scenario, "simulate", played)
    assert pressed(bench, "PDF").data.startswith(b"%PDF")


def test_all_formats_come_in_one_archive(bench):
    file = pressed(bench, "Tout")
    assert file.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.testzip() is None
        kinds = {name.rpartition(".")[2] for name in archive.namelist()}
    assert kinds == {"zip", *FORMATS} - {"csv"}


def test_an_error_is_one_line_above_the_answer(bench, monkeypatch):
    def full(*given, **named):
        raise el.EngagelabError("client: the name is too long; shorten it")

    monkeypatch.setattr("engagelab.workbench.tabs.handover.findings", full)
    part = bench.tabs.opened["handover"]
    button(part, "PDF").click()
    assert "client: the name is too long" in bench.message
    assert part.download.last is None


def test_what_is_typed_survives_another_language(bench):
    first = bench.tabs.tab
    first._title.value, first._client.value = "Printemps", "Dupont"
    bench.toolbar.language.value = "en"
    again = bench.tabs.tab
    assert again is not first
    assert (again._title.value, again._client.value) == ("Printemps", "Dupont")
    assert again._findings().title == "Printemps"
