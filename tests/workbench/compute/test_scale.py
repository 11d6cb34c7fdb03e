import pytest

from engagelab import Scenario
from engagelab.workbench.compute.scale import Scale

SCALES = {
    name: scale
    for name, field in Scenario.fields().items()
    if (scale := Scale.of(field)) is not None
}


@pytest.mark.parametrize("name", SCALES)
def test_a_slider_reaches_both_bounds_and_stays_between(name):
    field, scale = Scenario.fields()[name], SCALES[name]
    first, last = scale.ends
    assert scale.value(first) == field.low
    assert scale.value(last) == field.high
    places = [first + step * (last - first) / 97 for step in range(98)]
    values = [scale.value(place) for place in places]
    assert values == sorted(values)
    assert len(set(values)) > 20


@pytest.mark.parametrize("name", SCALES)
def test_the_default_stands_on_a_place_of_its_own_slider(name):
    field, scale = Scenario.fields()[name], SCALES[name]
    first, last = scale.ends
    place = scale.place(field.default)
    assert first <= place <= last
    assert not scale.moved(place, field.default)
    assert (place - first) / scale.step == pytest.approx(round((place - first) / scale.step))


@pytest.mark.parametrize("name", [name for name in SCALES if Scenario.fields()[name].type is int])
def test_whole_numbers_stay_whole(name):
    scale = SCALES[name]
    first, last = scale.ends
    assert isinstance(scale.value(first + (last - first) * 0.321), int)


@pytest.mark.parametrize("name", SCALES)
def test_every_step_is_another_value(name):
    scale = SCALES[name]
    place = scale.place(Scenario.fields()[name].default)
    first, last = scale.ends
    beside = [at for at in (place - scale.step, place, place + scale.step) if first <= at <= last]
    values = [scale.value(at) for at in beside]
    assert len(set(values)) == len(values) > 1
    assert all(scale.moved(at, Scenario.fields()[name].default) for at in beside if at != place)


def test_a_key_is_typed_because_a_slider_cannot_tell_such_numbers_apart():
    assert Scale.of(Scenario.fields()["settings.key"]) is None


def test_a_wide_range_gives_room_to_small_values():
    size = SCALES["groups.size"]
    assert 0.2 < size.place(25) / size.ends[1] < 0.6


def test_a_narrow_range_is_its_own_place():
    invite = SCALES["invitations.invite"]
    assert invite.ends == (0, 1)
    assert invite.step == 0.01
    assert invite.value(0.37) == 0.37
