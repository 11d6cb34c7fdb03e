"""Labels of people and groups as they are meant: one spelling for one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...engine import csr
from ...errors import Message, listing, message
from ...io.lazy import late
from ..edges import Labels
from ..spelling import clean

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

_ODD = re.compile(r'  |"|[\x00-\x09\x0b-\x1f\x7f]')
_LIST = re.compile(r"[;,|]")
_WHOLE = re.compile(r"(-?(?:0|[1-9]\d{0,17}))(?:\.0+)?", re.ASCII)


@dataclass(frozen=True, eq=False)
class Numbered:
    """Cells of some columns as positions of labels.

    Attributes
    ----------
    codes : list of array of int32
        The positions, one array for each column; -1 for an empty cell.
    labels : sequence of hashable
        The labels, in the order of their first appearance.
    notes : tuple of Message
        Spellings that were unified, and labels that differ by capitals only.
    """

    codes: list[NDArray[np.int32]]
    labels: Labels
    notes: tuple[Message, ...] = ()


def number(columns: Sequence[pa.ChunkedArray], missing: Iterable[str] = ()) -> Numbered:
    """Number the labels of some columns that name the same people.

    Labels become whole numbers if all are such, so that 1 and 1.0 are one; 007 makes all text.

    Parameters
    ----------
    columns : sequence of pyarrow.ChunkedArray
        Texts or whole numbers.
    missing : iterable of str
        Texts that stand for an empty cell, besides blank ones.

    Examples
    --------
    >>> import pyarrow as pa
    >>> numbered = number([pa.chunked_array([["1", "2"]]), pa.chunked_array([["2.0", ""]])])
    >>> [codes.tolist() for codes in numbered.codes], numbered.labels.tolist()
    ([[0, 1], [1, -1]], [1, 2])
    """
    return _by_integers(columns) or _by_texts(columns, frozenset(missing))


def _by_integers(columns: Sequence[pa.ChunkedArray]) -> Numbered | None:
    """Return the labels as integers near each other, by a lookup table; None otherwise."""
    whole = [_integers(column) for column in columns]
    values = [each for each in whole if each is not None]
    if len(values) < len(columns) or not any(each.size for each in values):
        return None
    found = csr.numbered(*(each for each in values if each.size))
    if found is None:
        return None
    codes = iter(found[0])
    empty = np.empty(0, np.int32)
    return Numbered([next(codes) if each.size else empty for each in values], found[1])


def _integers(column: pa.ChunkedArray) -> NDArray[np.int64] | None:
    """Return a column of whole numbers in their usual spelling; None for another."""
    if column.null_count or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type):
        return None
    try:
        numbers = pc.cast(column, pa.int64())
    except pa.ArrowException:
        return None
    if pa.types.is_string(column.type):
        same = pc.all(pc.equal(pc.cast(numbers, pa.string()), column)).as_py()
        if same is False:
            return None
    values: NDArray[np.int64] = numbers.to_numpy()
    return values


def _by_texts(columns: Sequence[pa.ChunkedArray], missing: frozenset[str]) -> Numbered:
    texts = [_whole_texts(_as_text(column), missing) for column in columns]
    chunks = [chunk for column in texts for chunk in column.chunks]
    encoded = pa.chunked_array(chunks, pa.string()).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    raw = encoded.dictionary.to_pylist()
    cleaned = _cleaned(raw)
    cleaned = ["" if label in missing else label for label in cleaned]
    numbers = _numbers_of(cleaned)
    spelled = cleaned if numbers is None else numbers
    index: dict[Hashable, int] = {}
    table = np.fromiter(
        (-1 if label == "" else index.setdefault(label, len(index)) for label in spelled),
        np.int32, len(spelled),
    )  # fmt: skip
    codes = np.append(table, np.int32(-1))[_indices(encoded)]
    labels: Labels = list(index) if numbers is None else np.array(list(index), np.int64)
    ends = np.cumsum([len(column) for column in texts])[:-1]
    notes = _unified(raw, table, labels)
    if numbers is None:
        notes += _alike(list(index)) + _lists(index)
    return Numbered(list(np.split(codes, ends)), labels, notes)


def _cleaned(labels: Sequence[str]) -> list[str]:
    """Return labels in their one spelling; a glance at all of them spares a look at each."""
    together = "\n".join(labels)
    if together.isascii() and _ODD.search(together) is None:
        return list(map(str.strip, labels))
    return list(map(clean, labels))


def _indices(encoded: pa.DictionaryArray) -> NDArray[np.int32]:
    indices: NDArray[np.int32] = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return indices


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_finite(column), column, None)
        is_whole = pc.all(pc.equal(column, pc.round(column))).as_py()
        column = pc.cast(column, pa.int64()) if is_whole else column
    return pc.cast(column, pa.string())


def _whole_texts(column: pa.ChunkedArray, missing: frozenset[str]) -> pa.ChunkedArray:
    """Return a column whose whole numbers have no decimals, if it holds nothing else."""
    if not pc.any(pc.ends_with(column, "0")).as_py() or not pc.any(
        pc.match_substring_regex(column, r"\.0+\s*$")
    ).as_py():  # fmt: skip
        return column
    cells = [clean(text) for text in pc.unique(column.drop_null()).to_pylist()]
    if not all(_WHOLE.fullmatch(cell) for cell in cells if cell and cell not in missing):
        return column
    return pc.replace_substring_regex(column, r"\.0+(\s*)$", r"\1")


def _numbers_of(labels: Sequence[str]) -> list[Hashable] | None:
    """Return the labels as integers, empty ones left; None unless all others are whole numbers."""
    numbers: list[Hashable] = []
    for label in labels:
        match = _WHOLE.fullmatch(label) if label else None
        if label and match is None:
            return None
        numbers.append(int(match[1]) if match else "")
    return numbers if any(labels) else None


def _unified(raw: Sequence[str], table: NDArray[np.int32], labels: Labels) -> tuple[Message, ...]:
    """Return a note on labels that had several spellings."""
    if table.size == len(labels):
        return ()
    known = table[table >= 0]
    counts = np.bincount(known, minlength=len(labels))
    several = {int(at) for at in np.flatnonzero(counts > 1)}
    if not several:
        return ()
    spellings: dict[int, list[str]] = {}
    for text, at in zip(raw, table.tolist(), strict=True):
        if at in several:
            spellings.setdefault(at, []).append(repr(text))
    shown = listing((" = ".join(words) for words in spellings.values()), 3)
    return (message("note_unified", number=len(several), examples=shown),)


def _alike(labels: Sequence[Hashable]) -> tuple[Message, ...]:
    """Return a note on labels that differ by capitals or accents only, and stay apart."""
    words = list(map(str, labels))
    if len(set(map(str.casefold, words))) == len(words) and _are_plain(words):
        return ()
    folded = list(map(_folded, words))
    if len(set(folded)) == len(folded):
        return ()
    groups: dict[str, list[str]] = {}
    for word, label in zip(folded, labels, strict=True):
        groups.setdefault(word, []).append(str(label))
    pairs = [words for words in groups.values() if len(words) > 1]
    if not pairs:
        return ()
    shown = listing((" / ".join(map(repr, words)) for words in pairs), 3)
    return (message("note_alike", number=len(pairs), examples=shown),)


def _lists(index: Mapping[Hashable, int]) -> tuple[Message, ...]:
    """Return a note on labels that may be lists, since a part of them is a label too."""
    if _LIST.search("".join(map(str, index))) is None:
        return ()
    lists = [
        label
        for label in map(str, index)
        if (";" in label or "," in label or "|" in label)
        and any(part.strip() in index for part in _LIST.split(label))
    ]
    if not lists:
        return ()
    return (message("note_lists", number=len(lists), examples=listing(map(repr, lists), 3)),)


def _are_plain(labels: Sequence[str]) -> bool:
    """Return whether labels have neither accents nor leading digits; capitals may differ."""
    return "".join(labels).isascii() and not any(label[:1].isdigit() for label in labels)


def _folded(label: str) -> str:
    """Return a label without what two spellings of one name may differ in."""
    folded = label.casefold()
    if not folded.isascii():
        letters = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if folded.isdecimal():
        return folded.lstrip("0")
    match = _WHOLE.fullmatch(folded) if folded.endswith("0") else None
    return match[1] if match else folded
