"""``lab``: open the notebooks in JupyterLab, on this machine only."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from ..errors import EngagelabError
from .group import commands, example
from .options import NamedPath

COPY = Path("engagelab-notebooks")
ENGLISH = "en"  # the language in which the notebooks are written
Command = TypeVar("Command", bound=Callable[..., object])

# Disables the plugin that asks in front of the first notebook whether to show news.
SETTINGS = Path(__file__).parent / "lab_settings"


no_browser_option = click.option(
    "--no-browser", is_flag=True, help="Print the address instead of opening a browser."
)


lang_option = click.option(
    "--lang", type=click.Choice((ENGLISH, "fr")), default=ENGLISH, show_default=True,
    help="Language of the notebooks.",
)  # fmt: skip


def port_option(default: int, help: str) -> Callable[[Command], Command]:
    """Return the option for the port to listen on."""
    ports = click.IntRange(1, 65_535)
    return click.option("--port", type=ports, default=default, show_default=True, help=help)


@commands.command(epilog=example("engagelab lab --port 9000 --no-browser"))
@port_option(8888, "Port to listen on; if it is in use, the next free one.")
@no_browser_option
@lang_option
@click.option(
    "--folder",
    type=NamedPath(file_okay=False),
    help="Copy the notebooks to this folder and open it; existing files are not overwritten. "
    f"By default a checkout opens its own notebooks, and an installed package copies to {COPY}.",
)
def lab(port: int, no_browser: bool, lang: str, folder: Path | None) -> None:
    """Open the notebooks in JupyterLab, on this machine only."""
    need("jupyterlab", "ipywidgets")
    opened = notebooks(folder, lang)
    click.echo("Starting JupyterLab; press Ctrl-C twice to stop it.")
    _start(lab_arguments(opened, port=port, open_browser=has_display() and not no_browser))


def lab_arguments(folder: Path, *, port: int, open_browser: bool) -> list[str]:
    """Return the arguments that start JupyterLab on a folder, for this machine only.

    JupyterLab listens on the loopback address, requires its token, and sends no requests to other
    hosts: no news, no update checks, no list of extensions.

    Parameters
    ----------
    folder : Path
        The folder with the notebooks; the first one by name is opened.
    port : int
        The port to listen on; if it is in use, JupyterLab takes the next free one.
    open_browser : bool
        Whether to open a browser; the address with its token is always printed.

    Returns
    -------
    list of str
        The arguments of ``jupyter lab`` or ``python -m jupyterlab``.

    Examples
    --------
    >>> from pathlib import Path
    >>> lab_arguments(Path("notebooks"), port=8888, open_browser=False)[0]
    '--ServerApp.ip=127.0.0.1'
    """
    from ..presenting.titles import place_of  # loads the texts, which no other command needs

    found = min(folder.glob("*.ipynb"), key=place_of, default=None)
    first = None if found is None else found.name
    arguments = [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--ServerApp.open_browser={open_browser}",
        f"--LabApp.default_url={f'/lab/tree/{first}' if first else '/lab'}",
        "--ServerApp.log_level=WARN",
        "--LabApp.log_level=WARN",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.app_settings_dir={SETTINGS}",
    ]
    if _is_root():
        # In a container the only user is root, which JupyterLab refuses by default.
        arguments.append("--ServerApp.allow_root=True")
    return arguments


def has_display() -> bool:
    """Return whether a browser window can be shown here.

    Examples
    --------
    >>> isinstance(has_display(), bool)
    True
    """
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need(*names: str) -> None:
    """Raise an error if packages that the notebooks need are not installed."""
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        raise EngagelabError(
            f"{' and '.join(missing)} not installed; "
            "install the packages for the notebooks with: pip install 'engagelab[lab]'"
        )


def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def notebooks(folder: Path | None = None, lang: str = ENGLISH) -> Path:
    """Return the folder to open, after copying the notebooks to it unless it is the checkout's.

    In another language they are always copied, each in this language.
    """
    package = Path(__file__).parents[1]
    shipped = package / "_notebooks"
    own = package.parent / "notebooks"
    source = shipped if shipped.is_dir() else own
    if not source.is_dir():
        raise EngagelabError(f"{package}: the notebooks are missing; reinstall engagelab")
    if lang != ENGLISH:
        return _copied(source, folder or COPY.with_name(f"{COPY.name}-{lang}"), lang)
    return own if source == own and folder is None else _copied(source, folder or COPY)


def _copied(source: Path, target: Path, lang: str = ENGLISH) -> Path:
    """Copy the files that do not exist yet, each whole or not at all, and report how many."""
    files = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file()]
    visible = [path for path in files if not any(part.startswith(".") for part in path.parts)]
    new = [path for path in visible if not (target / path).exists()]
    for path in new:
        _copy(source / path, target / path, lang)
    click.echo(f"{len(new)} files copied to {target}, {len(visible) - len(new)} already there.")
    return target


def _copy(source: Path, target: Path, lang: str) -> None:
    from ..i18n.notebooks import in_language, translation_file
    from ..io.atomic import folder_of, writing

    try:
        folder_of(target.parent).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngagelabError(
            f"--folder: {target.parent} cannot be created ({error.strerror}); choose another folder"
        ) from error
    with writing(target) as temporary:
        if translation_file(source, lang) is None:
            shutil.copyfile(source, temporary)
        else:
            book = json.loads(source.read_text(encoding="utf-8"))
            text = json.dumps(in_language(book, source, lang), ensure_ascii=False, indent=1)
            temporary.write_text(text, encoding="utf-8")


def _start(arguments: list[str]) -> None:
    """Run JupyterLab in this process until it is stopped."""
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(arguments)
