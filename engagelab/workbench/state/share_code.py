"""Encode a plan as a short code that can be pasted into a mail, and decode it.

A code is ``E2`` and zlib-compressed JSON in base64url: a fingerprint of the preset (or of the
default plan) with the fewest differences, and the fields that differ from it by dotted name. The
fingerprint keeps a code from opening as another plan after a preset has changed.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ...errors import EngagelabError, Message, refused, within
from ...simulation.scenario import Scenario

MAX_LETTERS = 4_000  # of a code
MAX_POSTS = 100
_MAX_BYTES = 50_000  # of the JSON that a code unpacks to
_START, _VERSION = "E", "2"
_POSTS = "campaign.posts"
_LETTERS = re.compile(r"[A-Za-z0-9_-]{8,}")
_PUNCTUATION = ".,;:!?()[]{}<>\"'`*«»“”"  # that may surround a code in a sentence


def encode_plan(plan: Scenario) -> str:
    """Return the code of a plan.

    Raises
    ------
    EngagelabError
        If the plan is too long for a code.

    Examples
    --------
    >>> plan = Scenario.preset("voucher").replace({"groups.size": 80})
    >>> decode_plan(encode_plan(plan)) == plan, len(encode_plan(plan)) < 80
    (True, True)
    """
    values = _values(plan)
    texts = (_differences(values, base) for base in _bases())
    code = _START + _VERSION + _to_letters(min(texts, key=len))
    if len(code) > MAX_LETTERS or len(values[_POSTS]) > MAX_POSTS:
        raise refused("code", "plan_too_long")
    return code


def decode_plan(text: str) -> Scenario:
    """Return the plan of a code, or of a link that contains one.

    White space, line breaks and surrounding punctuation are ignored.

    Raises
    ------
    EngagelabError
        If the text is not a code, is damaged, has another version or unpacks to too much, and for
        everything that a plan from a file is refused for.
    """
    content = _from_letters(_find_code(text)[2:])
    try:
        base, changes = json.loads(content)
        start, unknown = _bases()[base], changes.keys() - _bases()[base].keys()
    except KeyError:
        raise refused("code", "code_foreign") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise refused("code", "code_no_plan") from None
    if unknown:
        raise refused("code", "code_foreign")
    return _plan({**start, **changes})


def _find_code(text: str) -> str:
    """Return the code within a text, once it looks like one of this version."""
    code = re.sub(r"[\s\u200b\ufeff]", "", text[: 4 * MAX_LETTERS])
    if "plan=" in code:
        code = parse_qs(urlsplit(code).query).get("plan", [""])[0]
    code = code.strip(_PUNCTUATION)
    if len(code) > MAX_LETTERS or len(text) > 4 * MAX_LETTERS:
        raise refused("code", "code_too_long", most=MAX_LETTERS)
    if not code:
        raise refused("code", "code_empty")
    if not _LETTERS.fullmatch(code) or code[0] != _START:
        raise refused("code", "code_none", code=code[:12], start=Message(_START + _VERSION))
    if code[1] != _VERSION:
        raise refused("code", "code_version", version=Message(code[1]), ours=Message(_VERSION))
    return code


def _to_letters(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).rstrip(b"=").decode()


def _from_letters(letters: str) -> bytes:
    """Return what was compressed, without ever unpacking more than `_MAX_BYTES`."""
    unpacker = zlib.decompressobj()
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        content = unpacker.decompress(data, _MAX_BYTES)
    except (ValueError, zlib.error):
        raise refused("code", "code_damaged") from None
    if len(content) == _MAX_BYTES:
        raise refused("code", "code_too_much")
    if not unpacker.eof or unpacker.unused_data:
        raise refused("code", "code_damaged")
    return content


# --- plans by dotted field name ------------------------------------------------------------------


def _values(plan: Scenario) -> dict[str, Any]:
    """Return the name, the summary and every field of a plan, as JSON values by dotted name."""
    document = plan.model_dump(mode="json")
    values = {"name": document["name"], "summary": document["summary"]}
    for name in Scenario.fields():
        section, field = name.split(".")
        values[name] = document[section][field]
    return values


def _plan(values: Mapping[str, Any]) -> Scenario:
    """Return the plan of values by dotted name; they are checked as those of a file are."""
    posts = values[_POSTS]
    if isinstance(posts, list) and len(posts) > MAX_POSTS:
        raise refused("code", "code_too_much")
    fields = {name: value for name, value in values.items() if "." in name}
    try:
        return Scenario().replace(fields, name=values["name"], summary=values["summary"])
    except EngagelabError as error:
        raise within("code", error) from None


def _differences(values: Mapping[str, Any], base: str) -> str:
    """Return what differs from a base, as JSON."""
    start = _bases()[base]
    changes = {name: value for name, value in values.items() if value != start[name]}
    return json.dumps([base, changes], ensure_ascii=False, separators=(",", ":"))


@cache
def _bases() -> Mapping[str, Mapping[str, Any]]:
    """Return the values of the default plan and of each preset, by fingerprint."""
    plans = [Scenario(), *(Scenario.preset(name) for name in Scenario.presets())]
    return {_fingerprint(plan): _values(plan) for plan in plans}


def _fingerprint(plan: Scenario) -> str:
    """Return a hash of what differs from the defaults, so that a new field does not change it."""
    text = json.dumps(plan.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=3).hexdigest()
