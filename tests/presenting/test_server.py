"""The application: its access, its pages, and a visit in Chromium."""

import asyncio
import json
import re
import time
import urllib.error
import urllib.request

import pytest
from nbformat.v4 import new_notebook
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect
from voila.execute import VoilaExecutor

from benchmarks.browser import CELLS, CHROMIUM, START, Server, chromium, hosts, served
from engagelab import Scenario
from engagelab.i18n import load
from engagelab.i18n.notebooks import digest
from engagelab.presenting import arguments
from engagelab.workbench.state.share_link import make_link

pytestmark = pytest.mark.process

SMALL = {
    "one.ipynb": [
        ("markdown", "# Does it move?\n\nA page with the workbench in it, on few people."),
        (
            "code",
            "import engagelab as el\nimport engagelab.workbench\n"
            "small = {'population.people': 300, 'settings.runs': 20, 'settings.horizon': 30}\n"
            "engagelab.workbench.open(el.Scenario.preset('voucher').replace(small))",
        ),
    ],
    "two.ipynb": [
        ("markdown", "# What if a cell fails?\n\nIts words are kept from the visitors."),
        ("code", "secret = 'of the house'\nraise ValueError(secret)"),
        ("code", "'goes on regardless'"),
    ],
    "waits.ipynb": [
        ("markdown", "# Must one wait?\n\nThe last cell ends when the test says so."),
        ("code", "import engagelab.workbench\nimport engagelab as el"),
        (
            "code",
            "small = {'population.people': 300, 'settings.runs': 20, 'settings.horizon': 30}\n"
            "engagelab.workbench.open(el.Scenario.preset('voucher').replace(small))",
        ),
        (
            "code",
            "import time\nfrom pathlib import Path\n"
            "while not Path('go').exists(): time.sleep(0.05)\n'this is the end'",
        ),
    ],
    "waits_in_a_thread.ipynb": [
        ("markdown", "# Must the workbench wait?\n\nThe last cell awaits a thread."),
        (
            "code",
            "import engagelab as el\nimport engagelab.workbench\n"
            "small = {'population.people': 300, 'settings.runs': 20, 'settings.horizon': 30}\n"
            "engagelab.workbench.open(el.Scenario.preset('voucher').replace(small))",
        ),
        (
            "code",
            "import asyncio, time\nfrom pathlib import Path\n"
            "def wait():\n    while not Path('end').exists(): time.sleep(0.05)\n"
            "await asyncio.to_thread(wait)\n'this is the end'",
        ),
    ],
}
FRENCH = f"""
c0:
  of: "{digest(SMALL["one.ipynb"][0][1])}"
  text: |-
    # Est-ce que cela bouge ?

    Une page avec l’atelier, sur peu de personnes.
"""
ANSWER = 120_000
WORKBENCH = "/voila/render/one.ipynb"
SECTIONS = ".el-more .jupyter-widget-Collapse-header"
# a press of a key on a slider as soon as it can be reached
AT_ONCE = """(() => {
  const press = () => {
    const handle = document.querySelector(".el-control-invitations-invite [role=slider]");
    handle?.focus();
    if (!handle || document.activeElement !== handle) return setTimeout(press, 10);
    handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  };
  press();
})()"""


