"""Answer the campaign page: decisions coarse and in full, their explanation, and money tools."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...errors import EngagelabError, under
from ...experiments.assumption_tests import AssumptionTests, test_assumptions
from ...experiments.budget import budget
from ...experiments.decision import ALONE, Decision
from ...experiments.equal_money_target import target_at_equal_money
from ...experiments.fit_record import FitRecord
from ...experiments.lead import LeadBreakdown, explain_lead
from ...experiments.options import Option, compare_options
from ...experiments.plan_number import PAID, SEEDS
from ...experiments.town_runner import AnswerCache, budget_lever
from ...graphs.network import Network
from ...simulation.scenario import Scenario
from ..state.campaign_plan import CampaignPlan
from .jobs import Job

COARSE, FULL = 16, 100  # towns
_FURTHER = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)  # times the budget
_REPORT_INTERVAL = 1.0  # seconds between two reports of how far an answer is
_SPLIT_RUNS, _SPLIT_KEYS, _SPLIT_TRIES = 6, 4, 160


@dataclass(frozen=True)
class CampaignQuestion:
    """The options of the page, and the document they are of.

    Attributes
    ----------
    number : int
        Counts the questions.
    options : tuple of Option
        The options.
    network : Network or None
        The network of all.
    document : CampaignPlan
        The document.
    """

    number: int
    options: tuple[Option, ...]
    network: Network | None
    document: CampaignPlan


@dataclass(frozen=True)
class CampaignAnswer:
    """A decision and its question; coarse if it is of few towns."""

    question: CampaignQuestion
    decision: Decision
    coarse: bool


class SimulationCount:
    """Counts the simulations of one answer over its searches; their total is not known before.

    Parameters
    ----------
    report : callable
        Called about once a second with the number of simulations so far.

    Examples
    --------
    >>> reported = []
    >>> count = SimulationCount(reported.append)
    >>> count.reported_at -= 60  # a minute ago
    >>> count(4, 4); count(1, 16)
    >>> reported
    [4]
    >>> count.simulated
    5
    """

    def __init__(self, report: Callable[[int], None]) -> None:
        self._report = report
        self._before = self.simulated = 0  # in earlier searches, and in all
        self.reported_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Count what one search has done."""
        self.simulated = self._before + done
        if done == total:
            self._before = self.simulated
        if time.monotonic() - self.reported_at >= _REPORT_INTERVAL:
            self.reported_at = time.monotonic()
            self._report(self.simulated)


class CampaignSimulator:
    """Compare options; a coarse answer starts from the levers that the last answer found.

    Parameters
    ----------
    report : callable, optional
        Called about once a second with the number of simulations of an answer so far.
    """

    def __init__(self, report: Callable[[int], None] = lambda simulated: None) -> None:
        self._report = report
        self._last: Decision | None = None
        self._cache = AnswerCache()
        self._network: Network | None = None

    def __call__(
        self, question: CampaignQuestion, coarse: bool, cancel: threading.Event
    ) -> CampaignAnswer:
        """Answer a question."""
        if question.network is not self._network:
            self._cache, self._network = AnswerCache(), question.network
        options = self._warm(question.options) if coarse else question.options
        try:
            decision = compare_options(
                options, towns=COARSE if coarse else FULL, network=question.network,
                progress=SimulationCount(self._report), cancel=cancel, cache=self._cache,
            )  # fmt: skip
        except EngagelabError as error:
            raise _of_option(error, options, question.network) from error
        self._last = decision
        return CampaignAnswer(question, decision, coarse)

    def _warm(self, options: Sequence[Option]) -> list[Option]:
        """Return the options with the levers where the last answer had them."""
        known = {each.name: each for each in self._last.options} if self._last else {}
        return [
            replace(option, plan=_lever_as(option, known[option.name].plan))
            if option.name in known and option.budget is not None else option
            for option in options
        ]  # fmt: skip


def _of_option(
    error: EngagelabError, options: Sequence[Option], network: Network | None
) -> EngagelabError:
    """Return why the options cannot be compared, with the option whose plan is refused.

    As it is if no plan is refused before the money is divided, or all are.
    """
    refused = [index for index, option in enumerate(options)
               if _problems(option.plan, network) == error.problems]  # fmt: skip
    if not error.problems or not 0 < len(refused) < len(options):
        return error
    return under(f"choices.{refused[0]}.plan", error)


def _problems(plan: Scenario, network: Network | None) -> tuple[tuple[str, str], ...]:
    try:
        plan.simulate(plan.settings_with(runs=1), network)
    except EngagelabError as error:
        return error.problems
    return ()


