"""The workbench itself: ties the controls to the worker, and its answers to the picture."""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from ..errors import EngagelabError
from ..network import Network
from ..scenario import Scenario
from .answer import Answer, Asker, Question
from .draft import Draft
from .figure import ReachFigure
from .headline import headline, in_words, status
from .panel import Panel
from .picker import Picker
from .reading import unexpected
from .style import style
from .worker import Worker

_STAYS = "The numbers and the picture stay those of the last plan that works."


class Workbench:
    """Sliders on a plan, and at once what they do; made by `open`.

    Parameters
    ----------
    scenario : Scenario
        The plan to start with.
    network : Network, optional
        Where it is played, instead of its own town.

    Attributes
    ----------
    widget : ipywidgets.VBox
        What is shown at the end of a cell.
    answer : Answer or None
        The latest answer.
    panel, picker, figure : Panel, Picker, ReachFigure
        The controls, the list of presets, the picture.
    """

    def __init__(self, scenario: Scenario, network: Network | None = None) -> None:
        self.answer: Answer | None = None
        self._draft = Draft(scenario)
        self.picker = Picker(scenario, self._guarded(self._start_from))
        self.panel = Panel(scenario, self._change, own_town=network is None)
        self.figure = ReachFigure()
        self._worker = Worker(Asker(network), self._show, self._fail)
        names = ("message", "status", "headline", "in-words")
        self._message, self._status, self._headline, self._in_words = map(_html, names)
        self._image = widgets.Image(format="png")
        self._image.add_class("el-figure")
        self.widget = self._laid_out()
        self._renamed()
        self._submit()

    @property
    def plan(self) -> Scenario:
        """The plan as the controls say; the last one that fits together."""
        return self._draft.plan

    @property
    def message(self) -> str:
        """What stands above the answer when something is wrong; empty otherwise."""
        return str(self._message.value)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the plan is answered in full; return whether it is."""
        return self._worker.wait(timeout)

    def close(self) -> None:
        """Stop answering and take the controls from the page."""
        self._worker.close()
        self.widget.close()

    def _repr_mimebundle_(self, **told: Any) -> Any:
        """Show the controls where a notebook shows the value of a cell."""
        return self.widget._repr_mimebundle_(**told)

    # --- what a person does ------------------------------------------------------------------

    def _change(self, name: str, value: Any) -> None:
        """Take the value of a control; what contradicts it is said, and the last plan stays."""
        try:
            self._draft.change(name, value)
        except EngagelabError as error:
            self._tell(_readable(error))
            return
        self._tell("")
        self._renamed()
        self._submit()

    def _start_from(self, plan: Scenario) -> None:
        """Take a plan from the list: all controls are set to it."""
        self._draft.start_from(plan)
        self.panel.show(self.plan)
        self.figure.reset()
        self._tell("")
        self._renamed()
        self._submit()

    def _guarded(self, act: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return the act; what goes wrong in it is told in one line."""

        def guarded(value: Any) -> None:
            try:
                act(value)
            except Exception as error:  # never a traceback in the notebook
                self._fail(error)

        return guarded

    def _renamed(self) -> None:
        draft = self._draft
        self.picker.show(draft.base, draft.label, custom=draft.custom)

    def _submit(self) -> None:
        self._worker.submit(Question(self.plan, self._draft.baseline))

    # --- what the worker says, in its thread -------------------------------------------------

    def _show(self, answer: Answer) -> None:
        self._headline.value = headline(answer)
        self._status.value = status(answer)
        self._image.value = self.figure.png(answer)
        self._in_words.value = in_words(answer)
        self.answer = answer

    def _fail(self, error: Exception) -> None:
        known = isinstance(error, EngagelabError)
        self._tell(_readable(error) if known else unexpected(error))

    def _tell(self, text: str) -> None:
        alert = f'<span role="alert">{escape(text)}\n{_STAYS}</span>' if text else ""
        self._message.value = alert
        self._message.layout.display = None if text else "none"

    # --- how it is laid out ------------------------------------------------------------------

    def _laid_out(self) -> Any:
        head = _box(
            "head", widgets.HBox, [self.picker.widget, self.picker.summary, self.panel.runs]
        )
        left = _box("left", widgets.VBox, [self.panel.main, self.panel.more])
        right = _box(
            "right", widgets.VBox, [self._status, self._headline, self._image, self._in_words]
        )
        columns = _box("columns", widgets.HBox, [left, right])
        return _box("workbench", widgets.VBox, [style(), head, self._message, columns])


def _html(name: str) -> Any:
    box = widgets.HTML()
    box.add_class(f"el-{name}")
    return box


def _box(name: str, kind: Any, children: list[Any]) -> Any:
    box = kind(children)
    box.add_class(f"el-{name}")
    return box


def _readable(error: Exception) -> str:
    """Return a mistake with the labels of the controls beside the names of the fields."""
    fields, problems = Scenario.fields(), getattr(error, "problems", ())
    lines = [
        f"{fields[name].label} ({name}): {text}" if name in fields else f"{name}: {text}"
        for name, text in problems
    ]
    return "\n".join(lines) or str(error)
