"""Files fetched once from their home, checked by hash, and kept."""

import gzip
import hashlib
import io
import logging
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

import pandas as pd
import pooch

from ..errors import EngagelabError
from ..io.atomic import writing

HOME = "https://raw.githubusercontent.com"
"""Where the real data sets live: a file is at ``HOME/repository/commit/path``."""

Entry: TypeAlias = "pd.Series[str]"
"""A row of the registry."""

_SECONDS = 30.0
_STALE = "delete it, and it is fetched again; or set ENGAGELAB_DATA to another folder"


@dataclass(frozen=True)
class Places:
    """Where fetched files are kept, and where they are fetched from."""

    cache: Path
    home: str

    @classmethod
    def of(cls, cache: str | os.PathLike[str] | None, home: str | None) -> "Places":
        """Take what the user says, else the environment, else the system's own folder."""
        kept = cache or os.environ.get("ENGAGELAB_DATA") or pooch.os_cache("engagelab")
        return cls(Path(kept), (home or HOME).rstrip("/"))

    def table(self, entry: Entry) -> Path:
        """Return where the table of an entry is kept."""
        return self.cache / entry["name"] / entry["file"]

    def blob(self, entry: Entry) -> Path:
        """Return where the file of an entry is kept as its home serves it."""
        return self.cache / entry["name"] / PurePosixPath(entry["path"]).name

    def url(self, entry: Entry) -> str:
        """Return the address to fetch an entry from."""
        return f"{self.home}/{entry['repository']}/{entry['commit']}/{entry['path']}"


def kept(entry: Entry, places: Places) -> Path | None:
    """Return the path of a table that is there with the right content, None where there is none.

    Raises
    ------
    EngagelabError
        Where the table is there with another content.
    """
    path = places.table(entry)
    if (data := _bytes_of(path)) is None:
        return None
    _check(data, entry["sha256"], str(path), _STALE)
    return path


def fetched(entry: Entry, places: Places) -> Path:
    """Return the path of a table with the right content; fetch and unpack it where there is none.

    Raises
    ------
    EngagelabError
        Where it cannot be fetched or kept, or has another content than that on record.
    """
    path, url = places.table(entry), places.url(entry)
    if kept(entry, places) is None:
        advice = f"or fetch it elsewhere, unpack it, and put it at {path}"
        data = _unpack(_download(url, entry["source_sha256"], advice), entry)
        _check(data, entry["sha256"], url,
               f"tell the maintainers, or put the right file at {path}")  # fmt: skip
        _keep(data, path)
    return path


def fetched_blob(entry: Entry, places: Places) -> bytes:
    """Return a file as its home serves it, from where it is kept or else from its home.

    Raises
    ------
    EngagelabError
        As for `fetched`.
    """
    path = places.blob(entry)
    if (data := _bytes_of(path)) is None:
        advice = f"or fetch it elsewhere and put it, as it is, at {path}"
        data = _download(places.url(entry), entry["source_sha256"], advice)
        _keep(data, path)
    else:
        _check(data, entry["source_sha256"], str(path), _STALE)
    return data


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        advice = "set ENGAGELAB_DATA to a folder that you may read"
        raise EngagelabError(f"{path}: cannot be read: {error.strerror}; {advice}") from error


def _check(data: bytes, expected: str, where: str, advice: str) -> None:
    """Refuse content that is not what is on record."""
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise EngagelabError(f"{where}: SHA-256 is {found}, expected {expected}; {advice}")


def _keep(data: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"{path.parent}: cannot be made: {error.strerror}"
        advice = "set ENGAGELAB_DATA to a folder that you may write to"
        raise EngagelabError(f"{told}; {advice}") from error
    with writing(path) as temporary:
        temporary.write_bytes(data)


def _download(url: str, sha256: str, by_hand: str) -> bytes:
    """Fetch a file as its home serves it, or say what was tried and what to do by hand."""
    with tempfile.TemporaryDirectory() as folder, _quiet():
        try:
            blob = pooch.retrieve(
                url,
                known_hash=f"sha256:{sha256}",
                fname="blob",
                path=folder,
                downloader=pooch.HTTPDownloader(timeout=_SECONDS),
            )
            return Path(blob).read_bytes()
        # Whatever fails on the way is an OSError here, some of it a ValueError too.
        except OSError as error:
            told = f"{url}: cannot be fetched: {_why(error)}"
        except ValueError as error:
            hashes = str(error).partition(" Deleted")[0]
            told = f"{url}: is not what is on record: {hashes} Try again"
    raise EngagelabError(f"{told}, {by_hand}")


def _why(error: OSError) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status:
        return f"it answers {status}; try again later"
    return f"no answer ({error.strerror or type(error).__name__}); look at your connection"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pooch from telling the reader of a notebook where it puts a passing file."""
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _unpack(blob: bytes, entry: Entry) -> bytes:
    """Return the content, never more than one byte above the size on record."""
    most = int(entry["bytes"]) + 1
    if entry["unpack"] == "gz":
        return gzip.GzipFile(fileobj=io.BytesIO(blob)).read(most)
    if entry["unpack"] == "zip":
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            fitting = [each for each in archive.infolist() if each.file_size == most - 1]
            return archive.open(fitting[0]).read(most) if fitting else b""
    return blob
