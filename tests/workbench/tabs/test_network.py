import pytest

import engagelab as el
from engagelab import workbench
from engagelab.models import Post
from engagelab.workbench.state.plan_on_network import suited
from engagelab.workbench.tabs.network_options import NO_WEIGHTS, ReadingChoice

pytestmark = pytest.mark.slow

SOON = 120.0
PLAN = el.Scenario.preset("invite-a-friend").replace({"population.people": 300, "settings.runs": 5})
TIES = "source,target\n" + "".join(f"{at},{(at + 1) % 60}\n" for at in range(60))
TEAMS = "person,group\n" + "".join(f"{at},team {at % 5}\n" for at in range(60))


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    assert made.wait(SOON)
    made.tabs.open("network")
    yield made
    made.close()


@pytest.fixture
def files(tmp_path):
    (tmp_path / "ties.csv").write_text(TIES)
    (tmp_path / "teams.csv").write_text(TEAMS)
    (tmp_path / "broken.csv").write_text("a,b\n1\n")
    return tmp_path


def boxes(bench):
    """Return the upload buttons and the path boxes, of ties, groups and people."""
    rows = bench.tabs.tab.rows.values()
    return [row.upload for row in rows], [row.path for row in rows]


def upload(button, name, text):
    told = {"place": 0, "name": name, "last": True}
    button._handle_custom_msg(told, [memoryview(text.encode())])


def test_files_by_path_are_previewed_used_and_left_again(bench, files):
    _, paths = boxes(bench)
    town = bench.answer.numbers["reach"]["mean"]
    paths[0].value = str(files / "ties.csv")
    assert "ties.csv: 60 people, 60 ties, 0 groups" in bench.tabs.tab.preview.value
    assert "nothing to invite to" in bench.tabs.tab.preview.value
    paths[1].value = str(files / "teams.csv")
    assert "60 people, 60 ties, 5 groups" in bench.tabs.tab.preview.value
    bench.tabs.tab.use.click()
    assert bench.wait(SOON)
    assert bench.message == ""
    assert bench.answer.people == 60
    network = el.graphs.read_network(files / "ties.csv", files / "teams.csv")
    assert bench.network.people == network.people
    assert bench.answer.numbers["reach"]["mean"] == el.reach(bench.plan.run(network=network)).mean()
    assert "The plan runs on ties.csv: 60 people" in bench.tabs.tab.preview.value
    assert "start with anyone" not in " ".join(bench.tabs.tab.preview.value.split())
    assert bench.session.network_name == "ties.csv"
    assert bench.panel.controls["groups.size"].widget.children[0].disabled
    bench.tabs.tab.back.click()
    assert bench.wait(SOON)
    assert bench.plan == PLAN
    assert bench.network is None
    assert bench.answer.numbers["reach"]["mean"] == town
    assert bench.session.network_name == ""
    assert not bench.panel.controls["groups.size"].widget.children[0].disabled


def test_uploaded_files_are_read_and_a_broken_one_changes_nothing(bench):
    buttons, _ = boxes(bench)
    answer = bench.answer
    upload(buttons[0], "broken.csv", "a,b\n1\n")
    assert "broken.csv: line 2: 1 field where" in bench.tabs.tab.preview.value
    assert 'role="alert"' in bench.tabs.tab.preview.value.replace("'", '"')
    assert bench.tabs.tab.use.disabled
    upload(buttons[0], "<b>.csv", TIES)
    assert "&lt;b&gt;.csv: 60 people" in bench.tabs.tab.preview.value
    assert not bench.tabs.tab.use.disabled
    assert bench.answer is answer
    assert bench.session.network_name == ""


