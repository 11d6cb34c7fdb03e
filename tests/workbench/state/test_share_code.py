import json
import random
import zlib

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from engagelab import EngagelabError, Post, Scenario
from engagelab.workbench.state import share_code
from engagelab.workbench.state.share_code import LONGEST, code_of, link_of, pins_of, plan_of

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
    "a name of one's own": CHANGED.replace(name="Mon été à moi", summary="« 100 % »"),
    "a large key": VOUCHER.replace({"settings.key": 2**63 - 1}),
    "many posts": VOUCHER.replace({"campaign.posts": POSTS}),
    "no posts": VOUCHER.replace({"campaign.posts": []}),
    "posts in groups": VOUCHER.replace(
        {"campaign.posts": [Post(groups=("a", 3), relevance_by_role={"employee": 0.3})]}
    ),
    "shares": VOUCHER.replace({"content.relevance_by_role": {"employee": 0.7, "customer": 1.0}}),
    "switches": VOUCHER.replace({"control.review": True, "groups.hold": "groups"}),
}


@pytest.mark.parametrize("name", Scenario.presets())
def test_a_preset_comes_back_and_is_short(name):
    plan = Scenario.preset(name)
    assert plan_of(code_of(plan)) == plan
    assert len(code_of(plan)) < 30


@pytest.mark.parametrize("name", PLANS)
def test_every_plan_comes_back(name):
    back = plan_of(code_of(PLANS[name]))
    assert back == PLANS[name]
    assert back.hash == PLANS[name].hash


def test_a_changed_preset_is_short():
    assert len(code_of(CHANGED)) < 120


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
    assert plan_of(code_of(plan)) == plan


def test_a_code_is_letters_and_digits_alone():
    for plan in PLANS.values():
        assert code_of(plan).isalnum()
        assert code_of(plan).isascii()


@pytest.mark.parametrize("around", ["{}", "  {}\n", "«{}»", "({}).", "`{}`", "**{}**"])
def test_what_stands_around_a_code_does_not_matter(around):
    assert plan_of(around.format(code_of(CHANGED))) == CHANGED


def test_a_code_that_a_mail_has_broken_into_lines_is_whole_again():
    code = code_of(PLANS["many posts"])
    lines = "\r\n> ".join(code[at : at + 20] for at in range(0, len(code), 20))
    assert plan_of(lines.replace("> ", "")) == PLANS["many posts"]


def test_the_names_of_fields_stay_apart_when_short():
    for names in (share_code._names(), [f"post.{field.name}" for field in Post.parameters()]):
        assert len({share_code._short(name) for name in names}) == len(names)
    assert len(share_code._bases()) == len(Scenario.presets()) + 1


# --- damaged, foreign, hostile ---------------------------------------------------------------


def test_each_changed_or_missing_letter_is_found():
    code = code_of(CHANGED)
    for place in range(2, len(code)):
        other = "a" if code[place] != "a" else "b"
        for damaged in (code[:place] + other + code[place + 1 :], code[:place] + code[place + 1 :]):
            with pytest.raises(EngagelabError, match=r"^code: "):
                plan_of(damaged)


@pytest.mark.parametrize("text", ["E", "E1", "hello", "voucher", "E1-+/=", "E1é", "\0" * 9])
def test_what_is_no_code_is_told_with_advice(text):
    with pytest.raises(EngagelabError, match=r"is no code of a plan.*copy the whole of it again"):
        plan_of(text)


@pytest.mark.parametrize("text", ["", " \n", "http://127.0.0.1/?plan="])
def test_an_empty_code_is_told_as_such(text):
    with pytest.raises(EngagelabError, match="is empty; paste the code or the link"):
        plan_of(text)


def test_another_version_is_told():
    code = code_of(VOUCHER)
    with pytest.raises(EngagelabError, match="is of version 2, this is version 1; open it with"):
        plan_of(code[0] + "2" + code[2:])


def test_what_is_too_long_is_told_without_reading_it():
    with pytest.raises(EngagelabError, match=f"more than {LONGEST:,} letters"):
        plan_of("E1" + "a" * 10_000_000)


