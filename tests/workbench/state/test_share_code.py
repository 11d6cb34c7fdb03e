import base64
import json
import random
import re
import string
import zlib

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from engagelab import EngagelabError, Post, Scenario
from engagelab.workbench.state import share_code
from engagelab.workbench.state.share_code import MAX_LETTERS, MAX_POSTS, decode_plan, encode_plan

VOUCHER = Scenario.preset("voucher")
CHANGED = VOUCHER.replace(
    {"groups.size": 83.5, "invitations.invite": 0.35, "engagement.crowding": 0.42,
     "settings.runs": 500, "population.people": 12345}
)  # fmt: skip
POSTS = [
    Post(round=3 * p, origin="employee", seeds=10 + p, relevance=0.25, paid=7 * p)
    for p in range(12)
]
PLANS = {
    "the defaults": Scenario(),
    "changed": CHANGED,
    "another name": CHANGED.replace(name="Mon été à moi", summary="« 100 % »"),
    "a large key": VOUCHER.replace({"settings.key": 2**63 - 1}),
    "many posts": VOUCHER.replace({"campaign.posts": POSTS}),
    "no posts": VOUCHER.replace({"campaign.posts": []}),
    "posts in groups": VOUCHER.replace(
        {"campaign.posts": [Post(groups=("a", 3), name="été"), Post(people=("a", 3))]}
    ),
    "an own space": VOUCHER.replace(
        {"campaign.own_size": 90, "campaign.posts": [Post(origin="organisation")]}
    ),
    "switches": VOUCHER.replace({"control.review": True, "groups.hold": "groups"}),
}


@pytest.mark.parametrize("name", Scenario.presets())
def test_a_preset_comes_back_and_is_short(name):
    plan = Scenario.preset(name)
    assert decode_plan(encode_plan(plan)) == plan
    assert len(encode_plan(plan)) <= 30


@pytest.mark.parametrize("name", PLANS)
def test_every_plan_comes_back(name):
    back = decode_plan(encode_plan(PLANS[name]))
    assert back == PLANS[name]
    assert back.hash == PLANS[name].hash


def test_a_changed_preset_is_short():
    assert len(encode_plan(CHANGED)) < 160


@settings(max_examples=examples(60))
@given(st.data())
def test_any_plan_comes_back(data):
    names = data.draw(st.lists(st.sampled_from(sorted(Scenario.fields())), unique=True, max_size=8))
    values = {}
    for name in names:
        field = Scenario.field(name)
        if field.type is float and None not in (field.low, field.high):
            values[name] = data.draw(st.floats(field.low, field.high))
        elif field.type is int and None not in (field.low, field.high):
            values[name] = data.draw(st.integers(field.low, field.high))
    try:
        plan = VOUCHER.replace(values, name=data.draw(st.text(max_size=20)))
    except EngagelabError:
        return
    assert decode_plan(encode_plan(plan)) == plan


def test_a_code_is_safe_in_a_link_and_in_a_mail():
    for plan in PLANS.values():
        assert re.fullmatch(r"E2[A-Za-z0-9_-]+", encode_plan(plan))


@pytest.mark.parametrize("around", ["{}", "  {}\n", "«{}»", "({}).", "`{}`", "**{}**"])
def test_punctuation_around_a_code_is_ignored(around):
    assert decode_plan(around.format(encode_plan(CHANGED))) == CHANGED


def test_a_code_that_a_mail_has_broken_into_lines_is_whole_again():
    code = encode_plan(PLANS["many posts"])
    lines = "\r\n> ".join(code[at : at + 20] for at in range(0, len(code), 20))
    assert decode_plan(lines.replace("> ", "")) == PLANS["many posts"]


def test_each_preset_has_a_fingerprint_of_its_own():
    assert len(share_code._bases()) == len(Scenario.presets()) + 1


# --- damaged, foreign, hostile ---------------------------------------------------------------


def opened(code):
    """Return the plan of a code; None if it is refused."""
    try:
        return decode_plan(code)
    except EngagelabError:
        return None


