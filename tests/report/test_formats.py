"""The formats by name, and the names of the files."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.report.formats import FORMATS, file_name, need_formats, need_writers


def test_formats_are_returned_once_each_in_order():
    assert need_formats("pdf") == ("pdf",)
    assert need_formats(["svg", "csv", "svg"]) == ("svg", "csv")
    assert need_formats(FORMATS) == FORMATS


@pytest.mark.parametrize(
    ("formats", "says"),
    [
        ([], "formats: the list is empty; choose from pptx, pdf"),
        ("pptt", "formats: unknown format 'pptt'; did you mean 'pptx'.*; choose from pptx"),
        (["csv", 3], "formats: unknown format 3; choose from pptx"),
    ],
)
def test_an_unknown_format_is_refused(formats, says):
    with pytest.raises(EngagelabError, match=says):
        need_formats(formats)


def test_every_format_has_a_writer():
    need_writers(FORMATS)


def test_a_file_is_named_after_the_title_or_the_first_plan(document):
    assert file_name(document) == f"spring-{document.findings.baseline.hash[:6]}"
