"""Refuse requests that come from other sites or under other host names, before any handler runs.

A page of another site can let a browser send requests to this application. Two checks stop it. The
names in ``Host`` and ``Origin`` have to be the application's own, so that a foreign name whose
address was changed to this machine's (DNS rebinding) is refused. And the browser's own account in
``Sec-Fetch-*`` has to be that of a person who opens a page, unless the request comes from a page of
the application itself.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher
from tornado.web import RequestHandler

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ALL_ADDRESSES = ("0.0.0.0", "[::]")
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.%]+\]|[^:\[\]/@\s]+)(:(?P<port>\d{1,5}))?")
_LONGEST_PATH = 1_000  # bytes
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Refusal(NamedTuple):
    """A status and a text for a request that is refused."""

    status: int
    text: str


class Host(NamedTuple):
    """A host name or address, in lower case and with brackets around IPv6, and a port or None."""

    name: str
    port: int | None


class Guard(Matcher):
    """The first rule of the application: it matches the requests to refuse.

    Parameters
    ----------
    names : sequence of str
        Host names under which visitors open the application, each with or without a port.
    port : callable
        Returns the port that the application listens on.
    machine : str, optional
        The name of this machine, accepted if the application listens on all addresses.
    """

    def __init__(self, names: Sequence[str], port: Callable[[], int], *, machine: str = "") -> None:
        self._stated = [host for name in names if (host := parse_host(name)) is not None]
        self._port, self._machine = port, machine.lower()

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """Return the arguments of `RefusedRequest`, or None for a request to be answered."""
        refusal = _odd_path(request) or self._foreign(request) or _cross_site(request)
        return None if refusal is None else {"target_kwargs": {"refusal": refusal}}

    def _foreign(self, request: HTTPServerRequest) -> Refusal | None:
        headers, arrived_at = request.headers, _local_address(request)
        if not self._is_own(headers.get("Host", ""), arrived_at, "http"):
            return Refusal(
                403,
                "The application does not answer under this host name. Open the address that it "
                "printed at its start, or start it with --name and this host name.",
            )
        origin = headers.get("Origin", headers.get("Sec-Websocket-Origin"))
        if origin is not None:
            scheme, host = _split_origin(origin)
            if not self._is_own(host, arrived_at, scheme):
                return Refusal(403, "The application does not answer requests of other sites.")
        return None

    def _is_own(self, text: str, arrived_at: str, scheme: str) -> bool:
        """Return whether a host is one under which the application answers."""
        host = parse_host(text)
        if host is None:
            return False
        if any(host.name == name and port in (None, host.port) for name, port in self._stated):
            return True
        if (host.port or _DEFAULT_PORTS.get(scheme)) != self._port():
            return False
        if arrived_at and _is_loopback_address(arrived_at):
            return host.name in (*LOOPBACK, arrived_at)
        return host.name in filter(None, (arrived_at, self._machine))


class RefusedRequest(RequestHandler):
    """Answers a request that the guard refuses, in one line of plain text."""

    def initialize(self, refusal: Refusal) -> None:
        """Take the refusal over."""
        self._refusal = refusal

    def prepare(self) -> None:
        """Answer, whatever the method."""
        self.set_status(self._refusal.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self._refusal.text + "\n")


def parse_host(text: str) -> Host | None:
    """Return the parts of a host with or without a port; None if it is not one.

    Examples
    --------
    >>> parse_host("Example.org:8866"), parse_host("[::1]")
    (Host(name='example.org', port=8866), Host(name='[::1]', port=None))
    >>> parse_host("127.0.0.1:1@example.org")
    """
    parts = _HOST.fullmatch(text.lower())
    return parts and Host(parts["name"], int(parts["port"]) if parts["port"] else None)


def is_loopback(host: str) -> bool:
    """Return whether a host stands for this machine only; an empty one stands for all addresses.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback(""), is_loopback("0.0.0.0"), is_loopback("0")
    (True, False, False, False)
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM) if host else []
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(_is_loopback_address(_bracketed(entry[4][0])) for entry in found)


def _local_address(request: HTTPServerRequest) -> str:
    """Return the address of this machine at which a request arrived; empty if it is unknown."""
    try:
        return _bracketed(request.connection.stream.socket.getsockname()[0])  # type: ignore[union-attr]
    except (AttributeError, OSError, IndexError):
        return ""


def _bracketed(address: object) -> str:
    """Return an address as a host name: IPv6 in brackets, without its zone."""
    try:
        parsed = ipaddress.ip_address(str(address).partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else f"[{parsed}]"
    return str(parsed)


def _is_loopback_address(host: str) -> bool:
    return bool(host) and ipaddress.ip_address(host.strip("[]")).is_loopback


def _split_origin(origin: str) -> tuple[str, str]:
    """Return the scheme and the host of an origin, both empty for "null" and the like."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return "", ""
    return (parts.scheme, parts.netloc) if parts.scheme in _DEFAULT_PORTS else ("", "")


def _odd_path(request: HTTPServerRequest) -> Refusal | None:
    """Refuse a path that no file can have, which handlers of files would stumble over."""
    path = unquote_to_bytes(request.path)
    is_odd = len(path) > _LONGEST_PATH or any(byte < 32 or byte == 127 for byte in path)
    try:
        path.decode("utf-8")
    except UnicodeDecodeError:
        is_odd = True
    return Refusal(404, "There is no such page.") if is_odd else None


def _cross_site(request: HTTPServerRequest) -> Refusal | None:
    """Refuse what another site embeds or loads; following a link to a page is accepted."""
    headers = request.headers
    if headers.get("Sec-Fetch-Site", "none").lower() in ("none", "same-origin"):
        return None
    is_opened = (
        headers.get("Sec-Fetch-Mode", "").lower() == "navigate"
        and headers.get("Sec-Fetch-Dest", "").lower() == "document"
        and request.method in ("GET", "HEAD")
        and "prefetch" not in headers.get("Sec-Purpose", headers.get("Purpose", "")).lower()
    )
    text = "The application cannot be embedded in other sites; open its address instead."
    return None if is_opened else Refusal(403, text)
