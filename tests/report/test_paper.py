"""A page that is written from top to bottom."""

from report.drawn import check_apart

from engagelab.report.document import ReportTable
from engagelab.report.paper import MARGIN, Ink, PdfPage
from engagelab.report.picture import drawing


def test_paragraphs_and_tables_follow_each_other():
    with drawing():
        page = PdfPage()
        tops = [page.top]
        page.heading("Results", 10)
        tops.append(page.top)
        page.text("A paragraph of two lines. " * 5, 10)
        tops.append(page.top)
        page.bullets(["one", "two"], 10)
        tops.append(page.top)
        page.table(
            ReportTable("t", ("Plan", "Reach"), (("A", "1"), ("B", "2")), right=True),
            10,
            [200, 200],
        )
        tops.append(page.top)
        check_apart(page.figure)
    assert tops[0] == MARGIN
    assert tops == sorted(set(tops))


def test_a_line_at_another_place_does_not_move_the_page():
    page = PdfPage()
    page.line(["elsewhere"], 10, Ink("#ff0000", bold=True, right=True), top=400)
    assert page.top == MARGIN
    (text,) = page.figure.texts
    assert (text.get_color(), text.get_weight(), text.get_ha()) == ("#ff0000", "bold", "right")