def test_a_changed_or_missing_letter_never_opens_another_plan():
    code = encode_plan(CHANGED)
    letters = string.ascii_letters + string.digits + "-_"
    changed = [
        opened(code[:place] + other + code[place + 1 :])
        for place in range(2, len(code))
        for other in set(letters) - {code[place]}
    ]
    assert all(plan in (None, CHANGED) for plan in changed)  # spare bits may differ
    assert changed.count(None) > 0.99 * len(changed)
    for place in range(2, len(code)):
        assert opened(code[:place] + code[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["E", "E2", "hello", "voucher", "E2-+/=aaa", "E2éaaaaaa", "\0" * 9, "e2aaaaaaaa"]
)
def test_what_is_not_a_code_is_refused_with_advice(text):
    with pytest.raises(EngagelabError, match=r"is not the code of a plan.*copy all of it again"):
        decode_plan(text)


@pytest.mark.parametrize("text", ["", " \n", "http://127.0.0.1/?plan="])
def test_an_empty_code_is_refused_as_such(text):
    with pytest.raises(EngagelabError, match="is empty; paste the code or the link"):
        decode_plan(text)


@pytest.mark.parametrize("version", ["1", "3", "x"])
def test_a_code_of_another_version_is_refused(version):
    code = encode_plan(VOUCHER)
    text = f"has version {version}, but this engagelab reads version 2; open it with"
    with pytest.raises(EngagelabError, match=text):
        decode_plan(code[0] + version + code[2:])


def test_a_code_that_is_too_long_is_refused_without_reading_it():
    with pytest.raises(EngagelabError, match=f"more than {MAX_LETTERS:,} characters"):
        decode_plan("E2" + "a" * 10_000_000)


def posts(number):
    chance = random.Random(1)
    return [
        Post(round=place % 60, seeds=chance.randrange(500), paid=chance.randrange(900),
             relevance=chance.random())
        for place in range(number)
    ]  # fmt: skip


def test_a_plan_that_is_too_long_for_a_code_is_refused():
    with pytest.raises(EngagelabError, match="save it as a file"):
        encode_plan(VOUCHER.replace({"campaign.posts": posts(400)}))
    with pytest.raises(EngagelabError, match="save it as a file"):
        encode_plan(VOUCHER.replace(name=random.Random(1).randbytes(3_000).hex()))


def test_a_code_holds_a_hundred_posts_and_no_more():
    plan = VOUCHER.replace({"campaign.posts": [Post(round=at % 60) for at in range(MAX_POSTS)]})
    assert decode_plan(encode_plan(plan)) == plan
    many = [{"round": 1}] * (MAX_POSTS + 1)
    with pytest.raises(EngagelabError, match="save it as a file"):
        encode_plan(VOUCHER.replace({"campaign.posts": many}))
    with pytest.raises(EngagelabError, match="contains more than a plan"):
        decode_plan(packed([BASE, {"campaign.posts": many}]))


def sealed(data, end=None):
    """Return a code, sound as such, that holds these bytes, or a part of what it should hold."""
    return "E2" + base64.urlsafe_b64encode(zlib.compress(data, 9)[:end]).rstrip(b"=").decode()


def packed(value):
    return sealed(json.dumps(value).encode())


BASE = next(iter(share_code._bases()))


@pytest.mark.parametrize("size", [60_000, 200_000, 2_000_000])
@pytest.mark.parametrize("end", [None, -1, -4, -9])
def test_a_bomb_is_not_unpacked(size, end):
    code = sealed(b"0" * size, end)
    assert len(code) < MAX_LETTERS
    with pytest.raises(EngagelabError, match="contains more than a plan"):
        decode_plan(code)


def test_bytes_after_the_plan_are_refused():
    data = zlib.compress(json.dumps([BASE, {}]).encode())
    for rest in (b"x", data):
        with pytest.raises(EngagelabError, match="is damaged"):
            decode_plan("E2" + base64.urlsafe_b64encode(data + rest).rstrip(b"=").decode())


@pytest.mark.parametrize(
    "code",
    [
        sealed(b"\xff\xfe"),
        sealed(b"[" * 40_000),
        sealed(b"{}"),
        packed([BASE]),
        packed([BASE, [1, 2]]),
        packed([[BASE], {}]),
        packed({"a": 1}),
        packed(3),
    ],
)
def test_content_that_is_not_a_plan_is_refused(code):
    with pytest.raises(EngagelabError, match=r"^code: the code does not contain a plan"):
        decode_plan(code)


@pytest.mark.parametrize("value", [["zzzz", {}], [BASE, {"groups.no": 1}], [BASE, {"groups": {}}]])
def test_unknown_presets_and_fields_are_refused(value):
    with pytest.raises(EngagelabError, match="other presets or fields; ask for the plan as a file"):
        decode_plan(packed(value))


@pytest.mark.parametrize("size", [-1, "x", None, {"a": 1}, [1], float("nan"), 1e300])
def test_values_are_checked_as_those_of_a_file(size):
    with pytest.raises(EngagelabError, match=r"^code: groups.size"):
        decode_plan(packed([BASE, {"groups.size": size}]))


@pytest.mark.parametrize("posts", [3, "x", [3], [[1]], {"a": 1}, [{"zzz": 1}]])
def test_posts_are_checked_as_those_of_a_file(posts):
    with pytest.raises(EngagelabError, match=r"^code: "):
        decode_plan(packed([BASE, {"campaign.posts": posts}]))
