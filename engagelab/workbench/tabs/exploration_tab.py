"""Share the code of the tabs that explore: one long job, and its results."""

from ..compute.answer import Answer
from .job_bar import JobBar


class ExplorationTab:
    """A tab with one long job, which belongs to the plan with which it was started.

    Attributes
    ----------
    bar : JobBar
        Start, pause, continue, cancel.
    """

    bar: JobBar

    def show(self, answer: Answer) -> None:
        """Say whether the results still belong to the plan."""
        if not answer.coarse:
            self.bar.update_note()
            if self.bar.job is None:
                self._follow_plan()

    def close(self) -> None:
        """Stop following the job, which continues."""
        self.bar.close()

    def _follow_plan(self) -> None:
        """Follow the plan while there is no job."""

    def _refresh(self) -> None:
        """Show the results in the chosen measure."""
        if hasattr(self, "bar"):  # all inputs exist
            self.bar.refresh()
