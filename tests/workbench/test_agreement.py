"""The screen and every exported file show the same digits, in both languages."""

import re
from html import unescape

import pytest
from report import reading

import engagelab as el
from engagelab import workbench
from engagelab.i18n import load
from engagelab.report import FORMATS, to_bytes
from engagelab.report.findings import MEASURES

pytestmark = pytest.mark.slow

SOON = 120.0
PLAN = el.Scenario.preset("voucher").replace(
    {"population.people": 500, "settings.runs": 40, "settings.horizon": 30}
)
CHANGES = {  # after the first plan; the last one stays the present plan
    "more": {"invitations.invite": 0.9, "groups.size": 30.0},
    "fewer": {"invitations.invite": 0.0, "rewards.trial": 0.0},
    "few": {"campaign.posts": [el.Post(seeds=2)], "engagement.base_share": 0.02},
}


def plain(text):
    """Return a text with one kind of space and without markup."""
    bare = re.sub("<.*?>", "", unescape(text))
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", bare).strip()


class Screen:
    """A workbench with pins, and its exported files."""

    def __init__(self, lang):
        self.t = load(lang, "EUR")
        self.bench = workbench.open(PLAN, lang=lang, currency="EUR")
        self.bench.toolbar.pin.click()
        for name, changes in CHANGES.items():
            self.bench.session.open(PLAN.replace(changes), name)
            self.bench._actions.follow_plan()
            if name != "few":
                self.bench.toolbar.pin.click()
        for part in ("compare", "handover"):
            self.bench.tabs.open(part)
        assert self.bench.wait(SOON)
        assert not self.bench.answer.coarse
        self.bench.tabs.open("compare")
        self.bench.tabs.opened["compare"].against.value = "B"
        self.bench.tabs.open("handover")
        self.found = self.bench.tabs.opened["handover"]._findings()
        self.files = {name: to_bytes(self.found, name, self.t)[2] for name in FORMATS}

    def headline(self):
        """Return mean, error and further lines of each measure."""
        html = self.bench.view.content["headline"]
        cards = re.findall(
            r'class="el-card el-([\w-]+)">.*?el-value">(.*?)</div>(.*?)(?=<div class="el-card|$)',
            html,
        )
        told = {}
        for name, value, below in cards:
            mean, _, error = plain(value).partition(" ± ")
            told[name.replace("-", "_")] = mean, error or "–", plain(below)
        return told

    def compared(self):
        """Return the cells of the table of `CompareTab` by the labels of its rows."""
        html = self.bench.tabs.opened["compare"]._comparison.value
        found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
        return {
            plain(head): [plain(cell) for cell in re.findall(r"<td.*?>(.*?)</td>", cells)]
            for head, cells in found
        }

    def tables(self):
        """Return the tables of the exported page."""
        page = reading.Page(self.files["html"])
        return [[[plain(cell) for cell in row] for row in table] for table in page.tables]

    def measures(self, plan):
        """Return mean, error and band of each measure of a plan, as the page has them."""
        rows = self.tables()[plan - len(self.found.plans)][1:]
        return {name: row[1:] for name, row in zip(self.found.measures, rows, strict=True)}


@pytest.fixture(scope="module", params=["en", "fr"])
def screen(request):
    made = Screen(request.param)
    yield made
    made.bench.close()


def test_files_and_screen_compare_with_the_same_plan(screen):
    keys = [key for _, key in screen.bench.tabs.opened["compare"].against.options]
    assert keys == ["A", "B", "C", "plan"]
    assert [plan.look for plan in screen.found.plans] == ["B", "A", "C", "plan"]


def test_the_headline_has_the_numbers_of_the_page(screen):
    told, told_there = screen.headline(), screen.measures(3)
    assert len(told) == 7
    for name, (mean, error, below) in told.items():
        there_mean, there_error, band = told_there[name]
        assert (mean, error) == (there_mean, there_error), name
        if name not in ("cost_per_reader", "return"):
            low, high = band.split(" to " if screen.t.lang == "en" else " à ")
            assert plain(screen.t("workbench.band", low=low, high=high)) in below, name
    assert told_there["reach_share"][0] in told["reach"][2]


