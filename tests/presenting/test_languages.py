import pytest

from engagelab.presenting.languages import texts_for


@pytest.mark.parametrize(("header", "lang"), [
    ("fr", "fr"), ("de, fr;q=0.8, en;q=0.5", "fr"), ("en;q=0.9, fr;q=0.8", "en"), ("", "en"),
    ("de", "en"), (";q=1,,fr;q=x", "fr"), (",;,", "en"), ("fr-CA", "fr"),
])  # fmt: skip
def test_the_preferred_language_that_exists_is_used(header, lang):
    assert texts_for(header).lang == lang
