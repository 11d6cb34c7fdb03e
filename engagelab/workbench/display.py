"""Show the answers of the worker: picture and numbers first, explanations after."""

import threading
from collections.abc import Callable

from ..graphs.network import Network
from ..i18n import Texts
from .browser.answer_view import AnswerView
from .compute.answer import Answer, Question
from .compute.local_sensitivity import LocalSensitivity
from .state.session import Session
from .templates import element
from .view import in_words
from .view.effects import sensitivity_html
from .view.headline import headline, status
from .view.picture import Picture


class AnswerDisplay:
    """The answer that the page shows; most methods are called in the worker's thread.

    Parameters
    ----------
    session : Session
        The present plan and its pins.
    texts : Texts
        The language.
    on_current : callable
        Called when the answer of the present plan is shown.

    Attributes
    ----------
    widget : AnswerView
        Status, headline, picture and sentences.
    answer : Answer or None
        The answer that is shown.
    lock : threading.RLock
        Held while the display changes.
    """

    def __init__(self, session: Session, texts: Texts, on_current: Callable[[], None]) -> None:
        self.widget, self.lock = AnswerView(), threading.RLock()
        self.answer: Answer | None = None
        self._session, self._texts, self._on_current = session, texts, on_current
        self._picture = Picture(texts)
        self._local_sensitivity = LocalSensitivity(session.network)

    @property
    def is_current(self) -> bool:
        """Whether the answer that is shown is that of the present plan."""
        return self.answer is not None and self.answer.plan == self._session.plan

    def set_language(self, texts: Texts) -> None:
        """Use another language from the next answer on."""
        self._texts = self._picture.texts = texts

    def use_network(self, network: Network | None) -> None:
        """Forget what was computed on another network."""
        self._local_sensitivity = LocalSensitivity(network)
        self.reset_axis()

    def reset_axis(self) -> None:
        """Fit the reach axis anew to the next answer."""
        self._picture.reset()

    def show(self, answer: Answer) -> None:
        """Show an answer, its picture and numbers first."""
        with self.lock:
            self.widget.show(
                status=status(answer, self._texts),
                headline=headline(answer, self._texts),
                picture=self._picture.of(answer, self._session.suited_pins),
            )
            self.answer = answer
            if self.is_current:
                self._on_current()
            self.widget.show_details(
                depends=sensitivity_html(self._local_sensitivity, answer.plan, self._texts),
                words=in_words.as_html(in_words.summary(answer, self._texts), self._texts),
            )

    def refresh(self) -> Answer | None:
        """Show the answer again, and return it."""
        with self.lock:
            if self.answer is not None:
                self.show(self.answer)
            return self.answer

    def explain(self, question: Question, cancel: threading.Event) -> None:
        """Add to a full answer the fields on which it depends most."""
        self._local_sensitivity.compute(question.plan, cancel)
        with self.lock:
            html = sensitivity_html(self._local_sensitivity, question.plan, self._texts)
            self.widget.show_details(depends=html)

    def show_status(self, key: str) -> None:
        """Show why the answer is not that of the present plan."""
        html = element("span", self._texts(key), class_="el-coarse", role="status")
        with self.lock:
            self.widget.show(status=html)
