"""What the parts that explore have in common: one long job, and what is shown of it."""

from ..compute.answer import Answer
from .job_bar import JobBar


class Exploring:
    """A part with one long job; it belongs to the plan it was begun with.

    Attributes
    ----------
    bar : JobBar
        Start, pause, continue, cancel.
    """

    bar: JobBar

    def show(self, answer: Answer) -> None:
        """Say whether what is shown is still that of the plan."""
        if not answer.coarse:
            self.bar.recall()
            if self.bar.job is None:
                self._idle()

    def close(self) -> None:
        """Follow the job no more; it goes on."""
        self.bar.close()

    def _idle(self) -> None:
        """Follow the plan while there is no job."""

    def _chosen(self) -> None:
        """Show what is there in the measure that is chosen."""
        if hasattr(self, "bar"):  # all inputs are made
            self.bar.refresh()
