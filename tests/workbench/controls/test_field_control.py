from typing import get_args

import ipywidgets as widgets
import pytest

from engagelab import EngagelabError, Scenario
from engagelab.i18n import load
from engagelab.i18n.vocabulary import declared
from engagelab.workbench.controls.field_control import control_for

FIELDS = Scenario.fields()
PLAN = Scenario.preset("voucher")
ENGLISH = load("en")


class Recorder:
    """Records the changes that a control reports, and may raise an error."""

    def __init__(self):
        self.changes = []
        self.error = None

    def __call__(self, name, value):
        self.changes.append((name, value))
        if self.error:
            raise self.error


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def invite(recorder):
    return control_of("invitations.invite", 0.2, recorder)


def control_of(name, value, on_change, texts=ENGLISH):
    return control_for(name, declared(name), value=value, on_change=on_change, texts=texts)


def box(control):
    return control.widget.children[0]


def slider(control):
    return next(
        child for child in control.widget.children if isinstance(child, widgets.FloatSlider)
    )


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "campaign.posts"])
def test_every_field_has_a_control_with_its_words(name, recorder):
    field = FIELDS[name]
    control = control_of(name, PLAN.get(name), recorder)
    for child in control.widget.children[:-1]:
        assert child.description.startswith(field.label)
        assert child.tooltip == field.says
    assert control.value == PLAN.get(name)
    assert recorder.changes == []
    marks = control.widget._dom_classes
    assert "el-control-" + name.replace(".", "-").replace("_", "-") in marks


def test_the_kind_of_control_follows_the_type(recorder):
    def first(name):
        return box(control_of(name, PLAN.get(name), recorder))

    assert isinstance(first("control.review"), widgets.Checkbox)
    assert isinstance(first("groups.hold"), widgets.Dropdown)
    values = tuple(value for _, value in first("groups.hold").options)
    assert values == get_args(FIELDS["groups.hold"].type)
    assert isinstance(first("invitations.invite"), widgets.Text)


def test_a_field_of_another_type_has_no_control(recorder):
    assert control_of("campaign.posts", (), recorder) is None


def test_a_moved_slider_is_reported_and_written(invite, recorder):
    slider(invite).value = 0.35
    assert recorder.changes == [("invitations.invite", 0.35)]
    assert box(invite).value == "0.35"


def test_a_typed_number_is_reported_and_moves_the_slider(invite, recorder):
    box(invite).value = "0.355"
    assert recorder.changes == [("invitations.invite", 0.355)]
    assert slider(invite).value == pytest.approx(0.36, abs=0.006)
    assert invite.value == 0.355


def test_a_page_that_repeats_the_position_of_a_slider_changes_nothing(invite, recorder):
    box(invite).value = "0.355"
    recorder.changes.clear()
    slider(invite).value += 1e-9
    assert recorder.changes == []
    assert box(invite).value == "0.355"


@pytest.mark.parametrize("text", ["1.2", "-1", "many", ""])
def test_an_invalid_value_is_refused_and_not_reported(invite, recorder, text):
    box(invite).value = text
    assert recorder.changes == []
    assert invite.value == 0.2
    assert "give a number from 0 to 1" in invite.refusal
    assert 'role="alert"' in invite.widget.children[-1].value
    assert slider(invite).value == 0.2


def test_a_valid_value_clears_the_refusal(invite, recorder):
    box(invite).value = "1.2"
    box(invite).value = "0.2"
    assert invite.refusal == ""
    assert invite.widget.children[-1].value == ""


def test_typed_text_is_escaped_in_the_refusal(invite):
    box(invite).value = "<b>bold</b>"
    assert "<b>" not in invite.widget.children[-1].value
    assert "'<b>bold</b>' is not allowed" in invite.refusal


def test_a_shown_value_is_not_reported(invite, recorder):
    invite.show(0.7)
    assert recorder.changes == []
    assert box(invite).value == "0.7"
    assert slider(invite).value == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (EngagelabError("does not fit"), "does not fit"),
        (RuntimeError("boom"), "RuntimeError: boom"),
    ],
)
def test_an_error_of_the_callback_is_shown_beside_the_control(invite, recorder, error, says):
    recorder.error = error
    slider(invite).value = 0.5
    assert says in invite.refusal


def test_switch_and_choice_are_reported(recorder):
    made = {
        name: control_of(name, PLAN.get(name), recorder)
        for name in ("control.review", "groups.hold")
    }
    box(made["control.review"]).value = True
    box(made["groups.hold"]).value = "groups"
    assert [value for _, value in recorder.changes] == [True, "groups"]


def test_a_field_of_posts_has_a_control_of_all_of_them(recorder):
    seeds = control_of("post.seeds", 10, recorder)
    assert box(seeds).description == "seeds of each post (people)"
    box(seeds).value = "25"
    box(seeds).value = "-3"
    assert "give a whole number from 0" in seeds.refusal
    origin = control_of("post.origin", "anyone", recorder)
    box(origin).value = "organisation"
    assert recorder.changes == [("post.seeds", 25), ("post.origin", "organisation")]


def test_a_disabled_control_gives_the_reason(invite):
    invite.disable("Out of use.")
    assert box(invite).disabled
    assert slider(invite).disabled
    assert box(invite).tooltip.startswith("Out of use.")
    assert invite.widget.children[-1].value == ""
    invite.disable("Differs.", shown=True)
    assert "Differs." in invite.widget.children[-1].value
    invite.show(0.3)
    invite.disable("Differs.", shown=True)
    assert "Differs." in invite.widget.children[-1].value
    invite.disable("", shown=True)
    assert not box(invite).disabled
    assert box(invite).tooltip == FIELDS["invitations.invite"].says
    assert invite.widget.children[-1].value == ""


def test_a_slider_ends_where_its_plan_does_and_the_box_does_not(recorder):
    seeds = control_of("post.seeds", 10, recorder)
    seeds.limit(400)
    assert seeds._scale.value(slider(seeds).max) == 400
    assert seeds._scale.value(slider(seeds).value) == pytest.approx(10, abs=1)
    box(seeds).value = "900"
    assert slider(seeds).value == slider(seeds).max
    seeds.limit(2_000)
    assert seeds._scale.value(slider(seeds).value) == pytest.approx(900, rel=0.05)
    assert recorder.changes == [("post.seeds", 900)]


def test_in_french_numbers_are_written_and_read_with_a_comma(recorder):
    french = control_of("invitations.invite", 0.25, recorder, load("fr"))
    assert box(french).value == "0,25"
    box(french).value = "0,3"
    box(french).value = "0.4"
    assert [value for _, value in recorder.changes] == [0.3, 0.4]
    assert box(french).value == "0,4"
    slider(french).value = 0.5
    assert box(french).value == "0,5"


def test_in_french_choices_have_french_words(recorder):
    french = load("fr")
    hold = control_of("groups.hold", "groups", recorder, french)
    assert box(hold).options == (("adhésions", "memberships"), ("groupes", "groups"))
    origin = control_of("post.origin", "customer", recorder, french)
    assert (box(origin).description, box(origin).label) == ("qui lance", "client")
