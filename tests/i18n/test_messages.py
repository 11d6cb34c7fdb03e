"""Every error message of the workbench, provoked and read in French."""

import ast
import errno
import gzip
import io
import json
import os
import pickle
import re
import sys
import tempfile
import threading
import zipfile
from pathlib import Path
from string import Formatter

import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pytest
import yaml

import engagelab as el
from engagelab.errors import MESSAGES, Message, message
from engagelab.experiments.design_space import need_values, plans_at
from engagelab.experiments.fit_unknowns import TOWN
from engagelab.i18n import load
from engagelab.i18n.catalogue import REFUSALS, translated
from engagelab.i18n.messages import name_of
from engagelab.io.memory import need_memory
from engagelab.io.scratch import scratch_refusal
from engagelab.io.streams import deliver
from engagelab.player import spread
from engagelab.report.needs import missing_package
from engagelab.simulation import limits
from engagelab.workbench.compute.exploration import cells_of
from engagelab.workbench.compute.field_ranges import values_in
from engagelab.workbench.compute.jobs import Job, Jobs
from engagelab.workbench.state import own_network, share_code
from engagelab.workbench.state.campaign_plan import CampaignPlan
from engagelab.workbench.state.network_files import LoadedFiles, NetworkFiles
from engagelab.workbench.state.parse_input import read_number
from engagelab.workbench.state.pins import LETTERS, Pins
from engagelab.workbench.state.plan_files import need_disk, path_of, plan_in, plan_path
from engagelab.workbench.state.saved_state import SavedState
from engagelab.workbench.state.session import Session
from engagelab.workbench.state.share_code import decode_plan

ENGLISH, FRENCH = load("en"), load("fr")
SMALL = el.Scenario(population={"people": 100}, run={"runs": 2, "horizon": 5})
# no French sentence has one of these; names of fields and of columns are taken out before
ARGUMENT = re.compile(r"\b[a-z]+=")  # of a function of Python
DOTTED = re.compile(rf"\b({'|'.join(map(re.escape, el.Scenario.fields()))})\b")
IN_FILES = {"half_removed", "no_lever"}  # messages on the text of a file, which has dotted names
ENGLISH_WORDS = re.compile(r"\b(the|is|are|has|have|give|allowed|with|than|cannot|of|and|it)\b")
HERE = "engagelab.workbench.state.own_network"
PARTS = ("either", "fields", "names", "remedy", "csv", "errno", "reason", "yaml")  # of refusals


def places(text):
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def typed(name, text):
    return read_number(name, el.Scenario.field(name), text)


def post(**values):
    return SMALL.replace({"campaign.posts": [values]})


def handed_over(content, name="ties.csv", groups=None, people=None, limits=None, **options):
    """Read files of a network as the workbench does."""
    file = own_network.NetworkFile
    files = {
        "ties": None if content is None else file(name, content),
        "groups": None if groups is None else file("groups.csv", groups),
        "people": None if people is None else file("people.csv", people),
    }
    with pytest.MonkeyPatch.context() as patch:
        for limit, most in (limits or {}).items():
            patch.setattr(limit, most)
        return own_network.read_files(files, options).network


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "1,2")
    return buffer.getvalue()


def book():
    buffer, made = io.BytesIO(), openpyxl.Workbook()
    made.active.append(["source", "target"])
    made.active.append(["ann", "bo"])
    made.save(buffer)
    return buffer.getvalue()


def people_alone():
    file = own_network.NetworkFile("people.csv", b"name")
    raise LoadedFiles.of(NetworkFiles(people=file)).problem


def without_calamine():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "python_calamine", None)
        handed_over(book(), "ties.xlsx")


def full_of_pins():
    pins = Pins()
    for _ in range(len(LETTERS) + 1):
        pins.add(SMALL, "plan")


def opened(data):
    return plan_in("plan.yaml", data)


def comparison(**changes):
    """Read a document of the campaign page in which something was changed."""
    document = yaml.safe_load(CampaignPlan.start().to_text()) | changes
    return CampaignPlan.from_text(yaml.safe_dump(document), "mine.yaml")


def fitted(fields=({},), **changes):
    """Read the record of a fit in which something was changed."""
    field = {"name": "groups.size", "low": 1, "median": 2, "high": 3, "verdict": "partly",
             "learn_from": ""}  # fmt: skip
    return comparison(fit={
        "format": 1, "posts": 3, "simulations": 200, "key": 7, "measures": ["reads"],
        "fields": [field | each for each in fields], "held_out": [1, 1], "naive_held_out": [1, 1],
        "score": 1.0, "naive_score": 1.0, "misfit": 0.0,
        "town": {name: [1, 2] for name in TOWN},
    } | changes)  # fmt: skip


def code_with(text):
    """Decode a code, sound as such, that holds a text."""
    return decode_plan("E2" + share_code._to_letters(text))


def saved_with(change):
    """Read a state of a session with one change and one pin, after something was done to it."""
    session = Session(SMALL)
    session.change({"groups.size": 30.0})
    session.pins.add(SMALL, "mine")
    state = json.loads(SavedState.of(session, "fr").to_json())
    change(state)
    return SavedState.from_json(json.dumps(state))


def no_temporary_folder():
    raise scratch_refusal(OSError(errno.ENOSPC, "No space left on device"))


def in_a_folder(prepare, act):
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        act(Path(folder) / "a.yaml")


def assert_is_english_of(message):
    """Check that a page shows a message as it is, but for one that names what a page has not."""
    shown = ENGLISH.refusal(("", message))
    assert not ARGUMENT.search(shown)
    assert (shown == message) == ("en" not in translated(REFUSALS).get(message.code, {}))


def for_visitors(act, **most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "_PROCESS_LIMITS", limits.VisitorLimits(**most))
        act()


def a_visitors_path():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERVER_SOFTWARE", "voila")
        need_disk("plan.yaml")


def two_jobs():
    jobs, going = Jobs(), threading.Event()
    try:
        for _ in range(2):
            jobs.start(Job("sweep", SMALL, lambda job: going.wait(10)))
    finally:
        going.set()
        jobs.close()


