"""What a part of the workbench sees of the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ...graphs.network import Network
from ...i18n import Texts
from ...simulation.scenario import Scenario
from ..compute.answer import Answer
from ..compute.exploration import Exploration
from ..state.session import Session


@dataclass(frozen=True)
class Context:
    """The session, the language, and what a part may ask of the workbench.

    Attributes
    ----------
    session : Session
        The plan, its history, the pins; read it, and change the plan by the calls below.
    explored : Exploration
        Plans simulated in the background, and the job under way.
    texts : Texts
        The language.
    network : Network or None
        Where plans are played, where it is not their own town.
    change : callable
        Take other values of some fields, as a step of the history that a text key names; the
        controls follow. A contradiction is told above the answer.
    adopt : callable
        Take a whole plan as a new base, as a step of the history that a text key names; the runs
        and the key stay.
    open : callable
        Take a whole plan as it is, its runs and key too: the plan, where it comes from, and the
        text key of the step.
    called : callable
        Return what the plan is called, such as "custom (from Voucher)".
    address : callable
        Return the address of the page; empty without one.
    repaint : callable
        The pins have changed: play what is missing and show it.
    tell : callable
        Say a line above the answer; an empty one takes it away.
    guarded : callable
        Wrap what a widget calls: whatever goes wrong in it is told, never a traceback.
    play_on : callable
        Play plans on a network that has a name, or on their own towns again; all parts are made
        anew.
    """

    session: Session
    explored: Exploration
    texts: Texts
    network: Network | None
    change: Callable[[Mapping[str, Any], str], None]
    adopt: Callable[[Scenario, str], None]
    open: Callable[[Scenario, str, str], None]
    called: Callable[[], str]
    address: Callable[[], str]
    repaint: Callable[[], None]
    tell: Callable[[str], None]
    guarded: Callable[[Callable[..., None]], Callable[..., None]]
    play_on: Callable[[Network | None, str], None]


class Tab(Protocol):
    """A part below the answer, made when it is first opened.

    Attributes
    ----------
    widget : ipywidgets.Widget
        What is shown.
    """

    widget: Any

    def show(self, answer: Answer) -> None:
        """Follow an answer, coarse or full; called in the worker's thread while it is in view."""

    def close(self) -> None:
        """Stop what runs in the background."""


@runtime_checkable
class Following(Protocol):
    """A part that follows the plan itself, not only what came of it."""

    def follow(self) -> None:
        """Follow the session after a change, before it is played."""


@runtime_checkable
class Pointing(Protocol):
    """A part that can point at a field."""

    def point(self, name: str) -> None:
        """Point at a field, by its dotted name."""
