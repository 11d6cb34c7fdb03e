"""Read a plan from a file that a person gave, within limits and without running anything."""

import os
from pathlib import Path

from ...errors import EngagelabError, Message, refused
from ...i18n import Texts
from ...io.atomic import path_of as checked_path
from ...io.files import is_folder
from ...simulation.scenario import Scenario

LARGEST = 200_000  # bytes of a plan


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
    return Scenario.from_old_text(text, name)


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
        If it cannot be a path, or starts with the home directory of an unknown user.

    Examples
    --------
    >>> path_of("plan.yaml").name
    'plan.yaml'
    """
    try:
        return checked_path(text).expanduser()
    except RuntimeError:
        raise refused(text, "no_home") from None


def plan_path(text: str) -> Path:
    """Return the path of the plan that a person wrote, with the extension of YAML.

    Raises
    ------
    EngagelabError
        If it cannot be a path, or is a folder.

    Examples
    --------
    >>> plan_path("plan").name
    'plan.yaml'
    """
    path = path_of(text)
    if is_folder(path):
        raise refused(text, "path_is_folder")
    return path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")


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
