"""The money tools of the campaign page: their jobs, and what they are asked."""

from typing import Any

from .campaign_edits import CampaignEdits
from .campaign_host import CampaignHost
from .compute.jobs import Job, Jobs
from .view.campaign_tools import KINDS, default_target, findable, tools_html
from .view.campaign_values import Shown


class MoneyTools:
    """Best split, target and further money; one of them runs at a time.

    Parameters
    ----------
    page : CampaignHost
        The page.
    edits : CampaignEdits
        What a person has chosen.

    Attributes
    ----------
    jobs : Jobs
        The running job, and the last of each kind.
    """

    def __init__(self, page: CampaignHost, edits: CampaignEdits) -> None:
        self._page, self._edits = page, edits
        self.jobs = Jobs()
        self._asked_of: dict[str, list[str]] = {}  # the strategies by kind of job
        self.jobs.watch(lambda job: page.render("tools"))

    def html(self, show: Shown) -> str:
        """Return the tools as HTML."""
        return tools_html(show, self._by_kind(), self._asked(show))

    def start(self, kind: str) -> None:
        """Start a job on the latest answer, if it is full and of the present document."""
        answer = self._page.answer
        nothing = kind == "find" and not self._edits.asked_now["field"]
        if self._page.is_current and answer is not None and not answer.coarse and not nothing:
            self._asked_of[kind] = self._strategies
            self.jobs.start(self._edits.job(kind, answer.decision))

    def cancel(self) -> None:
        """Cancel the running job."""
        if self.jobs.now is not None:
            self.jobs.now.cancel()

    def last(self, kind: str) -> Job | None:
        """Return the last job of a kind, unless letters now mean other options."""
        job, then = self.jobs.of(kind), self._asked_of.get(kind, [])
        same = self._strategies[: len(then)] == then
        return job if job is not None and (same or not job.over) else None

    @property
    def _strategies(self) -> list[str]:
        return [choice.strategy for choice in self._edits.plan.choices]

    def _by_kind(self) -> dict[str, Job]:
        known = ((kind, self.last(kind)) for kind in KINDS)
        return {kind: job for kind, job in known if job is not None}

    def _asked(self, show: Shown) -> dict[str, Any]:
        """Return what is asked, completed from the answer: the first option, a target above it."""
        asked = dict(self._edits.asked)
        if show.decision is not None:
            if asked["letter"] not in [each.letter for each in show.decision.options]:
                asked["letter"] = show.decision.order[0]
            fields = findable(show, asked["letter"])
            if asked["field"] not in fields:
                asked["field"] = fields[0] if fields else ""
            if not asked["target"]:
                asked["target"] = default_target(show, asked["letter"])
        self._edits.asked_now = asked
        return asked
