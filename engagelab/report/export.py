"""Write the hand-over of some plans in several formats, all or none."""

import datetime
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from ..errors import EngagelabError
from ..experiments.fit_record import FitRecord
from ..experiments.fit_result import Fit
from ..experiments.progress import Progress
from ..graphs.network import Network
from ..i18n import Texts, load
from ..io.arguments import checked
from ..io.atomic import folder_of, reason, writing
from ..io.files import exists, is_folder
from .collect import Plans, findings, named
from .document import Document
from .findings import Findings
from .formats import FORMATS, need_formats, need_writers, render


@checked
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
    fit: Fit | FitRecord | None = None,
    date: datetime.date | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
) -> dict[str, Path]:
    """Simulate plans with common random numbers and write the files for a client.

    Parameters
    ----------
    plans : Scenario or mapping of str to Scenario
        One plan, or up to twelve by name; the first is the baseline.
    folder : path-like
        Folder for the files; created if its parent exists. Files of the same name are replaced.
    formats : str or iterable of str
        Some of ``pptx``, ``pdf``, ``xlsx``, ``csv`` (a zip of tables), ``html``, ``png``, ``svg``.
    lang : {"en", "fr"}
        Language of the files.
    currency : str
        Three letters, such as ``"EUR"``; if empty, money is a number without a sign.
    title, client : str
        Texts of the cover.
    runs, key : int, optional
        For all plans; by default those of the baseline.
    network : Network, optional
        Simulate all plans on this network instead of a generated one.
    fit : Fit or FitRecord, optional
        The fit that the values of the plans come from; every format but the pictures then has a
        page "What this rests on".
    date : datetime.date, optional
        Date of the hand-over; by default today. The same plans, key and date give the same bytes.
    cancel : threading.Event, optional
        Stops the work with `Cancelled` when set.
    progress : bool or function of done and all, optional
        Reports the number of plans that are done.

    Returns
    -------
    dict of str to pathlib.Path
        The file of each format.

    Raises
    ------
    EngagelabError
        For an unknown format or language, a folder that is not writable, plans that cannot be
        simulated, and packages that are not installed. No files remain.
    Cancelled
        If `cancel` was set.

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
    names, texts = need_formats(formats), load(lang, currency)
    need_writers(names)
    named(plans)
    check_folder(folder_of(folder))
    found = findings(
        plans, title=title, client=client, runs=runs, key=key, network=network, fit=fit,
        date=date, cancel=cancel, progress=progress,
    )  # fmt: skip
    return write(found, folder, names, texts)


@checked
def to_bytes(found: Findings, format: str, texts: Texts) -> tuple[str, str, bytes]:
    """Return findings in one format: the file name, media type and bytes.

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
        For an unknown format, or a package that is not installed.

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
    (name,) = need_formats(format)
    need_writers([name])
    return render(Document(found, texts), name)


@checked
def write(
    found: Findings,
    folder: str | os.PathLike[str],
    formats: str | Iterable[str],
    texts: Texts,
) -> dict[str, Path]:
    """Write findings in some formats: all of them, or none if one fails.

    Parameters
    ----------
    found : Findings
        From `findings`.
    folder : path-like
        Folder for the files; created if its parent exists.
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
        For an unknown format, a package that is not installed, or a file that cannot be written.
    """
    names = need_formats(formats)
    need_writers(names)
    target = folder_of(folder)
    check_folder(target)
    document = Document(found, texts)
    files = {name: render(document, name) for name in names}
    return write_all(target, files)


def write_all(folder: Path, files: Mapping[str, tuple[str, str, bytes]]) -> dict[str, Path]:
    """Write files into a folder: all of them, or none if one fails.

    Parameters
    ----------
    folder : Path
        Created if its parent exists.
    files : mapping of str to (file name, media type, bytes)
        The files by format.

    Raises
    ------
    EngagelabError
        If a file cannot be written.
    """
    created = _create(folder)
    paths = {name: folder / file for name, (file, _, _) in files.items()}
    try:
        with ExitStack() as all_or_none:
            for name, (_, _, data) in files.items():
                all_or_none.enter_context(writing(paths[name])).write_bytes(data)
    except BaseException:
        if created:
            with suppress(OSError):
                folder.rmdir()
        raise
    return paths


def check_folder(folder: Path) -> None:
    """Refuse, before anything is simulated, a folder that cannot be created or written to."""
    if exists(folder) and not is_folder(folder):
        raise EngagelabError(f"folder: {folder} is a file; give a folder")
    existing = folder if exists(folder) else folder.parent
    if not is_folder(existing):
        raise EngagelabError(
            f"folder: {folder.parent} does not exist; create it, or give another folder"
        )
    if not os.access(existing, os.W_OK | os.X_OK):
        raise EngagelabError(f"folder: {existing} is not writable; choose a writable folder")


def _create(folder: Path) -> bool:
    """Create the folder if it does not exist; return whether it was created."""
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    except OSError as error:
        raise EngagelabError(
            f"folder: {folder} cannot be created: {reason(error)}; choose an existing folder that "
            "you can write to"
        ) from None
    return True
