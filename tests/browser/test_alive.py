"""Kernel gone, server gone, scripts blocked: what both pages say, in JupyterLab and in Voila."""

import re
import urllib.request

import psutil
import pytest
from checkout import ROOT

from benchmarks.browser import CELLS, CHROMIUM, Lab, Server, served, write_notebook
from tests.browser.test_campaign import SOURCE

ARTIFACTS = ROOT / "artifacts"
BENCH = """\
import engagelab as el
import engagelab.workbench
small = {"population.people": 1000, "settings.runs": 60}
el.workbench.open(el.Scenario.preset("invite-a-friend").replace(small))"""
SOURCES = {"campaign.ipynb": SOURCE, "bench.ipynb": BENCH}
# each page: what shows that its answer is there, and a control
PAGES = {
    "campaign.ipynb": (".elp .step--ans:not(.is-coarse) .status .ic--check", "#elp-money"),
    "bench.ipynb": (".el-refined", ".el-control-invitations-invite input[type=text]"),
}
NOTICED = 60_000  # milliseconds in which a page says that its kernel is gone
SCRIPTS = re.compile("anywidget")
NOTE = ".el-lost-note"
# the icons that Jupyter puts before widgets without a kernel
BROKEN_LINKS = """() => [...document.querySelectorAll('.jupyter-widgets-disconnected')]
  .filter(e => getComputedStyle(e, '::before').content !== 'none').length"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]


class Present(Server):
    """Both pages as an application."""

    def arguments(self):
        """Return what starts the application."""
        # without kernels started ahead, which would run both pages beside the tests
        options = ["--port", str(self.port), "--no-browser", "--warm", "0"]
        return ["-m", "engagelab", "present", *options, "--folder", str(self.notebooks)]

    def is_up(self):
        """Return whether the server answers."""
        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return answer.status == 200

    def run_all(self, page, notebook):
        """Open a notebook, whose cells run at once."""
        page.goto(f"{self.address}/voila/render/{notebook}", timeout=CELLS)

    def kernels(self):
        """Return the processes of the kernels."""
        return [process for process in psutil.Process(self.process.pid).children(recursive=True)
                if "ipykernel_launcher" in " ".join(process.cmdline())]  # fmt: skip


def created(kind, folder):
    """Start a server on both pages alone, with few people."""
    server = kind(folder)
    for path in server.notebooks.glob("*.ipynb"):
        path.unlink()
    for name, source in SOURCES.items():
        write_notebook(server.notebooks / name, source)
    return server


@pytest.fixture(scope="module", params=[Lab, Present], ids=["lab", "voila"])
def server(request, tmp_path_factory):
    with served(created(request.param, tmp_path_factory.mktemp("alive"))) as running:
        yield running


def forget(lab):
    """Shut down all kernels of JupyterLab, and forget which notebooks were open."""
    without_kernels(lab)
    for path in (lab.log.parent / "jupyter_config_dir" / "lab" / "workspaces").glob("*"):
        path.unlink()


def without_kernels(lab):
    """Shut down all kernels of JupyterLab."""
    for kernel in lab.ask("kernels"):
        lab.ask(f"kernels/{kernel['id']}", "DELETE")


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(CELLS)
    yield opened
    context.close()


def answered(server, page, notebook):
    """Open a notebook in a new kernel and wait for its answer."""
    if isinstance(server, Lab):
        forget(server)
    server.run_all(page, notebook)
    page.wait_for_selector(PAGES[notebook][0], state="attached")
    page.wait_for_selector(PAGES[notebook][1])
    page.wait_for_timeout(1_000)


def assert_is_off(page, notebook, words, *, reload):
    """Wait for the sentence; no control works, no numbers and no broken link are shown as good."""
    page.wait_for_selector(NOTE, timeout=NOTICED)
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"alive_{notebook[:5]}_{words[:6]}_{reload}.png")
    assert words in page.inner_text(NOTE)
    assert page.locator(f"{NOTE} button").count() == reload
    assert page.locator(NOTE).bounding_box()["y"] < 1000
    control = page.locator(PAGES[notebook][1]).first
    assert control.evaluate("e => e.closest('[inert]') !== null")
    assert float(control.evaluate("e => getComputedStyle(e.closest('[inert]')).opacity")) < 1
    assert page.evaluate(BROKEN_LINKS) == 0


@pytest.mark.parametrize("notebook", PAGES)
def test_a_page_at_rest_sends_next_to_nothing_and_notices_what_happens_to_its_kernel(
    server, page, notebook
):
    sockets, sent = [], []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    answered(server, page, notebook)
    page.wait_for_timeout(4_000)  # full answers of tabs, the state that is saved
    sent.clear()
    page.wait_for_timeout(4_000)
    assert len(sent) < 12
    if isinstance(server, Lab):
        restart_and_run_again(server, page, notebook)
        without_kernels(server)
        assert_is_off(page, notebook, "Run this cell again", reload=False)
    else:
        of_page = re.findall(r"kernels/([0-9a-f-]+)", " ".join(sockets))
        for kernel in server.kernels():  # the others are of a page that was left
            if any(each in " ".join(kernel.cmdline()) for each in of_page):
                kernel.kill()
        assert_is_off(page, notebook, "lost its connection", reload=True)
        page.click(f"{NOTE} button")
        page.wait_for_selector(NOTE, state="detached")
        page.wait_for_selector(PAGES[notebook][0], state="attached")


def restart_and_run_again(lab, page, notebook):
    """Restart the kernel by the menu: the page asks to run its cell again, and then works."""
    page.get_by_role("menuitem", name="Kernel", exact=True).first.click()
    page.get_by_text("Restart Kernel…", exact=True).click()
    page.click(".jp-Dialog .jp-mod-accept")
    assert_is_off(page, notebook, "Run this cell again", reload=False)
    lab.run_all(page, notebook)
    page.wait_for_selector(NOTE, state="detached")
    page.wait_for_selector(PAGES[notebook][0], state="attached")
    control = page.locator(PAGES[notebook][1]).first
    assert control.evaluate("e => e.closest('[inert]') === null")


@pytest.mark.parametrize("notebook", PAGES)
def test_controls_are_shown_if_the_scripts_are_blocked(server, page, notebook):
    page.route(SCRIPTS, lambda route: route.abort())
    if isinstance(server, Lab):
        forget(server)
    server.run_all(page, notebook)
    page.get_by_text("scripts did not load").first.wait_for()
    page.wait_for_selector(".el-workbench input[type=text], .el-workbench input[type=number]")
    page.wait_for_function("() => /\\d people/.test(document.body.innerText)")
    assert page.locator(".jupyter-widgets-error-widget:visible").count() == 0


@pytest.mark.parametrize(
    ("kind", "notebooks"), [*((Lab, [name]) for name in PAGES), (Present, list(PAGES))]
)
def test_a_server_that_is_gone_is_noticed(kind, notebooks, page, tmp_path):
    pages = dict(zip(notebooks, (page, page.context.new_page()), strict=False))
    with served(created(kind, tmp_path)) as running:
        for notebook, opened in pages.items():
            opened.set_default_timeout(CELLS)
            answered(running, opened, notebook)
    for notebook, opened in pages.items():
        opened.bring_to_front()
        assert_is_off(opened, notebook, "lost its connection", reload=True)
