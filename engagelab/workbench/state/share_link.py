"""What the address of a page asks to be opened: a plan, pinned plans, a language."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from ...errors import EngagelabError
from ...i18n import LANGUAGES
from ...simulation.scenario import Scenario
from .pins import LETTERS, LONGEST, Pin
from .share_code import pins_of, plan_of


@dataclass(frozen=True)
class LinkRequest:
    """What a link asks for.

    Attributes
    ----------
    plan : Scenario or None
        The plan; None where the link has none, or a broken one.
    pins : tuple of Pin
        The plans to be pinned.
    lang : str or None
        The language.
    problem : EngagelabError or None
        What is wrong with the plan; None for nothing.
    """

    plan: Scenario | None = None
    pins: tuple[Pin, ...] = ()
    lang: str | None = None
    problem: EngagelabError | None = None


def asked_by(address: str) -> LinkRequest:
    """Return what a link asks for; what is broken in it is told, and the rest stands.

    Parameters
    ----------
    address : str
        The address of a page; behind its question mark stand ``plan``, ``pins`` and ``lang``.

    Examples
    --------
    >>> from engagelab.workbench.state.share_code import code_of
    >>> asked = asked_by(f"http://127.0.0.1/?lang=fr&plan={code_of(Scenario.preset('voucher'))}")
    >>> asked.plan.name, asked.lang, asked.problem
    ('Voucher', 'fr', None)
    >>> str(asked_by("http://127.0.0.1/?plan=E1broken").problem)[:16]
    'code: is damaged'
    """
    query = dict(parse_qsl(urlsplit(address).query))
    lang = query.get("lang") if query.get("lang") in LANGUAGES else None
    if not query.get("plan"):
        return LinkRequest(lang=lang)
    try:
        plan = plan_of(query["plan"])
    except EngagelabError as error:
        return LinkRequest(lang=lang, problem=error)
    beside = pins_of(query.get("pins", ""))
    pins = tuple(
        Pin(letter, name[:LONGEST], pinned)
        for letter, (name, pinned) in zip(LETTERS, beside, strict=False)
    )
    return LinkRequest(plan, pins, lang)
