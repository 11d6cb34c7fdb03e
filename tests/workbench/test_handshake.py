from workbench.driver import PLAN

from engagelab import workbench


def test_the_language_of_the_browser_is_used_unless_one_was_given():
    for lang, expected in ((None, "fr"), ("en", "en")):
        bench = workbench.open(PLAN, lang=lang)
        bench.page.languages = ["fr-CA", "en"]
        bench.page.views += 1
        assert bench.texts.lang == expected
        bench.close()
