"""Innovation and imitation are probabilities that add up to one at most."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import Bass


def test_both_together_may_be_certain():
    assert Bass(innovation=0.25, imitation=0.75).imitation == 0.75


def test_more_than_certain_is_refused_with_the_most_that_is_left():
    with pytest.raises(EngagelabError) as caught:
        Bass(innovation=0.3, imitation=0.8)
    text = "0.8 and innovation 0.3 add up to more than 1; give at most 0.7"
    assert caught.value.problems == (("imitation", text),)
    assert str(caught.value) == f"imitation: {text}"
