"""The player's page and its data."""

import base64
import json
import re

import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.i18n.catalogue import rows
from engagelab.player import spread
from engagelab.player.page import data_of, page, script, style
from engagelab.simulation.adaptors.events import CHANNELS, KINDS


@pytest.fixture(scope="module")
def seen():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 300})
    return spread(plan, key=2)


def data_in(text):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])


def wholes(text):
    return np.frombuffer(base64.b64decode(text), "<i4")


def test_the_page_holds_the_run(seen, tmp_path):
    seen.to_html(tmp_path / "player.html")
    data = data_in((tmp_path / "player.html").read_text(encoding="utf-8"))
    assert wholes(data["events"]["person"]).tolist() == seen.events.person.tolist()
    assert wholes(data["events"]["round"]).tolist() == seen.events.round.tolist()
    assert data["counts"]["readers"] == seen.counts["readers"].tolist()
    home = np.frombuffer(base64.b64decode(data["home"]), "<f4").reshape(-1, 2)
    assert np.array_equal(home, seen.layout.home)
    assert data["posts"] == [post.round for post in seen.plan.campaign.posts]
    assert data["own"] == -1
    start, of = wholes(data["group_start"]), wholes(data["group_of"])
    for person in (0, 17, 299):
        own = {g for g, members in enumerate(seen.network.groups.values()) if person in members}
        assert set(of[start[person] : start[person + 1]].tolist()) == own


def test_the_own_space_comes_after_the_groups(tmp_path):
    plan = el.Scenario.preset("bring-them-to-us").replace({"campaign.own_size": 60})
    posts = [{"origin": "organisation", "name": "spring"}, {"round": 3, "paid": 900}]
    plan = plan.replace({"population.people": 300, "campaign.posts": posts})
    seen = spread(plan, key=2)
    data = data_in(page(seen, load("en")))
    groups = len(seen.network.group_labels)
    assert data["own"] == groups
    assert data["post_names"] == ["spring", ""]
    start, of = wholes(data["group_start"]), wholes(data["group_of"])
    for person in range(300):
        own = {g for g, members in enumerate(seen.network.groups.values()) if person in members}
        own |= {groups} if person in seen.own else set()
        assert set(of[start[person] : start[person + 1]].tolist()) == own
    assert (wholes(data["events"]["channel"]) == 2).sum() == seen.events.of("read").sum() - (
        seen.events.of("read") & (seen.events.channel != 2)
    ).sum()


def test_kinds_and_channels_have_the_numbers_of_the_events():
    for name, words in (("KIND", KINDS), ("CHANNEL", ("start", "paid", "own", "sharer"))):
        block = re.search(rf"const {name} = \{{(.*?)\}};", script(), re.DOTALL)[1]
        assert re.findall(r"(\w+): (\d+)", block) == [
            (word, str(place)) for place, word in enumerate(words)
        ]
    assert CHANNELS == ("start", "paid", "own space", "sharer")


def test_nothing_is_fetched_from_anywhere(seen):
    text = page(seen, load("en"))
    assert not re.search(r"https?:|src=|url\(|@import|\bfetch\(|XMLHttpRequest|import\(", text)
    assert not re.search(r"^\s*import\b", text, re.MULTILINE)
    assert "default-src 'none'" in text


def test_a_name_cannot_end_the_script(seen):
    evil = "</script><script>alert(1)</script>"
    text = page(spread(seen.plan.replace(name=evil), key=2), load("en"))
    assert evil not in text
    assert data_in(text)["title"] == evil
    assert "&lt;/script&gt;" in text


def test_the_page_is_in_french_throughout(seen):
    text = page(seen, load("fr"))
    assert '<html lang="fr">' in text
    data = data_in(text)
    english = data_of(seen, load("en"))
    assert data["texts"].keys() == english["texts"].keys()
    assert data["texts"]["play"] == "Lecture"
    assert data["caption"].startswith("Un tirage")


def test_every_text_that_is_asked_for_is_there(seen):
    code, texts = script(), data_of(seen, load("en"))["texts"]
    asked = set(re.findall(r'\bsay\("(\w+)"', code))
    asked |= set(re.findall(r'"(story_\w+)"', code))
    asked |= set(re.findall(r'iconButton\(this\.words, "(\w+)"', code)) - {"previous", "next"}
    asked |= {"previous_person", "next_person", "this_round", "so_far"}
    asked |= {f"role_{k}" for k in range(4)} | {f"activity_{k}" for k in range(3)}
    rows, marks = (re.search(rf"const {name} = [\[{{](.*?)[\]}}];", code, re.DOTALL)[1]
                   for name in ("ROWS", "MARKS"))  # fmt: skip
    asked |= set(re.findall(r"(\w+):", rows))
    legend = set(re.findall(r'"(\w+)"', re.search(r"const entries = (\[.*?\])", code)[1]))
    assert len(legend) == 6
    asked |= {f"legend_{name}" for name in {*re.findall(r'"(\w+)"', marks), "joiner", *legend}}
    assert len(asked) > 45
    assert asked - texts.keys() == set()


def test_placeholders_are_the_same_in_both_languages():
    for key, row in rows().items():
        if key.startswith("player."):
            named = [set(re.findall(r"\{(\w+)\}", row[lang])) for lang in ("en", "fr")]
            assert named[0] == named[1], key
            assert not re.search(r" [:;?!%»]|« ", row["fr"]), f"{key}: a no-break space is missing"


def test_labels_are_included_unless_they_are_positions(seen):
    assert data_of(seen, load("en"))["labels"] is None
    graph = seen.network.to_networkx().subgraph(range(40))
    named = el.Network.from_networkx(graph, groups={"own space": [1, 2], ("a", 1): [3]})
    plan = seen.plan.replace({"campaign.posts": [el.Post(seeds=2)]})
    data = data_of(spread(plan, network=named), load("en"))
    assert data["group_labels"] == ["own space", "('a', 1)"]


def test_marks_and_letters_have_contrast():
    for theme in themes():
        back = theme["back"]
        for name in ("reader", "sharer", "joiner", "invitation", "unaware", "critic", "answer",
                     "ink", "ownRim"):  # fmt: skip
            assert contrast(theme[name], back) >= 3, name
        for place in ("disc", "own"):
            for name in ("reader", "sharer", "critic", "answer"):
                assert contrast(theme[name], theme[place]) >= 3, (name, place)
    for block in re.findall(r"\{([^}]*--elp-back: #[^}]*)\}", style()):
        colours = dict(re.findall(r"--elp-(\w+): (#\w{6})", block))
        assert contrast(colours["ink"], colours["back"]) >= 4.5
        for back in ("back", "soft"):
            assert contrast(colours["dim"], colours[back]) >= 4.5


def themes():
    block = re.search(r"const THEMES = \{(.*?)\n\};", script(), re.DOTALL)[1]
    found = [dict(re.findall(r'(\w+): "(#\w{6})"', part)) for part in block.split("},")]
    return [theme for theme in found if theme]


def contrast(one, two):
    """The ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_a_page_that_cannot_be_written_and_other_languages_are_refused(seen, tmp_path):
    with pytest.raises(el.EngagelabError, match="not written"):
        seen.to_html(tmp_path / "missing" / "player.html")
    with pytest.raises(el.EngagelabError, match="lang: unknown language 'de'"):
        seen.to_html(tmp_path / "player.html", lang="de")
    assert list(tmp_path.iterdir()) == []
