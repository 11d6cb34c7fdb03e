"""``engagelab present``: the notebooks as an application; ``engagelab slides``: as slides."""

import os
import socket
from pathlib import Path

import click

from ..errors import EngagelabError
from .group import commands, example
from .notebooks import has_display, need, no_browser_option, notebooks, port_option
from .tables import need_folder


@commands.command(epilog=example("engagelab present --port 9000 --no-browser"))
@port_option(8866, "The port; another free one is taken if it is in use.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; any but this machine's own asks visitors for a token.",
)
@no_browser_option
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Show the notebooks of this folder instead of those that come along.",
)
@click.option(
    "--warm",
    type=click.IntRange(0, 8),
    default=1,
    show_default=True,
    help="How many kernels wait for each notebook, its cells run; each takes some 300 MB.",
)
def present(port: int, host: str, no_browser: bool, folder: Path | None, warm: int) -> None:
    """Show the notebooks as an application: no code, nothing to break."""
    need("voila", "ipywidgets", "anywidget")
    opened = _folder(folder)
    _need_address(host)
    from ..presenting import Show, arguments

    paths = (str(_templates()), os.environ.get("JUPYTER_PATH", ""))
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    told = arguments(
        opened, host=host, port=port, open_browser=has_display() and not no_browser, warm=warm
    )
    Show.announce = staticmethod(_announce)
    Show.launch_instance(argv=[], config=told)


@commands.command(
    epilog=example("engagelab slides notebooks/05_compare_plans.ipynb --to talk.html")
)
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: one HTML file that needs no connection.",
)
def slides(notebook: Path, target: Path) -> None:
    """Run a notebook and make slides of its cells that are tagged for it."""
    need("nbconvert")
    need_folder("--to", target, target.parent)
    from ..presenting import to_slides

    made = to_slides(notebook, target)
    click.echo(f"{made} slides written to {target}.")


def _folder(folder: Path | None) -> Path:
    found = notebooks() if folder is None else folder
    if not found.is_dir():
        raise EngagelabError(f"--folder: {found} does not exist; name a folder with notebooks")
    if not any(found.glob("*.ipynb")):
        raise EngagelabError(f"--folder: {found} holds no notebook; name a folder with some")
    return found


def _need_address(host: str) -> None:
    """Refuse an address that is not this machine's."""
    try:
        families = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM)
        family, kind, _, _, address = families[0]
        with socket.socket(family, kind) as listener:
            listener.bind(address)
    except (OSError, UnicodeError):
        raise EngagelabError(
            f"--host: {host!r} is no address of this machine; give 127.0.0.1 for this machine "
            "alone, or 0.0.0.0 for all who can reach it and have the token"
        ) from None


def _templates() -> Path:
    from ..presenting.server import JUPYTER

    return JUPYTER


def _announce(address: str) -> None:
    click.echo(f"The notebooks are shown at {address}\nCtrl-C stops it.")
