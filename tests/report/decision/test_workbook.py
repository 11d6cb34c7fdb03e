"""The workbook: live formulas whose cached values are right, inputs, and plain labels."""

import io
import shutil
import subprocess

import openpyxl
import pytest
from hypothesis import given, settings
from report.decision.checks import check_text
from report.decision.decisions import FIT, NAMED, PAIRS, case, decisions

from engagelab.i18n import load
from engagelab.report.decision.story import Story
from engagelab.report.decision.workbook import xlsx
from engagelab.report.rests_on import fit_sentences

pytestmark = pytest.mark.slow
TEXTS = {lang: load(lang, "EUR") for lang in ("en", "fr")}
OFFICE = shutil.which("soffice")
NEWER = ("XLOOKUP", "FILTER(", "LET(", "PERCENTILE.", "IFS(", "RANK")


def book(facts, lang="en", *, cached=False):
    data = xlsx(Story(facts, TEXTS[lang]))
    return openpyxl.load_workbook(io.BytesIO(data), data_only=cached)


def cells(workbook):
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]


def formulas(workbook):
    return [c for c in cells(workbook) if isinstance(c.value, str) and c.value.startswith("=")]


def labelled(sheet, label, column):
    return next(row[column].value for row in sheet.iter_rows() if row[0].value == label)


@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_every_sheet_is_filled_with_finished_texts(name, lang):
    workbook = book(NAMED[name](), lang)
    for sheet in workbook:
        assert sheet.max_row > 1, sheet.title
    for cell in cells(workbook):
        if cell.value and isinstance(cell.value, str) and not cell.value.startswith("="):
            check_text(cell.value)


def test_the_case_has_all_eleven_sheets_and_its_names():
    workbook = book(case())
    assert workbook.sheetnames == [
        "Summary", "Prices", "Calculation", "Runs", "Ranges", "Curves", "Why", "How sure",
        "Assumptions", "Calendar", "About"]  # fmt: skip
    assert set(workbook.defined_names) >= {"Budget", "Value_person", "Value_member"}
    assert not any(word in cell.value for cell in formulas(workbook) for word in NEWER)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_fit_has_a_sheet_with_its_numbers_and_changes_the_evidence(lang):
    workbook, plain = book(NAMED["fitted"](), lang), book(case(), lang)
    (title,) = set(workbook.sheetnames) - set(plain.sheetnames)
    sheet = workbook[title]
    assert title == {"en": "Your posts", "fr": "Vos publications"}[lang]
    assert [cell.value for cell in sheet[2]][2:5] == [0.041, 0.06, 0.088]
    last = len(FIT.fields) + 3
    texts = [row[0].value for row in sheet.iter_rows(min_row=last)]
    assert texts == fit_sentences(FIT, load(lang, "EUR"))
    changed = {"en": "Assumptions", "fr": "Hypothèses"}[lang]
    sources = [[cell.value for cell in row] for row in workbook[changed].iter_rows()]
    assert sum(any("8 p" in str(value) for value in row) for row in sources) == 2
    for name in set(plain.sheetnames) - {changed}:
        one, two = ([[c.value for c in row] for row in b[name].iter_rows()]
                    for b in (workbook, plain))  # fmt: skip
        assert one == two, name


def test_inputs_are_blue_on_yellow_and_formulas_are_not():
    workbook = book(case())
    price = workbook["Prices"]["B2"]
    assert (price.font.color.rgb, price.fill.start_color.rgb) == ("FF0000C0", "FFFFF9DB")
    amount = workbook["Calculation"]["D2"]
    assert amount.value.startswith("=")
    assert amount.fill.start_color.rgb != "FFFFF9DB"


def test_cached_totals_are_those_of_the_slides():
    sheet = book(case(), cached=True)["Calculation"]
    assert [labelled(sheet, "Cost", column) for column in (3, 6, 9)] == [20_000] * 3
    assert labelled(sheet, "Value", 9) == 22_720
    assert labelled(sheet, "Return on cost", 9) == pytest.approx(0.136)
    assert labelled(sheet, "Break-even value of a person", 9) == pytest.approx(2.5802, abs=1e-4)


def test_steps_of_the_lead_are_checked_to_be_0():
    sheet = book(case(), cached=True)["Why"]
    assert labelled(sheet, "Check: shows 0", 4) == 0


def test_every_warning_and_hash_is_among_the_texts():
    facts = case()
    texts = [cell.value for cell in cells(book(facts))]
    assert all(warning in texts for warning in facts.warnings)
    assert all(option.digest in texts for option in facts.options)


@settings(max_examples=10, deadline=None)
@given(facts=decisions())
def test_any_decision_makes_a_workbook_without_missing_numbers(facts):
    for cell in cells(book(facts, "fr", cached=True)):
        assert not str(cell.value).lower().startswith(("nan", "inf", "#")), cell


@pytest.mark.process
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["case", "draw", "one", "unvalued", "unequal"])
def test_an_office_computes_the_cached_values_of_every_formula(name, tmp_path):
    told = book(NAMED[name](), cached=True)
    bare = book(NAMED[name]())
    bare.save(tmp_path / "bare.xlsx")  # without cached values, so that they must be computed
    subprocess.run([OFFICE, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", tmp_path / "out", tmp_path / "bare.xlsx"], check=True)  # fmt: skip
    computed = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)
    places = formulas(bare)
    assert len(places) > 200
    for cell in places:
        expected = told[cell.parent.title][cell.coordinate].value
        value = computed[cell.parent.title][cell.coordinate].value
        if isinstance(expected, (int, float)):
            assert value == pytest.approx(expected), (cell.parent.title, cell.coordinate)
        else:
            assert (value or "") == (expected or ""), (cell.parent.title, cell.coordinate)
