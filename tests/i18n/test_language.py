"""The language of a tag or of a browser's list of tags."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.i18n.language import language_of, need_language


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("fr", "fr"),
        ("fr_CA", "fr"),
        ("FR-be", "fr"),
        (["de", "fr-CA", "en"], "fr"),
        (["ja"], "en"),
        ([], "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_first_supported_tag_is_chosen(wanted, language):
    assert language_of(wanted) == language


def test_only_supported_languages_are_accepted():
    assert need_language("fr") == "fr"
    for lang in ("de", "", None, ["fr"]):
        with pytest.raises(EngagelabError, match=r"lang: unknown language .*; choose from en, fr"):
            need_language(lang)
