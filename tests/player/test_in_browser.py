"""The player in a real browser: one page from the disk, Chromium, its keys and buttons."""

import re
from pathlib import Path

import numpy as np
import pytest
from checkout import ROOT

import engagelab as el
from benchmarks.browser import CHROMIUM, chromium
from benchmarks.ui_player import smoothness
from engagelab.i18n import load
from engagelab.player import spread
from engagelab.player.page import page as page_of

ARTIFACTS = ROOT / "artifacts"
WAIT = 30_000  # milliseconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

# What a notebook gives to the module: a model whose values can be set from both sides.
MODEL = """
const model = {
  values: { data: JSON.parse(document.getElementById("data").textContent), round: 3 },
  heard: {}, saved: 0,
  get(name) { return this.values[name]; },
  set(name, value) { this.values[name] = value; this.heard["change:" + name]?.(); },
  save_changes() { this.saved += 1; },
  on(name, act) { this.heard[name] = act; },
  off(name) { delete this.heard[name]; },
};
window.model = model;
window.leave = render({ model, el: document.getElementById("player") });
"""
PIXELS = "document.querySelector('.elp-canvas').toDataURL()"


@pytest.fixture(scope="module")
def seen():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 600})
    return spread(plan, key=2)


@pytest.fixture(scope="module")
def busy():
    """A run with all that can happen: own space, paid readings, comments, answers, critics."""
    plan = el.Scenario.preset("bring-them-to-us").replace({
        "population.people": 600, "campaign.own_size": 120, "answers.comment": 0.2,
        "answers.critic": 0.5, "answers.reply_rate": 0.4, "campaign.posts": [
            {"origin": "organisation", "name": "spring"}, {"round": 7, "paid": 3_000, "seeds": 5},
            {"round": 30, "origin": "organisation"}],
    })  # fmt: skip
    return spread(plan, key=2)


@pytest.fixture(scope="module")
def browser():
    pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'engagelab[test]'"
    )
    with chromium() as opened:
        yield opened


class Message:
    """What a page asked for, and what it complained about."""

    def __init__(self, context, path):
        self.requests, self.complaints = [], []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.address = path.as_uri()
        self.page.goto(self.address)
        self.page.wait_for_selector(".elp-canvas", timeout=WAIT)


@pytest.fixture
def opened(browser, tmp_path, seen):
    """Open a page in the way asked for; at the end it has asked for nothing and said nothing."""
    contexts, pages = [], []

    def open_it(text=None, lang="en", **how):
        path = tmp_path / "player.html"
        path.write_text(text or page_of(seen, load(lang)), encoding="utf-8")
        size = {"width": 1300, "height": 820}
        contexts.append(browser.new_context(**{"viewport": size, **how}))
        pages.append(Message(contexts[-1], path))
        return pages[-1].page

    yield open_it
    for context, told in zip(contexts, pages, strict=True):
        context.close()
        own = ("data:", "blob:")
        assert [url for url in told.requests if not url.startswith(own)] == [told.address]
        assert told.complaints == []


def live(page):
    return page.text_content(".elp-unseen")


def settle(page, round_):
    """Wait until a round is shown and nothing moves any more."""
    page.wait_for_function(
        "round => { const it = document.getElementById('player').player; "
        "return it.at === round && it.t === 1 && !it.playing && !it.single; }",
        arg=round_,
        timeout=WAIT,
    )


def test_keys_change_the_round_the_picture_and_what_is_heard(opened, seen):
    page = opened()
    page.focus(".elp-canvas")
    first, heard = page.evaluate(PIXELS), live(page)
    page.keyboard.press("ArrowRight")
    settle(page, 1)
    assert page.inner_text(".elp-now") == "Round 1 of 60"
    reached = int(seen.counts["readers"][:2].sum())
    now = int(seen.counts["readers"][1])
    assert live(page) != heard
    assert f"first time: {now}." in live(page)
    assert f"Reached so far: {reached} of 600." in live(page)
    assert f"Reached so far: {reached} of 600." in page.get_attribute(".elp-canvas", "aria-label")
    assert page.evaluate(PIXELS) != first
    page.keyboard.press("End")
    settle(page, 60)
    assert f"Reached so far: {seen.counts['readers'].sum()} of 600." in live(page)
    page.keyboard.press("ArrowLeft")
    settle(page, 59)
    page.keyboard.press("Home")
    settle(page, 0)
    assert live(page) == heard
    assert page.evaluate(PIXELS) == first


