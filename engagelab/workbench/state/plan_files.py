"""What a person gives as a file: read with bounds, refused in one line, nothing run."""

import os
from pathlib import Path

import yaml

from ...errors import EngagelabError, refused
from ...i18n import Texts
from ...simulation.scenario import Scenario

LARGEST = 200_000  # bytes of a plan
_DEEPEST = 12  # lists and mappings within each other


def plan_in(name: str, data: bytes) -> Scenario:
    """Return the plan in a file.

    Parameters
    ----------
    name : str
        What the file is called, for what is refused.
    data : bytes
        What is in it.

    Raises
    ------
    EngagelabError
        For a file that is too large, no text, no YAML, or no plan.

    Examples
    --------
    >>> plan_in("mine.yaml", b"groups: {size: 40}").groups.size
    40.0
    """
    if len(data) > LARGEST:
        raise refused(name, "plan_too_large", bytes=len(data), most=LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(name, "plan_no_text") from None
    _need_plain(name, text)
    return Scenario.from_text(text, name)


def _need_plain(name: str, text: str) -> None:
    """Refuse what no plan needs and what could grow without end: references and deep nesting."""
    depth = 0
    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise refused(name, "plan_refers")
            if depth > _DEEPEST:
                raise refused(name, "plan_too_deep")
    except yaml.YAMLError:
        return  # who reads the plan says where it is broken


def need_disk(text: str) -> None:
    """Refuse a path from a page of the application, also where no box for it is shown.

    Raises
    ------
    EngagelabError
        In Voila.
    """
    if in_voila():
        raise refused(text, "no_disk")


def path_of(text: str) -> Path:
    """Return the path that a person writes; ``~`` is their home.

    Raises
    ------
    EngagelabError
        For the home of somebody who has none here.

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
    """Return the first line of a mistake in a language, and how many more there are.

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
    """Return whether Voila runs the kernel, for people whose disk this is not."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
