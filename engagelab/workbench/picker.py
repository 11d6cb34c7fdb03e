"""The list of presets, and what the plan is called when it has been changed."""

import html
from collections.abc import Callable

import ipywidgets as widgets

from ..scenario import Scenario
from .draft import strategy

_CUSTOM = "custom"


class Picker:
    """A list of presets; a changed plan stands in it as "custom (from ...)".

    Parameters
    ----------
    opened : Scenario
        The plan that the workbench was opened with; it stands in the list as well.
    chosen : callable
        Takes the plan that a person chooses.

    Attributes
    ----------
    widget, summary : ipywidgets.Dropdown, ipywidgets.HTML
        The list, and the chosen plan in one sentence.
    """

    def __init__(self, opened: Scenario, chosen: Callable[[Scenario], None]) -> None:
        self._plans = {name: Scenario.preset(name) for name in Scenario.presets()}
        if self.name_of(opened) is None:
            self._plans = {"as opened": opened, **self._plans}
        self._chosen, self._quiet = chosen, False
        self.summary = widgets.HTML()
        self.summary.add_class("el-summary")
        self.widget = widgets.Dropdown(
            description="plan", tooltip="A plan to start from; choosing one sets all controls."
        )
        self.widget.add_class("el-preset")
        self.widget.add_class("el-choice")
        self.widget.observe(self._hear, "value")

    def name_of(self, plan: Scenario) -> str | None:
        """Return the name of the plan in the list that says the same."""
        same = (name for name, known in self._plans.items() if strategy(known) == strategy(plan))
        return next(same, None)

    def show(self, base: Scenario, label: str, *, custom: bool) -> None:
        """Show what the plan is called, without telling that it was chosen."""
        options = [(plan.name or name, name) for name, plan in self._plans.items()]
        options = [(label, _CUSTOM), *options] if custom else options
        value = _CUSTOM if custom else self.name_of(base)
        self.summary.value = html.escape(base.summary)
        self._quiet = True
        try:
            if tuple(options) != self.widget.options:
                self.widget.options = options
            self.widget.value = value
        finally:
            self._quiet = False

    def _hear(self, change: dict[str, str]) -> None:
        if not self._quiet and change["new"] in self._plans:
            self._chosen(self._plans[change["new"]])
