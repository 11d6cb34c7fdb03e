import re

import numpy as np
import pytest
from checkout import ROOT

import engagelab as el
from engagelab.i18n import load
from engagelab.player import spread
from engagelab.player.page import script, style
from engagelab.workbench.browser.player import PlayerWidget, player


@pytest.fixture
def widget():
    made = player(el.Scenario.preset("voucher"), key=2, run=1, people_limit=300, lang="fr")
    yield made
    made.close()


def test_it_carries_the_run_and_the_code(widget):
    state = widget.get_state()
    events = widget.spread.events
    assert (
        np.frombuffer(state["data"]["events"]["person"], "<i4").tolist() == events.person.tolist()
    )
    assert state["data"]["lang"] == "fr"
    assert state["data"]["texts"]["pause"] == "Pause"
    assert state["_esm"] == script()
    assert state["_css"] == style()
    assert (widget.spread.key, widget.spread.run) == (2, 1)


def test_the_round_stays_within_the_run(widget):
    widget.round = 12
    assert widget.round == 12
    for wrong in (-1, widget.spread.rounds):
        with pytest.raises(el.EngagelabError, match=r"round: .* give a whole number from 0 to 60"):
            widget.round = wrong
    assert widget.round == 12


def test_another_run_starts_in_its_first_round(widget):
    widget.round = 12
    other = spread(widget.spread.plan, key=9)
    widget.show(other)
    assert widget.round == 0
    assert widget.spread is other
    assert widget.data["counts"]["readers"] == other.counts["readers"].tolist()
    assert widget.data["lang"] == "fr"


def test_another_language_keeps_the_round(widget):
    widget.round = 12
    widget.set_language(load("en"))
    assert widget.round == 12
    assert widget.data["texts"]["play"] == "Play"


def test_english_is_the_default_language():
    made = PlayerWidget(spread(el.Scenario(population={"people": 60})))
    assert made.data["lang"] == "en"
    made.close()


def test_invalid_arguments_are_refused():
    with pytest.raises(el.EngagelabError, match="lang: unknown language 'de'"):
        player(el.Scenario(), lang="de")
    with pytest.raises(el.EngagelabError, match="plan: str is not allowed"):
        player("voucher")


def test_saving_sends_one_page_to_the_browser(widget, monkeypatch):
    sent = []
    monkeypatch.setattr(widget, "send", lambda content, buffers: sent.append((content, buffers)))
    widget.save()
    [(content, [page])] = sent
    assert content == {"save": f"visionneuse-{widget.spread.plan.hash}-1.html"}
    assert page.decode().startswith('<!doctype html>\n<html lang="fr">')


def test_the_style_of_the_player_leaves_the_campaign_page_alone():
    """Both are on one page: a class of one must not be one of the other."""
    page = (ROOT / "engagelab/workbench/browser/static/campaign.css").read_text(encoding="utf-8")
    classes = [set(re.findall(r"\.(elp[\w-]*)", sheet)) for sheet in (style(), page)]
    assert all(classes)
    assert not classes[0] & classes[1]