def unwritten():
    SMALL.to_yaml("no-such-folder/plan.yaml")


def no_package():
    raise missing_package(ModuleNotFoundError("no pptx", name="pptx"))


def too_few_pins_left():
    pins = Pins()
    gone = pins.add(SMALL, "plan")
    pins.remove(gone.letter)
    for _ in LETTERS:
        pins.add(SMALL, "plan")
    pins.put_back()


LONG = SMALL.replace(
    {"campaign.posts": [{"seeds": n % 90, "relevance": 0.5 / (n + 1)} for n in range(900)]}
)

REFUSED = {
    "a plan for a comparison": (
        lambda: CampaignPlan.from_text("groups: {size: 9}", "mine.yaml"),
        "c’est un plan seul, non une comparaison d’options",
    ),
    "a comparison of another version": (
        lambda: comparison(engagelab_campaign=2),
        "le document est de la version 2, celle d’ici est 1",
    ),
    "a comparison of nothing": (lambda: comparison(choices=[]), "0 option ; donnez-en de 1 à 4"),
    "a comparison among other people": (
        lambda: comparison(audience={"people": 300, "employees": 0}),
        "300 personnes en tout, mais l’option A en a 12 240",
    ),
    "a currency": (
        lambda: comparison(currency="euro"),
        "« euro » n’est pas une devise ; donnez un code de trois majuscules, tel que EUR",
    ),
    "a long title": (
        lambda: comparison(title="x" * 61),
        "61 caractères, c’est plus que les 60 permis ; raccourcissez ce texte",
    ),
    "what no budget sets": (
        lambda: CampaignPlan.start().with_choice("A", lever="bonheur"),
        "« bonheur » n’est pas un nombre qu’un budget puisse fixer",
    ),
    "no record of a fit": (lambda: comparison(fit=3), "ce n’est pas l’ajustement d’un plan"),
    "a fit of what is no number": (
        lambda: fitted([{"name": "groups.hold"}]),
        "« groups.hold » n’est pas un nombre d’un plan ; ajustez de nouveau le plan",
    ),
    "a median outside": (
        lambda: fitted([{"median": 9}]),
        "la médiane de « groups.size » est hors de son intervalle",
    ),
    "a field fitted twice": (lambda: fitted([{}, {}]), "un paramètre y figure deux fois"),
    "a fit in no town": (
        lambda: fitted(town={}),
        "donnez les bornes de population.people, population.ties, groups.size",
    ),
    "too low": (
        lambda: typed("groups.size", "1"),
        "1 est au-dessous de la plus petite valeur permise ; donnez un nombre de 2 à 1 000",
    ),
    "too high": (
        lambda: typed("invitations.invite", "1.25"),
        "1,25 est au-dessus de la plus grande valeur permise ; donnez un nombre de 0 à 1",
    ),
    "a decimal comma in English": (
        lambda: typed("invitations.invite", "0,4"),
        "la virgule n’est pas un point décimal ; écrivez « 0.4 » avec un point",
    ),
    "no number": (
        lambda: typed("groups.size", "beaucoup"),
        "« beaucoup » n’est pas permis : ce n’est pas un nombre ; donnez un nombre de 2 à 1 000",
    ),
    "nothing": (
        lambda: typed("groups.size", ""),
        "aucune valeur n’est donnée ; donnez un nombre de 2 à 1 000",
    ),
    "one number or another": (
        lambda: typed("population.people", "1.000"),
        "« 1.000 » peut se lire comme deux nombres ; écrivez-le sans séparer les milliers",
    ),
    "no whole number": (
        lambda: typed("settings.runs", "20.5"),
        "« 20.5 » n’est pas permis : ce n’est pas un nombre entier ; "
        "donnez un nombre entier de 1 à 100 000",
    ),
    "not a number": (
        lambda: typed("invitations.invite", "nan"),
        "« nan » n’est pas permis : ce n’est pas un nombre ; donnez un nombre de 0 à 1",
    ),
    "infinite": (
        lambda: el.Scenario(invitations={"invite": np.inf}),
        "inf n’est pas permis : il faut un nombre fini ; donnez un nombre de 0 à 1",
    ),
    "a key too large": (
        lambda: typed("settings.key", "9" * 20),
        "99 999 999 999 999 999 999 est au-dessus de la plus grande valeur permise ; "
        "donnez un nombre entier de 0 à 9 223 372 036 854 775 807",
    ),
    "no such choice": (
        lambda: SMALL.replace({"groups.hold": "people"}),
        "« people » n’est pas une valeur connue ; sont permises : "
        "adhésions (memberships), groupes (groups)",
    ),
    "no yes or no": (
        lambda: SMALL.replace({"control.review": "perhaps"}),
        "« perhaps » n’est pas permis : il faut oui ou non",
    ),
    "too many kinds": (
        lambda: SMALL.replace({"population.social": 0.7, "population.microblog": 0.5}),
        "avec microblog, le total fait 1,2 fois le nombre de personnes ; "
        "diminuez l’une de ces parts jusqu’à ce qu’il fasse 1 au plus",
    ),
    "ties of few people": (
        lambda: SMALL.replace({"population.ties": 150}),
        "150 liens demandent plus de 100 personnes ; diminuez les liens",
    ),
    "a post after the end": (
        lambda: post(round=9),
        "le tour 9 vient après le dernier, 5 ; augmentez l’horizon ou avancez la publication",
    ),
    "more seeds than people": (
        lambda: post(seeds=1500),
        "1 500 dépasse le nombre de personnes, 100 ; diminuez ce nombre",
    ),
    "seeds of the organisation": (
        lambda: post(origin="organisation", seeds=5),
        "5 personnes demandées, mais une publication de l’organisation n’a pas de personnes de "
        "départ ; donnez 0 ou une autre origine",
    ),
    "two posts of one name": (
        lambda: SMALL.replace({"campaign.posts": [{"name": "spring"}, {"name": "spring"}]}),
        "la publication 1 porte aussi le nom « spring » ; renommez l’une des deux",
    ),
    "an own space of more than all": (
        lambda: SMALL.replace({"campaign.own_size": 101}),
        "101 dépasse le nombre de personnes, 100 ; diminuez ce nombre",
    ),
    "an own space larger than a network": (
        lambda: el.Scenario(campaign={"own_size": 101}).run(network=SMALL.town(), runs=1),
        "101 membres, c’est plus que les 100 personnes ; diminuez ce nombre",
    ),
    "money that makes no posts": (
        lambda: SMALL.paid_only(150),
        "150 ne suffit pas pour 1 publication, qui coûte 200 ; donnez au moins ce montant",
    ),
    "a post with a wrong number": (
        lambda: post(seeds=-1),
        "\N{MINUS SIGN}1 est au-dessous de la plus petite valeur permise ; "
        "donnez un nombre entier de 0 à 1 000 000",
    ),
    "a post from nowhere": (
        lambda: post(origin="moon"),
        "« moon » n’est pas une valeur connue ; sont permises : n’importe qui (anyone), salarié "
        "(employee), client (customer), partenaire (partner), public, membres (members), "
        "prospects, organisation",
    ),
    "too few of an origin": (
        lambda: post(origin="employee", seeds=50).run(),
        "50 personnes demandées, mais 2 sur 100 seulement peuvent lancer une publication d’origine "
        "« salarié » ; demandez-en moins ou changez l’origine",
    ),
    "too few in groups": (
        lambda: post(groups=(0,), seeds=90).run(),
        "dans ces groupes ; demandez-en moins ou changez l’origine",
    ),
    "a post of members where there are no groups": (
        lambda: post(origin="members", seeds=2).run(
            network=el.Network.from_networkx(nx.path_graph(9))
        ),
        "aucune des 9 personnes ne peut lancer une publication d’origine « membres », car le "
        "réseau n’a pas de groupes ; donnez-lui des groupes ou changez l’origine",
    ),
    "a post of a role that nobody has": (
        lambda: post(origin="employee", seeds=2).run(
            network=el.Network.from_networkx(nx.path_graph(9))
        ),
        "« salarié », car personne n’a ce rôle dans le réseau ; attribuez des rôles ou changez",
    ),
    "no such group": (
        lambda: post(groups=("choir",)).run(),
        "il n’y a pas de groupe « choir » parmi les groupes du réseau (",
    ),
    "too few groups": (
        lambda: SMALL.replace({"groups.per_person": 0.5}).town(),
        "0,5 groupe par personne ne suffit pas pour que 80 personnes sur 100 en aient un ; "
        "donnez au moins 0,8 ou augmentez la part des prospects",
    ),
    "a file with too few fields": (
        lambda: handed_over(b"a;b\n1;2\n3\n"),
        "ligne 3 : 1 champ là où il en faut 2 (a, b) ; ajoutez-en ou retirez-en",
    ),
    "a file with an open quote": (
        lambda: handed_over(b'1,2\n"3,4\n'),
        "ligne 2 : un guillemet n’est jamais fermé",
    ),
    "an empty file": (lambda: handed_over(b""), "le fichier est vide"),
    "a file of another encoding": (
        lambda: handed_over(b"a,b\nJos\xe9,Ann\n"),
        "ligne 2 : l’octet 0xE9 n’est pas de l’UTF-8",
    ),
    "a file of one column": (
        lambda: handed_over(b"alone\n"),
        "ligne 1 : une colonne là où il en faut deux",
    ),
    "a file of names alone": (
        lambda: handed_over(b"source,target\n"),
        "ligne 1 : des noms de colonnes, et rien au-dessous",
    ),
    "a file too large": (
        lambda: handed_over(b"1,2\n", limits={f"{HERE}.MOST_BYTES": 3}),
        "le fichier fait 0 Mo, plus que la limite de 0 Mo",
    ),
    "too many ties": (
        lambda: handed_over(b"1,2\n2,3\n", limits={f"{HERE}.MOST_TIES": 1}),
        "2 liens, c’est plus que la limite de 1",
    ),
    "too many pins": (full_of_pins, "8 plans sont déjà épinglés ; retirez-en un d’abord"),
    "pins back where no letter is free": (too_few_pins_left, "on peut épingler 8 plans au plus"),
    "a letter that is not pinned": (lambda: Pins().get("C"), "« C » n’est pas épinglé"),
    "no whole number for a run": (
        lambda: SMALL.run(runs=0),
        "0 n’est pas permis ; donnez un nombre entier de 1 à 10 000 000",
    ),
    "more seeds than a network has": (
        lambda: el.simulate(
            SMALL.town(), el.IndependentCascade(transmissibility=0.1), seeds=101, runs=1
        ),
        "101 personnes demandées, mais il n’y en a que 100",
    ),
    # a plan in a file
    "no file": (
        lambda: el.Scenario.from_yaml("no-such.yaml"),
        "lecture impossible (ce fichier ou ce dossier n’existe pas)",
    ),
    "a folder": (lambda: el.Scenario.from_yaml("."), "lecture impossible (c’est un dossier)"),
    "no folder to write to": (
        unwritten,
        "écriture impossible (ce fichier ou ce dossier n’existe pas) ; choisissez un dossier qui "
        "existe",
    ),
    "a folder for a plan": (
        lambda: plan_path("/"),
        "c’est un dossier ; ajoutez un nom de fichier, par exemple plan.yaml",
    ),
    "nobody's home": (
        lambda: path_of("~personne-inconnue/plan.yaml"),
        "ce chemin commence par un dossier personnel qui n’existe pas ici",
    ),
    "a plan too large": (
        lambda: opened(b"x" * 300_000),
        "le fichier a 300 000 octets, un plan en a 200 000 au plus",
    ),
    "a plan that is no text": (lambda: opened(b"\xff\xfe\x00"), "ce n’est pas un texte"),
    "a plan that refers to itself": (
        lambda: opened(b"a: &a [1]\nb: *a\n"),
        "le fichier renvoie à des parties de lui-même",
    ),
    "a plan nested too deeply": (lambda: opened(b"[" * 50), "il y a trop de niveaux"),
    "a section by both its names": (
        lambda: opened(b"run: {runs: 3}\nsettings: {runs: 3}"),
        "cette section figure aussi sous son nouveau nom, « settings » ; n’en donnez qu’une",
    ),
    "no plan": (lambda: opened(b"just words"), "ce n’est pas un plan ; un plan est une liste"),
    "an open bracket": (
        lambda: opened(b"groups: {size: 40"),
        "ligne 1 : virgule ou accolade fermante attendue ; corrigez-la",
    ),
    "a name twice": (
        lambda: opened(b"name: a\nname: b\n"),
        "ligne 2 : « name » figure deux fois ; corrigez-la",
    ),
    "a date of no calendar": (
        lambda: opened(b"name: 2001-99-99"),
        "une valeur n’est pas ce que sa forme annonce ; corrigez le fichier",
    ),
    "YAML of a kind we have no words for": (
        lambda: opened(b'name: "\\q"'),
        "ligne 1 : ce n’est pas du YAML ; corrigez-la",
    ),
    "a field misspelt": (
        lambda: opened(b"groups: {sise: 40}"),
        "ce paramètre n’existe pas ; vouliez-vous dire « groups.size » ?",
    ),
    "a field of no name we know": (
        lambda: opened(b"campaign: {posts: [{qqqq: 1}]}"),
        "ce paramètre n’existe pas ; sont permis : name, round, origin, groups, seeds, people",
    ),
    "a section misspelt": (
        lambda: opened(b"grups: {size: 40}"),
        "cette section n’existe pas ; vouliez-vous dire « groups » ?",
    ),
    "a section of no name we know": (
        lambda: opened(b"xxxx: 1"),
        "cette section n’existe pas ; sont permises : name, summary, population",
    ),
    "a section that is a value": (
        lambda: opened(b"groups: 40"),
        "40 n’est pas une section ; donnez ses paramètres, chacun avec une valeur",
    ),
    "a section without fields": (
        lambda: opened(b"groups:"),
        "la section est vide ; donnez au moins un paramètre avec une valeur, ou supprimez-la",
    ),
    "a number that is missing": (
        lambda: opened(b"groups: {size: }"),
        "aucune valeur n’est donnée ; donnez un nombre de 2 à 1 000",
    ),
    "a choice that is missing": (
        lambda: opened(b"groups: {hold: }"),
        "il manque une valeur ; donnez-en une",
    ),
    "a number for a post": (
        lambda: opened(b"campaign: {posts: [3]}"),
        "3 n’est pas permis : il faut une valeur pour chaque nom",
    ),
    # a plan in a code
    "no code": (lambda: decode_plan(" "), "il est vide ; collez le code ou le lien d’un plan"),
    "what is no code": (
        lambda: decode_plan("bonjour"),
        "« bonjour » n’est pas le code d’un plan, qui commence par E2 ; copiez-le",
    ),
    "a damaged code": (lambda: decode_plan("E2" + "a" * 20), "il est abîmé, des lettres manquent"),
    "a code of another version": (
        lambda: decode_plan("E1" + "a" * 20),
        "il est de la version 1, celle d’ici est 2 ; ouvrez-le avec l’engagelab qui l’a fait",
    ),
    "a code of other presets": (
        lambda: code_with('["????",{}]'),
        "il vient d’un engagelab avec d’autres stratégies ou d’autres paramètres",
    ),
    "a code without a plan": (lambda: code_with("no plan"), "il ne contient pas de plan"),
    "a code that holds too much": (
        lambda: code_with(" " * 200_000),
        "il contient plus qu’un plan",
    ),
    "a code too long": (lambda: decode_plan("E2" * 3_000), "il a plus de 4 000 caractères"),
    "a plan too long for a code": (
        lambda: share_code.encode_plan(LONG),
        "le plan est trop long pour un code ; enregistrez-le dans un fichier",
    ),
    # the state that a browser has kept
    "a state too large": (
        lambda: SavedState.from_json(" " * 2_000_001),
        "il a plus de 2 000 000 caractères",
    ),
    "no state": (
        lambda: SavedState.from_json("3"),
        "il est abîmé, ou n’est pas celui d’un atelier",
    ),
    "a state of another version": (
        lambda: saved_with(lambda state: state.update(version=99)),
        "il est d’une autre version ; recommencez",
    ),
    "a state with a pin twice": (
        lambda: saved_with(lambda state: state.update(pins=state["pins"] * 2)),
        "il est abîmé, ou n’est pas celui d’un atelier",
    ),
    "a state with a wrong plan": (
        lambda: saved_with(lambda state: state["steps"][0]["base"]["groups"].update(size=1)),
        "il contient un plan qui n’est pas permis (« groups.size » : 1 est au-dessous",
    ),
    # files of a network
    "no such file": (
        lambda: own_network.read_files({"ties": own_network.NetworkFile("no-such.csv")}),
        "lecture impossible (ce fichier ou ce dossier n’existe pas) ; vérifiez le nom",
    ),
    "a file with a NUL": (
        lambda: handed_over(b"a,b\n1,\x00\n"),
        "ligne 2 : un caractère nul, qui n’a pas sa place dans un texte",
    ),
    "a file with a quote in a field": (
        lambda: handed_over(b'1,2\n"3"4,5\n'),
        "ligne 2 : un guillemet n’a pas sa place ici ; entourez tout le champ de guillemets",
    ),
    "two columns of one name": (
        lambda: handed_over(b"source,source\na,b\n"),
        "2 colonnes s’appellent « source » ; renommez-en une",
    ),
    "a picture": (
        lambda: handed_over(b"PNG", "picture.png"),
        "l’extension « .png » n’est pas connue ; sont permises : .csv",
    ),
    "a broken table": (
        lambda: handed_over(b"PAR1", "ties.parquet"),
        "ce n’est pas un tableau qu’on puisse lire : le fichier est abîmé",
    ),
    "two files in one": (
        lambda: handed_over(zipped("a", "b"), "ties.zip"),
        "l’archive zip contient 2 fichiers (a, b)",
    ),
    "a broken pack": (
        lambda: handed_over(gzip.compress(b"1,2")[:-4], "ties.csv.gz"),
        "impossible à décompresser",
    ),
    "a bomb": (
        lambda: handed_over(
            gzip.compress(b"1,2\n" * 9),
            "ties.csv.gz",
            limits={"engagelab.io.content.MOST_UNPACKED": 5},
        ),
        "plus de 5 octets une fois décompressé",
    ),
    "a spreadsheet without the package": (
        without_calamine,
        "les classeurs demandent le paquet python-calamine",
    ),
    "a sheet that is not there": (
        lambda: handed_over(book(), "ties.xlsx", sheet="B"),
        "il n’y a pas de feuille « B » ; les feuilles sont Sheet",
    ),
    "a broken graph": (
        lambda: handed_over(b"graph [", "ties.gml"),
        "ce n’est pas un graphe qu’on puisse lire",
    ),
    "entities": (
        lambda: handed_over(b'<!DOCTYPE g [<!ENTITY a "b">]><g>&a;</g>', "a.graphml"),
        "le XML déclare des entités",
    ),
    "JSON of another kind": (
        lambda: handed_over(b"[1]", "ties.json"),
        "ce JSON n’est ni un graphe de nœuds et de liens",
    ),
    "a tie of one in HIF": (
        lambda: handed_over(
            b'{"incidences": [{"edge": "t", "node": 1}],'
            b' "edges": [{"edge": "t", "attrs": {"kind": "tie"}}]}',
            "ties.json",
        ),
        "l’arête « t » de type « tie » relie 1 personne",
    ),
    "a label of another kind": (
        lambda: handed_over(b'{"nodes": [{"id": 1.5}], "links": []}', "ties.json"),
        "l’étiquette « 1.5 » n’est ni un texte ni un nombre entier",
    ),
    "an attribute that is not there": (
        lambda: handed_over(
            b'{"nodes": [{"id": 1}, {"id": 2}], "links": [{"source": 1, "target": 2, "w": 1}]}',
            "ties.json",
            weight="z",
        ),
        "aucun lien n’a d’attribut « z » ; les attributs sont w",
    ),
    "a weight in words": (
        lambda: handed_over(
            b'{"nodes": [{"id": 1}, {"id": 2}],'
            b' "links": [{"source": 1, "target": 2, "weight": "x"}]}',
            "ties.json",
        ),
        "le poids « x » n’est pas un nombre",
    ),
    "a graph of people": (
        lambda: handed_over(b"a,b\nb,c\n", people=b"graph [ node [ id 1 ] ]"),
        "c’est un graphe, et non un tableau de personnes",
    ),
    "no groups": (
        lambda: handed_over(None, groups=b"graph [ node [ id 1 ] ]"),
        "ce fichier ne contient pas de groupes",
    ),
    "a separator of two letters": (
        lambda: handed_over(b"1,2\n", separator="::"),
        "« :: » n’est pas permis ; donnez un seul caractère",
    ),
    "lines to skip in words": (
        lambda: handed_over(b"1,2\n", skip="x"),
        "« x » n’est pas permis ; donnez le nombre de lignes",
    ),
    "rows of many lengths": (
        lambda: handed_over(b"a;b\nb;c;d\n"),
        "les lignes ont de 2 à 3 champs et pas de noms",
    ),
    "a matrix without labels": (
        lambda: handed_over(b"0,1,0\n1,0,1\n0,1,0\n"),
        "c’est une matrice de 3 lignes et colonnes sans étiquettes",
    ),
    "no matrix": (
        lambda: handed_over(b"a,b\n1,2\n", form="matrix"),
        "ce n’est pas une matrice de nombres",
    ),
    "no such column": (
        lambda: handed_over(b"source,target\n1,2\n", columns=("source", "z")),
        "pas de colonne « z » ; les colonnes trouvées sont 'source', 'target'",
    ),
    "a column by name without names": (
        lambda: handed_over(b"1,2\n2,3\n", columns=("source", "target")),
        "pas de colonne « source » : la première ligne contient déjà des données",
    ),
    "columns that are not certain": (
        lambda: handed_over(b"note,x,y,z\na,b,c,d\n"),
        "on ne peut pas dire avec certitude quelles colonnes contiennent les deux personnes",
    ),
    "groups that are not certain": (
        lambda: handed_over(None, groups=b"note,x,y,z\na,b,c,d\n"),
        "on ne peut pas dire avec certitude quelles colonnes contiennent la personne",
    ),
    "groups in place of ties": (
        lambda: handed_over(b"person,group\nann,choir\n"),
        "sont celles d’appartenances, pas de liens",
    ),
    "people in place of ties": (
        lambda: handed_over(b"Id,Label\n1,Ann\n"),
        "sont celles d’une liste de personnes, pas de liens",
    ),
    "people alone": (
        people_alone,
        "une liste de personnes demande aussi un fichier de liens ou de groupes",
    ),
    "no person": (
        lambda: handed_over(b"source,target\n,\n"),
        "aucune ligne ne contient de personne",
    ),
    "a weight that is no number": (
        lambda: handed_over(b"source,target,weight\n1,2,x\n"),
        "ligne 2 : la colonne « weight » contient « x »",
    ),
    "a weight with the other decimal mark": (
        lambda: handed_over(b"source;target;weight\n1;2;0,5\n2;3;1.5\n"),
        "contient « 1.5 », alors que les décimales suivent une virgule",
    ),
    "a frame of one column": (
        lambda: el.graphs.read_network(pd.DataFrame({"source": ["a"]})),
        "1 colonne là où il en faut deux",
    ),
    "a tie without a weight": (
        lambda: handed_over(b"source,target,weight\n1,2,1\n2,3,\n"),
        "ligne 3 : un lien sans poids (au total : 1)",
    ),
    "a negative weight": (
        lambda: handed_over(b"source,target,weight\n1,2,-3\n"),
        "ligne 2 : la colonne « weight » contient « -3 » ; un poids est d’au moins 0",
    ),
    "ties to oneself": (
        lambda: handed_over(b"a,b\n1,1\n", loops="refuse"),
        "1 lien d’une personne avec elle-même, le premier en ligne 2",
    ),
    "a repeated tie": (
        lambda: handed_over(b"a,b\n1,2\n1,2\n", repeats="refuse"),
        "ligne 3 : répète le lien de ligne 2",
    ),
    "two weights of a tie": (
        lambda: handed_over(b"a,b,weight\n1,2,1\n2,1,2\n"),
        "ligne 2 et ligne 3 : un lien réciproque avec les poids « 1 » et « 2 »",
    ),
    "an unknown trait": (
        lambda: handed_over(b"1,2\n", people=b"name,role\n1,x\n"),
        "ligne 2 : la colonne « role » contient « x » ; sont permis : employee, customer",
    ),
    "many unknown traits": (
        lambda: handed_over(b"1,2\n", people=b"name,role\n" + b"1,x\n" * 25),
        "ligne 2 : la colonne « role » contient « x »",
    ),
    "a person with two rows": (
        lambda: handed_over(b"1,2\n", people=b"name,age\n1,30\n1,31\n"),
        "ligne 3 : « 1 » figure aussi en ligne 2, avec d’autres valeurs",
    ),
    # many plans, and a picture
    "two long jobs": (two_jobs, "un seul calcul long à la fois"),
    "values that do not rise": (
        lambda: values_in("groups.size", 5.0, 5.0, 3),
        "5 n’est pas au-dessous de 5 ; donnez deux nombres, le plus petit d’abord",
    ),
    "too many cells": (
        lambda: cells_of(SMALL, {"groups.size": range(9_999)}),
        "9 999, c’est trop ; demandez-en",
    ),
    "points that contradict": (
        lambda: plans_at(SMALL, [{"population.ties": 150}, {"population.ties": 5}]),
        "1 point se contredit, sur 2 ; resserrez les plages. Le premier est "
        "population.ties = 150 :",
    ),
    "no value at some points": (
        lambda: need_values(np.array([1.0, np.nan]), "cost_per_reader"),
        "« coût par personne touchée » n’a pas de valeur à 1 point sur 2, où le diviseur est nul",
    ),
    "a picture of too many": (
        lambda: spread(SMALL, network=SMALL.town(), people_limit=50),
        "100 personnes, c’est plus que les 50 qu’une image montre bien",
    ),
    # what is not a file
    "a link to write through": (
        lambda: in_a_folder(lambda folder: (folder / "a.yaml").symlink_to("b.yaml"), SMALL.to_yaml),
        "c’est un lien, et rien ne s’écrit à travers un lien",
    ),
    "a pipe to write to": (
        lambda: in_a_folder(lambda folder: os.mkfifo(folder / "a.yaml"), SMALL.to_yaml),
        "ce n’est pas un fichier ordinaire, mais un tube, un périphérique ou un point",
    ),
    "a pipe to read from": (
        lambda: in_a_folder(lambda folder: os.mkfifo(folder / "a.yaml"), el.Scenario.from_yaml),
        "ce n’est pas un fichier ordinaire, mais un tube, un périphérique ou un point",
    ),
    "a stream that is closed": (
        lambda: deliver("/dev/fd/987654", b""),
        "donnez un flux ouvert ou un fichier",
    ),
    "a plan that is not UTF-8": (
        lambda: in_a_folder(
            lambda folder: (folder / "a.yaml").write_bytes(b"\xff"), el.Scenario.from_yaml
        ),
        "le texte n’est pas en UTF-8 ; enregistrez-le en UTF-8",
    ),
    "a path with a NUL": (
        lambda: el.Scenario.from_yaml("a\0"),
        "ce n’est pas un chemin : il est vide, ou contient un caractère",
    ),
    "no temporary folder": (
        no_temporary_folder,
        "écriture impossible (le disque est plein) ; faites-y de la place",
    ),
    "no path": (
        lambda: el.Scenario.from_yaml(5),
        "5 n’est pas un chemin ; donnez le nom d’un fichier",
    ),
    # sizes
    "more than a visitor may ask for": (
        lambda: for_visitors(lambda: SMALL.replace({"settings.runs": 2_000})),
        "2 000, c’est plus que les 1 000 permis aux visiteurs",
    ),
    "seeds drawn too often": (
        lambda: for_visitors(SMALL.replace({"campaign.redraw_seeds": True}).run, draws=10),
        "plus que les 10 permises aux visiteurs",
    ),
    "too many columns": (
        lambda: el.graphs.read_network(io.StringIO("," * 20_000)),
        "20 001 colonnes, c’est plus que les 20 000 qui sont lues",
    ),
    "too many exposures": (
        lambda: for_visitors(SMALL.replace({"engagement.base_share": 1}).run, exposures=1_000),
        "la simulation a été arrêtée au-delà de 1 000 expositions",
    ),
    "too much memory": (
        lambda: need_memory("memory", 2.5e12, most=1.5e9),
        "il faudrait environ 2 500 Go, plus que les 1,5 Go disponibles",
    ),
    "a path from a visitor": (a_visitors_path, "ne lit ni n’écrit aucun fichier de la machine"),
    "an empty plan": (lambda: el.Scenario.from_text("", "plan.yaml"), "est vide ; donnez un plan"),
    "a value on its line": (
        lambda: el.Scenario.from_text("groups:\n  size: 1\n", "plan.yaml"),
        "donnez un nombre de 2 à 1 000 (ligne 2)",
    ),
    "a package that is not there": (no_package, "ce paquet n’est pas installé"),
}


