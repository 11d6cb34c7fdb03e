"""What is shown in marimo, which cannot show the widgets."""

import pytest

import engagelab as el
from engagelab import workbench

SMALL = el.Scenario.preset("voucher").replace({"population.people": 100, "settings.runs": 5})


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_marimo_gets_a_note_with_the_commands_instead_of_the_widgets(lang):
    for page in (workbench.open(SMALL, lang=lang), workbench.campaign(lang=lang)):
        mimetype, html = page._mime_()
        page.close()
        assert mimetype == "text/html"
        assert {"en": "needs JupyterLab or Voila", "fr": "demande JupyterLab ou Voila"}[
            lang
        ] in html
        assert "engagelab present" in html
