"""The main picture as PNG and SVG."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reports")]


def test_the_picture_of_dots_is_fine_enough_for_print(document, handed):
    picture = Image.open(BytesIO(handed(document, "png")))
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.5)
    assert picture.width == 3000


def test_the_svg_says_what_it_shows(document, handed):
    root = ElementTree.fromstring(handed(document, "svg"))
    parts = {element.get("id"): element.text for element in root}
    assert parts["wide-title"] == document.headline
    assert parts["wide-desc"] == document.picture()
    assert root.get("role") == "img"