# remarks on how files were read, and parts of messages
PARTS_OF_NOTES = {code for code in MESSAGES if code.startswith(("note_", "place_", "separator_"))}


@pytest.mark.parametrize(("act", "says"), REFUSED.values(), ids=REFUSED)
def test_an_error_is_translated(act, says):
    with pytest.raises(el.EngagelabError) as refused:
        act()
    problem, *_ = refused.value.problems
    assert plain(says) in plain(FRENCH.refusal(problem))
    assert_is_english_of(problem[1])
    assert problem[1] in str(refused.value)
    assert FRENCH.refusal(problem) in FRENCH.mistake(refused.value)
    assert not ENGLISH_WORDS.search(FRENCH.mistake(refused.value))


OLD_PLAN = """
content: {relevance_by_role: {employee: 0.7}}
groups: {own_size: 20}
rewards: {discount: 2, discount_price: 1.5, discount_half: 4}
money: {cost_seed: 12}
campaign:
  posts:
  - {origin: own group, seeds: 1, relevance_by_role: {public: 0.1}}
  - {origin: own group, seeds: 3}
"""
NOTES = (
    "content.relevance_by_role : ne fait plus partie du modèle ; ignoré",
    "groups.own_size : s’appelle maintenant « campaign.own_size »",
    "money.cost_seed : s’appelle maintenant « money.cost_employee »",
    "rewards.discount_price : les montants sont désormais des sommes d’argent ; le montant est 3",
    "rewards.discount_half : un seul montant du demi-effet vaut désormais pour toutes les "
    "récompenses : rewards.half_amount",
    "publication 1, relevance_by_role (campaign.posts.0.relevance_by_role) : ne fait plus partie "
    "du modèle ; ignoré",
    "publication 1, origine (campaign.posts.0.origin) : le groupe de l’organisation est devenu "
    "son espace propre ; une publication y commence sans personnes de départ, et 1 a été ignorée",
    "publication 2, origine (campaign.posts.1.origin) : le groupe de l’organisation est devenu "
    "son espace propre ; une publication y commence sans personnes de départ, et 3 ont été "
    "ignorées",
)  # fmt: skip


