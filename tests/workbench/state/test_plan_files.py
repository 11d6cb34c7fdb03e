import pytest

from engagelab import EngagelabError, Scenario
from engagelab.i18n import load
from engagelab.workbench.state.plan_files import LARGEST, one_line, path_of, plan_in

PLAN = Scenario.preset("voucher").replace({"groups.size": 60}, name="Été")


def test_a_plan_comes_back_from_its_text():
    assert plan_in("a.yaml", PLAN.to_text().encode()) == (PLAN, ())


def test_a_byte_order_mark_is_ignored():
    assert plan_in("a.yaml", "\ufeffgroups: {size: 40}".encode())[0].groups.size == 40


BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"groups: {size: 40", r"a.yaml, line 1: .*correct the line"),
        (b"groups:\n  size: [", r"a.yaml, line 2"),
        (b"\x89PNG\r\n\x1a\n\0\0", r"a.yaml: this is not a text file"),
        (b"round,reach\n1,2\n", r"a.yaml: this is not a plan"),
        (b"[1, 2]", r"a.yaml: this is not a plan"),
        (b"grups: {size: 40}", r"a.yaml: .*did you mean 'groups'"),
        (b"groups: {size: -1}", r"a.yaml: groups.size: -1"),
        (b"groups: {size: 40}\ngroups: {size: 50}", r"appears twice"),
        (b"!!python/object/apply:os.system ['true']", r"a.yaml, line 1"),
        (b"[" * 100_000, r"the nesting is too deep"),
        (b"x" * (LARGEST + 1), r"200,001 bytes, but a plan has at most 200,000"),
        (b"name: 2001-99-99", r"a value does not fit its type"),
        (BOMB.encode(), r"refers to parts of itself"),
    ],
)
def test_a_file_that_is_not_a_plan_is_refused(data, told):
    with pytest.raises(EngagelabError, match=told):
        plan_in("a.yaml", data)


def test_a_tilde_is_the_home_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of("~/plan.yaml") == tmp_path / "plan.yaml"
    with pytest.raises(EngagelabError, match=r"~nobody-here/a.yaml: .* write the whole path"):
        path_of("~nobody-here/a.yaml")


def test_many_mistakes_are_one_line():
    with pytest.raises(EngagelabError) as caught:
        plan_in("a.yaml", b"groups: {size: -1, spread: -1}")
    assert one_line(caught.value, load("en")).endswith("(and 1 more)")
    assert one_line(caught.value, load("fr")).endswith("(et 1 de plus)")
    assert "\n" not in one_line(caught.value, load("en"))
