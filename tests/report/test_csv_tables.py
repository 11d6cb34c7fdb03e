"""CSV: the tables and their description."""

import io
import zipfile

from report import reading


def test_the_zip_tells_what_its_columns_are(document, handed):
    with zipfile.ZipFile(io.BytesIO(handed(document, "csv"))) as file:
        readme = file.read("README.txt").decode()
        names = [name for name in file.namelist() if name != "README.txt"]
    assert all(name in readme for name in names)
    assert document.stamp in readme
    tables = reading.tables(handed(document, "csv"))
    assert len(tables["curves.csv"]) == sum(len(p.curve.rounds) for p in document.findings.plans)
    assert len(tables["comparison.csv"]) == len(document.findings.plans) - 1