def test_the_notes_on_an_old_plan_are_translated():
    plan, notes = el.Scenario.from_old_text(OLD_PLAN, "old.yaml")
    assert plan.campaign.own_size == 20
    assert tuple(plain(FRENCH.note(note)) for note in notes) == NOTES
    assert ENGLISH.note(notes[0]) == str(notes[0])
    assert ENGLISH.note(notes[-2]) == (
        "post 1, origin (campaign.posts.0.origin): the own group is now the organisation's own "
        "space; a post there has no seeds, so its 1 seed was left out"
    )
    assert ENGLISH.note(notes[-1]).endswith("so its 3 seeds were left out")
    assert not any(ENGLISH_WORDS.search(FRENCH.note(note)) for note in notes)


def codes_of_notes():
    _, notes = el.Scenario.from_old_text(OLD_PLAN, "old.yaml")
    return {note.code for note in notes} | {note.values["text"].code for note in notes}


READ = {
    "# c\nTitle\nsource;target;Type;weight;x\n1;2;Directed;0,5;a\n1;2;Directed;0,5;a\n": {},
    "source,target,Type,weight\n1,2,Undirected,5\n2,3,Directed,0\n2,2,Directed,1\nTotal,,,6\n": {},
    "source,target,weight\n1,2,5%\n2,1,5%\n": {},
    "source,target,weight\n1,2,5\n1,2,6\n": {},
    "source,target\n1,2\n1,2\n,\n3,\n": {},
    "source,target,w,weight\n1,2,1,5\n1,2,1,6\n": {"repeats": "max"},
    "Helper|Boss\nAnn|Bo\nCy|Bo\n": {},
    "a\tb\nZo\u00e9\tAnn\nZoe\u0301\tann\n": {},
    "# Directed graph\n# FromNodeId ToNodeId\n0 1\n": {},
    "# Undirected graph\n0 1\n1 2\n": {},
    "date,author,answers\n1,ann,bo\n2,bo,cy\n": {},
    "follower,followed\n1,2\n": {},
    "source,target,type\n1,2,undirected\n": {},
    ",a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n": {},
    ",a,b,c\na,0,1,0\nb,0,0,1\nc,1,0,0\n": {},
    "ego,alter1,alter2\na,b,c\n": {},
    "a;b\nb;c;d\n": {"form": "neighbours"},
}
HIF = b'{"incidences": [{"edge": "choir", "node": 1}]}'


