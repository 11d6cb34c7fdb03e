"""The parts of handlers that need no server."""

from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from engagelab.presenting import handlers


@pytest.fixture
def template_file():
    handler = handlers.TemplateFile.__new__(handlers.TemplateFile)
    show = SimpleNamespace(template_paths=["/x/voila/templates/lab", "/x/nbconvert/templates/base"])
    handler.application = SimpleNamespace(settings={"show": show})
    return handler


@pytest.mark.parametrize("path", [
    "", "x", "lab", "lab/static", "lab/static/", "lab/x/y", "other/static/a.js", "../static/a.js",
    "lab/static/../a.js", "lab/static//a.js", "/static/a.js", "lab/../static/a.js",
])  # fmt: skip
def test_odd_paths_of_templates_are_not_found(template_file, path):
    with pytest.raises(HTTPError) as caught:
        template_file.parse_url_path(path)
    assert caught.value.status_code == 404


def test_a_file_of_a_template_in_use_is_found(template_file):
    assert template_file.parse_url_path("lab/static/voila.js") == "lab/static/voila.js"


def test_an_allowance_is_spent_and_refilled(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(handlers.time, "monotonic", lambda: now[0])
    budget = handlers.RateBudget(rate=10, most=100)
    assert budget.delay(100) == 0
    assert budget.delay(50) == 5
    now[0] = 5.0
    assert budget.delay(0) == 0
    assert budget.delay(10) == 1
    now[0] = 1_000.0
    assert budget.delay(100) == 0
    assert budget.delay(1) > 0
