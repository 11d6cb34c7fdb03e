from html import unescape

import pytest
from jinja2 import UndefinedError
from workbench.answers import ENGLISH

from engagelab.workbench import templates

HOSTILE = "<b>\"choir\"</b> & 'co'"


def test_every_value_is_escaped_in_text_and_attributes():
    html = templates.element("p", HOSTILE, class_=HOSTILE, aria_label=HOSTILE)
    assert html.count("<") == 2
    assert unescape(html) == f'<p class="{HOSTILE}" aria-label="{HOSTILE}">{HOSTILE}</p>'
    assert "<b>" not in templates.render("lines", lines=[HOSTILE], attributes={"role": HOSTILE})


def test_an_empty_text_gives_no_element():
    assert templates.element("p", "", class_="el-hint") == ""


def test_a_missing_variable_is_an_error():
    with pytest.raises(UndefinedError):
        templates.render("in_words", t=ENGLISH, sentences=["One."])


def test_line_breaks_of_a_template_do_not_reach_the_page():
    html = templates.render("lines", lines=["one", "two"], attributes={})
    assert html == "<div><div>one</div><div>two</div></div>"
