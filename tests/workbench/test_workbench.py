import networkx as nx
import pytest
from workbench.driver import PLAN, TIMEOUT, closed, opened, slide

import engagelab as el
from engagelab import workbench
from engagelab.workbench.workbench import Workbench

pytestmark = pytest.mark.slow


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


def test_it_opens_the_default_preset():
    bench = Workbench(el.Scenario.preset(workbench.START))
    bench.close()
    assert bench.plan == el.Scenario.preset("invite-a-friend")


@pytest.mark.parametrize(("scenario", "network"), [("voucher", None), (None, nx.path_graph(3))])
def test_arguments_of_other_types_are_refused(scenario, network):
    with pytest.raises(el.EngagelabError, match="is not allowed; give a"):
        workbench.open(scenario, network)


def test_a_notebook_shows_the_widget_at_the_end_of_a_cell(bench):
    shown = bench._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_the_invitation_slider_does_not_rebuild_the_town(bench):
    town = bench.plan.town()
    slide(bench, "invitations.invite", 0.7)
    assert bench.plan.town() is town


def test_a_given_network_is_used_and_the_controls_of_the_town_are_disabled():
    network = el.Network.from_networkx(nx.karate_club_graph(), groups={"club": list(range(20))})
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]}, run={"runs": 30})
    bench = workbench.open(plan, network)
    assert bench.wait(TIMEOUT)
    assert bench.answer.people == 34
    assert bench.answer.numbers["reach"]["mean"] == el.reach(plan.run(network=network)).mean()
    assert bench.panel.controls["groups.size"].widget.children[0].disabled
    assert not bench.panel.controls["invitations.invite"].widget.children[0].disabled
    bench.close()


def test_the_network_can_be_replaced():
    bench = workbench.open(PLAN, lang="en")
    network = el.Network.from_networkx(nx.path_graph(30), groups={"club": list(range(20))})
    bench.use_network(network, "a path")
    assert bench.wait(TIMEOUT)
    assert bench.session.network_name == "a path"
    assert "Out of use" in bench.panel.note.value
    bench.use_network(None)
    assert bench.wait(TIMEOUT)
    assert bench.answer.people == 800
    assert (bench.session.network_name, bench.panel.note.value) == ("", "")
    bench.close()


def test_closing_ends_the_threads_while_it_computes():
    bench = workbench.open(el.Scenario.preset("voucher").replace({"settings.runs": 5_000}))
    closed(bench)
    bench.close()


def test_an_unknown_language_or_currency_is_refused():
    with pytest.raises(el.EngagelabError, match="lang: unknown language 'de'; choose from en, fr"):
        workbench.open(PLAN, lang="de")
    with pytest.raises(el.EngagelabError, match="currency: 'euro' is not allowed"):
        workbench.open(PLAN, currency="euro")


def test_another_language_changes_the_words_and_nothing_else():
    small = {"population.people": 500, "settings.runs": 30, "settings.horizon": 30}
    bench = opened(PLAN.replace(small), lang="en")
    slide(bench, "invitations.invite", 0.9)
    bench.toolbar.pin.click()
    assert bench.wait(TIMEOUT)
    before = bench.answer
    bench.toolbar.language.value = "fr"
    assert bench.texts.lang == "fr"
    assert "Personnes touchées" in bench.view.content["headline"]
    assert bench.plan.invitations.invite == 0.9
    assert bench.toolbar.history.options[0][0].startswith("2. ")
    assert not bench.toolbar.undo.disabled
    assert bench.answer is before
    assert [line["key"] for line in bench.view.content["picture"]["lines"]] == ["baseline", "plan"]
    assert bench.view.content["picture"]["lines"][1]["name"].startswith("A\N{NO-BREAK SPACE}: ")
    half = f"{before.numbers['half_time']['mean']:.1f}".replace(".", ",")
    assert f">{half} <" in bench.view.content["headline"]
    slide(bench, "invitations.invite", 0.3)
    assert bench.wait(TIMEOUT)
    assert bench.plan.invitations.invite == 0.3
    closed(bench)
