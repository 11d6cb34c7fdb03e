"""What a person gives as a file: read with bounds, refused in one line, nothing run."""

import os
from collections.abc import Mapping
from typing import Any

import yaml

from ..errors import EngagelabError
from ..scenario import Scenario

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
        raise EngagelabError(
            f"{name}: has {len(data):,} bytes, a plan has at most {LARGEST:,}; give a plan that "
            "was saved here"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EngagelabError(f"{name}: is no text; give a plan as YAML, saved as UTF-8") from None
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
                raise EngagelabError(f"{name}: refers to parts of itself (*); write them out")
            if depth > _DEEPEST:
                raise EngagelabError(f"{name}: is nested too deeply for a plan; give a plan")
    except yaml.YAMLError:
        return  # who reads the plan says where it is broken


def uploaded(value: Any) -> tuple[str, bytes] | None:
    """Return name and bytes of the last file of a `FileUpload`; None for none."""
    files = list(value.values()) if isinstance(value, Mapping) else list(value)
    if not files:
        return None
    return str(files[-1]["name"]), bytes(files[-1]["content"])


def one_line(error: Exception) -> str:
    """Return the first line of a mistake, and how many more there are.

    Examples
    --------
    >>> mistakes = "a: is wrong", "b: is wrong", "c: is wrong"
    >>> one_line(EngagelabError(chr(10).join(mistakes)))
    'a: is wrong (and 2 more)'
    """
    first, *more = str(error).splitlines() or [type(error).__name__]
    return first + (f" (and {len(more)} more)" if more else "")


def in_voila() -> bool:
    """Return whether Voila runs the kernel, for people whose disk this is not."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