def all_notes():
    """Read networks until each decision has been noted."""
    networks = [handed_over(text.encode(), **how) for text, how in READ.items()]
    networks.append(handed_over("a,b\nann,bo\n".encode("utf-16")))
    networks.append(handed_over(HIF, "a.hif"))
    both = openpyxl.load_workbook(io.BytesIO(book()))
    both.create_sheet("B")
    buffer = io.BytesIO()
    both.save(buffer)
    networks.append(handed_over(buffer.getvalue(), "a.xlsx"))
    networks.append(el.graphs.read_network(nx.path_graph(2)))
    groups = b"person,group\n1,choir\n1,choir\n2,\n,club\n"
    people = b"name,role,age\n1,employee,3\n1,employee,3\n"
    networks.append(handed_over(b"1,2\n", groups=groups, people=people))
    networks.append(handed_over(b"1,2\n", groups=b"person,group\n"))
    networks.append(handed_over(None, groups=b"name,choir,club\nann,1,0\nbo,1,1\n"))
    networks.append(handed_over(b"ann,bo;cy\nbo,ann\n"))
    return [note for network in networks for note in network.notes]


def test_every_note_is_made_and_translated():
    notes = all_notes()
    assert {code for code in MESSAGES if code.startswith("note_")} == {note.code for note in notes}
    for note in notes:
        said = FRENCH.refusal(("", note))
        assert said != note, note
        told = re.sub(r"« [^»]*»|: [^:]*$", "", plain(said))  # names and examples
        assert not ENGLISH_WORDS.search(told), said
        assert_is_english_of(note)


