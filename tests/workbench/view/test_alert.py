from html import unescape

from workbench.answers import ENGLISH

from engagelab import EngagelabError
from engagelab.workbench.view.alert import Alert


def test_an_error_is_shown_in_the_language_and_reported():
    errors = []
    alert = Alert(lambda: ENGLISH, lambda: errors.append(1))
    alert.show_error(EngagelabError("client: <b> is too long; shorten it"))
    text = unescape(alert.html)
    assert text.startswith('<span role="alert">client: <b> is too long; shorten it\n')
    assert ENGLISH("workbench.stays") in text
    assert "<b>" not in alert.html
    assert (errors, alert.widget.layout.display) == ([1], None)


def test_an_empty_text_hides_the_line():
    alert = Alert(lambda: ENGLISH, lambda: None)
    alert.show("wrong")
    alert.show("")
    assert (alert.html, alert.widget.layout.display) == ("", "none")


def test_a_guarded_callback_shows_unexpected_errors_in_one_line():
    def broken(value):
        raise ValueError(f"no\n{value}")

    alert = Alert(lambda: ENGLISH, lambda: None)
    alert.guarded(broken)("luck")
    assert "ValueError: no luck" in alert.html
