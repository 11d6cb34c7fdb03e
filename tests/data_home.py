"""A home of data sets on the loopback, and what several tests ask of a data set."""

import http.server
import importlib
import os
import threading
from pathlib import Path

import pytest
from checkout import ROOT

from engagelab import datasets
from engagelab.errors import EngagelabError

REGISTRY = importlib.import_module("engagelab.datasets.registry")  # not the function of this name


def refusal(name: str, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        datasets.load(name, **how)
    return str(caught.value)


def real(name: str) -> Path:
    """Return the folder of a real data set, or skip where it was never fetched."""
    folder = Path(os.environ.get("ENGAGELAB_DATA", "nowhere")) / name
    if not folder.is_dir():
        pytest.skip(f"needs the data set {name} in the folder that ENGAGELAB_DATA names")
    return folder


def shared_cases(name: str) -> Path:
    """Return the folder of synthetic cases beside the data sets; it need not be there."""
    beside = os.environ.get("ENGAGELAB_DATA", ROOT.parent / "shared" / "data")
    return Path(beside).parent / "cases" / name


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Home:
    """A home of files on the loopback, which counts what it is asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.cut = 0
        home = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                home.asked.append(path)
                if path not in home.files:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(home.files[path])))
                self.end_headers()
                self.wfile.write(home.files[path][: -home.cut or None])

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
