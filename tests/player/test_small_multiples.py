"""The still of a run."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection

import engagelab as el
from engagelab.player import plot_spread, spread

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def seen():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 400})
    return spread(plan, key=2)


def test_a_picture_for_each_round_says_how_many_are_reached(seen):
    axes = plot_spread(seen, [0, 4, 9])
    reach = seen.counts["readers"].cumsum()
    assert [each.get_title() for each in axes] == [
        f"Round {after}: {reach[after]} reached" for after in (0, 4, 9)
    ]
    assert len({each.figure for each in axes}) == 1


def test_every_person_is_drawn_by_what_they_did(seen):
    (axes,) = plot_spread(seen, 12)
    marks = [each for each in axes.collections if isinstance(each, PathCollection)]
    drawn = [len(each.get_offsets()) for each in marks]
    state = seen.state(12)
    assert drawn == [*(int((state == mark).sum()) for mark in range(3)), int(seen.joined(12).sum())]
    assert drawn[0] + drawn[1] + drawn[2] == 400
    places = seen.layout.places(12)[state == 2]
    assert np.allclose(np.asarray(marks[2].get_offsets()), places)


def test_lines_are_the_events_of_the_round(seen):
    events = seen.events
    busiest = int(np.argmax(np.bincount(events.round[events.of("invitation")])))
    (axes,) = plot_spread(seen, busiest)
    reads, asked = (each for each in axes.collections if isinstance(each, LineCollection))
    now = events.round == busiest
    assert len(asked.get_segments()) == (events.of("invitation") & now).sum() > 0
    assert len(reads.get_segments()) == (events.of("read") & now & (events.other >= 0)).sum() > 0


def test_rounds_are_chosen_by_reach_where_none_are_given(seen):
    titles = [each.get_title() for each in plot_spread(seen)]
    total = int(seen.counts["readers"].sum())
    assert titles[0].startswith("Round 0:")
    assert titles[-1].endswith(f": {total} reached")
    assert 2 <= len(titles) <= 4


def test_it_speaks_french(seen):
    (axes,) = plot_spread(seen, 3, lang="fr")
    assert axes.get_title().startswith("Tour 3\N{NO-BREAK SPACE}: ")
    said = [
        text.get_text() for text in axes.figure.findobj(match=lambda it: hasattr(it, "get_text"))
    ]
    assert "a partagé" in said
    assert any(text.startswith("Un tirage") for text in said)


@pytest.mark.parametrize("rounds", [-1, 61, [1, 99], [], range(13)])
def test_rounds_that_are_not_there_are_refused(seen, rounds):
    with pytest.raises(el.EngagelabError, match="rounds: "):
        plot_spread(seen, rounds)


def test_other_things_and_languages_are_refused(seen):
    with pytest.raises(el.EngagelabError, match="spread: Scenario is not allowed"):
        plot_spread(el.Scenario())
    with pytest.raises(el.EngagelabError, match="lang: unknown language 'de'"):
        plot_spread(seen, lang="de")
