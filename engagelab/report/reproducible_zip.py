"""Office documents with the same bytes each time: no hour of writing inside."""

import datetime
import io
import re
import zipfile

_EARLIEST = 1980  # before which a zip file knows no date
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def frozen(document: bytes, date: datetime.date) -> bytes:
    """Return a zip of parts, and those within it, as if written at the beginning of a day.

    Parameters
    ----------
    document : bytes
        A presentation or a workbook.
    date : datetime.date
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(zipped(entry.filename, date), _part(entry.filename, old, date))
    return out.getvalue()


def _part(name: str, document: zipfile.ZipFile, date: datetime.date) -> bytes:
    part = document.read(name)
    if name.endswith(".xlsx"):
        return frozen(part, date)
    if name == _CORE:
        return _STAMP.sub(rb"\g<1>" + f"{date.isoformat()}T00:00:00Z".encode() + rb"\g<2>", part)
    return part


def zipped(name: str, date: datetime.date) -> zipfile.ZipInfo:
    """Return how a part is kept: compressed, with the day and no hour."""
    info = zipfile.ZipInfo(name, (max(date.year, _EARLIEST), date.month, date.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
