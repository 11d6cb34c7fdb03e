"""Zip files with reproducible bytes: dated by day, without a time of writing."""

import datetime
import io
import re
import zipfile

_EARLIEST = 1980  # zip files cannot store earlier dates
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def reproducible(document: bytes, date: datetime.date) -> bytes:
    """Return an Office document as if it had been written at midnight of a day.

    Parameters
    ----------
    document : bytes
        A presentation or a workbook; workbooks inside it are treated alike.
    date : datetime.date
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(zip_entry(entry.filename, date), _part(entry.filename, old, date))
    return out.getvalue()


def _part(name: str, document: zipfile.ZipFile, date: datetime.date) -> bytes:
    part = document.read(name)
    if name.endswith(".xlsx"):
        return reproducible(part, date)
    if name == _CORE:
        return _STAMP.sub(rb"\g<1>" + f"{date.isoformat()}T00:00:00Z".encode() + rb"\g<2>", part)
    return part


def zip_entry(name: str, date: datetime.date) -> zipfile.ZipInfo:
    """Return the header of a compressed file with a date and no time."""
    info = zipfile.ZipInfo(name, (max(date.year, _EARLIEST), date.month, date.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