def test_every_message_has_been_provoked():
    seen = codes_of_notes()
    for act, _ in REFUSED.values():
        with pytest.raises(el.EngagelabError) as refused:
            act()
        for _, text in refused.value.problems:
            seen |= {text.code, getattr(text.values.get("text"), "code", text.code)}
    # a value that nobody but the box refuses, and a town of fewer than two members, which needs
    # a town of fewer than ten people
    idle = {code for code in MESSAGES if code.startswith("idle_")}  # nobody is refused for these
    assert set(MESSAGES) - seen - PARTS_OF_NOTES == {"not_allowed", "too_few_members"} | idle


def test_french_has_a_row_for_every_message_with_the_same_placeholders():
    rows = translated(REFUSALS)
    parts = {code for code in rows if code.partition("_")[0] in PARTS}
    assert set(rows) == set(MESSAGES) | parts | {"yaml"}
    for code, text in MESSAGES.items():
        assert places(rows[code]["fr"]) == places(text), code


@pytest.mark.parametrize("code", [code for code in MESSAGES if code.startswith("idle_")])
def test_a_reason_why_a_field_changes_nothing_is_translated(code):
    reason = message(code)
    assert FRENCH.refusal(("", reason)) != reason
    assert not ENGLISH_WORDS.search(FRENCH.refusal(("", reason)))
    assert reason[0].islower()
    assert reason[-1] != "."


