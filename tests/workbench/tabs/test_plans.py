"""Save and open plans as a person does."""

import html
import re

import pytest

import engagelab as el
from engagelab import workbench
from engagelab.workbench.state.share_code import decode_plan, encode_plan
from engagelab.workbench.state.share_link import make_link
from engagelab.workbench.tabs import plans as module

pytestmark = pytest.mark.slow

SOON = 120.0
PLAN = el.Scenario.preset("voucher").replace(
    {"population.people": 400, "settings.runs": 10, "groups.size": 30}
)
OTHER = el.Scenario(name="mine", groups={"size": 70}, population={"people": 300}, run={"runs": 12})


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = workbench.open(PLAN, lang="en")
    made.page.address = "http://127.0.0.1:8888/lab/tree/a.ipynb?token=secret"
    made.tabs.open("plans")
    yield made
    made.close()


@pytest.fixture
def tab(bench):
    return bench.tabs.opened["plans"]


def give(tab, data, name="a.yaml"):
    told = {"place": 0, "name": name, "last": True}
    tab.upload._handle_custom_msg(told, [memoryview(data)])


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


# --- a file ----------------------------------------------------------------------------------


def test_a_saved_plan_is_opened_unchanged(bench, tab):
    typed(bench, "invitations.invite", "0.9")
    tab.save.click()
    saved, plan = tab.download.last, bench.plan
    assert (saved.filename, saved.mimetype) == ("custom (from Voucher).yaml", "application/yaml")
    bench.picker.widget.value = "top-down"
    give(tab, saved.data, saved.filename)
    assert bench.plan == plan.replace(name="custom (from Voucher)")
    assert bench.panel.controls["invitations.invite"].value == 0.9
    assert bench.toolbar.history.label.endswith("read from custom (from Voucher).yaml")
    assert 'role="status">Open: custom (from Voucher)<' in tab.line
    bench.toolbar.undo.click()
    assert bench.plan.campaign == el.Scenario.preset("top-down").campaign


def test_a_person_can_name_the_plan(bench, tab):
    tab.name.value = "  Mon plan: été  "
    tab.save.click()
    assert tab.download.last.filename == "Mon plan été.yaml"
    plan = el.Scenario.from_text(tab.download.last.data.decode(), "a.yaml")
    assert plan == PLAN.replace(name="Mon plan: été")
    assert decode_plan(tab.its_code.text) == plan


def test_runs_and_key_come_from_the_file(bench, tab):
    give(tab, OTHER.to_text().encode())
    assert bench.plan == OTHER
    assert bench.picker.widget.label == "mine"
    assert bench.wait(SOON)
    assert bench.answer.runs == 12


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"groups: {size: 40", "a.yaml: line 1: "),
        (b"groups: {size: -1}", "a.yaml: group size (groups.size): -1"),
        (b"\x89PNG\r\n\x1a\n", "a.yaml: this is not a text file"),
        (b"a,b\n1,2\n", "a.yaml: this is not a plan"),
        (b"x" * 300_000, "300,000 bytes"),
    ],
)
def test_a_broken_file_is_refused_in_one_line_and_nothing_is_lost(bench, tab, data, told):
    typed(bench, "invitations.invite", "0.9")
    bench.toolbar.pin.click()
    before = bench.plan, bench.session.steps, tuple(bench.session.pins)
    give(tab, data)
    assert told in tab.line
    assert 'role="alert"' in tab.line
    assert "\n" not in tab.line
    assert before == (bench.plan, bench.session.steps, tuple(bench.session.pins))
    assert bench.message == ""
    give(tab, OTHER.to_text().encode())
    assert bench.plan == OTHER


def test_the_content_of_a_file_is_escaped(tab):
    give(tab, b"name: <img src=x>\ngroups: {size: 40}")
    assert "&lt;img src=x&gt;" in tab.line
    assert "<img" not in tab.line


OLD = b"""
name: old
population: {people: 300}
engagement: {reinforcement: 2}
campaign:
  posts:
  - {origin: own group, seeds: 3}
"""


def test_a_plan_of_an_earlier_version_opens_with_a_note_on_each_field_that_is_gone(bench, tab):
    give(tab, OLD, "old.yaml")
    (post,) = bench.plan.campaign.posts
    assert (bench.plan.name, post.origin, post.seeds) == ("old", "organisation", 0)
    for text in (
        "Open: old. It was made for an earlier version of the model:",
        "engagement.reinforcement: no longer part of the model; left out",
        "post 1, origin (campaign.posts.0.origin): the own group is now the organisation",
        "its 3 seeds were left out",
    ):
        assert text in html.unescape(tab.line)
    assert 'role="status"' in tab.line
    bench.set_language("fr")
    tab = bench.tabs.tab
    give(tab, OLD.replace(b"300", b"301"), "old.yaml")
    said = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", html.unescape(tab.line))
    assert "Ouvert : old. Il a été fait pour une version antérieure du modèle :" in said
    assert "engagement.reinforcement : ne fait plus partie du modèle ; ignoré" in said
    assert "publication 1, origine (campaign.posts.0.origin) : le groupe de l’organisation" in said
    assert bench.plan.population.people == 301


def test_an_old_plan_at_a_path_is_noted_too(bench, tab, tmp_path):
    (tmp_path / "old.yaml").write_bytes(OLD)
    tab.path.value = "old.yaml"
    tab.open_from.click()
    assert "no longer part of the model" in tab.line
    give(tab, OLD.replace(b"seeds: 3", b"seeds: many"))
    assert "post 1, seeds (campaign.posts.0.seeds): 'many' is not allowed" in html.unescape(
        tab.line
    )


