"""A study on disk: a manifest, and one Parquet file for each finished cell.

Each file is written under a temporary name and then renamed, so a file with a cell's name is
always complete, whenever a process was killed. No file depends on time, threads or the process:
two processes that run the same cell write the same bytes, and it does not matter which is last.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from .._version import __version__
from ..errors import EngagelabError, listed
from ..graphs.network import Network
from ..io.arguments import checked
from ..io.atomic import folder_of, path_of, reason, writing
from ..io.files import read_bytes
from ..io.sealed import from_parquet, to_parquet
from ..simulation.scenario import Scenario
from ..simulation.settings import Settings
from .designs import Design

MANIFEST = "manifest.json"
FORMAT = "engagelab-study-2"
_CELL = re.compile(r"cell-(\d{6,})\.parquet")
# temporary files of `writing`, left by a killed process
_LEFTOVER = re.compile(r"\.(manifest|cell-\d{6,})\.[0-9a-f]{12}\.(json|parquet)")
_TAG = "engagelab study, cell and values"
_TRIES = 10


def make_manifest(
    scenario: Scenario, design: Design, settings: Settings, network: Network | None
) -> dict[str, Any]:
    """Return everything that determines the numbers of a study, as JSON holds it."""
    return {
        "format": FORMAT,
        "engagelab": __version__,
        "design": design.name,
        "cells": design.cells,
        "runs": settings.runs,
        "key": settings.key,
        "network": None if network is None else network.fingerprint,
        "fields": dict(design.fields),
        "scenario": scenario.model_dump(mode="json", exclude={"name", "summary"}),
    }


@dataclass(frozen=True)
class Study:
    """A sweep stored on disk.

    Attributes
    ----------
    folder : Path
        Its directory.
    manifest : mapping
        What determines its numbers: scenario, design, fields, cells, runs, key, the network's
        fingerprint, engagelab's version.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def missing(self) -> int:
        """The number of cells that are not finished."""
        return int(self.manifest["cells"]) - len(self.rows())

    @property
    def frame(self) -> pd.DataFrame:
        """The finished cells as returned by `sweep`; the index is the number of the cell."""
        manifest = self.manifest
        plan = Scenario(**manifest["scenario"])
        design = Design(*(manifest[name] for name in ("design", "fields", "cells", "key")))
        points = list(design.points())
        return cells_frame(
            [(n, resolve_cell(plan, points[n])[0] | row) for n, row in self.rows().items()]
        )

    def rows(self) -> dict[int, dict[str, Any]]:
        """Return the results of the finished cells; damaged and foreign files are left out."""
        rows = ((cell, self._read(cell)) for cell in self._cells())
        return {cell: row for cell, row in rows if row is not None}

    @checked
    def save(self, cell: int, point: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Write a finished cell to the disk.

        Raises
        ------
        EngagelabError
            If it cannot be written, as on a full disk; cells saved before are not affected.
        """
        columns = {name: _scalar(value) for name, value in point.items()} | dict(row)
        table = pa.table({name: [value] for name, value in columns.items()})
        data = to_parquet(table, {_TAG: self._tag(cell, columns)}, compression="snappy")
        try:
            _write(self._path(cell), data)
        except EngagelabError as error:
            raise EngagelabError(
                f"{error}; finished cells are saved, and the same call continues with the rest"
            ) from error

    def _path(self, cell: int) -> Path:
        return self.folder / f"cell-{cell:06d}.parquet"

    def _cells(self) -> Iterator[int]:
        """Yield the numbers of the cells that have a file."""
        names = (_CELL.fullmatch(path.name) for path in self.folder.iterdir())
        numbers = sorted(int(name[1]) for name in names if name)
        beyond = [number for number in numbers if number >= self.manifest["cells"]]
        if beyond:
            raise EngagelabError(
                f"{self._path(beyond[0])}: does not belong to this study, which has only "
                f"{self.manifest['cells']} cells; move it elsewhere"
            )
        yield from numbers

    def _read(self, cell: int) -> dict[str, Any] | None:
        try:
            content = from_parquet(read_bytes(self._path(cell)))
        except EngagelabError:
            return None
        if content is None:
            return None
        table, metadata = content
        rows: list[dict[str, Any]] = table.to_pylist()
        if len(rows) != 1 or metadata.get(_TAG) != self._tag(cell, rows[0]):
            return None
        return {
            name: value for name, value in rows[0].items() if name not in self.manifest["fields"]
        }

    def _tag(self, cell: int, columns: Mapping[str, Any]) -> str:
        """Return a checksum of a cell, which also identifies its number and its study."""
        return _checksum([self.manifest, cell, columns])


def cells_frame(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> pd.DataFrame:
    """Return numbered cells as one tidy frame, in the order of their numbers."""
    ordered = sorted(rows, key=lambda numbered: numbered[0])
    index = [number for number, _ in ordered]
    return pd.DataFrame([row for _, row in ordered], index=pd.Index(index, dtype="int64"))


def resolve_cell(scenario: Scenario, point: Mapping[str, Any]) -> tuple[dict[str, Any], Scenario]:
    """Return a cell's values as its plan holds them, and the plan."""
    plan = scenario.replace(point)
    return {name: plan.get(name) for name in point}, plan


def create_or_resume(folder: str | os.PathLike[str], manifest: Mapping[str, Any]) -> Study:
    """Create a study in a directory, or resume the same study.

    Raises
    ------
    EngagelabError
        If the directory cannot be made, or holds other files or a study with another manifest;
        the message lists each difference.
    """
    if not isinstance(folder, (str, os.PathLike)):
        raise EngagelabError(f"store: {folder!r} is not a path; give a directory, such as 'study/'")
    study = Study(folder_of(folder), json.loads(json.dumps(manifest)))
    try:
        study.folder.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in study.folder.iterdir())
    except OSError as error:
        raise EngagelabError(
            f"store: {folder}: {reason(error)}; give a directory that you can write to"
        ) from None
    if MANIFEST not in names:
        _create(study, names)
    _need_same(study, _read_manifest(study.folder))
    _remove_leftovers(study.folder)
    return study


