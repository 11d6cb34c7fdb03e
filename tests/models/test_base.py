"""Every classic model declares its fields completely and says what never loses a reader."""

import re

import pytest

from engagelab.models import MODELS, Model

PARAMETERS = {
    f"{model.__name__}.{parameter.name}": (model, parameter)
    for model in MODELS
    for parameter in model.parameters()
}


@pytest.mark.parametrize(("model", "parameter"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_field_says_what_it_is(model, parameter):
    assert parameter.label
    assert parameter.says.endswith(".")
    assert parameter.kind == "assumed"  # none of these numbers was measured
    if parameter.low is not None and parameter.default is not None:
        chances = parameter.default
        for chance in chances.values() if isinstance(chances, dict) else [chances]:
            assert parameter.low <= chance <= parameter.high


@pytest.mark.parametrize("model", MODELS)
def test_a_model_states_its_process_its_chance_and_its_limits(model):
    for part in ("Process", "Order of events in a round", "Who read from whom", "Chance"):
        assert f"**{part}.**" in model.__doc__ or f"**{part}** (" in model.__doc__, part
    assert "**Where it fails.**" in model.__doc__
    assert re.search(r"doi\s10\.\d{4,}/\S+", model.__doc__)


@pytest.mark.parametrize("model", MODELS)
def test_what_never_loses_a_reader_are_fields_seeds_and_ties(model):
    found = model().monotone()
    assert set(found) <= {"seeds", "ties", *model.model_fields}
    assert set(found.values()) <= {1, -1}
    assert found.get("seeds", 1) == found.get("ties", 1) == 1


@pytest.mark.parametrize("model", MODELS)
def test_a_model_is_the_same_after_its_fields_are_read_back(model):
    assert isinstance(model(), Model)
    assert model(**model().model_dump()) == model()
