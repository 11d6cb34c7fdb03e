"""A plan as a short code that can be copied, sent and opened again, and as a link with it.

A code is the letter E, the version, and letters and digits alone, so that no mail program breaks
it. It holds what differs from one preset, or from the defaults, and a checksum. Fields go by short
hashes of their names, so that fields that are added later change no code; a preset goes by a hash
of what it says, so that a code never comes out as another plan because a preset has changed.
"""

import hashlib
import json
import re
import string
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from ...errors import EngagelabError, Message, refused, within
from ...models import Post
from ...simulation.scenario import Scenario

LONGEST = 4_000  # letters of a code
_MOST = 100_000  # bytes of what a code holds
_START, _VERSION = "E", "1"
_SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECK = 3  # bytes of the checksum
_SHORT_LINK = 1_500  # letters of a link that carries pinned plans as well
_POSTS = "campaign.posts"
_AROUND = ".,;:!?()[]{}<>\"'`*_«»“”"  # what a code may stand between in a sentence


def code_of(plan: Scenario) -> str:
    """Return the code of a plan.

    Raises
    ------
    EngagelabError
        For a plan that is too long for a code.

    Examples
    --------
    >>> plan = Scenario.preset("voucher").replace({"groups.size": 80})
    >>> plan_of(code_of(plan)) == plan, len(code_of(plan)) < 40
    (True, True)
    """
    told = _told(plan)
    payload = min((_packed(told, base) for base in _bases()), key=len)
    code = _START + _VERSION + _to_signs(payload + _checksum(payload))
    if len(code) > LONGEST:
        raise refused("code", "plan_too_long")
    return code


def plan_of(text: str) -> Scenario:
    """Return the plan of a code, or of a link with one; blanks and line breaks do not matter.

    Raises
    ------
    EngagelabError
        For what is no code, a damaged one, and one of another version.
    """
    code = re.sub(r"[\s\u200b\ufeff]", "", text[: 4 * LONGEST])
    if "plan=" in code:
        code = parse_qs(urlsplit(code).query).get("plan", [""])[0]
    code = code.strip(_AROUND)
    if len(code) > LONGEST or len(text) > 4 * LONGEST:
        raise refused("code", "code_too_long", most=LONGEST)
    _need_code(code)
    held = _from_signs(code[2:])
    payload, check = held[:-_CHECK], held[-_CHECK:]
    if not payload or _checksum(payload) != check:
        raise refused("code", "code_damaged")
    return _unpacked(payload)


def link_of(
    address: str, plan: Scenario, lang: str, pins: Iterable[tuple[str, Scenario]] = ()
) -> str:
    """Return a link that opens a plan, with the pinned ones where it stays short.

    Parameters
    ----------
    address : str
        The address of the page; what stands behind its question mark is left out, a token too.
        Of a page of JupyterLab it is the same notebook in Voila.
    plan : Scenario
        The plan.
    lang : str
        In which language.
    pins : iterable of (str, Scenario)
        Names and plans to be pinned.

    Examples
    --------
    >>> plan = Scenario.preset("voucher")
    >>> link = link_of("http://127.0.0.1:8888/lab/tree/a.ipynb?token=secret", plan, "fr")
    >>> link.split("?")[0], link.split("&")[1], plan_of(link) == plan
    ('http://127.0.0.1:8888/voila/render/a.ipynb', 'lang=fr', True)
    """
    page = urlsplit(address)
    where = page._replace(path=_in_voila(page.path), query="", fragment="").geturl()
    asked = {"plan": code_of(plan), "lang": lang}
    try:
        beside = json.dumps([[name, code_of(pinned)] for name, pinned in pins], ensure_ascii=False)
    except EngagelabError:
        beside = "[]"
    links = [f"{where}?{urlencode(asked | more)}" for more in ({"pins": beside}, {})]
    return links[0] if beside != "[]" and len(links[0]) <= _SHORT_LINK else links[1]


def pins_of(text: str) -> list[tuple[str, Scenario]]:
    """Return the names and plans of the pins of a link; none of what is no list of pins.

    Examples
    --------
    >>> pins_of("[broken")
    []
    """
    try:
        told = json.loads(text[: 2 * _SHORT_LINK])
        return [(str(name), plan_of(str(code))) for name, code in told]
    except (ValueError, TypeError, RecursionError):  # an EngagelabError is a ValueError
        return []


def _in_voila(path: str) -> str:
    """Return where Voila shows the notebook that JupyterLab shows at a path."""
    return re.sub(r"/(?:lab|notebooks|doc)(?:/workspaces/[^/]+)?(?:/tree)?/(?=[^?]*\.ipynb$)",
                  "/voila/render/", path, count=1)  # fmt: skip