def test_a_plan_that_is_too_long_for_a_code_is_told():
    chance = random.Random(1)
    posts = [
        Post(round=place % 60, seeds=chance.randrange(500), paid=chance.randrange(900),
             relevance=chance.random())
        for place in range(400)
    ]  # fmt: skip
    with pytest.raises(EngagelabError, match="save it as a file"):
        code_of(VOUCHER.replace({"campaign.posts": posts}))


def sealed(data):
    """Return a code with a right checksum of what is no plan."""
    press = zlib.compressobj(9, wbits=-15)
    payload = press.compress(data) + press.flush()
    return "E1" + share_code._to_signs(payload + share_code._checksum(payload))


def held(value):
    return sealed(json.dumps(value).encode())


BASE = next(iter(share_code._bases()))
SIZE = share_code._short("groups.size")


def test_a_bomb_is_not_unpacked():
    code = sealed(b"0" * 2_000_000)
    assert len(code) < LONGEST
    with pytest.raises(EngagelabError, match="holds more than a plan"):
        plan_of(code)


@pytest.mark.parametrize(
    "code",
    [
        sealed(b"\xff\xfe"),
        sealed(b"[" * 90_000),
        sealed(b"{}"),
        held([BASE]),
        held([BASE, [1, 2]]),
        held([[BASE], {}]),
        held({"a": 1}),
        held(3),
    ],
)
def test_what_holds_no_plan_is_told(code):
    with pytest.raises(EngagelabError, match=r"^code: holds no plan"):
        plan_of(code)


@pytest.mark.parametrize("value", [["zzzz", {}], [BASE, {"zzz": 1}]])
def test_unknown_presets_and_fields_are_told(value):
    with pytest.raises(EngagelabError, match="other presets or fields; ask for the plan as a file"):
        plan_of(held(value))


@pytest.mark.parametrize("size", [-1, "x", None, {"a": 1}, [1], float("nan"), 1e300])
def test_values_are_checked_as_those_of_a_file(size):
    with pytest.raises(EngagelabError, match=r"^code: groups.size"):
        plan_of(held([BASE, {SIZE: size}]))


@pytest.mark.parametrize("posts", [3, "x", [3], [[1]], {"a": 1}, [{"zzz": 1}]])
def test_posts_are_checked_as_those_of_a_file(posts):
    with pytest.raises(EngagelabError, match=r"^code: "):
        plan_of(held([BASE, {share_code._short("campaign.posts"): posts}]))


# --- links -----------------------------------------------------------------------------------

LAB = "http://127.0.0.1:8888"


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        (
            f"{LAB}/lab/tree/sub/a%20b.ipynb?token=secret#cell",
            f"{LAB}/voila/render/sub/a%20b.ipynb",
        ),
        (f"{LAB}/user/x/lab/workspaces/auto-K/tree/a.ipynb", f"{LAB}/user/x/voila/render/a.ipynb"),
        (f"{LAB}/notebooks/a.ipynb", f"{LAB}/voila/render/a.ipynb"),
        (f"{LAB}/voila/render/a.ipynb?plan=E1old&lang=en&token=s", f"{LAB}/voila/render/a.ipynb"),
        (f"{LAB}/?token=secret", f"{LAB}/"),
        (f"{LAB}/lab", f"{LAB}/lab"),
    ],
)
def test_a_link_is_the_page_in_voila_without_its_token(address, opened):
    link = link_of(address, CHANGED, "fr")
    assert link == f"{opened}?plan={code_of(CHANGED)}&lang=fr"
    assert plan_of(link) == CHANGED


def test_pins_go_with_a_link_that_stays_short():
    from urllib.parse import parse_qs, urlsplit

    pins = [("Été & hiver = ?", VOUCHER), ("B", CHANGED)]
    link = link_of(f"{LAB}/voila/render/a.ipynb", CHANGED, "en", pins)
    assert plan_of(link) == CHANGED
    assert pins_of(parse_qs(urlsplit(link).query)["pins"][0]) == pins


def test_pins_that_make_a_link_long_stay_behind():
    pins = [(f"name {place}" * 9, PLANS["many posts"]) for place in range(8)]
    assert "pins=" not in link_of(LAB, CHANGED, "en", pins)


@pytest.mark.parametrize("text", ["", "[", "3", '"x"', "[[1]]", '[["a", "E1broken"]]', "[" * 5000])
def test_what_is_no_list_of_pins_is_none(text):
    assert pins_of(text) == []
