"""The web page: self-contained, the same sentences, safe for any name."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from report.decision.decisions import FIT, NAMED, PAIRS, case, decisions

from engagelab.i18n import load
from engagelab.report.decision.page import html
from engagelab.report.decision.story import FITTED, Story
from engagelab.report.rests_on import fit_sentences, learned_head, learned_rows

TEXTS = {lang: load(lang, "EUR") for lang in ("en", "fr")}


class Reader(HTMLParser):
    """The texts and tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tags, self.ids = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_data(self, data):
        self.texts.append(data.strip())


def read(facts, lang="en"):
    return Reader(html(Story(facts, TEXTS[lang])).decode())


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_the_page_has_titles_rows_warnings_and_hashes(name, lang):
    facts = NAMED[name]()
    story, page = Story(facts, TEXTS[lang]), read(facts, lang)
    wanted = [story.answer.finding, *story.warnings, story.words.footer]
    wanted += [text for row in story.answer.rows for text in row]
    titles = story.all_titles if facts.priced else (*story.all_titles[:-2], story.all_titles[-1])
    if not story.titles.explains:
        titles = (*titles[:3], *titles[4:])
    for text in (*wanted, *titles):
        assert text in page.texts, text
    assert len(set(page.ids)) == len(page.ids)


@pytest.mark.slow
@pytest.mark.parametrize("lang", TEXTS)
def test_a_fit_is_a_section_and_without_one_nothing_changes(lang):
    page, t = read(NAMED["fitted"](), lang), TEXTS[lang]
    wanted = [*fit_sentences(FIT, t), *learned_head(t)]
    wanted += [cell for row in learned_rows(FIT, t) for cell in row]
    assert all(text in page.texts for text in wanted)
    other = tuple(replace(field, median=field.median * 1.1) for field in FIT.fields)
    text, plain = (html(Story(facts, t)).decode() for facts in
                   (case(fit=replace(FIT, fields=other)), case()))  # fmt: skip
    start = text.index(f'<p class="eyebrow">{Story(NAMED["fitted"](), t).heads[FITTED]}')
    end = text.index('<p class="eyebrow">', start + 1)
    assert f"{text[:start]}\n{text[end:]}" == plain


def test_nothing_is_fetched_or_run_whatever_a_name_contains():
    odd = replace(case().options[2], name='<script src="http://x.org">alert(1)</script>')
    page = read(case(options=(*case().options[:2], odd)))
    assert not {"script", "link", "img", "iframe"} & set(page.tags)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(facts=decisions())
def test_any_decision_makes_a_page(facts):
    page = read(facts, "fr")
    assert not {"nan", "None", "inf"} & {word for text in page.texts for word in text.split()}
