"""Correct one number of an observed post."""

from collections.abc import Callable
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...observed.cells import LARGEST
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
        self._offered: Any = None
        self.number = widgets.Text(description=texts("fit.number"), continuous_update=False)
        self.number.observe(guarded(self._take), "value")
        self.post, self.measure = self._choice("correct", []), self._choice("measure", [])
        inputs = widgets.HBox([self.post, self.measure, self.number])
        self._said, self._row = widgets.HTML(), styled(inputs, "el-form-row")
        self.widget = widgets.VBox([self._row, self._said])

    def show(self, observed: ObservedPosts | None) -> None:
        """Offer the posts and measures that were read."""
        t = self._t
        self.widget.layout.display = "none" if observed is None else None
        if observed is None:
            return
        names = [(name, name) for name in observed.names]
        measures = [(t.word("measure", name, name), name) for name in observed.measures]
        if (names, measures) == self._offered:
            return
        # new lists: a page shows no choice in an empty list that is given options later
        self._offered, before = (names, measures), (self.post, self.measure)
        self.post, self.measure = self._choice("correct", names), self._choice("measure", measures)
        self._row.children = (self.post, self.measure, self.number)
        for choice in before:
            widgets.close_all(choice)

    def _choice(self, name: str, options: list[tuple[str, str]]) -> Any:
        return widgets.Dropdown(options=options, description=self._t(f"fit.{name}"))

    def _take(self, change: Any) -> None:
        text = change["new"].strip()
        self._said.value = ""
        if not text:
            return
        try:
            number = numbers("number", text, self._t)
            if isinstance(number, list) or not 0 <= number <= LARGEST:
                raise EngagelabError("", (("", self._t("fit.not_a_count", text=text)),))
        except EngagelabError as error:
            self._said.value = element("p", error.problems[0][1], role="alert")
            return
        self.number.value = ""
        self._on_correct(str(self.measure.value), str(self.post.value), number)
