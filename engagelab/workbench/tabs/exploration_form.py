"""Build the inputs of the tabs that explore; their values survive a change of language."""

from collections.abc import Callable, Sequence
from typing import Any

from ...errors import refused
from ...i18n import Texts
from ...i18n.rounding import Number
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..browser.chart import Style
from ..compute.exploration import MEASURES
from ..compute.field_ranges import is_number, levers, moved_last, range_of, values_in
from ..controls.widget_helpers import Silence, styled
from .context import Context

_MOST_STEPS = 30
_MOST_RUNS = 10_000
_RUNS = 40  # by default, if the plan has as many


class ExplorationForm:
    """Inputs whose values are stored with the session.

    Parameters
    ----------
    context : Context
        What the tab knows of the workbench.
    part : str
        The name under which the values are stored.
    on_change : callable
        Called after a change.
    """

    def __init__(self, context: Context, part: str, on_change: Callable[[], None]) -> None:
        self.context, self.texts = context, context.texts
        self._part, self._on_change = part, on_change
        self._chosen = context.exploration.chosen
        self.silence = Silence()  # inputs set in it do not count as chosen

    def was_chosen(self, name: str) -> bool:
        """Return whether a person has set this input."""
        return f"{self._part}.{name}" in self._chosen

    def add(self, box: Any, name: str, default: Any) -> Any:
        """Restore the stored value of an input, store what a person sets, and return the input."""
        key = f"{self._part}.{name}"
        try:
            box.value = self._chosen.get(key, default)
        except Exception:  # the stored value is no longer allowed
            box.value = default
        styled(box, f"el-form-{name}")

        def store(change: dict[str, Any]) -> None:
            if not self.silence:
                self._chosen[key] = change["new"]
                self._on_change()

        box.observe(self.context.guarded(store), "value")
        return box

    def choice(self, name: str, options: Sequence[tuple[str, Any]], default: Any) -> Any:
        """Return a drop-down list."""
        words = self._words(name)
        return self.add(widgets.Dropdown(options=options, **words), name, default)

    def number(self, name: str, *, least: int, most: int, default: int) -> Any:
        """Return an input for a whole number."""
        box = widgets.BoundedIntText(min=least, max=most, **self._words(name))
        return self.add(box, name, default)

    def runs(self) -> Any:
        """Return the input for the number of runs of each plan."""
        default = min(_RUNS, self.context.session.plan.settings.runs)
        return self.number("runs", least=1, most=_MOST_RUNS, default=default)

    def measure(self) -> Any:
        """Return the drop-down list of measures."""
        options = [(self.texts(f"explore.{name}"), name) for name in MEASURES]
        return self.choice("measure", options, next(iter(MEASURES)))

    def _words(self, name: str) -> dict[str, str]:
        words = {"description": self.texts(f"explore.{name}")}
        if name == "runs":
            words["tooltip"] = self.texts("explore.runs_tip")
        return words


class LeverPick:
    """Inputs for one field and its values.

    Parameters
    ----------
    form : ExplorationForm
        The form of the inputs.
    name : str
        The name of the input in the form: ``field`` or ``second``.
    default : str
        The initial field; empty for none.
    steps : int
        The initial number of values.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The inputs.
    """

    def __init__(self, form: ExplorationForm, name: str, *, default: str, steps: int) -> None:
        self._form, self._name, t = form, name, form.texts
        on_network = form.context.network is not None
        options = [(label_of(field, t), field) for field in levers(on_network=on_network)]
        if name == "second":
            options = [(t("explore.no_second"), ""), *options]
        self.field = styled(form.choice(name, options, default), "el-lever")
        self._low = self._box("low")
        self._high = self._box("high")
        self.steps = form.add(
            widgets.BoundedIntText(min=2, max=_MOST_STEPS, description=t("explore.steps")),
            f"{name}-steps",
            steps,
        )
        boxes = [self.field, self._low, self._high, self.steps]
        self.widget = styled(widgets.HBox(boxes), "el-form-row")
        if not form.was_chosen(f"{name}-high"):
            self._reset()
        self._show_range()
        self.field.observe(form.context.guarded(lambda _: self._reset()), "value")

    def follow(self) -> None:
        """Switch to the field that was moved last, unless a person has set this input."""
        names = (self._name, f"{self._name}-low", f"{self._name}-high")
        if any(self._form.was_chosen(name) for name in names):
            return
        last = last_moved(self._form.context)
        if last != self.name:
            with self._form.silence:
                self.field.value = last

    @property
    def name(self) -> str:
        """The dotted name of the field; empty for none."""
        return str(self.field.value)

    @property
    def values(self) -> list[Any]:
        """The chosen values of the field.

        Raises
        ------
        EngagelabError
            If the range is empty or leaves the bounds of the field.
        """
        low, high = self._low.value, self._high.value
        parameter = Scenario.field(self.name)
        if is_number(parameter):
            for end in (low, high):
                if not parameter.low <= end <= parameter.high:
                    code = "below" if end < parameter.low else "above"
                    raise refused(self.name, code, value=end, field=parameter)
        return values_in(self.name, low, high, self.steps.value)

    def _box(self, side: str) -> Any:
        box = widgets.FloatText(description=self._form.texts(f"explore.{side}"))
        return self._form.add(box, f"{self._name}-{side}", 0.0)

    def _reset(self) -> None:
        """Set the range around the value of the plan, within the bounds of the field."""
        if self.name and is_number(Scenario.field(self.name)):
            with self._form.silence:
                low, high = range_of(self._form.context.session.plan, self.name)
                self._low.value, self._high.value = low, high
        self._show_range()

    def _show_range(self) -> None:
        number = bool(self.name) and is_number(Scenario.field(self.name))
        for box in (self._low, self._high, self.steps):
            box.layout.display = None if number else "none"


def last_moved(context: Context) -> str:
    """Return the field that was moved last, up to the present position in the history."""
    steps = context.session.steps[: context.session.place + 1]
    return moved_last(steps, on_network=context.network is not None)


def label_of(name: str, t: Texts) -> str:
    """Return the label of a field, after that of its section."""
    section = t.section(name.split(".")[0])
    return t("explore.named", what=section, which=t.field(name).label)


def style_of(measure: str) -> Style:
    """Return the number format of a measure on an axis."""
    return "percent" if measure == "return_on_cost" else "decimal"


def write(measure: str, number: float, t: Texts) -> str:
    """Return a measure as text.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> write("reach", 1234.4, load("en")), write("return_on_cost", 0.5, load("en"))
    ('1,234', '50.0%')
    """
    return Number.measured(measure.removesuffix("_on_cost"), number).text(t)
