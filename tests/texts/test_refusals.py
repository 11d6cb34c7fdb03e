"""What the workbench refuses, provoked and read in French."""

import ast
import pickle
from pathlib import Path
from string import Formatter

import pytest

import engagelab as el
from engagelab.errors import SAID, Told
from engagelab.texts import load
from engagelab.texts.table import REFUSALS, translated
from engagelab.workbench import own_network
from engagelab.workbench.pins import LETTERS, Pins
from engagelab.workbench.reading import read_number, read_shares

ENGLISH, FRENCH = load("en"), load("fr")
SMALL = el.Scenario(population={"people": 100}, run={"runs": 2, "horizon": 5})


def places(text):
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def typed(name, text):
    return read_number(name, el.Scenario.field(name), text)


def post(**values):
    return SMALL.replace({"campaign.posts": [values]})


def handed_over(content, **limits):
    with pytest.MonkeyPatch.context() as patch:
        for name, most in limits.items():
            patch.setattr(own_network, name, most)
        own_network.network_from(own_network.File("ties.csv", content))


def full_of_pins():
    pins = Pins()
    for _ in range(len(LETTERS) + 1):
        pins.add(SMALL, "plan")


REFUSED = {
    "too low": (
        lambda: typed("groups.size", "1"),
        "1 est au-dessous de la plus petite valeur permise ; donnez un nombre de 2 à 1 000",
    ),
    "too high": (
        lambda: typed("invitations.invite", "1.25"),
        "1,25 est au-dessus de la plus grande valeur permise ; donnez un nombre de 0 à 1",
    ),
    "no number": (
        lambda: typed("groups.size", "beaucoup"),
        "« beaucoup » n’est pas permis : ce n’est pas un nombre ; donnez un nombre de 2 à 1 000",
    ),
    "nothing": (
        lambda: typed("groups.size", ""),
        "«  » n’est pas permis : ce n’est pas un nombre ; donnez un nombre de 2 à 1 000",
    ),
    "no whole number": (
        lambda: typed("run.runs", "20.5"),
        "« 20.5 » n’est pas permis : ce n’est pas un nombre entier ; "
        "donnez un nombre entier de 1 à 100 000",
    ),
    "not a number": (
        lambda: typed("invitations.invite", "nan"),
        "nan n’est pas permis : il faut un nombre fini ; donnez un nombre de 0 à 1",
    ),
    "infinite": (
        lambda: typed("invitations.invite", "inf"),
        "inf n’est pas permis : il faut un nombre fini ; donnez un nombre de 0 à 1",
    ),
    "a key too large": (
        lambda: typed("run.key", "9" * 20),
        "99 999 999 999 999 999 999 est au-dessus de la plus grande valeur permise ; "
        "donnez un nombre entier de 0 à 9 223 372 036 854 775 807",
    ),
    "shares in another form": (
        lambda: read_shares("content.relevance_by_role", "0.7"),
        "« 0.7 » n’est pas permis ; écrivez par exemple : salarié 0,7 ; client 0,6",
    ),
    "a share of nobody": (
        lambda: read_shares("content.relevance_by_role", "boss 0.7"),
        "« boss » n’est pas une valeur connue ; sont permises : "
        "employee, customer, partner, public",
    ),
    "a share too high": (
        lambda: read_shares("content.relevance_by_role", "employee 2"),
        "2 est au-dessus de la plus grande valeur permise ; donnez un nombre de 0 à 1",
    ),
    "a share that is no number": (
        lambda: read_shares("content.relevance_by_role", "employee most"),
        "« most » n’est pas permis : ce n’est pas un nombre ; donnez un nombre de 0 à 1",
    ),
    "no such choice": (
        lambda: SMALL.replace({"groups.hold": "people"}),
        "« people » n’est pas une valeur connue ; sont permises : memberships, groups",
    ),
    "no yes or no": (
        lambda: SMALL.replace({"control.review": "perhaps"}),
        "« perhaps » n’est pas permis : il faut oui ou non",
    ),
    "too many kinds": (
        lambda: SMALL.replace({"population.social": 0.7, "population.microblog": 0.5}),
        "avec microblog, le total fait 1,2 fois les personnes ; "
        "diminuez l’un des nombres jusqu’à 1 au plus",
    ),
    "ties of few people": (
        lambda: SMALL.replace({"population.ties": 150}),
        "150 liens demandent plus de 100 personnes ; diminuez les liens",
    ),
    "a post after the end": (
        lambda: post(round=9),
        "9 se trouve après le dernier tour, 5 ; augmentez l’horizon ou avancez la publication",
    ),
    "more seeds than people": (
        lambda: post(seeds=1500),
        "1 500 dépasse le nombre de personnes, 100 ; diminuez-le",
    ),
    "more paid than people": (
        lambda: post(paid=101),
        "101 dépasse le nombre de personnes, 100 ; diminuez-le",
    ),
    "no own group": (
        lambda: post(origin="own group"),
        "le plan n’a pas de groupe propre à l’organisation ; donnez-lui des membres ou choisissez "
        "une autre origine",
    ),
    "a post with a wrong number": (
        lambda: post(seeds=-1),
        "\N{MINUS SIGN}1 est au-dessous de la plus petite valeur permise ; "
        "donnez un nombre entier de 0 à 1 000 000",
    ),
    "a post from nowhere": (
        lambda: post(origin="moon"),
        "« moon » n’est pas une valeur connue ; sont permises : anyone, employee, customer, "
        "partner, public, members, prospects, own group",
    ),
    "too few of an origin": (
        lambda: post(origin="employee", seeds=50).run(),
        "50 demandées, mais seules 2 personnes sur 100 peuvent lancer une publication d’origine "
        "« employee » ; demandez-en moins ou changez l’origine",
    ),
    "too few in groups": (
        lambda: post(groups=(0,), seeds=90).run(),
        "dans ces groupes ; demandez-en moins ou changez l’origine",
    ),
    "no such group": (
        lambda: post(groups=("choir",)).run(),
        "il n’y a pas de groupe « choir » parmi les",
    ),
    "no own group in a network": (
        lambda: el.Scenario(
            groups={"own_size": 20}, campaign={"posts": [{"origin": "own group", "seeds": 2}]}
        ).run(network=SMALL.town(), runs=2),
        "groupes du réseau ; donnez-en un à l’organisation",
    ),
    "an own group too big": (
        lambda: SMALL.replace({"groups.own_size": 95}).town(),
        "95 membres dépassent les 80 personnes qui appartiennent à des groupes ; diminuez ce "
        "nombre ou la part des prospects",
    ),
    "too few groups": (
        lambda: SMALL.replace({"groups.per_person": 0.5}).town(),
        "0,5 groupes par personne ne suffisent pas pour que 80 personnes sur 100 en aient un ; "
        "donnez au moins 0,8 ou augmentez la part des prospects",
    ),
    "a file with too few fields": (
        lambda: handed_over(b"a;b\n1;2\n3\n"),
        "ligne 3 : 1 champs là où 2 sont attendus (« a, b ») ; ajoutez-en ou retirez-en",
    ),
    "a file with an empty field": (
        lambda: handed_over(b"from,to\n1,\n"),
        "ligne 2 : la colonne « to » est vide ; écrivez un nom ou supprimez la ligne",
    ),
    "a file with an open quote": (
        lambda: handed_over(b'1,2\n"3,4\n'),
        "ligne 2 : un guillemet n’est jamais fermé",
    ),
    "an empty file": (lambda: handed_over(b""), "le fichier est vide"),
    "a file of another encoding": (
        lambda: handed_over(b"a,b\nJos\xe9,Ann\n"),
        "ligne 2 : l’octet 233 n’est pas du « UTF-8 »",
    ),
    "a file of one column": (
        lambda: handed_over(b"alone\n"),
        "ligne 1 : une colonne là où il en faut deux",
    ),
    "a file of names alone": (
        lambda: handed_over(b"source,target\n"),
        "ligne 1 : des noms de colonnes, et rien au-dessous",
    ),
    "a tie to oneself": (
        lambda: handed_over(b"Ann,Bo\nBo,Bo\n"),
        "ligne 2 : « Bo » est lié à soi-même",
    ),
    "a file too large": (
        lambda: handed_over(b"1,2\n", MOST_BYTES=3),
        "0 Mo dépassent les 0 Mo qui sont lus ici",
    ),
    "too many ties": (
        lambda: handed_over(b"1,2\n2,3\n", MOST_TIES=1),
        "2 liens dépassent les 1 qui sont joués ici",
    ),
    "too many pins": (full_of_pins, "8 plans sont déjà épinglés ; retirez-en un d’abord"),
}