def test_the_table_shows_the_counts_of_the_run(opened, seen, busy):
    for run in (seen, busy):
        assert_counts(opened(page_of(run, load("en"))), run)


def assert_counts(page, seen):
    page.focus(".elp-slider")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    settle(page, 9)
    rows = page.locator(".elp-counts tbody tr").all_inner_texts()
    names = ("readers", "shares", "comments", "answers", "critics", "invitations", "joins",
             "leavers")  # fmt: skip
    for name, row in zip(names, rows, strict=True):
        now, total = (int(text.replace(",", "")) for text in row.split()[-2:])
        assert (now, total) == (seen.counts[name][9], seen.counts[name][:10].sum()), name


def test_it_plays_pauses_and_plays_faster(opened):
    page = opened()
    page.click(".elp-last")
    settle(page, 60)
    page.select_option(".elp-speed", "4")
    page.focus(".elp-canvas")
    page.keyboard.press("Space")  # from the end it begins anew
    assert page.get_attribute(".elp-play", "aria-label") == "Pause"
    page.wait_for_function("() => document.getElementById('player').player.at >= 4", timeout=WAIT)
    page.click(".elp-play")
    stopped = page.inner_text(".elp-now")
    assert page.get_attribute(".elp-play", "aria-label") == "Play"
    page.wait_for_timeout(700)
    assert page.inner_text(".elp-now") == stopped
    page.click(".elp-forward")
    page.wait_for_function("before => document.querySelector('.elp-now').innerText !== before",
                           arg=stopped, timeout=WAIT)  # fmt: skip


def test_it_stops_at_the_end(opened):
    page = opened()
    page.evaluate("document.getElementById('player').player.go(58)")
    page.click(".elp-play")
    settle(page, 60)
    assert page.get_attribute(".elp-play", "aria-label") == "Play"


def test_a_person_tells_their_story(opened, seen):
    page = opened()
    page.evaluate("document.getElementById('player').player.go(60)")
    frame = seen.to_frame()
    person = int(frame[(frame["kind"] == "read") & frame["other"].notna()]["person"].iloc[0])
    x, y = page.evaluate(
        "person => { const { scene, at } = document.getElementById('player').player; "
        "return scene.spot(person, at); }",
        person,
    )
    box = page.locator(".elp-canvas").bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    assert page.inner_text(".elp-tip").startswith(f"Person {person}: has ")
    before = page.evaluate(PIXELS)
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert page.inner_text(".elp-name") == f"Person {person}"
    told = page.inner_text(".elp-tale")
    mine = frame[(frame["person"] == person) & (frame["kind"] == "read")]
    for event in mine.itertuples():
        if event.other is not None:
            line = (
                f"Round {event.round}: reads post {event.post + 1}, shared by Person {event.other}."
            )
            assert line in told
    assert page.evaluate(PIXELS) != before
    page.keyboard.press("Escape")
    assert page.inner_text(".elp-name") == "A person’s story"


def test_people_of_a_round_can_be_gone_through_by_keyboard(opened, seen):
    page = opened()
    events = seen.events
    active = sorted(set(events.person[events.round == 0].tolist()))
    page.focus(".elp-next")
    for person in (*active, active[0]):
        page.keyboard.press("Enter")
        assert page.inner_text(".elp-name") == f"Person {person}"
    assert "starts post 1." in page.inner_text(".elp-tale")
    page.focus(".elp-previous")
    page.keyboard.press("Enter")
    assert page.inner_text(".elp-name") == f"Person {active[-1]}"


