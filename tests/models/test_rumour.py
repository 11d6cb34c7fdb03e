"""A rumour has two variants, and neither is monotone in anything."""

from typing import get_args

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import Rumour


@pytest.mark.parametrize("variant", get_args(Rumour.model_fields["variant"].annotation))
def test_one_more_reader_can_stop_a_sharer_in_either_variant(variant):
    assert Rumour(variant=variant).monotone() == {}


def test_an_unknown_variant_is_refused_with_both():
    with pytest.raises(EngagelabError) as caught:
        Rumour(variant="Maki")
    assert "'Maki' is not one of the choices" in str(caught.value)
    assert "'Maki-Thompson' or 'Daley-Kendall'" in str(caught.value)
