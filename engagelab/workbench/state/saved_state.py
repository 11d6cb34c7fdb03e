"""The state of a workbench as text that the browser keeps, so that it survives its kernel.

The text is JSON and holds plans, changes and names, no code; what is read is checked as any plan
is, and what does not pass is left alone.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...i18n import LANGUAGES
from ...i18n.catalogue import rows
from ...models import Post
from ...simulation.scenario import Scenario
from .network_files import BEFORE, NetworkFiles
from .own_network import FIRST_LINES, NetworkFile
from .pins import LETTERS, LONGEST, Pin
from .session import Session, Step

VERSION = 1
LARGEST = 2_000_000  # letters of a state
_REST = 0.6  # seconds without a change after which the state is kept
_MOST_STEPS = 500
_STATE = "state"
_KIND = "session of an engagelab workbench"


@dataclass(frozen=True)
class SavedState:
    """A state that was kept.

    Attributes
    ----------
    lang : str
        The language.
    steps : tuple of Step
        The history.
    place : int
        Which of the steps the plan is at.
    pins : tuple of Pin
        The pinned plans.
    against : str
        Which plan the others are held against.
    files : NetworkFiles or None
        The network of the person's own that plans were played on; of files that were uploaded
        only the names are kept, so those have to be handed over again.
    lost : tuple of str
        The names of those.
    before : Scenario or None
        The plan before it was suited to the network.
    """

    lang: str
    steps: tuple[Step, ...]
    place: int
    pins: tuple[Pin, ...]
    against: str = ""
    files: NetworkFiles | None = None
    lost: tuple[str, ...] = ()
    before: Scenario | None = None

    @classmethod
    def of(cls, session: Session, lang: str) -> "SavedState":
        """Return the state of a session as it stands, what was uploaded included."""
        return cls(
            lang,
            session.steps,
            session.place,
            tuple(session.pins),
            session.against,
            session.network_files,
            before=session.notes.get(BEFORE),
        )

    def for_visitors(self) -> "SavedState":
        """Return the state without paths: a visitor's browser names no files of the house."""
        if self.files is None:
            return self
        kept, gone = self.files.without_paths()
        return replace(self, files=kept, lost=(*self.lost, *gone))

    @property
    def is_something(self) -> bool:
        """Whether anything had been done."""
        return len(self.steps) > 1 or bool(self.pins) or self.files is not None


def place_of(plan: Scenario, network: Network | None) -> str:
    """Return the name under which a state is kept: another plan or network has another.

    Examples
    --------
    >>> plan = Scenario.preset("voucher")
    >>> place_of(plan, None) == plan.hash
    True
    >>> place_of(plan, plan.replace({"population.people": 100}).town()).startswith(plan.hash + ":")
    True
    """
    return plan.hash if network is None else f"{plan.hash}:{network.fingerprint}"


# --- written ---------------------------------------------------------------------------------


def state_of(session: Session, lang: str) -> str:
    """Return a session as JSON.

    Examples
    --------
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> kept = read_state(state_of(session, "fr"))
    >>> kept.lang, kept.steps == session.steps, kept.place
    ('fr', True, 1)
    """
    plans: list[dict[str, Any]] = []
    places: dict[int, int] = {}  # a base serves many steps, and is written once

    def number(plan: Scenario) -> int:
        if id(plan) not in places:
            places[id(plan)] = len(plans)
            plans.append(plan.model_dump(mode="json"))
        return places[id(plan)]

    steps = [
        {
            "what": step.what,
            "values": dict(step.values),
            "base": number(step.base),
            "wanted": {name: _plain(step.plan.get(name)) for name in step.wanted},
        }
        for step in session.steps
    ]
    pins = [
        {"letter": pin.letter, "name": pin.name, "plan": number(pin.plan)} for pin in session.pins
    ]
    before = session.notes.get(BEFORE)
    state = {
        "kind": _KIND,
        "version": VERSION,
        "lang": lang,
        "place": session.place,
        "steps": steps,
        "pins": pins,
        "against": session.against,
        "network": _told(session.network_files),
        "before": None if before is None else number(before),
        "plans": plans,
    }
    return json.dumps(state, ensure_ascii=False)


def _told(files: NetworkFiles | None) -> dict[str, Any] | None:
    """Return the paths of files, and the names of those that have none."""
    if files is None:
        return None
    named = {"ties": files.ties, "groups": files.groups}
    told = {
        kind: {"name": file.name, "uploaded": file.content is not None}
        for kind, file in named.items()
        if file is not None
    }
    return {**told, "first_line": files.first_line}


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.model_dump(mode="json") if isinstance(value, Post) else value


# --- read ------------------------------------------------------------------------------------


