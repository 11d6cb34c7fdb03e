"""What a person types, read by the rules of the declaration, and values as a person reads them."""

from typing import Any

from ..declaration import Parameter
from ..errors import EngagelabError, refused, told
from ..scenario import Scenario
from ..texts import Texts


def read_number(name: str, parameter: Parameter, text: str) -> float | int:
    """Return the number that stands in a text box.

    Raises
    ------
    EngagelabError
        For what is no number, or out of bounds, in the words of the declaration.

    Examples
    --------
    >>> read_number("invitations.invite", Scenario.fields()["invitations.invite"], " 0.3 ")
    0.3
    """
    number = _number(text.strip(), parameter.type is int)
    low, high = parameter.low, parameter.high
    if number is None or not ((low is None or low <= number) and (high is None or number <= high)):
        text = refusal(name, text.strip() if number is None else number)
        raise EngagelabError(text, (("", text),))
    return number


def _number(text: str, whole: bool) -> float | int | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    if not whole:
        return number
    return int(number) if number.is_integer() else None


def read_shares(name: str, text: str) -> dict[str, float]:
    """Return the shares that stand in a text box, as ``employee 0.7, customer 0.6``.

    Raises
    ------
    EngagelabError
        For unknown names and shares out of bounds.

    Examples
    --------
    >>> read_shares("content.relevance_by_role", "employee 0.7, customer 0.6")
    {'employee': 0.7, 'customer': 0.6}
    """
    pairs = [part.replace(":", " ").split() for part in text.split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise refused("", "as_shares", value=text)
    section, field = name.split(".")
    plan = Scenario(**{section: {field: dict(pairs)}})
    return dict(plan.get(name))


def refusal(name: str, value: Any) -> str:
    """Return what the declaration says against a value, without the name of the field."""
    section, field = name.split(".")
    try:
        Scenario(**{section: {field: value}})
    except EngagelabError as error:
        return dict(error.problems).get(name, str(error))
    return told("not_allowed", value=value)


def written(value: Any) -> str:
    """Return a value as it stands in a text box; reading it gives the value again.

    Examples
    --------
    >>> written(25.0), written(10_000), written({"employee": 0.7})
    ('25', '10000', 'employee 0.7')
    """
    if isinstance(value, dict):
        return ", ".join(f"{key} {written(share)}" for key, share in value.items())
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def unexpected(error: BaseException, t: Texts) -> str:
    """Return one line about an error that is nobody's mistake but ours, with advice."""
    text = " ".join(str(error).split())
    what = type(error).__name__ + (f": {text}" if text else "")
    return t("workbench.unexpected", what=what)
