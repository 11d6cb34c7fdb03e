import pytest

from engagelab.report.names import chart_name, clean, cut, distinct, slug


@pytest.mark.parametrize("text", ["=1", "{=1}", "http://a.example", "mailto:a@b", "internal:A!1"])
def test_a_chart_takes_no_name_for_a_formula_or_a_link(text):
    assert chart_name(text) == " " + text
    assert chart_name("Plan 1") == "Plan 1"


def test_letters_that_no_document_holds_are_left_out():
    assert clean("a\x00b\x07 \ud800c\n\nd\u2028e") == "ab c d e"
    assert clean("x" * 999) == "x" * 199 + "…"
    assert cut("abc", 3) == "abc"


def test_names_differ_after_all():
    assert distinct(["", "\x00", "a", "a\x00", "a (2)"], "Plan") == [
        "Plan 1", "Plan 2", "a", "a (2)", "a (2) (2)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [("../../etc/passwd", "etc-passwd"), ("🎉", ""), ("CON", "con"), ("Œuvre à 5 €", "uvre-a-5")],
)
def test_files_have_plain_names(text, name):
    assert slug(text) == name
    assert len(slug("a b " * 100)) <= 48