STORIES = {
    ("comment", "en"): "comments on post “spring”.",
    ("comment", "fr"): "commente la publication «\N{NO-BREAK SPACE}spring\N{NO-BREAK SPACE}».",
    ("answer", "en"): "is answered by the organisation on post “spring”.",
    ("own space", "en"): "reads post “spring” in the own space.",
    ("paid", "en"): "is shown post 2 as paid content, and reads it.",
    ("critic", "en"): "was never answered and turns away",
    ("critic", "fr"): "n’a jamais reçu de réponse et se détourne",
}


@pytest.mark.parametrize(("event", "lang"), STORIES)
def test_a_story_tells_of_own_space_comments_answers_critics_and_paid_readings(
    opened, busy, event, lang
):
    frame = busy.to_frame()
    of = frame[(frame["kind"] == event) | (frame["channel"] == event)].iloc[0]
    page = opened(page_of(busy, load(lang)))
    page.evaluate(f"document.getElementById('player').player.go({of['round']})")
    page.evaluate(f"document.getElementById('player').player.select({of['person']})")
    assert STORIES[event, lang] in page.inner_text(".elp-tale")
    if event == "critic":
        ties = list(busy.network.to_networkx().neighbors(of["person"]))
        assert str(len(ties)) in page.inner_text(".elp-tale").split("turns away")[-1]
        heard = {"en": "hears that Person", "fr": "apprend que Personne"}[lang]
        page.evaluate(f"document.getElementById('player').player.select({ties[0]})")
        assert f"{heard} {of['person']} " in page.inner_text(".elp-tale")


def test_the_marks_are_those_of_the_run(opened, busy):
    page = opened(page_of(busy, load("en")))
    marks = """round => { const { town } = document.getElementById('player').player;
      return [...Array(town.people).keys()].map(v => town.marks(v, round)); }"""
    for after in (0, 14, 21, 60):
        found = page.evaluate(marks, after)
        for name, state in (("critic", busy.turned(after)), ("heard", busy.heard(after)),
                            ("joiner", busy.joined(after))):  # fmt: skip
            assert [name in each for each in found] == state.tolist(), name
        sharers = (busy.state(after) == 2) & ~busy.turned(after)
        assert ["sharer" in each for each in found] == sharers.tolist()
    assert busy.turned(60).any()


def test_the_own_space_is_drawn_and_described(opened, busy, seen):
    page = opened(page_of(busy, load("en")))
    members = busy.counts["own_members"][0]
    assert f"The own space has {members} members." in page.get_attribute(
        ".elp-canvas", "aria-label"
    )
    x, y, half = page.evaluate(
        "(() => { const { scene, town } = document.getElementById('player').player; "
        "return scene.middle(town.own); })()"
    )
    colour = """([x, y]) => { const canvas = document.querySelector('.elp-canvas');
      const probe = document.createElement('canvas').getContext('2d');
      const dpr = canvas.width / canvas.clientWidth;
      probe.drawImage(canvas, -Math.round(x * dpr), -Math.round(y * dpr));
      return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)]; }"""
    own = [253, 244, 222]
    assert page.evaluate(colour, [x - half + 4, y]) == own
    assert page.evaluate(colour, [x - 0.85 * half, y - 0.85 * half]) != own  # a round corner
    assert page.evaluate(colour, [x - 0.75 * half, y - 0.75 * half]) == own
    assert "own space" in page.inner_text(".elp-legend")
    other = opened()
    assert "own space" not in other.get_attribute(".elp-canvas", "aria-label")
    assert "own space" not in other.inner_text(".elp-legend")


