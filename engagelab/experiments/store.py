"""A study on disk: its manifest, and one Parquet file for each finished cell.

Each file is written under a temporary name and then renamed, so that a file with a cell's name is
whole whatever was killed when. Nothing in a file depends on time, threads or who wrote it: two
processes that do the same cell write the same bytes, and whose rename comes last does not matter.
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

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .._version import __version__
from ..errors import EngagelabError, listed
from ..graphs.network import Network
from ..io.atomic import reason, writing
from ..simulation.scenario import Scenario
from ..simulation.settings import Settings
from .designs import Design

MANIFEST = "manifest.json"
_FORMAT = "engagelab-study-1"
_CELL = re.compile(r"cell-(\d{6,})\.parquet")
# what `writing` leaves where a process is killed
_LEFTOVER = re.compile(r"\.(manifest|cell-\d{6,})\.[0-9a-f]{12}\.(json|parquet)")
_TAG = b"engagelab study, cell and values"
_TRIES = 10


def manifest_of(
    scenario: Scenario, design: Design, settings: Settings, network: Network | None
) -> dict[str, Any]:
    """Return all that fixes the numbers of a study, as JSON holds it."""
    return {
        "format": _FORMAT,
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
    """A sweep that is kept on disk.

    Attributes
    ----------
    folder : Path
        Where it is.
    manifest : mapping
        What fixes its numbers: scenario, design, fields, cells, runs, key, the network's
        fingerprint, engagelab's version.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def missing(self) -> int:
        """How many cells are still to be done."""
        return int(self.manifest["cells"]) - len(self.rows())

    @property
    def frame(self) -> pd.DataFrame:
        """The finished cells as `sweep` gives them; the index tells which cell each row is."""
        told = self.manifest
        plan = Scenario(**told["scenario"])
        places = list(Design(told["design"], told["fields"], told["cells"], told["key"]).places())
        return framed([(n, settled(plan, places[n])[0] | row) for n, row in self.rows().items()])

    def rows(self) -> dict[int, dict[str, Any]]:
        """Return what is kept of each finished cell; one that is damaged or foreign is not done."""
        found = ((cell, self._read(cell)) for cell in self._cells())
        return {cell: row for cell, row in found if row is not None}

    def keep(self, cell: int, place: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Put one finished cell on the disk.

        Raises
        ------
        EngagelabError
            If it cannot be written, as on a full disk; the cells kept before stay.
        """
        columns = {name: _scalar(value) for name, value in place.items()} | _results(row)
        table = pa.table({name: [value] for name, value in columns.items()})
        table = table.replace_schema_metadata({_TAG: self._tag(cell, columns)})
        whole = pa.BufferOutputStream()
        pq.write_table(table, whole)
        try:
            _put(self._path(cell), whole.getvalue())
        except EngagelabError as error:
            raise EngagelabError(
                f"{error}; finished cells are kept, and the same call goes on with the rest"
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
                f"{self._path(beyond[0])}: the study has only {self.manifest['cells']} cells, so "
                "this is none of them; move it elsewhere"
            )
        yield from numbers

    def _read(self, cell: int) -> dict[str, Any] | None:
        try:
            with pq.ParquetFile(self._path(cell)) as file:
                table = file.read()
            rows: list[dict[str, Any]] = table.to_pylist()
        except (OSError, ValueError, pa.ArrowException):
            return None
        tag = (table.schema.metadata or {}).get(_TAG)
        if len(rows) != 1 or tag != self._tag(cell, rows[0]):
            return None
        return {
            name: value for name, value in rows[0].items() if name not in self.manifest["fields"]
        }

    def _tag(self, cell: int, columns: Mapping[str, Any]) -> bytes:
        """Return what tells a whole cell of this study from a damaged one and from another's."""
        text = json.dumps([self.manifest, cell, columns], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest().encode()


def framed(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> pd.DataFrame:
    """Return cells as one tidy frame, in their order."""
    ordered = sorted(rows, key=lambda numbered: numbered[0])
    index = [number for number, _ in ordered]
    return pd.DataFrame([row for _, row in ordered], index=pd.Index(index, dtype="int64"))


def settled(scenario: Scenario, place: Mapping[str, Any]) -> tuple[dict[str, Any], Scenario]:
    """Return where a cell lies, as its plan holds the values, and the plan."""
    plan = scenario.replace(place)
    return {name: plan.get(name) for name in place}, plan


def begin(folder: str | os.PathLike[str], manifest: Mapping[str, Any]) -> Study:
    """Make a study, or go on with one; refuse another one's directory.

    Raises
    ------
    EngagelabError
        Where the directory cannot be made, holds something else, or a study whose manifest
        differs: each difference is told.
    """
    if not isinstance(folder, (str, os.PathLike)):
        raise EngagelabError(f"store: {folder!r} is no path; give a directory, such as 'study/'")
    study = Study(Path(folder), json.loads(json.dumps(manifest)))
    try:
        study.folder.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in study.folder.iterdir())
    except OSError as error:
        raise EngagelabError(
            f"store: {folder}: {reason(error)}; give a directory that you may write to"
        ) from None
    if MANIFEST not in names:
        _begin_anew(study, names)
    _same(study, _manifest(study.folder))
    _clear(study.folder)
    return study


def open_study(folder: str | os.PathLike[str]) -> Study:
    """Open a study to look at what it has so far; nothing is changed.

    Parameters
    ----------
    folder : path-like
        What `sweep` was given as `store`; it may still be running.

    Returns
    -------
    Study
        Its ``frame`` has the finished cells, ``missing`` says how many are not.

    Raises
    ------
    EngagelabError
        For a directory that holds no study, or a manifest that cannot be read.

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
    return Study(Path(folder), _manifest(Path(folder)))


def _begin_anew(study: Study, names: Sequence[str]) -> None:
    others = [name for name in names if not name.startswith(".")]
    if others:
        raise EngagelabError(
            f"store: {study.folder}: holds {listed(others, 3)} and no {MANIFEST}, so it is no "
            "study; give a new or empty directory"
        )
    text = json.dumps(study.manifest, indent=1, ensure_ascii=False) + "\n"
    _put(study.folder / MANIFEST, text.encode())


def _put(path: Path, content: bytes) -> None:
    """Write a file of a study, again where a process that has just begun cleared it away."""
    for left in reversed(range(_TRIES)):
        try:
            with writing(path) as temporary:
                temporary.write_bytes(content)
            return
        except EngagelabError as error:
            # it took our temporary file for a leftover
            cleared = isinstance(error.__cause__, FileNotFoundError) and path.parent.is_dir()
            if left == 0 or not cleared:
                raise


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EngagelabError(
            f"{path}: cannot be read ({reason(error)}); give the directory of a study"
        ) from None
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise EngagelabError(
            f"{path}: is no manifest of a study, or was damaged; give another directory"
        )
    return told


def _same(study: Study, there: Mapping[str, Any]) -> None:
    """Refuse a manifest that differs, with each difference on a line."""
    old, new = dict(_flat("", there)), dict(_flat("", study.manifest))
    names = [name for name in {**old, **new} if old.get(name, _flat) != new.get(name, _flat)]
    if names:
        lines = [f"{name}: {_told(old, name)} there, {_told(new, name)} here" for name in names]
        raise EngagelabError(
            f"store: {study.folder}: holds another study; give another directory, or repeat the "
            "call it was begun with. The difference:\n" + "\n".join(lines),
            tuple((name, line.split(": ", 1)[1]) for name, line in zip(names, lines, strict=True)),
        )


def _told(flat: Mapping[str, Any], name: str) -> str:
    return json.dumps(flat[name], ensure_ascii=False) if name in flat else "nothing"


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each leaf of a document by its dotted name; a list is a leaf."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            # a swept field's name has a dot of its own
            yield from _flat(f"{path}.{name}" if path else str(name), inner)
    else:
        yield path, value


def _clear(folder: Path) -> None:
    """Remove what killed processes left; a living one writes its cell again."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()


def _scalar(value: Any) -> Any:
    """Return a field's value as one column can hold it: posts and the like as JSON."""
    if isinstance(value, (bool, int, float, str)):
        return value
    return json.dumps(value, default=lambda part: part.model_dump(mode="json"), sort_keys=True)


def _results(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.item() if isinstance(value, np.generic) else value
        for name, value in row.items()
    }
