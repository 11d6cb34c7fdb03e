"""Some rounds of a run side by side."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

import engagelab as el
from engagelab.player import plot_spread, spread
from engagelab.simulation.adaptors.events import CHANNELS

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture(scope="module")
def seen():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 400})
    return spread(plan, key=2)


@pytest.fixture(scope="module")
def busy():
    plan = el.Scenario.preset("bring-them-to-us").replace({
        "population.people": 400, "campaign.own_size": 80, "answers.comment": 0.2,
        "answers.critic": 0.5, "answers.reply_rate": 0.4, "campaign.posts": [
            {"origin": "organisation"}, {"round": 7, "paid": 2_000, "seeds": 5}],
    })  # fmt: skip
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
    drawn = {each.get_label(): np.asarray(each.get_offsets()) for each in marks}
    assert len(drawn) == len(marks)
    state = seen.state(12)
    for mark, name in enumerate(("unaware", "reader", "sharer")):
        assert len(drawn[name]) == (state == mark).sum()
    assert len(drawn["joiner"]) == seen.joined(12).sum()
    assert sum(len(drawn[name]) for name in ("unaware", "reader", "sharer", "critic")) == 400
    assert np.allclose(drawn["sharer"], seen.layout.places(12)[state == 2])


def test_own_space_comments_answers_critics_and_paid_readings_are_drawn(busy):
    events = busy.events
    for kind in ("comment", "answer", "critic", "paid"):
        of = events.of(kind) if kind != "paid" else events.channel == CHANNELS.index("paid")
        after = int(np.argmax(np.bincount(events.round[of])))
        (axes,) = plot_spread(busy, after)
        marks = [each for each in axes.collections if isinstance(each, PathCollection)]
        drawn = {each.get_label(): np.asarray(each.get_offsets()) for each in marks}
        people = events.person[
            of & (events.round <= after if kind == "critic" else events.round == after)
        ]
        places = busy.layout.places(after)[np.unique(people)]
        assert 0 < len(people) == len(drawn[kind])
        assert np.allclose(np.sort(drawn[kind], axis=0), np.sort(places, axis=0))
        assert len(drawn["heard"]) == busy.heard(after).sum()
        own = [each for each in axes.patches if isinstance(each, FancyBboxPatch)]
        x, y, half = busy.layout.discs[busy.layout.own]
        assert np.allclose([*own[0].get_bbox().bounds], (x - half, y - half, 2 * half, 2 * half))
    assert {"own space", "comments", "is answered", "reads a paid showing"} <= words(axes)


def test_readings_in_the_own_space_are_lines_from_its_centre(busy):
    own = busy.events.channel == CHANNELS.index("own space")
    (axes,) = plot_spread(busy, 0)
    reads = next(each for each in axes.collections if isinstance(each, LineCollection))
    segments = reads.get_segments()
    assert len(segments) == (own & (busy.events.round == 0)).sum() > 0
    for start, _ in segments:
        assert np.allclose(start, busy.layout.discs[busy.layout.own, :2])


def words(axes):
    return {text.get_text() for text in axes.figure.findobj(Text)}


def test_the_legend_explains_only_what_occurs(seen):
    said = words(plot_spread(seen, 3)[0])
    assert "has shared" in said
    assert not {"own space", "reads a paid showing"} & said


def test_lines_are_the_events_of_the_round(seen):
    events = seen.events
    busiest = int(np.argmax(np.bincount(events.round[events.of("invitation")])))
    (axes,) = plot_spread(seen, busiest)
    reads, asked = (each for each in axes.collections if isinstance(each, LineCollection))
    now = events.round == busiest
    assert len(asked.get_segments()) == (events.of("invitation") & now).sum() > 0
    assert len(reads.get_segments()) == (events.of("read") & now & (events.other >= 0)).sum() > 0


def test_rounds_are_chosen_by_reach_by_default(seen):
    titles = [each.get_title() for each in plot_spread(seen)]
    total = int(seen.counts["readers"].sum())
    assert titles[0].startswith("Round 0:")
    assert titles[-1].endswith(f": {total} reached")
    assert 2 <= len(titles) <= 4


def test_it_speaks_french(seen):
    (axes,) = plot_spread(seen, 3, lang="fr")
    assert axes.get_title().startswith("Tour 3\N{NO-BREAK SPACE}: ")
    said = words(axes)
    assert "a partagé" in said
    assert any(text.startswith("Un tirage") for text in said)


@pytest.mark.parametrize("rounds", [-1, 61, [1, 99], [], range(13)])
def test_rounds_that_are_not_there_are_refused(seen, rounds):
    with pytest.raises(el.EngagelabError, match="rounds: "):
        plot_spread(seen, rounds)


def test_other_objects_and_languages_are_refused(seen):
    with pytest.raises(el.EngagelabError, match="spread: Scenario is not allowed"):
        plot_spread(el.Scenario())
    with pytest.raises(el.EngagelabError, match="lang: unknown language 'de'"):
        plot_spread(seen, lang="de")
