"""The lower tabs of the campaign page: those of the workbench on one option, and two of its own."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import ipywidgets as widgets

from ..simulation.scenario import Scenario
from .campaign_host import CampaignHost
from .compute.exploration import Exploration
from .compute.fitted_band import FITTED, FittedPlan
from .compute.jobs import Job
from .controls.widget_helpers import styled
from .state.campaign_plan import LETTERS
from .state.session import Session
from .tabs import create_tab
from .tabs.context import Context, FollowsPlan, Tab
from .tabs.results import KIND as RESULTS
from .templates import render
from .view.campaign_tools import assumptions_html, handover_html, is_ready
from .view.campaign_values import Shown
from .view.campaign_warnings import warnings_of

TABS = ("calendar", "spread", "network", "results", "handover", "all", "glossary")
_OWN = {"handover": lambda show: handover_html(show.as_answered), "all": assumptions_html}
_OF_OPTION = ("calendar", "spread", RESULTS)
_TAKEN = "fit.took"  # the step of a person who uses what was fitted


class CampaignTabs:
    """The open tab below the answer.

    Parameters
    ----------
    page : CampaignHost
        The page.

    Attributes
    ----------
    body : ipywidgets.VBox
        The tab, if it is one of the workbench.
    key : str
        The open tab.
    """

    def __init__(self, page: CampaignHost) -> None:
        self._page = page
        self.key, self._letter = "handover", "A"
        self._tab: Tab | None = None
        self._session = Session(page.plan.choices[0].plan)
        self._exploration = Exploration()
        self._fitted: tuple[Job | None, str, str] = None, "A", ""  # letter and strategy of a fit
        self._exploration.jobs.watch(self._note_fitted)
        self.body = styled(widgets.VBox(), "elp-open-tab")

    def html(self, show: Shown) -> str:
        """Return the bar of the tabs, and the open tab if it is HTML."""
        letters = [(letter, show.names[letter]) for letter, _ in show.plan.lettered()]
        if self._letter not in dict(letters):
            self.use_option("A")
        of_option = self._letter if self.key in _OF_OPTION else ""
        body = _OWN[self.key](show) if self.key in _OWN else ""
        return render("campaign_tabs", t=show.t, tabs=TABS, open=self.key, option=of_option,
                      letters=letters, body=body)  # fmt: skip

    def open(self, key: str) -> None:
        """Open a tab."""
        if key in TABS:
            self.key = key
            self.rebuild()
            self._page.render("tabs")

    def use_option(self, letter: str) -> None:
        """Show another option in the tabs of one option."""
        self._letter = letter if letter in LETTERS else "A"
        self.rebuild()

    def rebuild(self) -> None:
        """Create the open tab anew, in the present language and for the present option."""
        if self._tab is not None:
            self._tab.close()
            self._tab = None
        if self.key in _OWN:
            self.body.children = ()
            return
        self._session.network = self._page.network
        self._session.start_from(self._plan)
        self._tab = create_tab(self.key, self._context())
        if self.key == RESULTS:
            styled(self._tab.widget, "el-tab")  # its texts wrap on a narrow page
        self.body.children = (self._tab.widget,)
        if isinstance(self._tab, FollowsPlan):
            self._tab.follow()
        self.show_answer()

    def follow(self) -> None:
        """Let the open tab follow the document, which may have been changed elsewhere."""
        letters = [letter for letter, _ in self._page.plan.lettered()]
        if self._tab is None or self._letter not in letters:
            return
        if self._session.open(self._plan, "") and isinstance(self._tab, FollowsPlan):
            self._tab.follow()

    def show_answer(self) -> None:
        """Pass the option of the latest answer to the open tab."""
        answer = self._page.answer
        if self._tab is None or answer is None or self.key not in _OF_OPTION:
            return
        letters = [each.letter for each in answer.decision.options]
        if self._letter in letters:
            plan = answer.decision[self._letter].plan
            seen: Any = SimpleNamespace(plan=plan, coarse=answer.coarse)
            self._tab.show(seen)

    def close(self) -> None:
        """Close the open tab."""
        if self._tab is not None:
            self._tab.close()
        self._exploration.close()

    def export(self, format: str) -> None:
        """Hand over the decision in a format, with every warning of the page."""
        page, show = self._page, self._page.shown.as_answered
        if show.decision is None or not is_ready(show):
            page.say(show.t("campaign.not_ready"))
            return
        from ..report import decision_to_bytes, facts_of  # the formats load slowly

        facts = facts_of(
            show.decision, show.lead, show.tests,
            warnings=[warning.text for warning in warnings_of(show)], unit=show.plan.audience.unit,
            fit=show.plan.applied_fit,
        )  # fmt: skip
        page.send_file(*decision_to_bytes(facts, format, show.t))

    # --- a workbench of one option -----------------------------------------------------------

    @property
    def _plan(self) -> Scenario:
        plan: Scenario = self._page.plan.choices[LETTERS.index(self._letter)].plan
        return plan

    def _context(self) -> Context:
        page = self._page
        return Context(
            session=self._session, exploration=self._exploration, texts=page.texts,
            network=page.network, change=self._change, adopt=lambda plan, what: None,
            open=lambda plan, name, what: None,
            plan_name=lambda: page.shown.names[self._letter],
            address=lambda: page.address, refresh=lambda: None, guarded=page.guarded,
            use_network=page.use_network,
        )  # fmt: skip

    def _change(self, values: Mapping[str, Any], what: str) -> None:
        """Set values in the option's plan; of a fit, also where the options share them."""
        page = self._page
        fitted = self._session.notes.get(FITTED)
        if what == _TAKEN and isinstance(fitted, FittedPlan):
            page.put(page.plan.with_fit(fitted.fit.record, self._fitted_letter))
            return
        self._session.change(values, what)
        page.put(page.plan.with_choice(self._letter, plan=self._session.plan))

    # --- the option that was fitted ----------------------------------------------------------

    def _note_fitted(self, job: Job) -> None:
        """Note the option of a fit when it starts: another may be open when it is used."""
        if job.kind == RESULTS and job is not self._fitted[0]:
            letter = self._letter
            self._fitted = job, letter, self._strategies.get(letter, "")

    @property
    def _strategies(self) -> dict[str, str]:
        return {letter: choice.strategy for letter, choice in self._page.plan.lettered()}

    @property
    def _fitted_letter(self) -> str:
        """The option of the last fit by its present letter; the open one if it is gone."""
        _, letter, strategy = self._fitted
        now = self._strategies
        if now.get(letter) == strategy:
            return letter
        return next((each for each, name in now.items() if name == strategy), self._letter)
