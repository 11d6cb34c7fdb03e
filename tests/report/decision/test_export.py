"""One call writes every file of a decision, all or none, with the same numbers in each."""

import io
import itertools

import openpyxl
import pytest
from fitted import PLAN, fit
from pptx import Presentation
from pypdf import PdfReader
from report.decision.decisions import DAY, case
from report.decision.test_deck import texts_of

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments.assumption_tests import test_assumptions as run_tests
from engagelab.experiments.options import Option, compare_options
from engagelab.i18n import load
from engagelab.report import DECISION_FORMATS, decision_to_bytes, hand_over_decision
from engagelab.report.decision.story import Story
from engagelab.report.rests_on import fit_sentences

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def decision():
    plan = el.Scenario.preset("go-to-them").replace({"population.people": 300})
    more = plan.replace({"invitations.invite": 0.4})
    return compare_options([Option("Now", plan), Option("More", more)], towns=4)


def test_all_formats_are_written_and_are_the_same_bytes_again(decision, tmp_path):
    paths = [hand_over_decision(decision, tmp_path / name, warnings=["Take care."], currency="EUR",
                                client="Dupont", date=DAY) for name in "ab"]  # fmt: skip
    assert set(paths[0]) == set(DECISION_FORMATS)
    for name in DECISION_FORMATS:
        one, other = (files[name].read_bytes() for files in paths)
        assert one == other, name


def test_an_unknown_format_and_a_folder_that_is_a_file_leave_nothing(decision, tmp_path):
    with pytest.raises(EngagelabError, match="unknown format 'ppt'"):
        hand_over_decision(decision, tmp_path / "out", formats=["html", "ppt"])
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(EngagelabError, match="is a file"):
        hand_over_decision(decision, tmp_path / "file")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_fit_and_its_record_write_the_same_files_with_what_they_rest_on(tmp_path, lang):
    plan = fit().middle(PLAN)
    options = [Option("Now", plan), Option("More", plan.replace({"groups.size": 40}))]
    decision = compare_options(options, towns=3)
    tests = run_tests(decision, fields=["engagement.base_share"], towns=2, fit=fit().record)
    files = [
        hand_over_decision(decision, tmp_path / name, tests=tests, lang=lang, date=DAY, fit=given)
        for name, given in (("fit", fit()), ("record", fit().record))
    ]
    for name in DECISION_FORMATS:
        assert files[0][name].read_bytes() == files[1][name].read_bytes(), name
    text = files[0]["html"].read_text()
    source = {"en": "Fitted to your 8 posts", "fr": "Ajusté sur vos 8 publications"}[lang]
    assert text.replace("\N{NO-BREAK SPACE}", " ").count(source) == 1
    assert all(each in text for each in fit_sentences(fit().record, load(lang)))
    with pytest.raises(EngagelabError, match="fit"):
        hand_over_decision(decision, tmp_path / "wrong", fit="plan.fit.parquet")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_numbers_and_warnings_agree_in_all_formats(lang):
    facts, t = case(), load(lang, "EUR")
    story = Story(facts, t)
    files = {name: decision_to_bytes(facts, name, t)[2] for name in DECISION_FORMATS}
    deck = Presentation(io.BytesIO(files["pptx"]))
    pages = PdfReader(io.BytesIO(files["pdf"])).pages
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]), data_only=True)
    cells = itertools.chain.from_iterable(row for sheet in book for row in sheet.iter_rows())
    texts = {
        "pptx": " ".join(text for slide in deck.slides for text in texts_of(slide)),
        "pdf": " ".join(page.extract_text() for page in pages),
        "html": files["html"].decode(),
        "xlsx": " ".join(str(cell.value) for cell in cells),
    }
    plain = {name: "".join(text.split()) for name, text in texts.items()}
    wanted = [*story.warnings, *(text for _, text in story.answer.rows)]
    for text, (name, found) in itertools.product(wanted, plain.items()):
        assert "".join(text.split()) in found, (name, text)
    for figure in story.answer.figures:
        number = "".join(figure.numbers[0].split())
        assert all(number in plain[name] for name in ("pptx", "pdf", "html"))


def test_file_names_and_media_types_are_those_of_the_formats():
    name, mimetype, data = decision_to_bytes(case(), "pptx", load("en", "EUR"))
    assert name == "employee-ambassadors-3f9c1e.pptx"
    assert mimetype.endswith("presentationml.presentation")
    assert data[:2] == b"PK"
