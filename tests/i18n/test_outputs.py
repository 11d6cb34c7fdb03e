"""What cells show, in French: sentences of experiments, labels of plots, numbers."""

import re

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import Markdown

import engagelab as el
from engagelab.experiments import decision_map
from engagelab.i18n.outputs import (
    in_french,
    load_ipython_extension,
    translate_figure,
    unload_ipython_extension,
)
from engagelab.plots import plot_curve, plot_groups

SPACE, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
SMALL = {"population.people": 300}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("", ""),
        ("1,234,567.5 and 12%", f"1{THIN}234{THIN}567,5 and 12{SPACE}%"),
        ("doi 10.1145/956750.956769", "doi 10.1145/956750.956769"),
        ("[2.5](a_1.5.ipynb)", "[2,5](a_1.5.ipynb)"),
        ("Bottom-up", "À l’initiative des clients"),
        ("Reply rate", "Taux de réponse"),
        ("*Voucher* wins", "*Bon de réduction* wins"),
        ("share of the variance of reach (%)", f"part de la variance{SPACE}: portée (%)"),
        (
            "Go to them reaches 1,200 fewer people than mine (95% interval over 5 simulated towns: "
            "900 to 1,500 fewer), and wins in 3 of 60 runs",
            f"«{SPACE}Aller vers eux{SPACE}» touche 1{THIN}200 personnes de moins que "
            f"«{SPACE}mine{SPACE}» (intervalle à 95{SPACE}% sur 5 villes simulées{SPACE}: "
            f"900 à 1{THIN}500 de moins), et l’emporte dans 3 tirages sur 60",
        ),
        (
            "Crowding changes nothing in this plan: there are no groups.",
            f"«{SPACE}Dilution de l’attention{SPACE}» ne change rien dans ce plan{SPACE}: "
            "il n’y a pas de groupes.",
        ),
    ],
)
def test_a_text_in_french(english, french):
    assert in_french(english) == french
    assert in_french(french) == french


def test_the_sentences_of_experiments_are_known():
    them, us = (el.Scenario.preset(name).scaled(500) for name in ("go-to-them", "bring-them-to-us"))
    fields = {"engagement.own_space": [0.2, 5.0], "money.cost_member": [0.25, 5.0]}
    found = decision_map(them, us, fields, towns=2, runs=2, progress=False)
    compared = el.compare(them, {us.name: us}, runs=6, towns=2, progress=False)
    solved = el.find(them, "invitations.invite", reach=20, runs=4, keys=2, points=3)
    ranked = el.sensitivity(them, ["invitations.invite", "groups.size"], samples=2, runs=4)
    for text in (*found.says, *compared.says, solved.says, *ranked.says.split("\n")):
        french = in_french(text)
        assert not {"the", "of", "and", "with", "people", "runs", "is"} & set(french.split())


@pytest.mark.parametrize(
    ("english", "french"),
    [("With posts 4, the plans cannot be told apart along customers (draws from 0.05 to 0.4).",
      "Pour publications = 4, les plans ne se distinguent pas sur la carte (clients : égalité de "
      "0,05 à 0,4)."),
     ("With posts 4, the answer turns at customers 0.2 (draws from 0.1 to 0.4; below, them is "
      "better) and at customers 0.3 (draws from 0.2 to 0.4).",
      "Pour publications = 4, la réponse bascule à clients = 0,2 (égalité de 0,1 à 0,4 ; en deçà, "
      "« them » est meilleur) et à clients = 0,3 (égalité de 0,2 à 0,4)."),
     ("With posts 4, the answer turns at customers 0.2 (draws from 0.1 to 0.4) and at customers "
      "0.3 (draws from 0.2 to 0.4; below, us is better).",
      "Pour publications = 4, la réponse bascule à clients = 0,2 (égalité de 0,1 à 0,4) et à "
      "clients = 0,3 (égalité de 0,2 à 0,4 ; en deçà, « us » est meilleur).")],
)  # fmt: skip
def test_where_cells_are_draws_is_said_in_french(english, french):
    assert re.sub(r"\s", " ", in_french(english)) == french


@pytest.mark.parametrize("name", ["code-review-trivago", "invs15", "korean-family-planning"])
def test_what_to_do_without_a_connection_is_known(name, tmp_path):
    with pytest.raises(el.EngagelabError) as caught:
        el.datasets.load(name, cache=tmp_path, home="http://127.0.0.1:9")
    words = set(re.findall(r"[^\W\d_]+", re.sub(r"\S*/\S*", "", in_french(str(caught.value)))))
    assert {"téléchargement", "placez"} <= words
    assert not {"the", "it", "and", "or", "at", "no"} & words


@pytest.fixture
def closed():
    yield
    plt.close("all")


@pytest.mark.usefixtures("closed")
def test_a_picture_is_translated_with_its_ticks():
    outcome = el.Scenario.preset("voucher").replace(SMALL).run(runs=4)
    ax = plot_curve({"Voucher": outcome})
    ax.set_ylim(0, 5_000)
    for _ in range(2):  # a second time nothing changes
        translate_figure(ax.figure)
        ax.figure.canvas.draw()
        assert ax.get_xlabel() == "tour (jours)"
        assert ax.get_legend().get_texts()[0].get_text() == "Bon de réduction"
        assert f"1{THIN}000" in [label.get_text() for label in ax.get_yticklabels()]
    translate_figure("anything else")


@pytest.mark.usefixtures("closed")
def test_an_axis_label_of_several_lines_is_translated_as_one():
    ax = plot_groups(el.graphs.town(people=200))
    ax.set_title("Today's point is off the\nmap: reply rate 0.5.")
    translate_figure(ax.figure)
    assert ax.get_title().replace("\n", " ").startswith("Le point actuel est hors de la carte")


def test_the_extension_translates_results_by_their_kind():
    class Formatter:
        def format(self, result, include=None):
            return {"text/plain": result, "text/html": result, "text/markdown": result}, {}

    class Shell:
        display_formatter = Formatter()

    load_ipython_extension(Shell)
    data, _ = Shell.display_formatter.format('<b title="reach">reach</b>', include=None)
    assert data["text/html"] == '<b title="reach">portée</b>'
    assert data["text/plain"] == '<b title="reach">reach</b>'
    data, _ = Shell.display_formatter.format("## Voucher\n\nreach")
    assert data["text/markdown"] == "## Voucher\n\nportée"


def test_the_extension_is_unloaded_and_loaded_again():
    shell = InteractiveShell()
    english = shell.display_formatter.format(Markdown("reach"))
    for _ in range(2):
        load_ipython_extension(shell)
        assert shell.display_formatter.format(Markdown("reach"))[0]["text/markdown"] == "portée"
        unload_ipython_extension(shell)
        assert shell.display_formatter.format(Markdown("reach")) == english
