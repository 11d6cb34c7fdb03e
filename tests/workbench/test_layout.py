import pytest
from workbench.driver import closed, enter, opened


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


@pytest.mark.slow
def test_every_control_has_a_card_and_changed_ones_are_sent_again(bench):
    assert set(bench.panel.controls) <= set(bench.page.cards)
    assert bench.page.changed_cards == {}
    enter(bench, "population.prospects", "0.7")
    assert list(bench.page.changed_cards) == ["population.prospects"]
    assert "0.7" in bench.page.changed_cards["population.prospects"]
    assert "population.prospects" in bench.page.outside
    bench.toolbar.undo.click()
    assert bench.page.changed_cards == {}
    assert "population.prospects" not in bench.page.outside
    english = bench.page.cards["groups.size"]
    bench.set_language("fr")
    assert bench.page.cards["groups.size"] != english
    assert bench.page.explain == "Voir dans le glossaire"