def read_state(text: str) -> SavedState:
    """Return the state that a text holds.

    Raises
    ------
    EngagelabError
        For what is damaged, too large, or no state of a workbench.
    """
    if len(text) > LARGEST:
        raise _refused("too_large", most=LARGEST)
    try:
        return _read(json.loads(text))
    except EngagelabError as error:
        field_name, problem = error.problems[0]  # a plan tells each mistake by its field
        if field_name == _STATE:
            raise
        raise _refused("refused", field_name=field_name, problem=problem) from None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        raise _refused("damaged") from None


def _refused(what: str, **values: Any) -> EngagelabError:
    return refused(_STATE, f"state_{what}", **values)


def _read(state: Any) -> SavedState:
    if state["kind"] != _KIND or state["version"] != VERSION:
        raise _refused("version")
    if len(state["steps"]) > _MOST_STEPS or len(state["pins"]) > len(LETTERS):
        raise _refused("too_many")
    plans = [Scenario(**document) for document in state["plans"]]
    steps = tuple(_step(told, plans) for told in state["steps"])
    pins = tuple(_pin(told, plans) for told in state["pins"])
    place, against, before = state["place"], state.get("against", ""), state.get("before")
    sound = type(place) is int and 0 <= place < len(steps) and state["lang"] in LANGUAGES
    if not sound or not isinstance(against, str) or len({pin.letter for pin in pins}) < len(pins):
        raise _refused("apart")
    files, lost = _files(state.get("network"))
    earlier = None if before is None else _at(plans, before)
    return SavedState(state["lang"], steps, place, pins, against, files, lost, earlier)


def _files(told: Mapping[str, Any] | None) -> tuple[NetworkFiles | None, tuple[str, ...]]:
    """Return the files of a network, and the names of those that have to be handed over again."""
    if told is None:
        return None, ()
    named = {kind: told[kind] for kind in ("ties", "groups") if kind in told}
    sound = "ties" in named and told["first_line"] in FIRST_LINES
    if not sound or not all(isinstance(one["name"], str) for one in named.values()):
        raise _refused("network")
    there = {kind: NetworkFile(one["name"]) for kind, one in named.items() if not one["uploaded"]}
    lost = tuple(one["name"] for one in named.values() if one["uploaded"])
    return NetworkFiles(**there, first_line=told["first_line"]), lost


def _step(told: Mapping[str, Any], plans: list[Scenario]) -> Step:
    values, wanted, base = told["values"], told["wanted"], _at(plans, told["base"])
    known: dict[str, Any] = {
        name: value for name, value in values.items() if isinstance(value, str)
    }
    if "field" in known:
        Scenario.field(known["field"])
    if "fields" in values:
        known["fields"] = tuple(str(name) for name in values["fields"])
    needs = {"label": "", "value": "", "more": ""} if "field" in known else {}
    rows()[told["what"]]["en"].format(**needs, **known)  # or it could not be named
    plan = base.replace(wanted) if wanted else base
    return Step(told["what"], known, base, plan, {name: plan.get(name) for name in wanted})


def _pin(told: Mapping[str, Any], plans: list[Scenario]) -> Pin:
    letter, name = told["letter"], told["name"]
    if letter not in tuple(LETTERS) or not isinstance(name, str):
        raise _refused("pin")
    return Pin(letter, name[:LONGEST], _at(plans, told["plan"]))


def _at(plans: list[Scenario], place: Any) -> Scenario:
    if type(place) is not int or place < 0:
        raise _refused("no_plan")
    return plans[place]


# --- when ------------------------------------------------------------------------------------


class AtRest:
    """Do something once when changes rest, in a thread that lives only until then.

    Parameters
    ----------
    act : callable
        What is done.
    seconds : float
        How long there must be no change.

    Examples
    --------
    >>> done = []
    >>> rest = AtRest(lambda: done.append(1), seconds=0.01)
    >>> rest.soon(); rest.soon(); rest.close()
    >>> done
    [1]
    """

    def __init__(self, act: Callable[[], None], seconds: float = _REST) -> None:
        self._act, self._seconds = act, seconds
        self._due = 0.0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._hurry = False

    def soon(self) -> None:
        """Do it when changes rest."""
        with self._changed:
            self._due = time.monotonic() + self._seconds
            if self._thread is None and not self._hurry:
                self._thread = threading.Thread(
                    target=self._wait, name="engagelab state", daemon=True
                )
                self._thread.start()

    def drop(self) -> None:
        """Do nothing, neither what is due nor from now on."""
        self._act = lambda: None
        self.close()

    def close(self) -> None:
        """Do at once what is due, and nothing from now on."""
        with self._changed:
            self._hurry, thread = True, self._thread
            self._changed.notify_all()
        if thread is not None and thread is not threading.current_thread():
            thread.join(5)

    def _wait(self) -> None:
        with self._changed:
            while not self._hurry and (left := self._due - time.monotonic()) > 0:
                self._changed.wait(left)
            self._thread = None
        self._act()