def notebook(cells):
    made = [
        {"cell_type": kind, "id": f"c{place}", "metadata": {}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, source) in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


class Application(Server):
    """``engagelab present`` on two small notebooks."""

    more, given = (), {}

    def arguments(self):
        for path in self.notebooks.glob("*.ipynb"):
            path.unlink()
        for name, cells in SMALL.items():
            (self.notebooks / name).write_text(json.dumps(notebook(cells)))
        (self.notebooks / "fr" / "one.yaml").write_text(FRENCH)
        (self.notebooks / "notes.txt").write_text("not for visitors")
        (self.notebooks / "deep.ipynb").write_text("[" * 100_000 + "]" * 100_000)
        told = ["present", "--port", str(self.port), "--no-browser", "--warm", "1"]
        return ["-m", "engagelab", *told, "--folder", str(self.notebooks), *self.more]

    def is_up(self):
        return status(f"{self.address}/")[0] in (200, 302, 403)


class Crowded(Application):
    """The application with two places."""

    more = ("--warm", "0", "--max-visitors", "2")


class Open(Application):
    """The application on a public address."""

    more = ("--host", "0.0.0.0", "--warm", "0")


def status(address):
    """Return status, text and final address of a response."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace"), error.url


def told(server, before):
    """Wait for a text in the log of the server, and return the rest of the log."""
    until = time.monotonic() + START / 1000
    while before not in (text := server.log.read_text()):
        assert time.monotonic() < until, text
        time.sleep(0.1)
    return text.split(before)[1]


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    with served(Application(tmp_path_factory.mktemp("present"))) as server:
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_loopback_address_needs_no_token(host, tmp_path):
    assert arguments(tmp_path, host=host).Voila.auto_token is False


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "0", "0x0", "192.0.2.7", "example"])
def test_any_other_address_needs_a_token(host, tmp_path):
    assert arguments(tmp_path, host=host).Voila.auto_token is True


def test_another_name_needs_a_token_on_loopback_too(tmp_path):
    assert arguments(tmp_path, names=["localhost:9000"]).Voila.auto_token is False
    assert arguments(tmp_path, names=["plans.example.org"]).Voila.auto_token is True


def test_outputs_are_awaited_on_a_busy_machine(tmp_path):
    told = VoilaExecutor(new_notebook(), config=arguments(tmp_path))
    assert told.iopub_timeout >= 60


def test_nothing_is_shown_without_the_token(tmp_path):
    with served(Open(tmp_path)) as server:
        token = told(server, "token=").split()[0]
        for path in ("/", "/voila/render/one.ipynb"):
            code, text, address = status(server.address + path)
            assert "Does it move?" not in text
            assert code == 403 or "/login" in address
        assert len(token) >= 48
        assert "Does it move?" in status(f"{server.address}/?token={token}")[1]


def test_the_home_page_is_in_the_language_of_the_browser(application):
    code, text, _ = status(f"{application.address}/")
    assert code == 200
    assert "Does it move?" in text
    assert "voila/render/one.ipynb" in text
    asked = urllib.request.Request(f"{application.address}/")
    asked.add_header("Accept-Language", "de, fr;q=0.8, en;q=0.5")
    with urllib.request.urlopen(asked, timeout=30) as answer:
        french = answer.read().decode()
    assert '<html lang="fr">' in french
    assert "Est-ce que cela bouge" in french
    assert "Une page avec l’atelier" in french
    assert "Must one wait?" in french
    assert "Jusqu’où cela ira-t-il" in french


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/voila/files/one.ipynb", 403),
        ("/voila/files/notes.txt", 403),
        ("/voila/files/../../etc/passwd", 403),
        ("/voila/tree", 404),
        ("/voila/api/contents/", 404),
        ("/voila/render/none.ipynb", 404),
        ("/voila/render/one.fr.ipynb", 404),
        ("/voila/render/..%2F..%2Fetc%2Fpasswd", 404),
        ("/elsewhere", 404),
        ("/logout", 404),
        ("/voila/templates/x", 404),
        ("/voila/templates/", 404),
        ("/voila/templates/lab/other/x.js", 404),
        ("/voila/templates/lab/static/%00", 404),
        ("/voila/render/%00.ipynb", 404),
        ("/voila/render/deep.ipynb", 404),
        ("/voila/render/notes.txt", 404),
        ("/voila/render/", 404),
        ("/voila/query/0-0-0-0-0", 404),
        ("/%ff", 404),
    ],
)
def test_nothing_else_of_the_folder_is_served(application, path, code):
    found, text, _ = status(application.address + path)
    assert found == code
    assert "Traceback" not in text
    assert "not for visitors" not in text


@pytest.mark.parametrize("header", [
    ("Host", "evil.example"), ("Origin", "http://evil.example"), ("Origin", "null"),
    ("Sec-Fetch-Site", "cross-site"),
])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/voila/render/two.ipynb", "/voila/templates/lab/static/x"])
def test_requests_of_other_sites_are_refused(application, path, header):
    asked = urllib.request.Request(application.address + path, headers=dict([header]))
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(asked, timeout=30)
    assert caught.value.code == 403
    assert caught.value.read().decode().startswith("The application ")


@pytest.mark.parametrize("path", ["api/kernels/0-0-0-0-0/channels", "voila/execution/0-0-0-0-0"])
def test_websockets_of_other_sites_are_refused(application, path):
    address = f"{application.address}/{path}".replace("http", "ws")

    async def connect(**headers):
        asked = HTTPRequest(address, headers=headers, request_timeout=30)
        with pytest.raises(HTTPClientError) as caught:
            await websocket_connect(asked)
        return caught.value.code

    assert asyncio.run(connect(Host="evil.example")) == 403
    assert asyncio.run(connect(Origin="http://evil.example")) == 403


def test_a_visitor_who_finds_no_place_is_asked_to_try_again(tmp_path):
    with served(Crowded(tmp_path)) as server:
        address = f"{server.address}/voila/render/two.ipynb"
        visits = [status(address) for _ in range(2)]
        code, text, _ = status(address)
        assert [visit[0] for visit in visits] == [200, 200]
        assert code == 503
        assert "The application is full" in text
        assert "Try again" in text
        assert "kernelId" not in text
        assert status(f"{server.address}/")[0] == 200
        kernel = re.search(r'"kernelId": ?"([^"]+)"', visits[0][1])[1]
        left = f"{server.address}/voila/api/shutdown/{kernel}"  # as a page says that is closed
        urllib.request.urlopen(urllib.request.Request(left, method="POST"), timeout=60)
        assert status(address)[0] == 200


def test_the_address_is_announced(application):
    assert told(application, "shown at ").startswith(application.address)


@pytest.fixture(scope="module")
def visit(application):
    """A page that records its requests and errors."""
    pytest.importorskip("playwright.sync_api")
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        page = context.new_page()
        page.asked, page.errors = [], []
        context.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda told: told.type == "error" and page.errors.append(told.text))
        yield page


@pytest.fixture
def workbench(application, visit):
    """Return the page of the visit, at the workbench; it may be there since the test before."""
    address = f"{application.address}{WORKBENCH}"
    if visit.url != address:
        visit.goto(address, timeout=START)
    visit.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
    return visit


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")
class TestVisit:
    """The pages that a visitor sees."""

    def test_the_workbench_works_without_code_in_the_language_of_the_browser(
        self, application, visit
    ):
        visit.goto(f"{application.address}/", timeout=START)
        visit.get_by_role("link", name="Est-ce que cela bouge").click()
        visit.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        visit.wait_for_selector("text=Personnes touchées", timeout=ANSWER)
        assert visit.inner_text("h1") == "Est-ce que cela bouge\N{NARROW NO-BREAK SPACE}?"
        assert visit.title() == "Est-ce que cela bouge\N{NARROW NO-BREAK SPACE}?"
        assert visit.get_attribute("html", "lang") == "fr"
        assert "import engagelab" not in visit.content()
        visit.wait_for_selector("#loading", state="detached", timeout=CELLS)
        before = visit.inner_text(".el-reach .el-value")
        for _ in range(8):  # each finds the slider, which the language may just have made anew
            visit.press(".el-control-invitations-invite [role=slider]", "ArrowRight")
        visit.wait_for_function(
            "before => document.querySelector('.el-refined') && "
            "(document.querySelector('.el-reach .el-value')?.innerText ?? before) !== before",
            arg=before,
            timeout=ANSWER,
        )

    def test_a_page_works_after_a_reload_while_it_loads(self, application, visit):
        visit.goto(f"{application.address}/voila/render/one.ipynb", wait_until="commit")
        visit.wait_for_selector("h1", timeout=START)
        visit.reload(timeout=START)
        visit.wait_for_selector(".el-refined", timeout=CELLS, state="attached")

    def test_two_visitors_do_not_disturb_each_other(self, application, workbench):
        other = workbench.context.browser.new_page()
        other.goto(f"{application.address}{WORKBENCH}", timeout=START)
        other.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        other.fill(".el-control-invitations-invite input", "0.9")
        other.press(".el-control-invitations-invite input", "Enter")
        other.wait_for_selector("text=against the baseline", timeout=ANSWER)
        assert workbench.input_value(".el-control-invitations-invite input") != "0.9"
        other.close()

    def test_visitors_cannot_enter_paths_of_this_machine(self, workbench):
        for part, upload in (("plans", ".el-plans-opening"), ("network", ".el-network-tab")):
            title = load("fr")(f"tabs.{part}")
            workbench.locator(".el-tab-bar button", has_text=title).click()
            workbench.locator(f"{upload} .el-upload").first.wait_for(timeout=ANSWER)
            assert workbench.locator(".el-path, .el-plans-path, .el-save-to").count() == 0

    def test_an_open_section_scrolls_and_does_not_shrink_the_others(self, workbench):
        workbench.locator(SECTIONS, has_text=load("fr").section("groups")).click()
        last = workbench.locator(".jupyter-widget-Collapse-open .el-control").last
        last.wait_for(timeout=ANSWER)
        last.scroll_into_view_if_needed()
        boxes = [one.bounding_box()["height"] for one in workbench.locator(SECTIONS).all()]
        assert min(boxes) > 24
        inside, around = last.bounding_box(), workbench.locator(".el-more").bounding_box()
        assert inside["y"] + inside["height"] <= around["y"] + around["height"] + 1
        whole = workbench.locator(".jupyter-widget-Collapse-open").bounding_box()
        assert inside["y"] + inside["height"] <= whole["y"] + whole["height"] + 1

    def test_an_immediate_change_applies_to_the_linked_plan(self, application, visit):
        linked = Scenario.preset("voucher").replace(
            {"population.people": 300, "settings.runs": 20, "invitations.invite": 0.37}
        )
        page = visit.context.new_page()
        page.add_init_script(AT_ONCE)
        path = f"{application.address}/voila/render/one.ipynb"
        page.goto(make_link(path, linked, "en"), timeout=START, wait_until="commit")
        page.wait_for_function(
            "document.querySelector('.el-history select')?.selectedOptions[0]?.text"
            ".endsWith('rate:\xa00.38')",
            timeout=ANSWER,
        )
        page.wait_for_selector(".el-refined", timeout=ANSWER, state="attached")
        box = ".el-control-invitations-invite input[type=text]"
        assert page.locator(box).input_value() == "0.38"
        assert page.locator(".el-history option").count() == 2
        page.close()

    def test_a_failing_cell_shows_visitors_no_internals(self, application, visit):
        visit.goto(f"{application.address}/voila/render/two.ipynb", timeout=START)
        visit.wait_for_selector("text=What if a cell fails?", timeout=CELLS)
        visit.wait_for_selector("#loading", state="detached", timeout=CELLS)
        assert "of the house" not in visit.content()
        assert "Traceback" not in visit.content()
        assert "goes on regardless" not in visit.content()

    def test_the_workbench_appears_before_the_last_cell_and_the_page_scrolls(
        self, application, visit
    ):
        visit.goto(f"{application.address}/voila/render/waits.ipynb", timeout=START)
        visit.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        visit.wait_for_selector(".el-workbench[lang=fr]:not(.el-unmet)", timeout=ANSWER)
        assert "this is the end" not in visit.content()
        bar = visit.locator("#loading progress")
        assert 0 < bar.evaluate("bar => bar.value / bar.max") < 1
        (application.notebooks / "go").touch()
        visit.wait_for_selector("text=this is the end", timeout=CELLS)
        visit.wait_for_selector("#loading", state="detached", timeout=CELLS)
        end = visit.get_by_text("this is the end")
        away = "element => element.getBoundingClientRect().top - innerHeight"
        assert end.evaluate(away) > 0
        visit.mouse.move(640, 450)
        for _ in range(10):
            visit.mouse.wheel(0, 1000)
            visit.wait_for_timeout(100)
        assert end.evaluate(away) < 0
        for _ in range(100):
            visit.keyboard.press("Control+Home")  # again while the wheel still scrolls
            visit.wait_for_timeout(100)
            if visit.evaluate("scrollY") == 0:
                break
        assert visit.evaluate("scrollY") == 0
        white = "element => getComputedStyle(element).backgroundColor"
        assert visit.locator("#main").evaluate(white) == "rgb(255, 255, 255)"

    def test_edits_are_answered_before_a_cell_that_awaits_a_thread_ends(self, application, visit):
        path = f"{application.address}/voila/render/waits_in_a_thread.ipynb"
        visit.goto(path, timeout=START)
        visit.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        visit.wait_for_selector(".el-workbench[lang=fr]:not(.el-unmet)", timeout=ANSWER)
        for text in ("0,9", "0,1", "0,5"):  # the page holds back a change until the one before
            before = visit.text_content(".el-reach .el-value")
            visit.fill(".el-control-invitations-invite input", text)
            visit.press(".el-control-invitations-invite input", "Enter")
            visit.wait_for_function(
                "before => document.querySelector('.el-refined') && "
                "(document.querySelector('.el-reach .el-value')?.textContent ?? before) !== before",
                arg=before,
                timeout=ANSWER,
            )
            assert "this is the end" not in visit.content()
        (application.notebooks / "end").touch()
        visit.wait_for_selector("text=this is the end", timeout=CELLS)

    def test_no_other_host_was_requested_and_no_error_logged(self, visit):
        assert hosts(visit.asked) == {"127.0.0.1"}
        assert len(visit.asked) > 10
        assert visit.errors == []
