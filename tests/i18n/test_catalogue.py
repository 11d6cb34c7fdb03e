"""The table of texts is complete, the same in both languages, and set in good French."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

import engagelab as el
from engagelab.i18n import LANGUAGES, load
from engagelab.i18n.catalogue import FIELDS, FRENCH_ONLY, PRESETS, rows, translated
from engagelab.i18n.vocabulary import declared
from engagelab.models import Post
from engagelab.models.sections import ACTIVITIES, PROFILES, ROLES
from engagelab.simulation.outcome import COST_KINDS, WAYS

ENGLISH, FRENCH = load("en"), load("fr")
FOLDER = Path(el.__file__).parent
NAMES = [*el.Scenario.fields(), *(f"post.{field.name}" for field in Post.parameters())]
# rows that are found by a key put together when it is needed
COMPUTED = re.compile(
    r"words\.(unit|choice|origin|role|profile|activity|group_size|measure|cost|kind|thing|tool)_|glossary\.|sections\."
)
MINE = ("words", "glossary", "in_words", "cards", "sections")
WIDER = 1.45  # than the English beside it may French be, in a control
FEW = 26  # letters, so wide may any label or button be whatever the English


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def strings_in_source():
    """Return every text that stands in the code, with the parts of those that are put together."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    for path in FOLDER.glob("workbench/templates/*.j2"):
        found |= set(re.findall('"([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def width(text):
    if not text.strip():
        return 0.0
    extents = TextPath((0, 0), text.replace("$", ""), 10, prop=FontProperties(family="DejaVu Sans"))
    return float(extents.get_extents().width)


@pytest.mark.parametrize("file", sorted({key.partition(".")[0] for key in rows()}))
def test_rows_have_both_languages_with_the_same_places(file):
    of_file = {key: row for key, row in rows().items() if key.partition(".")[0] == file}
    for key, row in of_file.items():
        assert set(row) == set(LANGUAGES), key
        assert all(text.strip() == text != "" for text in row.values()), key
        assert places(row["en"]) == places(row["fr"]), key
        assert "" not in places(row["en"]), key


def test_every_field_has_french_texts():
    told = translated(FIELDS)
    assert set(told) == set(NAMES)
    for name in NAMES:
        field = declared(name)
        wanted = {"label", "says"}
        wanted |= {"source"} if ":" in field.source else set()
        wanted |= {"anchor"} if field.anchor else set()
        assert set(told[name]) == wanted, name
        texts = FRENCH.field(name)
        assert texts.says.endswith(".")
        assert texts.source != field.source
        assert not field.unit or f"words.unit_{field.unit.replace(' ', '_')}" in rows()
        for row in re.findall(r"\b[PF]\d{2,3}\b", f"{field.source} {field.anchor}"):
            assert row in f"{texts.source} {texts.anchor}", name


@pytest.mark.parametrize("name", NAMES)
def test_french_names_the_same_numbers_as_english(name):
    field, texts = declared(name), FRENCH.field(name)
    for english, told in ((field.says, texts.says), (field.anchor, texts.anchor)):
        numbers = sorted(re.findall(r"\d+(?:[.,]\d+)*", english.replace(",", "")))
        told = re.sub("(?<=\\d)\N{NARROW NO-BREAK SPACE}(?=\\d)", "", told)
        assert (
            sorted(re.findall(r"\d+(?:[.]\d+)*", re.sub(r"(?<=\d),(?=\d)", ".", told))) == numbers
        )


def test_labels_tell_the_fields_of_a_section_apart():
    for texts in (ENGLISH, FRENCH):
        named = [(name.split(".")[0], texts.field(name).label) for name in NAMES]
        assert len(set(named)) == len(named)


def test_every_preset_has_french_texts():
    assert sorted(translated(PRESETS)) == el.Scenario.presets()
    names = {FRENCH.preset(name) for name in el.Scenario.presets()}
    assert len(names) == 9
    assert not names & {ENGLISH.preset(name) for name in el.Scenario.presets()}


def test_the_page_of_a_notebook_has_the_texts_of_the_table():
    text = (FOLDER / "presenting/jupyter/voila/templates/engagelab/index.html.j2").read_text()
    for row in ("skip", "working", "progress"):
        assert ENGLISH(f"present.{row}") in text
        assert FRENCH(f"present.{row}") in text
    assert text.count("data-fr=") == 2


def test_every_choice_class_and_measure_has_a_word():
    for texts in (ENGLISH, FRENCH):
        for name in NAMES:
            assert all(texts.word("choice", choice) for choice in declared(name).choices)
        assert all(texts.word("origin", origin) for origin in declared("post.origin").choices)
        kinds = {"role": ROLES, "profile": PROFILES, "activity": ACTIVITIES}
        for kind, values in {**kinds, "group_size": WAYS["group size"]}.items():
            assert len({texts.word(kind, value) for value in values}) == len(values)
        outcome = el.Scenario(population={"people": 20, "ties": 3}).run(runs=1)
        measures = ("reach", "lift", "half_time", *outcome.measures)
        assert len({texts.word("measure", measure) for measure in measures}) == len(measures)
        kinds_of_cost = set(COST_KINDS.values())
        assert len({texts.word("cost", kind) for kind in kinds_of_cost}) == len(kinds_of_cost)


def test_every_section_has_a_title():
    sections = {name.split(".")[0] for name in el.Scenario.fields()}
    assert {key.removeprefix("sections.") for key in rows() if key.startswith("sections.")} == (
        sections
    )


def test_no_row_is_unused():
    strings = strings_in_source()
    others = [key for key in rows() if key.split(".")[0] in MINE and not COMPUTED.match(key)]
    # a key stands in the code whole, or its row does, as the name of a row, a verdict or a warning
    unused = [
        key
        for key in others
        if not {key, key.split(".")[1], key.split(".")[1].removeprefix("warn_")} & strings
    ]
    assert len(others) > 40
    assert unused == []


def test_every_key_in_the_source_is_a_row():
    tables = {key.split(".")[0] for key in rows()}
    wanted = {
        node.args[0].value
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and re.fullmatch(rf"({'|'.join(tables)})\.\w+", node.args[0].value)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("t", "texts", "_texts")
    }
    assert wanted
    assert wanted <= set(rows())


def every_french_text():
    yield from ((key, row["fr"]) for key, row in rows().items())
    for table in FRENCH_ONLY:
        for name, told in translated(table).items():
            parts = ((part, text) for part, text in told.items() if part != "en")
            yield from ((f"{table}.{name}.{part}", text) for part, text in parts)


WRONG = re.compile(r"[^\s{};][;?!»]|\w:(?!\w)|\d%|«\S| [;:?!%»]|« |\w'\w|\.\.\.")


def test_french_punctuation_has_its_spaces():
    found = {key: text for key, text in every_french_text() if WRONG.search(set_apart(text))}
    assert found == {}


def set_apart(text):
    """Take out the punctuation that has its space: what is left is wrong or no punctuation."""
    text = text.replace("«\N{NO-BREAK SPACE}", "")
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][;:?!%»]", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_a_french_label_fits_where_the_english_one_does(name):
    fits(ENGLISH.field(name).label, FRENCH.field(name).label)


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_the_french_name_of_a_preset_fits(name):
    fits(ENGLISH.preset(name)[0], FRENCH.preset(name)[0])


@pytest.mark.parametrize(
    "key",
    [key for key in rows() if re.match(r"(words\.(unit|choice|role)_|sections\.|tabs\.)", key)],
)
def test_a_french_word_fits(key):
    if not key.endswith("_tip"):
        fits(*(rows()[key][lang] for lang in ("en", "fr")))


def fits(english, french):
    assert width(french) <= max(WIDER * width(english), width("n" * FEW))