def _lever_as(option: Option, solved: Scenario) -> Scenario:
    """Return the plan of an option with the seeds or impressions of a solved one, if they are set.

    Only these: the others may be more than the audience has by now.
    """
    one, other = option.plan.campaign.posts, solved.campaign.posts
    lever = budget_lever(option.plan)
    if option.lever is not None or lever not in (SEEDS, PAID) or len(one) != len(other):
        return option.plan
    posts = [a.replace(**{lever: getattr(b, lever)}) if a.origin == b.origin else a
             for a, b in zip(one, other, strict=True)]  # fmt: skip
    return option.plan.replace({"campaign.posts": posts})


def explain(
    decision: Decision,
    cancel: threading.Event,
    tell: Callable[..., None],
    *,
    fit: FitRecord | None = None,
) -> tuple[LeadBreakdown | None, AssumptionTests]:
    """Explain a decision and test it; `tell` gets ``lead``, ``tested`` and ``tests`` in time.

    Fitted assumptions are tested at the ends of their intervals.
    """
    lead = None
    if decision.standing != ALONE:
        first, second = decision.order[:2]
        lead = explain_lead(decision, second, first, progress=False, cancel=cancel)
        tell(lead=lead)
    tests = test_assumptions(
        decision, fit=fit, progress=lambda done, total: tell(tested=(done, total)), cancel=cancel
    )
    tell(tests=tests)
    return lead, tests


# --- money tools -----------------------------------------------------------------------------


@dataclass(frozen=True)
class SplitFound:
    """The best split of an option's money: its decision, beside the option as it is."""

    letter: str
    plan: Scenario
    decision: Decision

    @property
    def is_better(self) -> bool:
        """Whether the split reaches more than the option as it is."""
        return self.decision.order[0] == "B" and self.decision.is_apart("A")


@dataclass(frozen=True)
class FurtherFound:
    """The options at several budgets.

    Attributes
    ----------
    money : tuple of float
        The budgets simulated so far.
    reach : dict of str to tuple of float
        The reach of each option at each of them.
    most : float
        The largest budget to simulate.
    step : float
        The budget now.
    """

    money: tuple[float, ...]
    reach: dict[str, tuple[float, ...]]
    most: float
    step: float


def split_job(decision: Decision, letter: str) -> Job:
    """Return a job that searches the best split of an option's money."""
    option = decision[letter]
    money = option.budget or float(decision.summary["cost"][letter])

    def work(job: Job) -> SplitFound:
        found = budget(
            option.plan, money, runs=_SPLIT_RUNS, keys=_SPLIT_KEYS, evaluations=_SPLIT_TRIES,
            network=decision.network, progress=job.report, cancel=job.gate,
        )  # fmt: skip
        options = [Option("as it is", option.plan), Option("best split", found.plan)]
        both = compare_options(
            options, towns=decision.number_of_towns, key=decision.key, network=decision.network,
            progress=False, cancel=job.gate,
        )  # fmt: skip
        return SplitFound(letter, found.plan, both)

    return Job("split", option.plan, work, letter)


def find_job(
    decision: Decision, letter: str, field: str, target: float, within: tuple[float, float]
) -> Job:
    """Return a job that searches the value of a field that reaches a target at the same money."""

    def work(job: Job) -> object:
        return target_at_equal_money(
            decision, letter, field, target, within=within, progress=job.report, cancel=job.gate
        )

    return Job("find", decision[letter].plan, work, (letter, field, target))


def further_job(decision: Decision, money: float) -> Job:
    """Return a job that compares the options at smaller and larger budgets."""
    letters = [each.letter for each in decision.options]

    def work(job: Job) -> FurtherFound:
        done: list[float] = []
        reach: dict[str, list[float]] = {letter: [] for letter in letters}
        budgets = [money * share for share in _FURTHER]
        for index, amount in enumerate(budgets):
            options = [Option(each.name, each.plan, amount, each.lever)
                       for each in decision.options]  # fmt: skip
            found = compare_options(options, towns=COARSE, key=decision.key,
                                    network=decision.network, progress=False,
                                    cancel=job.gate)  # fmt: skip
            done.append(amount)
            for letter in letters:
                reach[letter].append(float(found.summary["reach"][letter]))
            job.about = FurtherFound(tuple(done), {k: tuple(v) for k, v in reach.items()},
                                     budgets[-1], money)  # fmt: skip
            job.report(index + 1, len(budgets))
        assert isinstance(job.about, FurtherFound)
        return job.about

    return Job("further", decision.options[0].plan, work)