def test_what_is_heard_names_what_happens_and_nothing_else(opened, busy):
    page = opened(page_of(busy, load("en")))
    named = {"shares": "Shares", "comments": "Comments", "answers": "Answers",
             "critics": "Critics", "invitations": "Invitations", "joins": "Joins",
             "leavers": "Departures"}  # fmt: skip
    said = set()
    for after in (0, 1, 7, 8, 14):
        page.evaluate(f"document.getElementById('player').player.go({after})")
        for measure, word in named.items():
            count = int(busy.counts[measure][after])
            assert (f" {word}: " in live(page)) == (count > 0)
            assert not count or f" {word}: {count}." in live(page)
            said |= {word} if count else set()
    assert {"Comments", "Answers", "Critics"} <= said


def test_one_post_can_be_looked_at_alone(opened, seen):
    page = opened()
    page.evaluate("document.getElementById('player').player.go(60)")
    marks = """post => { const { town } = document.getElementById('player').player;
      return [...Array(town.people).keys()].filter(v => town.mark(v, 60) > 0).length; }"""
    assert page.evaluate(marks) == seen.counts["readers"].sum()
    before = page.evaluate(PIXELS)
    page.select_option(".elp-post", "1")
    events = seen.events
    assert page.evaluate(marks) == (events.of("read") & (events.post == 1)).sum()
    assert page.evaluate(PIXELS) != before


def test_the_picture_can_be_zoomed_and_moved_and_shown_whole_again(opened):
    page = opened()
    first = page.evaluate(PIXELS)
    page.focus(".elp-canvas")
    page.keyboard.press("+")
    near = page.evaluate(PIXELS)
    assert near != first
    box = page.locator(".elp-canvas").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 360, box["y"] + 240, steps=4)
    page.mouse.up()
    page.mouse.move(0, 0)
    assert page.evaluate(PIXELS) not in (first, near)
    page.click(".elp-fit")
    page.mouse.move(0, 0)
    assert page.evaluate(PIXELS) == first
    page.focus(".elp-canvas")
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "() => { const { scene } = document.getElementById('player').player; "
        "return scene.scale > scene.whole; }",
        timeout=WAIT,
    )


def test_nothing_moves_where_no_motion_is_wanted(opened):
    page = opened(reduced_motion="reduce")
    page.focus(".elp-canvas")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getElementById('player').player.t") == 1
    page.keyboard.press("Space")
    ways = page.evaluate(
        """() => new Promise(done => {
          const player = document.getElementById('player').player, ways = new Set();
          const look = () => {
            ways.add(player.t);
            if (player.at >= 3) done([...ways]);
            else requestAnimationFrame(look);
          };
          look();
        })"""
    )
    assert ways == [1]


def test_it_is_light_or_dark_as_its_surroundings(opened):
    colour = "getComputedStyle(document.getElementById('player')).backgroundColor"
    for scheme, expected in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(17, 20, 24)")):
        page = opened(color_scheme=scheme)
        assert page.evaluate(colour) == expected
    page.evaluate(
        "document.documentElement.style.setProperty('--jp-layout-color0', 'rgb(255, 255, 255)')"
    )
    page.wait_for_function(f"() => {colour} === 'rgb(255, 255, 255)'", timeout=WAIT)


