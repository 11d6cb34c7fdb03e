"""Charts of the workbook."""

import io
import re
import zipfile

from report import reading


def test_the_workbook_has_native_charts_with_words(document, handed):
    data = handed(document, "xlsx")
    sheets = [document.t(f"report.{name}_sheet") for name in
              ("summary", "curves", "comparison", "groups", "parameters", "about")]  # fmt: skip
    book = reading.book(data)
    assert book.sheetnames == sheets
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        drawings = [file.read(name).decode() for name in names if "/drawings/drawing" in name]
    assert sum(name.startswith("xl/charts/chart") for name in names) == 3
    assert sum(len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]+', text)) for text in drawings) == 3
