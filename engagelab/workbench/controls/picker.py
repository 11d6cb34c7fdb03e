"""List the presets, and name the plan, also after it was changed."""

from collections.abc import Callable

from ...i18n import Texts
from ...i18n.preset_names import preset_called
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..state.draft_plan import strategy
from ..templates import element
from .widget_helpers import Silence, styled

_CUSTOM, _OPENED, _BASE = "custom", "as opened", "base"


class Picker:
    """A list of presets, in which a changed plan is called "custom (from ...)".

    Parameters
    ----------
    opened : Scenario
        The plan that the workbench was opened with, which is in the list as well.
    on_choose : callable
        Receives the plan that a person chooses.
    texts : Texts
        The language of the list.

    Attributes
    ----------
    widget, summary : ipywidgets.Dropdown, ipywidgets.HTML
        The list, and a sentence about the chosen plan.
    """

    def __init__(
        self, opened: Scenario, on_choose: Callable[[Scenario], None], texts: Texts
    ) -> None:
        self.texts = texts
        self._plans = {name: Scenario.preset(name) for name in Scenario.presets()}
        self._names = {strategy(plan): name for name, plan in self._plans.items()}
        if self.name_of(opened) is None:
            self._plans = {_OPENED: opened, **self._plans}
            self._names[strategy(opened)] = _OPENED
        self._options = [(self._listed(name), name) for name in self._plans]
        self._on_choose, self._silence, self._base = on_choose, Silence(), opened
        self.summary = styled(widgets.HTML(), "el-summary")
        box = widgets.Dropdown(
            description=texts("workbench.plan"), tooltip=texts("workbench.plan_tip")
        )
        self.widget = styled(box, "el-preset", "el-choice")
        self.widget.observe(self._choose, "value")

    def name_of(self, plan: Scenario) -> str | None:
        """Return the key of the plan in the list that is equal but for its name and runs."""
        return self._names.get(strategy(plan))

    def name_and_summary(self, plan: Scenario) -> tuple[str, str]:
        """Return the name and the summary of a plan in the language of the list."""
        name = self.name_of(plan)
        if name in Scenario.presets():
            return self.texts.preset(name)
        preset = preset_called(plan.name)
        if preset:  # it has the name of a preset, but other values
            name, summary = self.texts.preset(preset)
            same = plan.summary == Scenario.preset(preset).summary
            return self.texts("workbench.custom", name=name), summary if same else plan.summary
        return plan.name or self.texts("workbench.as_opened"), plan.summary

    def custom_name(self, base: Scenario) -> str:
        """Return the name of a plan that was changed since its base."""
        preset = preset_called(base.name)
        name = self.texts.preset(preset)[0] if preset else self.name_and_summary(base)[0]
        return self.texts("workbench.custom", name=name)

    def show(self, base: Scenario, *, custom: bool) -> None:
        """Show the name of the plan without reporting a choice."""
        self._base, known = base, self.name_of(base)
        name, summary = self.name_and_summary(base)
        others = [] if known else [(name, _BASE)]
        first = [(self.custom_name(base), _CUSTOM)] if custom else []
        options = [*first, *others, *self._options]
        value = _CUSTOM if custom else known or _BASE
        self.summary.value = element("span", summary)
        with self._silence:
            if tuple(options) != self.widget.options:
                self.widget.options = options
            self.widget.value = value

    def _listed(self, name: str) -> str:
        """Return the label of a plan in the list."""
        label = self.name_and_summary(self._plans[name])[0]
        has_preset_name = name == _OPENED and preset_called(self._plans[name].name)
        return f"{label}, {self.texts('workbench.as_opened')}" if has_preset_name else label

    def _choose(self, change: dict[str, str]) -> None:
        plans = {**self._plans, _BASE: self._base}
        if not self._silence and change["new"] in plans:
            self._on_choose(plans[change["new"]])