def test_what_was_hidden_while_the_theme_changed_is_drawn_anew(opened):
    page = opened(color_scheme="light")
    line = "document.querySelector('.elp-line').toDataURL()"
    light = page.evaluate(line)
    page.evaluate("document.getElementById('player').style.display = 'none'")
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("[data-elp-theme=dark]", state="attached", timeout=WAIT)
    page.evaluate("document.getElementById('player').style.display = ''")
    page.wait_for_function(f"light => {line} !== light", arg=light, timeout=WAIT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_people_who_do_not_see_it_or_use_no_mouse_lose_nothing(opened, busy, scheme, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(page_of(busy, load(lang)), color_scheme=scheme)
    page.click(".elp-forward")
    settle(page, 1)
    page.click(".elp-next")
    found = axe.run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []
    unnamed = page.locator("button:not([aria-label])").count()
    assert unnamed == 0
    assert page.get_attribute(".elp-canvas", "role") == "img"
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"player_{lang}_{scheme}.png")


def test_a_long_story_can_be_read_by_keyboard_and_shows_its_end_as_it_goes_on(opened, busy):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(page_of(busy, load("fr")), viewport={"width": 1300, "height": 600})
    lines = np.bincount(busy.events.person, minlength=600)
    page.evaluate(f"document.getElementById('player').player.select({int(np.argmax(lines))})")
    page.evaluate("document.getElementById('player').player.go(60)")
    hidden = (
        "(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)"
    )
    top = page.evaluate("document.querySelector('.elp-tale').scrollTop")
    assert top > 0
    assert abs(page.evaluate(f"{hidden}(document.querySelector('.elp-tale'))")) <= 1
    page.focus(".elp-tale")
    page.keyboard.press("PageUp")
    page.wait_for_function(
        "top => document.querySelector('.elp-tale').scrollTop < top", arg=top, timeout=WAIT
    )
    found = axe.run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_it_speaks_french(opened, seen):
    page = opened(lang="fr")
    assert page.inner_text(".elp-now") == "Tour 0 sur 60"
    assert page.get_attribute(".elp-play", "aria-label") == "Lecture"
    page.click(".elp-forward")
    settle(page, 1)
    assert f"jusqu’ici\N{NO-BREAK SPACE}: {seen.counts['readers'][:2].sum()} sur 600." in live(page)
    page.click(".elp-next")
    assert re.match(r"Personne \d+", page.inner_text(".elp-name"))
    assert "Tour 1\N{NO-BREAK SPACE}:" in page.inner_html(".elp-tale").replace(
        "&nbsp;", "\N{NO-BREAK SPACE}"
    )


@pytest.mark.parametrize("width", [420, 800, 1300])
def test_nothing_is_cut_off_or_spills_out(opened, busy, width):
    page = opened(page_of(busy, load("fr")), viewport={"width": width, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".elp-stage", ".elp-counts", ".elp-controls", ".elp-legend"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 0.5, part
    spilled = page.evaluate(
        "() => [...document.querySelectorAll('.elp-button, .elp-counts td, .elp-legend li, "
        ".elp-caption')].filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.outerHTML)"
    )
    assert spilled == []
    side, story = (page.locator(part).bounding_box() for part in (".elp-side", ".elp-story"))
    assert story["y"] + story["height"] <= side["y"] + side["height"] + 0.5
    assert story["height"] >= 90


def test_in_a_notebook_the_round_goes_both_ways(opened, seen):
    text = page_of(seen, load("en"))
    start = text.index("mount(document.getElementById")
    page = opened(text[:start] + MODEL + text[text.index("</script>", start) :])
    assert page.inner_text(".elp-now") == "Round 3 of 60"
    page.evaluate("window.model.set('round', 8)")
    assert page.inner_text(".elp-now") == "Round 8 of 60"
    page.click(".elp-back")
    assert page.evaluate("[window.model.values.round, window.model.saved > 0]") == [7, True]
    page.evaluate(
        "window.model.values.round = 0; "
        "window.model.set('data', { ...window.model.values.data, title: 'Another run' })"
    )
    assert page.inner_text(".elp-title") == "Another run"
    assert page.inner_text(".elp-now") == "Round 0 of 60"
    with page.expect_download() as kept:
        page.evaluate("window.model.heard['msg:custom']({ save: 'kept.html' }, ['<p>kept</p>'])")
    assert kept.value.suggested_filename == "kept.html"
    assert Path(kept.value.path()).read_text() == "<p>kept</p>"
    page.evaluate("window.leave()")
    assert page.evaluate("Object.keys(window.model.heard)") == []


def test_the_benchmark_counts_frames(browser):
    found = smoothness(browser, people=300, seconds=1.0)
    assert [each.how for each in found] == ["playing", "playing and zooming"]
    for each in found:
        assert each.people == 300
        assert 0 < each.slowest <= each.frames * 1.5
        assert f"{each.frames:.0f} frames a second" in str(each)
