"""Usual names of columns in English and French, and which column each one means."""

import re
import unicodedata
from collections.abc import Mapping

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# parts of a name that say nothing about the role of its column
_FILLERS = _words(
    "id ids node nodes name nom label key code no num number numero uid guid uuid vertex "
    "person personne people user utilisateur member membre email mail e address adresse"
)

WORDS: Mapping[str, frozenset[str]] = {
    role: _words(words)
    for role, words in {
        "source": "source src from ego sender caller origin origine de expediteur emetteur depart "
        "respondent repondant nominator start",
        "target": "target tgt to alter receiver recipient callee destination dest vers cible "
        "destinataire recepteur arrivee nominee end",
        "follower": "follower followers abonne suiveur",
        "followed": "followed followee following abonnement suivi",
        "weight": "weight weights poids strength force intensity intensite value valeur count "
        "frequency frequence freq probability probabilite prob chance interactions contacts "
        "messages nombre wt w",
        "type": "type",
        "person": "person people member user username account participant employee individual "
        "attendee student author actor node personne membre utilisateur employe salarie "
        "collaborateur individu eleve auteur acteur adherent compte",
        "group": "group team channel club community department dept project event company "
        "organisation organization org room class meetup chapter workspace committee board forum "
        "groupe equipe canal communaute departement service projet evenement entreprise societe "
        "salon classe comite reunion association",
        "label": "label id name nom node person personne",
        "role": "role",
        "profile": "profile profil",
        "activity": "activity activite",
        "inviter": "inviter inviteur",
    }.items()
}

# single letters name columns of weights, but people of small examples too
_LETTERS = _words("w wt")

# French words for the model's own values
TRAIT_WORDS = {
    "salarie": "employee", "salariee": "employee", "employe": "employee", "employee": "employee",
    "client": "customer", "cliente": "customer", "partenaire": "partner",
    "grand public": "public", "aucun": "none", "aucune": "none", "reseaux sociaux": "social",
    "observateur": "lurker", "observatrice": "lurker", "contributeur": "contributor",
    "contributrice": "contributor", "createur": "creator", "creatrice": "creator",
}  # fmt: skip

# names of the numbered columns of a survey in which a person names others
ALTERS = _words(
    "alter friend contact nominee nomination neighbour neighbor colleague peer choice ami amie "
    "collegue choix voisin"
)

# further names that a header may have, whatever the role of their columns
_OTHER = _words(
    "date time timestamp heure index note notes comment comments commentaire since depuis year "
    "annee title titre email mail url first last position kind category categorie status statut "
    "employee manager friend ami contact node1 node2 id label weight attributes score created "
    "joined"
)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the words of a column's name, in lower case and without accents.

    Examples
    --------
    >>> parts_of("FromNodeId"), parts_of("Équipe n° 2")
    (('from', 'node', 'id'), ('equipe', 'n', '2'))
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(part.casefold() for part in _PARTS.findall(plain))


def core_of(name: str) -> str:
    """Return the word of a name that says what its column holds; empty if there are several.

    Examples
    --------
    >>> core_of("source_id"), core_of("Target Label"), core_of("user name"), core_of("De")
    ('source', 'target', 'user', 'de')
    """
    if name.strip().casefold() in ("à", "a\N{COMBINING GRAVE ACCENT}"):
        return "vers"
    words = [part for part in parts_of(name) if not part.isdigit()]
    telling = [word for word in words if word not in _FILLERS] or words[:1]
    return telling[0] if len(telling) == 1 else ""


def means(name: str, role: str) -> bool:
    """Return whether a name is a usual one for a role."""
    return core_of(name) in WORDS[role]


def is_known(cell: str) -> bool:
    """Return whether a cell is a usual name of a column, whatever its role.

    Examples
    --------
    >>> is_known("Target"), is_known("source_id"), is_known("Ann Roe")
    (True, True, False)
    """
    core = core_of(cell)
    if core in _LETTERS:
        return False
    return bool(core) and (core in _OTHER or any(core in words for words in WORDS.values()))


def numbered(name: str) -> tuple[str, str]:
    """Return the stem of a numbered name and its number or letter; empty texts if it has none.

    Examples
    --------
    >>> numbered("alter 2"), numbered("Person_A"), numbered("source")
    (('alter', '2'), ('person', 'a'), ('', ''))
    """
    match = re.fullmatch(r"(.*?[^\W\d_])(?:[ _.-]*(\d{1,2})|[ _.-]+([A-Za-z]))", name.strip())
    if match is None:
        return "", ""
    stem = " ".join(parts_of(match[1]))
    return stem, (match[2] or match[3]).casefold()
