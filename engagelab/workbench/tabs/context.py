"""Define what a tab knows of the workbench, and what the workbench expects of a tab."""

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
    """The session, the language, and the functions of the workbench that a tab may call.

    Attributes
    ----------
    session : Session
        The plan, its history and the pins; read them here, change the plan by the calls below.
    exploration : Exploration
        Plans simulated in the background, and the running job.
    texts : Texts
        The language.
    network : Network or None
        The network on which plans run; None for their own towns.
    change : callable
        Set values of some fields, as a step of the history with a text key; the controls follow. A
        contradiction is shown above the answer.
    adopt : callable
        Start from another plan, as a step of the history with a text key; runs and key stay.
    open : callable
        Open a plan with its runs and key: the plan, its origin, and the text key of the step.
    plan_name : callable
        Return the name of the plan, such as "custom (from Voucher)".
    address : callable
        Return the address of the page; empty without one.
    refresh : callable
        Simulate and show pins that have changed.
    guarded : callable
        Wrap a callback of a widget, so that its errors are shown instead of raised.
    use_network : callable
        Run plans on a named network, or on their own towns again; all tabs are created anew.
    """

    session: Session
    exploration: Exploration
    texts: Texts
    network: Network | None
    change: Callable[[Mapping[str, Any], str], None]
    adopt: Callable[[Scenario, str], None]
    open: Callable[[Scenario, str, str], None]
    plan_name: Callable[[], str]
    address: Callable[[], str]
    refresh: Callable[[], None]
    guarded: Callable[[Callable[..., None]], Callable[..., None]]
    use_network: Callable[[Network | None, str], None]


class Tab(Protocol):
    """A tab below the answer, created when it is first opened.

    Attributes
    ----------
    widget : ipywidgets.Widget
        Its widget.
    """

    widget: Any

    def show(self, answer: Answer) -> None:
        """Show an answer, coarse or full; called in the worker's thread while the tab is open."""

    def close(self) -> None:
        """Stop its work in the background."""


@runtime_checkable
class FollowsPlan(Protocol):
    """A tab that shows the plan itself, not only its answer."""

    def follow(self) -> None:
        """Show the session after a change, before it is simulated."""


@runtime_checkable
class PointsAtField(Protocol):
    """A tab that can point at a field."""

    def point(self, name: str) -> None:
        """Point at a field, by its dotted name."""