CALLS = ("message", "refused", "_note", "_rule")  # of which a code is an argument


def test_no_page_names_an_argument_of_python():
    rows = translated(REFUSALS)
    named = {code for code, text in MESSAGES.items() if ARGUMENT.search(text)}
    assert named <= {code for code, row in rows.items() if "en" in row}
    assert not any(ARGUMENT.search(text) for row in rows.values() for text in row.values())


def test_pages_name_fields_by_their_labels():
    rows = translated(REFUSALS)
    dotted = {code for code, text in MESSAGES.items() if DOTTED.search(text)} - IN_FILES
    assert len(dotted) > 3
    for code in dotted:
        assert not DOTTED.search(rows[code]["en"]), code
    assert not [code for code, row in rows.items() if DOTTED.search(row["fr"])
                and code not in IN_FILES]  # fmt: skip


def test_every_code_in_the_source_is_known():
    folder = Path(el.__file__).parent
    used = {
        arg.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS
        for arg in ast.walk(ast.Tuple(node.args, ast.Load()))
        if isinstance(arg, ast.Constant) and arg.value in MESSAGES
    }
    # chosen before the call, or put together there
    elsewhere = {"no_group", "below", "above", "unreadable", "file_unreadable"}
    elsewhere |= {f"no_{what}{like}" for what in ("field", "section") for like in ("", "_like")}
    elsewhere |= {code for code in MESSAGES if code.startswith(("state_", "separator_"))}
    elsewhere |= {f"note_rows_{role}" for role in ("ties", "groups", "people")}
    assert used | elsewhere == set(MESSAGES)


