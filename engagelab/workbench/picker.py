"""The list of presets, and what the plan is called when it has been changed."""

import html
from collections.abc import Callable

import ipywidgets as widgets

from ..scenario import Scenario
from ..texts import Texts
from .draft import strategy

_CUSTOM, _OPENED = "custom", "as opened"


class Picker:
    """A list of presets; a changed plan stands in it as "custom (from ...)".

    Parameters
    ----------
    opened : Scenario
        The plan that the workbench was opened with; it stands in the list as well.
    chosen : callable
        Takes the plan that a person chooses.
    texts : Texts
        The language of the list.

    Attributes
    ----------
    widget, summary : ipywidgets.Dropdown, ipywidgets.HTML
        The list, and the chosen plan in one sentence.
    """

    def __init__(self, opened: Scenario, chosen: Callable[[Scenario], None], texts: Texts) -> None:
        self.texts = texts
        self._plans = {name: Scenario.preset(name) for name in Scenario.presets()}
        self._names = {strategy(plan): name for name, plan in self._plans.items()}
        if self.name_of(opened) is None:
            self._plans = {_OPENED: opened, **self._plans}
            self._names[strategy(opened)] = _OPENED
        self._options = [(self.called(plan)[0], name) for name, plan in self._plans.items()]
        self._chosen, self._quiet = chosen, False
        self.summary = widgets.HTML()
        self.summary.add_class("el-summary")
        self.widget = widgets.Dropdown(
            description=texts("workbench.plan"), tooltip=texts("workbench.plan_tip")
        )
        self.widget.add_class("el-preset")
        self.widget.add_class("el-choice")
        self.widget.observe(self._hear, "value")

    def name_of(self, plan: Scenario) -> str | None:
        """Return the name of the plan in the list that says the same."""
        return self._names.get(strategy(plan))

    def called(self, plan: Scenario) -> tuple[str, str]:
        """Return the name and the summary of a plan in the language of the list."""
        name = self.name_of(plan)
        if name in Scenario.presets():
            return self.texts.preset(name)
        return plan.name or self.texts("workbench.as_opened"), plan.summary

    def show(self, base: Scenario, *, custom: bool) -> None:
        """Show what the plan is called, without telling that it was chosen."""
        options = self._options
        called, summary = self.called(base)
        value = _CUSTOM if custom else self.name_of(base) or _CUSTOM
        if value == _CUSTOM:
            options = [(self.texts("workbench.custom", name=called), _CUSTOM), *options]
        self.summary.value = html.escape(summary)
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