# --- letters ---------------------------------------------------------------------------------


def _need_code(code: str) -> None:
    if not code:
        raise refused("code", "code_empty")
    if not code.isalnum() or not code.isascii() or code[0] != _START or len(code) < 8:
        raise refused("code", "code_none", code=code[:12], start=Message(_START + _VERSION))
    if code[1] != _VERSION:
        raise refused("code", "code_version", version=Message(code[1]), ours=Message(_VERSION))


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECK).digest()


def _to_signs(data: bytes) -> str:
    number, found = int.from_bytes(b"\x01" + data), []
    while number:
        number, rest = divmod(number, len(_SIGNS))
        found.append(_SIGNS[rest])
    return "".join(reversed(found))


def _from_signs(signs: str) -> bytes:
    number = 0
    for sign in signs:
        number = number * len(_SIGNS) + _SIGNS.index(sign)
    return number.to_bytes((number.bit_length() + 7) // 8)[1:]


# --- what a code holds -----------------------------------------------------------------------


def _packed(told: Mapping[str, Any], base: str) -> bytes:
    """Return what differs from a base, as compressed JSON."""
    start = _bases()[base]
    changed = {name: value for name, value in told.items() if value != start[name]}
    shorts = {_short(name): _slim(value) for name, value in changed.items()}
    text = json.dumps([base, shorts], ensure_ascii=False, separators=(",", ":"))
    press = zlib.compressobj(9, wbits=-15)
    return press.compress(text.encode()) + press.flush()


def _unpacked(payload: bytes) -> Scenario:
    """Return the plan of what is held; all of it is data and checked as a plan from a file is."""
    try:
        base, shorts = json.loads(_expanded(payload))
        names = {_short(name): name for name in _names()}
        changed = {names[short]: value for short, value in shorts.items()}
        start = dict(_bases()[base])
    except EngagelabError:
        raise
    except KeyError:
        raise refused("code", "code_foreign") from None
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        raise refused("code", "code_no_plan") from None
    return _plan(start | changed)


def _expanded(payload: bytes) -> str:
    """Return the text that was compressed, as long as it has a decent length."""
    press = zlib.decompressobj(wbits=-15)
    data = press.decompress(payload, _MOST)
    if press.unconsumed_tail:
        raise refused("code", "code_too_much")
    return data.decode()


def _plan(told: Mapping[str, Any]) -> Scenario:
    document: dict[str, Any] = {}
    for name, value in told.items():
        section, _, field = name.partition(".")
        if field:
            document.setdefault(section, {})[field] = _full(value) if name == _POSTS else value
        else:
            document[section] = value
    try:
        return Scenario(**document)
    except EngagelabError as error:
        raise within("code", error) from None


def _told(plan: Scenario) -> dict[str, Any]:
    """Return what a plan says by dotted name, as JSON knows it."""
    document = plan.model_dump(mode="json")
    found = {"name": document["name"], "summary": document["summary"]}
    for name in Scenario.fields():
        section, field = name.split(".")
        found[name] = document[section][field]
    return found


def _names() -> list[str]:
    return ["name", "summary", *Scenario.fields()]


@cache
def _bases() -> Mapping[str, Mapping[str, Any]]:
    """Return the defaults and the presets, by a hash of what they say."""
    plans = [Scenario(), *(Scenario.preset(name) for name in Scenario.presets())]
    return {_hashed(_sparse(plan)): _told(plan) for plan in plans}


def _sparse(plan: Scenario) -> str:
    document = plan.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(document, sort_keys=True)


@cache
def _short(name: str) -> str:
    """Return three letters for the name of a field."""
    return _hashed(name)[:3]


def _hashed(text: str) -> str:
    return _to_signs(hashlib.blake2b(text.encode(), digest_size=4).digest())[-4:]


# --- values, shorter -------------------------------------------------------------------------


def _slim(value: Any) -> Any:
    """Return a value in fewer letters: whole numbers without a point, posts without defaults."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {key: _slim(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_slim(_slim_post(one) if isinstance(one, dict) else one) for one in value]
    return value


def _slim_post(post: Mapping[str, Any]) -> dict[str, Any]:
    plain = Post().model_dump(mode="json")
    return {_short(f"post.{key}"): one for key, one in post.items() if one != plain[key]}


def _full(posts: Any) -> Any:
    """Return posts with the names of their fields; what is none stays, to be refused as a plan."""
    names = {_short(f"post.{field.name}"): field.name for field in Post.parameters()}
    if not (isinstance(posts, list) and all(isinstance(post, dict) for post in posts)):
        return posts
    return [{names.get(key, key): one for key, one in post.items()} for post in posts]