# asked by a program, where Python's own errors are English as well
BY_PROGRAMS = {
    "workbench/__init__.py",
    "graphs/reading/from_lists.py",
    "graphs/reading/read.py",
    "io/content.py",
}
MET_IN_THE_WORKBENCH = (
    "workbench/**/*.py",
    "io/yaml_text.py",
    "io/atomic.py",
    "models/declaration.py",
    "graphs/reading/[!o]*.py",  # options are arguments of a program
    "io/dialect.py",
    "io/content.py",
    "io/tables.py",
)


def test_every_error_of_the_workbench_has_a_code():
    folder = Path(el.__file__).parent
    paths = [path for pattern in MET_IN_THE_WORKBENCH for path in folder.glob(pattern)]
    assert len(paths) > 40
    bare = [
        f"{path.relative_to(folder)}:{node.lineno}"
        for path in paths
        if str(path.relative_to(folder)) not in BY_PROGRAMS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        if getattr(node.exc.func, "id", "") == "EngagelabError"
        if len(node.exc.args) == 1 and isinstance(node.exc.args[0], (ast.Constant, ast.JoinedStr))
    ]
    assert bare == []


def test_a_mistake_names_its_file():
    with pytest.raises(el.EngagelabError) as refused:
        opened(b"groups: {size: 1, hold: people}")
    first, second = plain(FRENCH.mistake(refused.value)).splitlines()
    assert first.startswith("plan.yaml : taille des groupes (groups.size) : 1 est au-dessous")
    assert second.startswith("ce qui reste quand la taille change (groups.hold) : « people »")
    assert ENGLISH.mistake(refused.value).startswith("plan.yaml: group size (groups.size): 1 is")
    again = pickle.loads(pickle.dumps(refused.value))
    assert FRENCH.mistake(again) == FRENCH.mistake(refused.value)


def test_a_mistake_bears_the_label_of_each_field():
    with pytest.raises(el.EngagelabError) as refused:
        el.Scenario(groups={"size": 1}, invitations={"invite": 2})
    lines = plain(FRENCH.mistake(refused.value)).splitlines()
    assert [line.split(" : ")[0] for line in lines] == [
        "taille des groupes (groups.size)",
        "taux d’invitation (invitations.invite)",
    ]
    with pytest.raises(el.EngagelabError) as refused:
        post(seeds=101)
    told = plain(FRENCH.mistake(refused.value))
    assert told.startswith("publication 1, personnes de départ (campaign.posts.0.seeds) : 101 ")
    told = ENGLISH.mistake(refused.value)
    assert told.startswith("post 1, seeds (campaign.posts.0.seeds): 101 are more than")


def test_an_error_without_fields_is_not_translated():
    assert FRENCH.mistake(el.EngagelabError("plan.yaml: cannot be read")) == (
        "plan.yaml: cannot be read"
    )


def test_a_message_can_be_sent_to_another_process():
    with pytest.raises(el.EngagelabError) as refused:
        post(seeds=101)
    again = pickle.loads(pickle.dumps(refused.value))
    (problem,) = again.problems
    assert isinstance(problem[1], Message)
    assert FRENCH.refusal(problem) == FRENCH.refusal(refused.value.problems[0])


@pytest.mark.parametrize(
    ("name", "english", "french"),
    [
        ("choices.0", "option A", "option A"),
        ("choices.3.plan", "option D", "option D"),
        ("choices.2.lever", "option C, what the budget sets", "option C, ce que fixe le budget"),
        ("choices.1.plan.groups.size", "option B, group size (groups.size)",
         "option B, taille des groupes (groups.size)"),
        ("choices.1.plan.campaign.posts.0.seeds",
         "option B, post 1, seeds (campaign.posts.0.seeds)",
         "option B, publication 1, personnes de départ (campaign.posts.0.seeds)"),
        ("groups.siez", "groups.siez", "groups.siez"),
    ],
)  # fmt: skip
def test_a_name_in_a_document_is_said_by_its_letter_and_label(name, english, french):
    assert (name_of(load("en"), name), name_of(load("fr"), name)) == (english, french)
