"""The list of presets, and what the plan is called when it has been changed."""

import html
from collections.abc import Callable

import ipywidgets as widgets

from ...i18n import Texts
from ...i18n.preset_names import preset_called
from ...simulation.scenario import Scenario
from ..state.draft_plan import strategy

_CUSTOM, _OPENED, _BASE = "custom", "as opened", "base"


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
        self._options = [(self._listed(name), name) for name in self._plans]
        self._chosen, self._quiet, self._base = chosen, False, opened
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
        preset = preset_called(plan.name)
        if preset:  # it bears the name, and says something else
            name, summary = self.texts.preset(preset)
            same = plan.summary == Scenario.preset(preset).summary
            return self.texts("workbench.custom", name=name), summary if same else plan.summary
        return plan.name or self.texts("workbench.as_opened"), plan.summary

    def changed(self, base: Scenario) -> str:
        """Return what a plan is called that has been changed since its base."""
        preset = preset_called(base.name)
        name = self.texts.preset(preset)[0] if preset else self.called(base)[0]
        return self.texts("workbench.custom", name=name)

    def show(self, base: Scenario, *, custom: bool) -> None:
        """Show what the plan is called, without telling that it was chosen."""
        self._base, known = base, self.name_of(base)
        called, summary = self.called(base)
        others = [] if known else [(called, _BASE)]
        first = [(self.changed(base), _CUSTOM)] if custom else []
        options = [*first, *others, *self._options]
        value = _CUSTOM if custom else known or _BASE
        self.summary.value = html.escape(summary)
        self._quiet = True
        try:
            if tuple(options) != self.widget.options:
                self.widget.options = options
            self.widget.value = value
        finally:
            self._quiet = False

    def _listed(self, name: str) -> str:
        """Return what a plan is called in the list."""
        called, opened = self.called(self._plans[name])[0], self.texts("workbench.as_opened")
        bears = name == _OPENED and preset_called(self._plans[name].name)
        return f"{called}, {opened}" if bears else called

    def _hear(self, change: dict[str, str]) -> None:
        plans = {**self._plans, _BASE: self._base}
        if not self._quiet and change["new"] in plans:
            self._chosen(plans[change["new"]])
