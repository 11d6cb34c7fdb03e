"""What is chosen in the parts that explore; it outlives a change of language."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from ...errors import refused
from ...i18n import Texts
from ...i18n.rounding import Number
from ...simulation.scenario import Scenario
from ..browser.chart import Style
from ..compute.exploration import MEASURES
from ..compute.field_ranges import is_number, levers, moved_last, range_of, values_in
from .context import Context

_MOST_STEPS = 30
_MOST_RUNS = 10_000
_RUNS = 40  # played at first, where the plan has as many


class Form:
    """Inputs whose values are kept with the session.

    Parameters
    ----------
    context : Context
        What a part sees.
    part : str
        Under which name they are kept.
    changed : callable
        Called after a change.
    """

    def __init__(self, context: Context, part: str, changed: Callable[[], None]) -> None:
        self.context, self.texts = context, context.texts
        self._part, self._changed = part, changed
        self._chosen = context.explored.chosen
        self._quiet = False

    def was_chosen(self, name: str) -> bool:
        """Return whether a person has chosen a value of this input."""
        return f"{self._part}.{name}" in self._chosen

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Set inputs without that it counts as chosen."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def keep(self, box: Any, name: str, default: Any) -> Any:
        """Give an input the value that was chosen before, and keep what is chosen."""
        key = f"{self._part}.{name}"
        try:
            box.value = self._chosen.get(key, default)
        except Exception:  # what was chosen before is no longer there
            box.value = default
        box.add_class(f"el-form-{name}")

        def hear(change: dict[str, Any]) -> None:
            if not self._quiet:
                self._chosen[key] = change["new"]
                self._changed()

        box.observe(self.context.guarded(hear), "value")
        return box

    def choice(self, name: str, options: Sequence[tuple[str, Any]], default: Any) -> Any:
        """Return a list to choose from."""
        words = self._words(name)
        return self.keep(widgets.Dropdown(options=options, **words), name, default)

    def number(self, name: str, least: int, most: int, default: int) -> Any:
        """Return a box for a whole number."""
        box = widgets.BoundedIntText(min=least, max=most, **self._words(name))
        return self.keep(box, name, default)

    def runs(self) -> Any:
        """Return the box that tells how often each plan is played."""
        default = min(_RUNS, self.context.session.plan.settings.runs)
        return self.number("runs", 1, _MOST_RUNS, default)

    def measure(self) -> Any:
        """Return the list of measures."""
        options = [(self.texts(f"explore.{name}"), name) for name in MEASURES]
        return self.choice("measure", options, next(iter(MEASURES)))

    def _words(self, name: str) -> dict[str, str]:
        words = {"description": self.texts(f"explore.{name}")}
        if name == "runs":
            words["tooltip"] = self.texts("explore.runs_tip")
        return words


class LeverPick:
    """One field and the values that it takes.

    Parameters
    ----------
    form : Form
        Where it stands.
    name : str
        What it is called there: ``field`` or ``second``.
    default : str
        The field at first; empty for none.
    steps : int
        How many values at first.

    Attributes
    ----------
    widget : ipywidgets.HBox
        The inputs.
    """

    def __init__(self, form: Form, name: str, default: str, steps: int) -> None:
        self._form, self._name, t = form, name, form.texts
        on_network = form.context.network is not None
        options = [(label_of(field, t), field) for field in levers(on_network=on_network)]
        if name == "second":
            options = [(t("explore.no_second"), ""), *options]
        self.field = form.choice(name, options, default)
        self.field.add_class("el-lever")
        self._low = self._box("low")
        self._high = self._box("high")
        self.steps = form.keep(
            widgets.BoundedIntText(min=2, max=_MOST_STEPS, description=t("explore.steps")),
            f"{name}-steps",
            steps,
        )
        self.widget = widgets.HBox([self.field, self._low, self._high, self.steps])
        self.widget.add_class("el-form-row")
        if not form.was_chosen(f"{name}-high"):
            self._reset()
        self._show_range()
        self.field.observe(form.context.guarded(lambda _: self._reset()), "value")

    def follow(self) -> None:
        """Turn to the field that was moved last, unless a person has chosen one here."""
        ours = (self._name, f"{self._name}-low", f"{self._name}-high")
        if any(self._form.was_chosen(name) for name in ours):
            return
        last = last_of(self._form.context)
        if last != self.name:
            with self._form.silence():
                self.field.value = last

    @property
    def name(self) -> str:
        """The dotted name of the field; empty for none."""
        return str(self.field.value)

    @property
    def values(self) -> list[Any]:
        """The values that are asked for.

        Raises
        ------
        EngagelabError
            For a range that is none, or leaves what is allowed.
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
        return self._form.keep(box, f"{self._name}-{side}", 0.0)

    def _reset(self) -> None:
        """Look at the field where its declaration, and the plan, say."""
        if self.name and is_number(Scenario.field(self.name)):
            with self._form.silence():
                low, high = range_of(self._form.context.session.plan, self.name)
                self._low.value, self._high.value = low, high
        self._show_range()

    def _show_range(self) -> None:
        number = bool(self.name) and is_number(Scenario.field(self.name))
        for box in (self._low, self._high, self.steps):
            box.layout.display = None if number else "none"


def last_of(context: Context) -> str:
    """Return the field that was moved last in the history, up to where it stands."""
    steps = context.session.steps[: context.session.place + 1]
    return moved_last(steps, on_network=context.network is not None)


def label_of(name: str, t: Texts) -> str:
    """Return what a field is called, its section first."""
    section = t.section(name.split(".")[0])
    return t("explore.named", what=section, which=t.field(name).label)


def style_of(measure: str) -> Style:
    """Return how an axis writes the numbers of a measure."""
    return "percent" if measure == "return_on_cost" else "decimal"


def write(measure: str, number: float, t: Texts) -> str:
    """Return a measure as it is written.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> write("reach", 1234.4, load("en")), write("return_on_cost", 0.5, load("en"))
    ('1,234', '50.0%')
    """
    return Number.measured(measure.removesuffix("_on_cost"), number).text(t)
