from engagelab.workbench.browser.answer_view import AnswerView


def test_parts_are_replaced_one_by_one_and_counted():
    view = AnswerView()
    view.show(status="a", headline="b")
    view.show(status="c")
    assert view.content == {"status": "c", "headline": "b", "number": 2}
    view.show_details(words="d")
    view.show_details(depends="e")
    assert view.details == {"words": "d", "depends": "e"}
    view.close()
