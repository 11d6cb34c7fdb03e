"""The part that hands over: what the buttons give is what `engagelab.report` gives."""

import io
import zipfile

import pytest

import engagelab as el
from engagelab import workbench
from engagelab.report import FORMATS, findings, to_bytes
from engagelab.texts import load

SOON = 120.0
SMALL = {"population.people": 400, "run.runs": 12, "run.horizon": 25}
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


def test_a_pinned_plan_and_the_present_one_are_handed_over_in_the_language(bench):
    bench.tools.pin.click()
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    file = pressed(bench, "CSV")
    plans = {"A: Bon": PLAN, "Le plan": bench.plan}
    names = list(bench.tabs.opened["handover"]._plans())
    plans = dict(zip(names, plans.values(), strict=True))
    name, kind, data = to_bytes(findings(plans), "csv", load("fr", "EUR"))
    assert (file.filename, file.mimetype) == (name, kind)
    assert file.data == data


def test_a_changed_plan_is_handed_over_beside_what_it_was(bench):
    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    plans = bench.tabs.opened["handover"]._plans()
    assert [plan.invitations.invite for plan in plans.values()] == [PLAN.invitations.invite, 0.9]


def test_nothing_is_played_twice(bench, monkeypatch):
    def played(*given, **named):
        raise AssertionError("played again")

    bench.panel.controls["invitations.invite"].widget.children[1].value = 0.9
    assert bench.wait(SOON)
    monkeypatch.setattr(el.Scenario, "simulate", played)
    assert pressed(bench, "PDF").data.startswith(b"%PDF")


def test_everything_is_one_archive_of_all_formats(bench):
    file = pressed(bench, "Tout")
    assert file.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.testzip() is None
        kinds = {name.rpartition(".")[2] for name in archive.namelist()}
    assert kinds == {"zip", *FORMATS} - {"csv"}


def test_what_goes_wrong_is_one_line_above_the_answer(bench, monkeypatch):
    def full(*given, **named):
        raise el.EngagelabError("client: the name is too long; shorten it")

    monkeypatch.setattr("engagelab.workbench.tabs.handover.findings", full)
    part = bench.tabs.opened["handover"]
    button(part, "PDF").click()
    assert "client: the name is too long" in bench.message
    assert part.download.last is None
