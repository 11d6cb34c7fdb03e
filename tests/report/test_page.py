"""HTML: one page that fetches nothing and is accessible."""

import re

from report import reading


def test_the_page_asks_nobody_and_says_its_language(document, handed):
    data = handed(document, "html")
    page = reading.Page(data)
    tags = dict(page.elements)
    assert tags["html"]["lang"] == document.t.lang
    assert "script" not in tags
    assert "link" not in tags
    for tag, told in page.elements:
        for name in ("src", "href", "xlink:href", "srcset", "action"):
            assert not told.get(name, "#").startswith(("http", "//")), (tag, told)
    outside = re.findall(rb"url\((?!#)|@import", data)
    assert outside == []


def test_ids_of_the_page_are_unique_and_are_found(document, handed):
    page = reading.Page(handed(document, "html"))
    ids = [told["id"] for _, told in page.elements if "id" in told]
    assert len(ids) == len(set(ids))
    wanted = [
        word
        for _, told in page.elements
        for word in (*told.get("aria-labelledby", "").split(), told.get("xlink:href", "")[1:])
        if word
    ]
    assert set(wanted) <= set(ids)
    assert len(wanted) > 4


def test_the_page_names_its_tables_and_pictures(document, handed):
    page = reading.Page(handed(document, "html"))
    regions = [told for _, told in page.elements if told.get("role") == "region"]
    assert len(regions) == len(page.tables) >= 3
    heads = [told.get("scope") for tag, told in page.elements if tag == "th"]
    assert set(heads) == {"row", "col"}
    pictures = [told for tag, told in page.elements if tag == "svg"]
    assert [told["role"] for told in pictures] == ["img", "img"]
