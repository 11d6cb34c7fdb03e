"""``present`` and ``slides``: show the notebooks as an application or as slides."""

import os
import socket
from pathlib import Path

import click

from ..errors import EngagelabError
from ..io.files import is_folder
from .group import commands, example
from .notebooks import (
    has_display,
    lang_option,
    need,
    no_browser_option,
    notebooks,
    port_option,
)
from .options import NamedPath
from .tables import need_folder


@commands.command(epilog=example("engagelab present --port 9000 --no-browser"))
@port_option(8866, "Port to listen on; if it is in use, another free one.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; visitors of an address other than this machine's need a token.",
)
@no_browser_option
@click.option(
    "--folder",
    type=NamedPath(file_okay=False),
    help="Show the notebooks of this folder instead of the included ones.",
)
@click.option(
    "--warm",
    type=click.IntRange(0, 8),
    default=1,
    show_default=True,
    help="Number of kernels that wait ready for each notebook, in each language that visitors have "
    "asked for; each takes about 300 MB.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Host name under which visitors open the application, besides its address; repeat it for "
    "several. Requests under other names are refused.",
)
@click.option(
    "--max-visitors",
    type=click.IntRange(1, 1_000),
    default=20,
    show_default=True,
    help="Number of visitors at a time; each takes about 300 MB. Others are asked to try again.",
)
def present(
    port: int, host: str, no_browser: bool, folder: Path | None, warm: int,
    names: tuple[str, ...], max_visitors: int,
) -> None:  # fmt: skip
    """Show the notebooks as an application, without code.

    A simulation of a visitor has at most 200,000 people, 1,000 runs, 100 posts, 2,000,000,000
    exposures and 1 GB of memory, and draws seeds 200,000,000 times; more is refused with the
    reason. A visitor whose page never connects or is left makes room for the next one.
    """
    need("voila", "ipywidgets", "anywidget")
    opened = _folder(folder)
    _need_address(host)
    _need_names(names)
    from ..presenting import Show, arguments

    paths = (str(_templates()), os.environ.get("JUPYTER_PATH", ""))
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    config = arguments(
        opened, host=host, port=port, open_browser=has_display() and not no_browser, warm=warm,
        names=names, max_visitors=max_visitors,
    )  # fmt: skip
    Show.announce = staticmethod(_announce)
    Show.launch_instance(argv=[], config=config)


@commands.command(
    epilog=example("engagelab slides notebooks/05_compare_plans.ipynb --to talk.html")
)
@click.argument("notebook", type=NamedPath())
@click.option(
    "--to",
    "target",
    type=NamedPath(dir_okay=False),
    required=True,
    help="HTML file to write; it works offline.",
)
@lang_option
def slides(notebook: Path, target: Path, lang: str) -> None:
    """Write the tagged cells of a notebook as slides.

    The notebook is run from top to bottom first.
    """
    need("nbconvert")
    need_folder("--to", target, target.parent)
    from ..presenting import to_slides

    count = to_slides(notebook, target, lang)
    click.echo(f"{count} slides written to {target}.")


def _folder(folder: Path | None) -> Path:
    chosen = notebooks() if folder is None else folder
    if not is_folder(chosen):
        raise EngagelabError(f"--folder: {chosen} does not exist; name a folder with notebooks")
    if not any(chosen.glob("*.ipynb")):
        raise EngagelabError(f"--folder: {chosen} contains no notebooks; name another folder")
    return chosen


def _need_address(host: str) -> None:
    """Raise an error for an address that is not this machine's."""
    try:
        families = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM)
        family, kind, _, _, address = families[0]
        with socket.socket(family, kind) as listener:
            listener.bind(address)
    except (OSError, UnicodeError):
        raise EngagelabError(
            f"--host: {host!r} is not an address of this machine; give 127.0.0.1 for this machine "
            "only, or 0.0.0.0 for everyone who can reach it and has the token"
        ) from None


def _need_names(names: tuple[str, ...]) -> None:
    """Raise an error for a host name that no browser sends."""
    from ..presenting.guard import parse_host

    for name in names:
        if parse_host(name) is None:
            raise EngagelabError(
                f"--name: {name!r} is not a host name; give a name such as plans.example.org, with "
                "or without a port"
            )


def _templates() -> Path:
    from ..presenting.server import JUPYTER

    return JUPYTER


def _announce(address: str) -> None:
    click.echo(f"The notebooks are shown at {address}\nPress Ctrl-C to stop.")