# --- a path of the kernel's ------------------------------------------------------------------


def test_a_file_on_disk_is_written_and_read(bench, tab, tmp_path):
    tab.path.value = "plan"
    tab.save_to.click()
    assert "Saved: plan.yaml" in tab.line
    assert el.Scenario.from_yaml(tmp_path / "plan.yaml") == PLAN.replace(
        name="custom (from Voucher)"
    )
    bench.picker.widget.value = "top-down"
    tab.open_from.click()
    assert bench.plan == PLAN.replace(name="custom (from Voucher)")


def test_an_existing_file_is_overwritten_only_after_confirmation(bench, tab, tmp_path):
    (tmp_path / "notes.yaml").write_text("mine")
    tab.path.value = "notes.yaml"
    tab.save_to.click()
    assert "notes.yaml is there already; save once more" in tab.line
    assert (tmp_path / "notes.yaml").read_text() == "mine"
    tab.save_to.click()
    assert el.Scenario.from_yaml(tmp_path / "notes.yaml").groups.size == 30
    tab.save_to.click()
    assert "is there already" in tab.line


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "Write the name of a file first"),
        ("none.yaml", "none.yaml: cannot be read"),
        ("notes.yml", "notes.yml: this is not a plan"),
    ],
)
def test_an_unreadable_file_is_refused(bench, tab, tmp_path, path, told):
    (tmp_path / "notes.yml").write_text("just words")
    tab.path.value = path
    tab.open_from.click()
    assert told in tab.line
    assert bench.plan == PLAN


def test_an_unwritable_file_is_refused(tab):
    tab.path.value = "no/such/folder/plan.yaml"
    tab.save_to.click()
    assert "not written" in tab.line
    assert 'role="alert"' in tab.line


def test_in_voila_the_disk_is_not_accessible(bench, monkeypatch, tmp_path):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.8")
    there = module.PlansTab(bench.tabs._context)
    assert module.in_voila()
    assert there.path not in boxes(there.widget)
    assert there.upload in boxes(there.widget)
    monkeypatch.chdir(tmp_path)
    there.path.value = "plan.yaml"  # as a message may say that no page of ours sends
    for button in (there.save_to, there.open_from):
        button.click()
        assert "does not read or write files on its server" in there.line
    assert list(tmp_path.iterdir()) == []


def boxes(widget):
    """Yield a widget and all its descendants."""
    children = getattr(widget, "children", ())
    return [widget, *(one for child in children for one in boxes(child))]


# --- code and link ---------------------------------------------------------------------------


def test_code_and_link_hold_the_plan(bench, tab):
    assert decode_plan(tab.its_code.text) == PLAN
    typed(bench, "groups.size", "50")
    assert bench.wait(SOON)
    assert tab.its_code.text == encode_plan(bench.plan)
    assert tab.its_link.text == make_link(bench.page.address, bench.plan, "en")
    assert "secret" not in tab.its_link.text
    bench.toolbar.pin.click()
    assert bench.wait(SOON)
    assert "pins=" in tab.its_link.text


@pytest.mark.parametrize("make", [encode_plan, lambda plan: make_link("http://a.b/c", plan, "fr")])
def test_a_code_or_a_link_is_opened(bench, tab, make):
    tab.code.value = f"  {make(OTHER)}\n"
    tab.open_code.click()
    assert bench.plan == OTHER
    assert tab.code.value == ""
    assert bench.toolbar.history.label.endswith("opened from a code")


def test_opening_the_same_plan_by_code_changes_nothing(bench, tab):
    typed(bench, "groups.size", "50")
    steps, baseline = bench.session.steps, bench.session.baseline
    tab.code.value = encode_plan(bench.plan)
    tab.open_code.click()
    assert (bench.session.steps, bench.session.baseline) == (steps, baseline)


def test_a_damaged_code_is_refused_and_stays_in_its_box(bench, tab):
    tab.code.value = encode_plan(OTHER)[:-2]
    tab.open_code.click()
    assert "code: the code is damaged" in tab.line
    assert tab.code.value == encode_plan(OTHER)[:-2]
    assert bench.plan == PLAN


def test_a_page_without_an_address_has_no_link(bench):
    bench.page.address = "vscode-webview://abc"
    assert module.PlansTab(bench.tabs._context).its_link.text == ""


def test_a_plan_that_is_too_long_for_a_code_is_saved_as_a_file(bench, tab):
    posts = [el.Post(round=place % 60, relevance=place**0.5 / 40) for place in range(600)]
    give(tab, OTHER.replace({"campaign.posts": posts}).to_text().encode())
    assert len(bench.plan.campaign.posts) == 600
    assert (tab.its_code.text, tab.its_link.text) == ("", "")
    tab.save.click()
    assert b"posts" in tab.download.last.data


@pytest.mark.parametrize("path", ["/", ".", "..", "folder"])
@pytest.mark.parametrize("act", ["save_to", "open_from"])
def test_a_folder_is_not_the_name_of_a_file(tab, tmp_path, path, act):
    (tmp_path / "folder").mkdir()
    tab.path.value = path
    getattr(tab, act).click()
    assert f"{path}: this is a folder; add the name of a file, such as plan.yaml" in tab.line
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


def test_what_is_typed_survives_another_language(bench, tab):
    tab.name.value, tab.path.value, tab.code.value = "Spring", "spring.yaml", "E2half"
    bench.toolbar.language.value = "fr"
    again = bench.tabs.tab
    assert again is not tab
    assert (again.name.value, again.path.value) == ("Spring", "spring.yaml")
    assert again.code.value == "E2half"
