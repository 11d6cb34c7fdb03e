"""Hand over: all formats of some plans in one call, whole or not at all."""

import datetime
import os
import threading
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from ..errors import EngagelabError
from ..experiments.progress import Progress
from ..graphs.network import Network
from ..i18n import Texts, load
from ..io.atomic import reason, writing
from .collect import Plans, findings, named
from .document import Document
from .findings import Findings
from .formats import FORMATS, need_formats, need_writers, written


def hand_over(
    plans: Plans,
    folder: str | os.PathLike[str],
    *,
    formats: str | Iterable[str] = FORMATS,
    lang: str = "en",
    currency: str = "",
    title: str = "",
    client: str = "",
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    date: datetime.date | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
) -> dict[str, Path]:
    """Play plans with the same chance and write what a client is given.

    Parameters
    ----------
    plans : Scenario or mapping of str to Scenario
        One plan, or up to twelve by name; the first is the baseline.
    folder : path-like
        Where the files go; made where its parent exists. Files of the same name are replaced.
    formats : str or iterable of str
        Of ``pptx``, ``pdf``, ``xlsx``, ``csv`` (a zip of tables), ``html``, ``png``, ``svg``.
    lang : {"en", "fr"}
        The client's language.
    currency : str
        Three letters, such as ``"EUR"``; empty: money is written as a number alone.
    title, client : str
        What stands on the cover.
    runs, key : int, optional
        For all plans; none: what stands in the baseline.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    date : datetime.date, optional
        Of the hand-over; none: today. The same plans, key and date give the same bytes.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the work with `Cancelled`.
    progress : bool or function of done and all, optional
        Who is told how many plans are done.

    Returns
    -------
    dict of str to pathlib.Path
        The file of each format.

    Raises
    ------
    EngagelabError
        For an unknown format or language, a folder that cannot be written to, plans that cannot be
        played, and packages that are not installed. Nothing is left behind.
    Cancelled
        Where `cancel` was set.

    Examples
    --------
    >>> import tempfile
    >>> import engagelab as el
    >>> from engagelab.report import hand_over
    >>> plan = el.Scenario(population={"people": 500})
    >>> more = plan.replace({"invitations.invite": 0.4})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = hand_over({"now": plan, "more": more}, folder, formats=["html", "csv"], runs=10)
    ...     print(*sorted(path.suffix for path in files.values()))
    .html .zip
    """
    wanted, texts = need_formats(formats), load(lang, currency)
    need_writers(wanted)
    named(plans)
    _check_folder(Path(folder))
    found = findings(
        plans, title=title, client=client, runs=runs, key=key, network=network, date=date,
        cancel=cancel, progress=progress,
    )  # fmt: skip
    return write(found, folder, wanted, texts)


def to_bytes(found: Findings, format: str, texts: Texts) -> tuple[str, str, bytes]:
    """Return one format as a file's name, its media type and its bytes; nothing is written.

    Parameters
    ----------
    found : Findings
        From `findings`.
    format : str
        One of `FORMATS`.
    texts : Texts
        Language and currency, from `engagelab.i18n.load`.

    Raises
    ------
    EngagelabError
        For an unknown format, and a package that is not installed.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.report import findings, to_bytes
    >>> from engagelab.i18n import load
    >>> found = findings(el.Scenario(population={"people": 500}), runs=5)
    >>> name, mimetype, data = to_bytes(found, "svg", load("fr", "EUR"))
    >>> mimetype, data[:5]
    ('image/svg+xml', b'<?xml')
    """
    (wanted,) = need_formats(format)
    need_writers([wanted])
    return written(Document(found, texts), wanted)


def write(
    found: Findings,
    folder: str | os.PathLike[str],
    formats: str | Iterable[str],
    texts: Texts,
) -> dict[str, Path]:
    """Write findings in some formats: all of them, or none where one fails.

    Parameters
    ----------
    found : Findings
        From `findings`.
    folder : path-like
        Where the files go; made where its parent exists.
    formats : str or iterable of str
        Some of `FORMATS`.
    texts : Texts
        Language and currency, from `engagelab.i18n.load`.

    Returns
    -------
    dict of str to pathlib.Path
        The file of each format.

    Raises
    ------
    EngagelabError
        For an unknown format, a package that is not installed, and what cannot be written.
    """
    wanted = need_formats(formats)
    need_writers(wanted)
    place = Path(folder)
    _check_folder(place)
    story = Document(found, texts)
    files = {name: written(story, name) for name in wanted}
    made = _made(place)
    paths = {name: place / file for name, (file, _, _) in files.items()}
    try:
        with ExitStack() as all_or_none:
            for name, (_, _, data) in files.items():
                all_or_none.enter_context(writing(paths[name])).write_bytes(data)
    except BaseException:
        if made:
            with suppress(OSError):
                place.rmdir()
        raise
    return paths


def _check_folder(folder: Path) -> None:
    """Refuse, before anything is played, a place where no folder is or can be."""
    if folder.exists() and not folder.is_dir():
        raise EngagelabError(f"folder: {folder} is a file; name a folder")
    there = folder if folder.exists() else folder.parent
    if not there.is_dir():
        raise EngagelabError(f"folder: {folder.parent} is not there; make it, or name another")
    if not os.access(there, os.W_OK | os.X_OK):
        raise EngagelabError(
            f"folder: {there} is not to be written to; choose a folder that you may write to"
        )


def _made(folder: Path) -> bool:
    """Make the folder where there is none; tell whether it was made."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise EngagelabError(
            f"folder: {folder} cannot be made: {reason(error)}; choose a folder that exists and "
            "that you may write to"
        ) from None
    return True