def test_the_summary_has_the_numbers_of_the_page(screen):
    words, told = plain(screen.bench.view.details["words"]), screen.measures(3)
    names = [name for name in MEASURES if name not in ("value", "return")]
    numbers = [told[name][0] for name in names]
    numbers += [told["return"][0].lstrip("\N{MINUS SIGN}"), told["return"][1]]
    for number in numbers:
        assert re.search(rf"(?<!\d){re.escape(number)}(?!\d)", words), number


def columns(screen):
    """Return the columns of `CompareTab` in the order in which the files have the plans."""
    compared = screen.compared()
    first = list(compared).index(plain(screen.t("workbench.reach")))
    rows = list(compared.values())[first:]
    rows = rows[:5] + rows[-2:]  # without the kinds of cost, which stand after the cost
    return {
        "ABCp"[place]: [row[place] for row in rows]  # reach, lift, wins, price, cost, each, return
        for place in range(4)
    }


def test_the_comparison_has_the_numbers_of_the_page(screen):
    there = dict(zip("BACp", screen.tables()[0][1:], strict=True))
    for key, (reach, lift, wins, _, cost, each, back) in columns(screen).items():
        _, reach_there, _, _, lift_there, interval, wins_there, *money = there[key]
        assert reach == reach_there
        assert cost.partition(" ±")[0] == money[0]
        assert each == money[1]
        assert back.partition(" ±")[0] == money[2]
        if key == "B":
            assert lift == wins == wins_there == "–"
        else:
            assert lift == f"{lift_there} ({interval})"
            assert wins == wins_there


def test_the_comparison_has_the_numbers_of_the_workbook(screen):
    book = reading.book(screen.files["xlsx"])
    sheet = list(book[screen.t("report.comparison_sheet")].iter_rows(min_row=2, max_row=5))
    for key, row in zip("BACp", sheet, strict=True):
        shown = [
            "–" if cell.value is None else
            plain(reading.shown(cell.value, cell.number_format, screen.t.lang))
            for cell in (*row[1:8], *row[9:13])
        ]  # fmt: skip
        reach, error, lift, low, high, wins, runs, cost, each, back, price = shown
        on_screen = columns(screen)[key]
        assert on_screen[0] == f"{reach} ± {error}"
        assert on_screen[3] == price
        assert [text.partition(" ±")[0] for text in on_screen[4:]] == [cost, each, back]
        if key != "B":
            between = plain(screen.t("report.between", low=low, high=high))
            assert on_screen[1] == f"{lift} ({between})"
            assert on_screen[2] == plain(screen.t("report.of_runs", wins=wins, runs=runs))


@pytest.mark.parametrize("name", ["pptx", "pdf"])
def test_slides_and_pages_have_the_numbers_of_the_comparison(screen, name):
    data = screen.files[name]
    text = plain(reading.deck_text(data) if name == "pptx" else "\n".join(reading.pages(data)))
    for reach, lift, wins, _, cost, each, back in columns(screen).values():
        told = [reach, wins, cost.partition(" ±")[0], each, back.partition(" ±")[0]]
        told += lift.rstrip(")").split(" (") if "(" in lift else []
        for number in told:
            assert number in text


def test_the_plans_cover_losses_small_numbers_and_prices(screen):
    """The tests above would otherwise miss the difficult cases."""
    rows = [plan.comparison for plan in screen.found.variants]
    assert all(row.lift.value < 0 and row.resolved for row in rows)
    few = screen.found.plans[-1].numbers
    assert few["joins"].mean.digits == 1 or few["shares"].mean.digits == 1
    prices = [columns(screen)[key][3] for key in "ACp"]
    assert prices == ["–"] * 3
    screen.bench.session.against = "C"
    won = screen.bench.tabs.opened["handover"]._findings().plans[1].comparison
    screen.bench.session.against = "B"
    assert won.lift.value > 0
    assert won.cost_per_extra_reader.mean.known
