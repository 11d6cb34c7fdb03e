"""The state of a workbench as JSON that the browser stores, so that it survives its kernel.

It holds plans, changes and names, no code. What is read back is validated like any plan, and a
state that does not pass is refused as a whole.
"""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...graphs.reading.options import options_of
from ...i18n import LANGUAGES
from ...i18n.catalogue import rows
from ...simulation.scenario import Scenario
from .network_files import NetworkFiles
from .pins import LETTERS, Pin
from .session import Session, Step

MAX_LETTERS = 2_000_000
_MAX_STEPS = 500
_STRICT = ConfigDict(frozen=True, extra="forbid")


class SavedStep(BaseModel):
    """A step of the history, as it is stored.

    Attributes
    ----------
    what, values, wanted
        As in `Step`; the values in `wanted` are those of the plan.
    base : Scenario or None
        What the changes start from; None if it is that of the step before.
    """

    model_config = _STRICT
    what: str
    values: dict[str, str | tuple[str, ...]]
    base: Scenario | None
    wanted: dict[str, Any]

    def step(self, base: Scenario) -> Step:
        """Return the step that starts from a base, once its plan and its text are possible."""
        _check_text(self.what, self.values)
        plan = base.replace(self.wanted) if self.wanted else base
        return Step(self.what, self.values, base, plan, _values(plan, self.wanted))


class SavedState(BaseModel):
    """The state of a session and its language.

    Attributes
    ----------
    version : int
        The version of the format.
    lang : str
        The language.
    steps : tuple of SavedStep
        The history.
    place : int
        The index of the current step.
    pins : tuple of Pin
        The pinned plans.
    against : str
        The plan that the others are compared with; see `Session`.
    files : NetworkFiles or None
        The files of the network that plans are simulated on, if the person gave any.
    lost : tuple of str
        The names of files that were not stored and have to be given again.
    before : Scenario or None
        The plan before it was adapted to the network.

    Examples
    --------
    >>> session = Session(Scenario.preset("voucher"))
    >>> session.change({"groups.size": 80.0})
    >>> state = SavedState.from_json(SavedState.of(session, "fr").to_json())
    >>> state.lang, state.history == session.steps, state.place
    ('fr', True, 1)
    """

    model_config = _STRICT
    version: Literal[3]
    lang: str
    steps: tuple[SavedStep, ...] = Field(min_length=1, max_length=_MAX_STEPS)
    place: int = Field(ge=0, strict=True)
    pins: tuple[Pin, ...]
    against: str
    files: NetworkFiles | None
    lost: tuple[str, ...] = ()
    before: Scenario | None

    @classmethod
    def of(cls, session: Session, lang: str) -> Self:
        """Return the state of a session, with the contents of uploaded files."""
        return cls(
            version=3,
            lang=lang,
            steps=_saved(session.steps),
            place=session.place,
            pins=tuple(session.pins),
            against=session.against,
            files=session.network_files,
            before=session.plan_before_network,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the state in a text.

        Raises
        ------
        EngagelabError
            If the text is too large, of another version, damaged, or holds a plan that is refused.
        """
        if len(text) > MAX_LETTERS:
            raise refused("state", "state_too_large", most=MAX_LETTERS)
        try:
            state = cls.model_validate_json(text)
            _ = state.history  # refuses a step that is not possible
        except (ValueError, KeyError, IndexError) as error:
            raise _refusal(error) from None
        return state

    def to_json(self) -> str:
        """Return the state as JSON, with the names but not the contents of uploaded files."""
        return self.without_files(uploaded=True).model_dump_json()

    def without_files(self, *, uploaded: bool) -> Self:
        """Return the state without the uploaded files, or without those that have a path."""
        if self.files is None:
            return self
        names = tuple(file.called for file in self.files.given if file.uploaded == uploaded)
        files = self.files.only(uploaded=not uploaded)
        return self.model_copy(update={"files": files, "lost": (*self.lost, *names)})

    @property
    def history(self) -> tuple[Step, ...]:
        """The steps with their plans."""
        steps: list[Step] = []
        for saved in self.steps:
            steps.append(saved.step(saved.base or steps[-1].base))
        return tuple(steps)

    @property
    def is_empty(self) -> bool:
        """Whether nothing had been done in the session."""
        return len(self.steps) == 1 and not self.pins and self.files is None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        letters = [pin.letter for pin in self.pins]
        if self.lang not in LANGUAGES or self.place >= len(self.steps):
            raise ValueError("no such language or no such step")
        if not set(letters) <= set(LETTERS) or len(set(letters)) < len(letters):
            raise ValueError("a letter of a pin is unknown or used twice")
        if self.files is not None and not (self.files.ties or self.files.groups or self.lost):
            raise ValueError("a network without a file of ties or groups")
        if self.files is not None:
            _check_options(self.files)
        return self


def state_key(plan: Scenario, network: Network | None) -> str:
    """Return the key under which a state is stored: each plan and network has its own.

    Examples
    --------
    >>> plan = Scenario.preset("voucher")
    >>> state_key(plan, None) == plan.hash
    True
    >>> network = plan.replace({"population.people": 100}).town()
    >>> state_key(plan, network).startswith(plan.hash + ":")
    True
    """
    return plan.hash if network is None else f"{plan.hash}:{network.fingerprint}"


def _saved(steps: tuple[Step, ...]) -> tuple[SavedStep, ...]:
    """Return steps as they are stored: a base that serves several steps is stored once."""
    bases = [None, *(step.base for step in steps)]
    return tuple(
        SavedStep(
            what=step.what,
            values=dict(step.values),
            base=None if step.base == before else step.base,
            wanted=_values(step.plan, step.wanted),
        )
        for step, before in zip(steps, bases, strict=False)
    )


def _values(plan: Scenario, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plan.get(name) for name in names}


def _check_options(files: NetworkFiles) -> None:
    """Raise an error for decisions that no reader of networks knows."""
    try:
        options_of(files.options)
    except EngagelabError as error:
        raise ValueError("a decision on files that is not allowed") from error


def _check_text(what: str, values: Mapping[str, Any]) -> None:
    """Raise an error if the text that names a step does not exist or needs other values."""
    field = values.get("field")
    if field is not None:
        Scenario.field(str(field))
        values = {"label": "", "value": "", "more": "", **values}
    rows()[what]["en"].format(**values)


def _refusal(error: Exception) -> EngagelabError:
    """Return the refusal of a state that could not be read."""
    items = error.errors() if isinstance(error, ValidationError) else []
    if any(item["loc"][:1] == ("version",) for item in items):
        return refused("state", "state_version")
    for cause in (error, *(item.get("ctx", {}).get("error") for item in items)):
        if isinstance(cause, EngagelabError):  # of a plan, which names each field
            field_name, problem = cause.problems[0]
            return refused("state", "state_refused", field_name=field_name, problem=problem)
    return refused("state", "state_damaged")