@checked
def open_study(folder: str | os.PathLike[str]) -> Study:
    """Open a study to read the cells finished so far; nothing is changed.

    Parameters
    ----------
    folder : path-like
        The `store` of a `sweep`, which may still be running.

    Returns
    -------
    Study
        ``frame`` has the finished cells, ``missing`` is the number of the others.

    Raises
    ------
    EngagelabError
        If the directory does not contain a study, or the manifest cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> import engagelab as el
    >>> from engagelab.experiments import open_study, sweep
    >>> plan, folder = el.Scenario(population={"people": 300}), tempfile.mkdtemp()
    >>> _ = sweep(plan, {"groups.size": [10, 20]}, runs=2, store=folder)
    >>> study = open_study(folder)
    >>> len(study.frame), study.missing
    (2, 0)
    """
    return Study(path_of(folder), _read_manifest(path_of(folder)))


def _create(study: Study, names: Sequence[str]) -> None:
    others = [name for name in names if not name.startswith(".")]
    if others:
        raise EngagelabError(
            f"store: {study.folder}: is not a study: it contains {listed(others, 3)} and no "
            f"{MANIFEST}; give a new or empty directory"
        )
    signed = {**study.manifest, "checksum": _checksum(study.manifest)}
    text = json.dumps(signed, indent=1, ensure_ascii=False) + "\n"
    _write(study.folder / MANIFEST, text.encode())


def _write(path: Path, content: bytes) -> None:
    """Write a file of a study; retry if another process removed the temporary file."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with writing(path) as temporary:
                temporary.write_bytes(content)
            return
        except EngagelabError as error:
            # a process that has just started took our temporary file for a leftover
            removed = isinstance(error.__cause__, FileNotFoundError) and path.parent.is_dir()
            if tries_left == 0 or not removed:
                raise


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(read_bytes(path, "unreadable"))
    except EngagelabError as error:
        raise EngagelabError(f"{error}; give the directory of a study") from None
    except (ValueError, RecursionError):
        manifest = None
    checksum = manifest.pop("checksum", None) if isinstance(manifest, dict) else None
    if checksum is None or manifest.get("format") != FORMAT or checksum != _checksum(manifest):
        raise EngagelabError(
            f"{path}: is not the manifest of a study of this version, or is damaged; give another "
            "directory"
        )
    return dict(manifest)


def _checksum(document: Any) -> str:
    text = json.dumps(document, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _need_same(study: Study, stored: Mapping[str, Any]) -> None:
    """Raise EngagelabError if the stored manifest differs, with each difference on a line."""
    old, new = dict(_leaves("", stored)), dict(_leaves("", study.manifest))
    missing = object()
    names = [name for name in old | new if old.get(name, missing) != new.get(name, missing)]
    if names:
        texts = [f"{_as_json(old, name)} stored, {_as_json(new, name)} now" for name in names]
        lines = [f"{name}: {text}" for name, text in zip(names, texts, strict=True)]
        raise EngagelabError(
            f"store: {study.folder}: contains another study; give another directory, or repeat the "
            "original call. The differences:\n" + "\n".join(lines),
            tuple(zip(names, texts, strict=True)),
        )


def _as_json(leaves: Mapping[str, Any], name: str) -> str:
    return json.dumps(leaves[name], ensure_ascii=False) if name in leaves else "nothing"


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each leaf of a document with its dotted name; a list is a leaf."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            # the name of a swept field contains a dot itself
            yield from _leaves(f"{path}.{name}" if path else str(name), inner)
    else:
        yield path, value


def _remove_leftovers(folder: Path) -> None:
    """Remove temporary files of killed processes; a process that is alive writes its own again."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()


def _scalar(value: Any) -> Any:
    """Return a field's value as a column can hold it: posts and other structures as JSON."""
    if isinstance(value, (bool, int, float, str)):
        return value
    return json.dumps(value, default=lambda part: part.model_dump(mode="json"), sort_keys=True)
