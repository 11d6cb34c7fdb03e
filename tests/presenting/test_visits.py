"""Who has a place, and which kernels end."""

import pytest

from engagelab.presenting.visits import AWAY, UNMET, Visits


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def visitor(visits, kernel):
    place = visits.take()
    place.kernel = kernel
    visits.sent(place)
    return place


def test_there_are_as_many_places_as_stated():
    visits = Visits(2)
    places = [visits.take() for _ in range(3)]
    assert places[2] is None
    assert len(visits) == 2
    visits.release(places[0])
    visits.release(places[0])
    assert len(visits) == 1
    assert visits.take() is not None


def test_a_page_without_a_kernel_gives_its_place_back():
    visits = Visits(1)
    visits.sent(visits.take())
    assert len(visits) == 0


def test_the_kernel_of_a_page_that_never_connects_ends_after_a_minute(clock):
    visits = Visits(2, clock)
    visitor(visits, "bare")
    visitor(visits, "met")
    visits.connect("met")
    clock.now = UNMET
    assert visits.unused() == []
    clock.now = UNMET + 0.1
    assert visits.unused() == ["bare"]
    visits.forget("bare")
    assert visits.unused() == []
    assert visits.kernels() == ["met"]


def test_the_minute_starts_when_the_page_was_sent(clock):
    visits = Visits(1, clock)
    place = visits.take()
    place.kernel = "slow"
    clock.now = 100.0
    visits.sent(place)
    clock.now = 100.0 + UNMET
    assert visits.unused() == []


def test_a_page_that_lost_its_connection_keeps_its_kernel_for_a_while(clock):
    visits = Visits(1, clock)
    visitor(visits, "k")
    for _ in range(2):
        visits.connect("k")
    visits.disconnect("k")
    clock.now = 10 * AWAY
    assert visits.unused() == []  # another connection is open
    visits.disconnect("k")
    clock.now += AWAY
    assert visits.unused() == []
    visits.connect("k")
    clock.now += AWAY
    assert visits.unused() == []
    visits.disconnect("k")
    visits.disconnect("k")  # once too often
    clock.now += AWAY + 1
    assert visits.unused() == ["k"]


def test_the_longest_away_yields_first_and_only_after_a_minute(clock):
    visits = Visits(3, clock)
    assert visits.dispensable() is None
    for kernel in ("first", "second", "here"):
        visitor(visits, kernel)
        visits.connect(kernel)
    for kernel in ("first", "second"):
        visits.disconnect(kernel)
        clock.now += 10
    clock.now = UNMET
    assert visits.dispensable() is None
    clock.now = UNMET + 1
    assert visits.dispensable() == "first"


def test_a_page_that_is_loaded_again_replaces_its_own_kernel_at_once(clock):
    visits = Visits(2, clock)
    for kernel, browser in (("mine", "me"), ("other", "you")):
        place = visits.take(browser)
        place.kernel = kernel
    assert visits.dispensable("someone") is None
    assert visits.dispensable("me") == "mine"
    visits.connect("mine")
    assert visits.dispensable("me") is None
    visits.disconnect("mine")  # lost for a moment, not left
    assert visits.dispensable("me") is None


def test_connections_of_kernels_without_a_place_are_ignored():
    visits = Visits(1)
    visits.connect("spare")
    visits.disconnect("spare")
    assert visits.kernels() == []
