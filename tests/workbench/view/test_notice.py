from workbench.answers import ENGLISH, FRENCH

from engagelab import EngagelabError
from engagelab.workbench.view.notice import Notice


def test_a_notice_offers_an_action_and_can_be_dismissed():
    calls, notice = [], Notice(ENGLISH)
    line, action, close = notice.widget.children
    assert notice.widget.layout.display == "none"
    notice.show("plans.restored", ("plans.afresh", lambda: calls.append(1)))
    assert notice.text in line.value
    assert (action.description, notice.key) == (ENGLISH("plans.afresh"), "plans.restored")
    action.click()
    assert calls == [1]
    close.click()
    assert (notice.text, notice.key, notice.widget.layout.display) == ("", "", "none")
    action.click()
    assert calls == [1]


def test_a_notice_without_an_action_has_no_button():
    notice = Notice(ENGLISH)
    notice.show("plans.restored")
    assert notice.widget.children[1].layout.display == "none"


def test_an_error_is_shortened_to_one_line_and_translated():
    notice = Notice(ENGLISH)
    notice.show("plans.bad_link", problem=EngagelabError("code: is damaged\nname: is wrong"))
    assert "code: is damaged (and 1 more)" in notice.text
    notice.set_language(FRENCH)
    assert FRENCH("plans.put_away") == notice.widget.children[2].description