@pytest.mark.parametrize(("act", "says"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_told_in_french(act, says):
    with pytest.raises(el.EngagelabError) as refused:
        act()
    (problem,) = refused.value.problems
    assert plain(says) in plain(FRENCH.refusal(problem))
    assert ENGLISH.refusal(problem) == problem[1]
    assert problem[1] in str(refused.value)
    assert FRENCH.refusal(problem) in FRENCH.mistake(refused.value)


def test_every_refusal_there_is_has_been_provoked():
    seen = set()
    for act, _ in REFUSED.values():
        with pytest.raises(el.EngagelabError) as refused:
            act()
        seen |= {text.code for _, text in refused.value.problems}
    # a missing value cannot be entered; the others stand for what pydantic has no words for, and
    # for a town of fewer than two members, which needs a town of fewer than ten people
    assert set(SAID) - seen == {"missing", "not_allowed", "too_few_members"}


def test_french_has_a_row_for_every_refusal_with_the_same_places():
    rows = translated(REFUSALS)
    parts = {"either", "fields"} | {code for code in rows if code.startswith("reason_")}
    assert set(rows) == set(SAID) | parts
    for code, text in SAID.items():
        assert places(rows[code]["fr"]) == places(text), code


def test_every_code_in_the_source_is_known():
    folder = Path(el.__file__).parent
    used = {
        arg.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("told", "refused")
        for arg in ast.walk(ast.Tuple(node.args, ast.Load()))
        if isinstance(arg, ast.Constant) and arg.value in SAID
    }
    elsewhere = {"no_group", "no_group_own"}  # chosen before the call
    assert used | elsewhere == set(SAID)


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


def test_a_mistake_without_a_field_is_told_as_it_stands():
    assert FRENCH.mistake(el.EngagelabError("plan.yaml: cannot be read")) == (
        "plan.yaml: cannot be read"
    )


def test_what_is_told_survives_being_sent_to_another_process():
    with pytest.raises(el.EngagelabError) as refused:
        post(seeds=101)
    again = pickle.loads(pickle.dumps(refused.value))
    (problem,) = again.problems
    assert isinstance(problem[1], Told)
    assert FRENCH.refusal(problem) == FRENCH.refusal(refused.value.problems[0])
