"""Read a plan from a file that a person gave, within limits and without running anything."""

import os
from pathlib import Path

import yaml

from ...errors import EngagelabError, Message, refused
from ...i18n import Texts
from ...simulation.scenario import Scenario

LARGEST = 200_000  # bytes of a plan
_MAX_DEPTH = 12  # of nested lists and mappings


def plan_in(name: str, data: bytes) -> tuple[Scenario, tuple[Message, ...]]:
    """Return the plan in a file, and a note on each field of an older plan that is gone.

    Parameters
    ----------
    name : str
        The name of the file, for errors.
    data : bytes
        Its content.

    Raises
    ------
    EngagelabError
        If the file is too large, or is not text, YAML or a plan.

    Examples
    --------
    >>> plan, notes = plan_in("mine.yaml", b"groups: {size: 40, own_size: 20}")
    >>> plan.groups.size, [str(note) for note in notes]
    (40.0, ['groups.own_size: now called campaign.own_size'])
    """
    if len(data) > LARGEST:
        raise refused(name, "plan_too_large", bytes=len(data), most=LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(name, "plan_no_text") from None
    check_yaml(name, text)
    return Scenario.from_old_text(text, name)


def check_yaml(name: str, text: str) -> None:
    """Refuse references and deep nesting, which no plan needs and which can grow without end."""
    depth = 0
    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise refused(name, "plan_refers")
            if depth > _MAX_DEPTH:
                raise refused(name, "plan_too_deep")
    except yaml.YAMLError:
        return  # reported with its line when the plan is read


def need_disk(text: str) -> None:
    """Refuse a path in Voila, where visitors must not reach files of the server.

    The box for a path is hidden there, but a message could still contain one.

    Raises
    ------
    EngagelabError
        In Voila.
    """
    if in_voila():
        raise refused(text, "no_disk")


def path_of(text: str) -> Path:
    """Return the path that a person wrote; ``~`` is their home directory.

    Raises
    ------
    EngagelabError
        If the path starts with the home directory of an unknown user.

    Examples
    --------
    >>> path_of("plan.yaml").name
    'plan.yaml'
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise refused(text, "no_home") from None


def one_line(error: EngagelabError, t: Texts) -> str:
    """Return the first line of an error in a language, and how many lines follow.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> mistakes = "a: is wrong", "b: is wrong", "c: is wrong"
    >>> one_line(EngagelabError(chr(10).join(mistakes)), load("en"))
    'a: is wrong (and 2 more)'
    """
    first, *more = t.mistake(error).splitlines()
    return t("words.and_more", first=first, more=len(more)) if more else first


def in_voila() -> bool:
    """Return whether Voila runs the kernel, so that visitors do not own its files."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
