"""Zip files with the same bytes whenever they are written."""

import datetime
import io
import zipfile

from engagelab.report.reproducible_zip import reproducible, zip_entry

DAY = datetime.date(2026, 11, 26)
CORE = "docProps/core.xml"
STAMPED = b"<a><dcterms:created x='1'>2020-01-01T10:11:12Z</dcterms:created></a>"


def zipped(parts, date=(2020, 1, 2, 3, 4, 6)):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, date), data)
    return out.getvalue()


def test_entries_have_the_day_and_no_time():
    entry = zip_entry("a.txt", DAY)
    assert entry.date_time == (2026, 11, 26, 0, 0, 0)
    assert zip_entry("a.txt", datetime.date(1900, 5, 6)).date_time[:3] == (1980, 5, 6)


def test_the_time_of_writing_does_not_matter():
    inner = {"b.xml": b"<b/>", CORE: STAMPED}
    first = zipped({"a.xlsx": zipped(inner), CORE: STAMPED})
    second = zipped({"a.xlsx": zipped(inner, (2021, 5, 5, 5, 5, 6)), CORE: STAMPED},
                    (2022, 6, 6, 6, 6, 6))  # fmt: skip
    assert first != second
    assert reproducible(first, DAY) == reproducible(second, DAY)


def test_stamps_of_parts_are_the_day_and_other_parts_are_unchanged():
    data = reproducible(zipped({CORE: STAMPED, "b.xml": STAMPED}), DAY)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.read(CORE) == STAMPED.replace(b"2020-01-01T10:11:12Z", b"2026-11-26T00:00:00Z")
        assert file.read("b.xml") == STAMPED