def test_a_preset_can_be_chosen_on_the_network(bench, files):
    _, paths = boxes(bench)
    paths[0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    bench.picker.widget.value = "top-down"
    assert bench.wait(SOON)
    assert bench.message == ""
    assert {post.origin for post in bench.plan.campaign.posts} == {"organisation"}
    assert bench.plan.campaign.own_size == 60
    assert bench.picker.widget.label == "custom (from Top-down)"
    assert bench.answer.plan == bench.plan


def control(bench, option, kind=""):
    return bench.tabs.tab.options.controls[ReadingChoice(option, kind)]


def test_the_first_rows_and_the_notes_are_shown_and_each_decision_can_be_changed(bench, files):
    _, paths = boxes(bench)
    paths[0].value = str(files / "ties.csv")
    said = bench.tabs.tab.preview.value
    assert "taken for names of columns: source, target" in said
    assert '<th scope="col">source<small>first person</small></th>' in said
    assert "<td>59</td>" not in said
    assert "<td>0</td><td>1</td>" in said
    control(bench, "header", "ties").value = "data"
    said = bench.tabs.tab.preview.value
    assert "taken for data" in said
    assert "62 people" in said
    assert control(bench, "header", "ties").value == "data"
    assert control(bench, "loops").label == "left out"
    assert bench.tabs.tab.files.options == {"header": {"ties": False}}
    control(bench, "header", "ties").value = "guess"
    used = control(bench, "directed")
    used.value = "one_way"
    assert control(bench, "directed") is used  # it keeps the focus
    assert bench.tabs.tab.read.network.directed
    paths[0].value = ""
    assert bench.tabs.tab.preview.value == ""
    assert bench.tabs.tab.use.disabled


def test_columns_are_chosen_by_name_or_number(bench):
    buttons, _ = boxes(bench)
    upload(buttons[0], "a.csv", "note,x,y,y\na,b,c,1\nd,e,f,2\n")
    assert "not certain which columns hold" in bench.tabs.tab.preview.value
    source, target = (control(bench, "columns", use) for use in ("source", "target"))
    assert [label for label, _ in source.options] == ["detect", "note", "x", "y (3)", "y (4)"]
    source.value = "x"
    target = control(bench, "columns", "target")
    target.value = 3
    assert list(bench.tabs.tab.read.network.labels) == ["b", "e", "c", "f"]
    upload(buttons[0], "b.csv", "source,target,weight\n1,2,0.5\n")
    assert bench.tabs.tab.files.options == {}
    assert bench.tabs.tab.read.network.weights.tolist() == [0.5, 0.5]
    control(bench, "columns", "weight").value = NO_WEIGHTS
    assert bench.tabs.tab.read.network.weights is None
    assert bench.tabs.tab.files.options == {"weight": False}
    control(bench, "columns", "weight").value = "weight"
    assert bench.tabs.tab.read.network.weights is not None


def test_windows_text_and_lines_before_a_table_are_read_as_stated(bench):
    buttons, _ = boxes(bench)
    content = "x\ny\nZoé;Ann\nAnn;Bo\n".encode("cp1252")
    told = {"place": 0, "name": "a.csv", "last": True}
    buttons[0]._handle_custom_msg(told, [memoryview(content)])
    assert "byte 0xE9 is not UTF-8" in bench.tabs.tab.preview.value
    control(bench, "encoding", "ties").value = "cp1252"
    control(bench, "skip", "ties").value = "2"
    assert list(bench.tabs.tab.read.network.labels) == ["Zoé", "Ann", "Bo"]
    control(bench, "skip", "ties").value = "many"
    assert "skip: &#39;many&#39; is not allowed" in bench.tabs.tab.preview.value


def test_groups_alone_are_a_network(bench):
    buttons, _ = boxes(bench)
    upload(buttons[1], "members.csv", "member_id,group_id\n5,900\n6,900\n7,901\n")
    assert "members.csv: 3 people, 0 ties, 2 groups" in bench.tabs.tab.preview.value
    bench.tabs.tab.use.click()
    assert bench.session.network_name == "members.csv"


def test_a_file_of_people_gives_roles(bench, files):
    buttons, paths = boxes(bench)
    paths[0].value = str(files / "ties.csv")
    upload(buttons[2], "people.csv", "name,role\n0,Employee\n1,boss\n")
    assert "line 3: column \u2018role\u2019 holds \u2018boss\u2019" in bench.tabs.tab.preview.value
    control(bench, "traits").value = "plain"
    assert bench.tabs.tab.read.network.attributes[1] == {"role": "boss"}


def test_the_decisions_are_hidden_until_they_are_asked_for(bench, files):
    options = bench.tabs.tab.options
    assert options.widget.layout.display == "none"
    boxes(bench)[1][0].value = str(files / "ties.csv")
    assert (options.widget.layout.display, options.box.layout.display) == (None, "none")
    options.toggle.click()
    assert options.box.layout.display is None


def slid(bench, value):
    bench.panel.controls["engagement.tie_read"].widget.children[0].value = value
    assert bench.wait(SOON)


def test_a_pin_of_the_town_is_shown_on_the_network(bench, files):
    bench.toolbar.pin.click()
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    slid(bench, "0.5")
    assert bench.answer.people == 60
    there = suited(PLAN, bench.network)  # nobody is a customer there
    assert there != PLAN
    assert [known.plan for known in bench.answer.pinned] == [there]
    assert "A" in [line["key"] for line in bench.view.content["picture"]["lines"]]
    bench.tabs.open("compare")
    assert "el-sides" in bench.tabs.tab.widget.children[-1].value
    bench.tabs.tab.rows["A"].buttons["take"].click()
    assert bench.wait(SOON)
    assert (bench.message, bench.plan) == ("", there)
    assert [pin.plan for pin in bench.session.pins] == [PLAN]


def test_earlier_changes_can_be_undone_on_the_network(bench, files):
    slid(bench, "0.3")
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    slid(bench, "0.5")
    for _ in range(3):  # as far as the plan of the town
        bench.toolbar.undo.click()
        assert bench.wait(SOON)
        assert bench.message == ""
        assert bench.answer.people == 60
    assert bench.plan == suited(PLAN, bench.network)
    bench.toolbar.redo.click()
    assert bench.plan.engagement.tie_read == 0.3
    bench.tabs.tab.back.click()
    assert bench.wait(SOON)
    assert bench.plan == PLAN.replace({"engagement.tie_read": 0.3})


def test_the_adaptations_of_a_plan_are_listed(bench, files):
    def said():
        return " ".join(bench.tabs.tab.preview.value.split())

    bench.session.change({"campaign.posts": [Post(seeds=200, paid=250)], "campaign.own_size": 90})
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    assert "Too few people are there" in said()
    assert "more members than there are people" in said()
    assert "start with anyone" not in said()
    bench.tabs.tab.back.click()
    bench.session.change({"campaign.posts": [Post(people=(3, 299))], "campaign.own_size": 0})
    bench.tabs.tab.use.click()
    assert "Some people named to start posts are not in it" in said()
    bench.tabs.tab.back.click()
    bench.session.change({"campaign.posts": [Post(seeds=2, origin="customer", groups=("choir",))]})
    bench.tabs.tab.use.click()
    assert "start with anyone" in said()
    assert "are not in it" in said()
    assert "Too few" not in said()
    assert "members than" not in said()


def test_the_network_survives_another_language(bench, files):
    _, paths = boxes(bench)
    paths[0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    bench.set_language("fr")
    assert "Le plan est simulé sur ties.csv : 60 personnes" in bench.tabs.tab.preview.value.replace(
        "\xa0", " "
    )
    assert not bench.tabs.tab.back.disabled


def test_people_without_ties_are_counted(bench, files):
    _, paths = boxes(bench)
    (files / "more.csv").write_text("person,group\n900,team\n1,team\n")
    paths[0].value = str(files / "ties.csv")
    paths[1].value = str(files / "more.csv")
    assert "61 people" in bench.tabs.tab.preview.value
    assert "without any tie: 1." in bench.tabs.tab.preview.value


def test_a_broken_file_is_refused_in_french(bench):
    bench.set_language("fr")
    buttons, _ = boxes(bench)
    upload(buttons[0], "broken.csv", "a,b\n1\n")
    told = bench.tabs.tab.preview.value.replace("\N{NO-BREAK SPACE}", " ")
    assert "broken.csv : ligne 2 : 1 champ là où" in told


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_network_in_use_stays_in_its_row(bench, files, lang):
    _, paths = boxes(bench)
    paths[0].value = str(files / "ties.csv")
    upload(boxes(bench)[0][1], "teams.csv", TEAMS)
    control(bench, "header", "ties").value = "names"
    bench.tabs.tab.use.click()
    bench.set_language(lang)
    buttons, paths = boxes(bench)
    assert [button.shown for button in buttons] == ["ties.csv", "teams.csv", ""]
    assert [path.value for path in paths] == [str(files / "ties.csv"), "", ""]
    assert control(bench, "header", "ties").value == "names"
    assert bench.tabs.tab.use.disabled  # it is played
    assert bench.session.network_files == bench.tabs.tab.files
    bench.tabs.tab.back.click()
    assert bench.session.network_files is None
    assert not bench.tabs.tab.use.disabled
    assert "60 " in bench.tabs.tab.preview.value


def test_a_broken_file_is_refused_while_another_network_is_used(bench, files):
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    played = bench.network
    boxes(bench)[1][0].value = str(files / "broken.csv")
    assert "broken.csv: line 2: 1 field" in bench.tabs.tab.preview.value
    assert bench.network is played
    bench.panel.controls["engagement.tie_read"].widget.children[0].value = "0.5"
    assert "broken.csv: line 2: 1 field" in bench.tabs.tab.preview.value
    assert bench.session.network_files.ties.called == "ties.csv"
    boxes(bench)[1][0].value = ""
    assert "The plan runs on ties.csv: 60 people" in bench.tabs.tab.preview.value


def test_the_application_reads_no_path_that_a_page_sends(bench, files, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila")
    boxes(bench)[1][0].value = str(files / "ties.csv")
    assert "does not read or write files on its server" in bench.message
    assert bench.tabs.tab.preview.value == ""
    assert bench.tabs.tab.use.disabled


def test_a_file_is_removed_and_a_path_replaces_an_upload(bench, files):
    buttons, paths = boxes(bench)
    rows = bench.tabs.tab.rows
    assert rows["ties"].remove.layout.display == "none"
    upload(buttons[0], "mine.csv", TIES)
    upload(buttons[1], "teams.csv", TEAMS)
    assert "5 groups" in bench.tabs.tab.preview.value
    rows["groups"].remove.click()
    assert (buttons[1].shown, rows["groups"].remove.layout.display) == ("", "none")
    assert "mine.csv: 60 people, 60 ties, 0 groups" in bench.tabs.tab.preview.value
    paths[0].value = str(files / "ties.csv")
    assert buttons[0].shown == "ties.csv"
    upload(buttons[0], "mine.csv", TIES)
    assert (buttons[0].shown, paths[0].value) == ("mine.csv", "")
    rows["ties"].remove.click()
    assert bench.tabs.tab.preview.value == ""
    assert bench.tabs.tab.use.disabled


def test_changes_on_the_network_survive_and_the_adaptations_are_undone(bench, files):
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    bench.panel.controls["engagement.tie_read"].widget.children[0].value = "0.5"
    bench.tabs.tab.back.click()
    assert bench.plan == PLAN.replace({"engagement.tie_read": 0.5})
    assert bench.session.draft.base == PLAN


def test_a_preset_chosen_on_the_network_stays(bench, files):
    boxes(bench)[1][0].value = str(files / "ties.csv")
    bench.tabs.tab.use.click()
    bench.picker.widget.value = "top-down"
    bench.tabs.tab.back.click()
    assert bench.plan.name == "Top-down"
