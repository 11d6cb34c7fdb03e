"""Correct one number of an observed post."""

from collections.abc import Callable
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...observed.posts import ObservedPosts
from ..browser import widgets
from ..compute.results_fit import numbers
from ..controls.widget_helpers import styled
from ..templates import element


class Correction:
    """A post, a measure and the number that it should have.

    Parameters
    ----------
    texts : Texts
        The language.
    on_correct : callable
        Receives a measure, a post and a number.
    guarded : callable
        Wraps a callback of a widget, so that its errors are shown.

    Attributes
    ----------
    widget : ipywidgets.VBox
        The row of inputs, hidden without posts.
    post, measure, number : ipywidgets widgets
        The inputs; a number is taken over when it is entered.
    """

    def __init__(
        self,
        texts: Texts,
        on_correct: Callable[[str, str, float], None],
        guarded: Callable[[Callable[..., None]], Callable[..., None]],
    ) -> None:
        self._t, self._on_correct = texts, on_correct
        self.post = widgets.Dropdown(description=texts("fit.correct"))
        self.measure = widgets.Dropdown(description=texts("fit.measure"))
        self.number = widgets.Text(description=texts("fit.number"), continuous_update=False)
        self.number.observe(guarded(self._take), "value")
        self._said = widgets.HTML()
        row = styled(widgets.HBox([self.post, self.measure, self.number]), "el-form-row")
        self.widget = widgets.VBox([row, self._said])

    def show(self, observed: ObservedPosts | None) -> None:
        """Offer the posts and measures that were read."""
        t = self._t
        self.widget.layout.display = "none" if observed is None else None
        if observed is None:
            return
        _offer(self.post, [(name, name) for name in observed.names])
        _offer(self.measure, [(t.word("measure", name, name), name) for name in observed.measures])

    def _take(self, change: Any) -> None:
        text = change["new"].strip()
        self._said.value = ""
        if not text:
            return
        try:
            number = numbers("number", text, self._t)
            if isinstance(number, list) or not number >= 0:
                raise EngagelabError("", (("", self._t("fit.not_a_count", text=text)),))
        except EngagelabError as error:
            self._said.value = element("p", error.problems[0][1], role="alert")
            return
        self.number.value = ""
        self._on_correct(str(self.measure.value), str(self.post.value), number)


def _offer(choice: Any, options: list[tuple[str, str]]) -> None:
    """Offer options, and keep the present one if it is among them."""
    before = choice.value
    if tuple(choice.options) != tuple(options):
        choice.options = options
        if before in [value for _, value in options]:
            choice.value = before
