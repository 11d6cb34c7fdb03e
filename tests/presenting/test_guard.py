"""Which requests are refused before any handler runs."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPServerRequest, RequestStartLine

from engagelab.presenting.guard import Guard, is_loopback, parse_host

PORT = 8866
OWN = f"127.0.0.1:{PORT}"


def request(host=OWN, *, path="/", method="GET", at="127.0.0.1", **headers):
    """A request that arrived at an address of this machine."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {} if host is None else {"Host": host}
    socket = SimpleNamespace(getsockname=lambda: (at, PORT))
    line = RequestStartLine(method, path, "HTTP/1.1" if host else "HTTP/1.0")
    made = HTTPServerRequest(start_line=line, headers=HTTPHeaders(named))
    made.connection = SimpleNamespace(stream=SimpleNamespace(socket=socket))
    return made


def status(made, *names, machine=""):
    """The status of a request; 200 if it is not refused."""
    refused = Guard(names, lambda: PORT, machine=machine).match(made)
    return 200 if refused is None else refused["target_kwargs"]["refusal"].status


@pytest.mark.parametrize("host", [OWN, f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_are_accepted_on_loopback(host):
    assert status(request(host)) == 200
    assert status(request(host), machine="127.0.0.1") == 200


@pytest.mark.parametrize("host", [
    "evil.example", f"evil.example:{PORT}", "127.0.0.1", "localhost", "127.0.0.1:1",
    f"localhost.:{PORT}", f"127.0.0.1:{PORT}.evil.example", f"0.0.0.0:{PORT}",
    f"192.0.2.7:{PORT}", "", None, f"localhost.evil.example:{PORT}", f"127.1:{PORT}",
    f"2130706433:{PORT}",
])  # fmt: skip
def test_other_names_are_refused_on_loopback(host):
    assert status(request(host)) == 403


@pytest.mark.parametrize("host", [f"evil@{OWN}", f"{OWN},evil.example", " ", f"{OWN}/x", "[::1"])
def test_what_is_not_a_host_is_refused_by_the_server_or_the_guard(host):
    try:
        made = request(host)
    except HTTPInputError:
        return
    assert status(made) == 403


def test_the_port_may_be_missing_where_the_browser_leaves_it_out():
    guard = Guard((), lambda: 80)
    assert guard.match(request("localhost")) is None
    assert guard.match(request("localhost", Origin="http://localhost")) is None
    assert guard.match(request("localhost", Origin="https://localhost")) is not None


def test_stated_names_are_accepted_with_their_port_or_any():
    for host in ("plans.example.org", f"plans.example.org:{PORT}", "PLANS.example.org:443"):
        assert status(request(host, at="192.0.2.7"), "plans.example.org") == 200
    assert status(request("plans.example.org:9000"), "plans.example.org:9000") == 200
    assert status(request("plans.example.org:9001"), "plans.example.org:9000") == 403
    assert status(request("other.example.org"), "plans.example.org") == 403


def test_on_another_address_only_this_address_and_the_stated_names_are_accepted():
    at = "192.0.2.7"
    assert status(request(f"{at}:{PORT}", at=at)) == 200
    assert status(request(f"desk:{PORT}", at=at), machine="Desk") == 200
    for host in (f"localhost:{PORT}", OWN, f"evil.example:{PORT}", f"192.0.2.8:{PORT}", at):
        assert status(request(host, at=at), machine="desk") == 403
    assert status(request(f"[2001:db8::7]:{PORT}", at="2001:db8::7")) == 200
    assert status(request(f"{at}:{PORT}", at=f"::ffff:{at}")) == 200


@pytest.mark.parametrize("name", ["Origin", "Sec-Websocket-Origin"])
def test_an_origin_is_checked_like_a_host(name):
    for origin in (f"http://{OWN}", f"https://localhost:{PORT}"):
        assert status(request(**{name: origin})) == 200
    for origin in ("null", "http://evil.example", f"http://evil.example:{PORT}", "", "file://",
                   "http://127.0.0.1:1", f"ftp://{OWN}", f"http://{OWN}@evil.example", "http://[",
                   OWN):  # fmt: skip
        assert status(request(**{name: origin})) == 403


def test_a_page_of_the_application_may_load_anything():
    for site in ("same-origin", "none"):
        for dest in ("document", "script", "websocket", "empty", "iframe"):
            assert status(request(Sec_Fetch_Site=site, Sec_Fetch_Dest=dest)) == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_another_site_may_only_link_to_a_page(site):
    link = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert status(request(**link)) == 200
    assert status(request(**link, method="POST")) == 403
    for purpose in ("prefetch", "prefetch;prerender"):
        assert status(request(**link, Sec_Purpose=purpose)) == 403
    for dest in ("image", "iframe", "frame", "embed", "object", "script", "empty", "websocket", ""):
        assert status(request(**{**link, "Sec_Fetch_Dest": dest})) == 403
    for mode in ("no-cors", "cors", "websocket", ""):
        assert status(request(**{**link, "Sec_Fetch_Mode": mode})) == 403


@pytest.mark.parametrize("path", [
    "/%00", "/voila/render/a%00.ipynb", "/%ff", "/%C0%AF", "/a%0d%0ab", "/%7f", "/" + "a" * 1_000,
])  # fmt: skip
def test_a_path_that_no_file_has_is_not_found(path):
    assert status(request(path=path)) == 404
    assert status(request(path="/voila/render/d%C3%A9j%C3%A0.ipynb?plan=%00")) == 200


@pytest.mark.parametrize(
    "text", ["a b", "a/b", "a:b", "a:", ":1", "[::1", "::1", "a:123456", "ä b"]
)
def test_what_is_not_a_host_has_no_parts(text):
    assert parse_host(text) is None


def test_only_names_of_this_machine_are_loopback():
    assert all(map(is_loopback, ("127.0.0.1", "127.0.0.2", "localhost", "::1")))
    for host in ("", "0.0.0.0", "::", "0", "0x0", "00.00", "no such host", "a" * 300, "192.0.2.7"):
        assert not is_loopback(host)
