"""The browser of the tests that open pages."""

import pytest

from benchmarks.browser import chromium


@pytest.fixture(scope="module")
def chrome():
    """Return a Chromium that the tests of a file share."""
    pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'engagelab[test]'"
    )
    with chromium() as browser:
        yield browser
