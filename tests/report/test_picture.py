"""The main picture: no text is cut or covers another."""

import pytest
from report.drawn import check_apart

from engagelab.report.picture import drawing, picture

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("wide", [True, False])
def test_texts_of_the_picture_stay_apart(any_document, wide):
    with drawing():
        check_apart(picture(any_document, wide=wide))
