"""Files downloaded once, verified by hash and cached."""

import gzip
import hashlib
import io
import logging
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

import pandas as pd
import pooch

from ..errors import EngagelabError
from ..io.atomic import path_of, writing
from ..io.files import open_file
from ..io.scratch import scratch_folder

HOME = "https://raw.githubusercontent.com"
"""The default source of the real data sets: a file is at ``HOME/repository/commit/path``."""

Entry: TypeAlias = "pd.Series[str]"
"""A row of the registry."""

_SECONDS = 30.0
_STALE = "delete it to download it again, or set ENGAGELAB_DATA to another folder"


@dataclass(frozen=True)
class Places:
    """The folder in which files are cached, and the address from which they are downloaded."""

    cache: Path
    home: str

    @classmethod
    def of(cls, cache: str | os.PathLike[str] | None, home: str | None) -> "Places":
        """Return the arguments or their defaults: the environment, then the system's cache."""
        default = os.environ.get("ENGAGELAB_DATA") or pooch.os_cache("engagelab")
        folder = path_of(default if cache is None else cache)
        return cls(folder, (home or HOME).rstrip("/"))

    def table(self, entry: Entry) -> Path:
        """Return the path of a table in the cache."""
        return self.cache / entry["name"] / entry["file"]

    def blob(self, entry: Entry) -> Path:
        """Return the path in the cache of a file as downloaded."""
        return self.cache / entry["name"] / PurePosixPath(entry["path"]).name

    def url(self, entry: Entry) -> str:
        """Return the address of a file."""
        return f"{self.home}/{entry['repository']}/{entry['commit']}/{entry['path']}"


def cached_table(entry: Entry, places: Places) -> Path | None:
    """Return the path of a table in the cache, or None if it is not there.

    Raises
    ------
    EngagelabError
        If the table has other content than the registry records.
    """
    path = places.table(entry)
    if (data := _bytes_of(path)) is None:
        return None
    _check(data, entry["sha256"], str(path), _STALE)
    return path


def fetched_table(entry: Entry, places: Places) -> Path:
    """Return the path of a table in the cache, after downloading it if needed.

    Raises
    ------
    EngagelabError
        If it cannot be downloaded or stored, or has other content than the registry records.
    """
    path, url = places.table(entry), places.url(entry)
    if cached_table(entry, places) is None:
        advice = f"or download it elsewhere, unpack it, and put it at {path}"
        data = _unpack(_download(url, entry["source_sha256"], advice), entry)
        _check(data, entry["sha256"], url,
               f"tell the maintainers, or put the right file at {path}")  # fmt: skip
        _store(data, path)
    return path


def fetched_blob(entry: Entry, places: Places) -> bytes:
    """Return the content of a file as downloaded, from the cache if it is there.

    Raises
    ------
    EngagelabError
        As for `fetched_table`.
    """
    path = places.blob(entry)
    if (data := _bytes_of(path)) is None:
        advice = f"or download it elsewhere and put it, as it is, at {path}"
        data = _download(places.url(entry), entry["source_sha256"], advice)
        _store(data, path)
    else:
        _check(data, entry["source_sha256"], str(path), _STALE)
    return data


def _bytes_of(path: Path) -> bytes | None:
    try:
        with open_file(path) as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        advice = "set ENGAGELAB_DATA to a folder that you may read"
        raise EngagelabError(f"{path}: cannot be read: {error.strerror}; {advice}") from error


def _check(data: bytes, expected: str, where: str, advice: str) -> None:
    """Raise unless the data have the expected hash."""
    actual = hashlib.sha256(data).hexdigest()
    if actual != expected:
        raise EngagelabError(f"{where}: SHA-256 is {actual}, expected {expected}; {advice}")


def _store(data: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        advice = "set ENGAGELAB_DATA to a folder that you may write to"
        raise EngagelabError(
            f"{path.parent}: cannot be created: {error.strerror}; {advice}"
        ) from error
    with writing(path) as temporary:
        temporary.write_bytes(data)


def _download(url: str, sha256: str, by_hand: str) -> bytes:
    """Return the content of a file, or raise with what failed and how to get it by hand."""
    with scratch_folder() as folder, _quiet():
        try:
            blob = pooch.retrieve(
                url,
                known_hash=f"sha256:{sha256}",
                fname="blob",
                path=folder,
                downloader=pooch.HTTPDownloader(timeout=_SECONDS),
            )
            return Path(blob).read_bytes()
        # All errors of the connection are OSErrors, and some are ValueErrors too.
        except OSError as error:
            problem = f"cannot be downloaded: {_why(error)}"
        except ValueError as error:
            hashes = str(error).partition(" Deleted")[0]
            problem = f"differs from the file on record: {hashes} Try again"
    raise EngagelabError(f"{url}: {problem}, {by_hand}")


def _why(error: OSError) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status:
        return f"the server answers {status}; try again later"
    return f"no answer ({error.strerror or type(error).__name__}); check your connection"


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence pooch, which would log the path of a temporary file into a notebook."""
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _unpack(blob: bytes, entry: Entry) -> bytes:
    """Return the unpacked content, at most one byte more than the size on record."""
    most = int(entry["bytes"]) + 1
    if entry["unpack"] == "gz":
        return gzip.GzipFile(fileobj=io.BytesIO(blob)).read(most)
    if entry["unpack"] == "zip":
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            members = [each for each in archive.infolist() if each.file_size == most - 1]
            return archive.open(members[0]).read(most) if members else b""
    return blob
