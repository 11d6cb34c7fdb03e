"""Names of columns are understood in two languages and in any notation."""

import pytest

from engagelab.graphs.reading.vocabulary import core_of, is_known, means, numbered


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("source", "source"), ("FromNodeId", "source"), ("De", "source"), ("SOURCE_ID", "source"),
        ("Target Label", "target"), ("À", "target"), ("destinataire", "target"),
        ("Poids", "weight"), ("weight", "weight"), ("w", "weight"), ("Fréquence", "weight"),
        ("member_id", "person"), ("Utilisateur", "person"), ("user name", "person"),
        ("Équipe", "group"), ("groupId", "group"), ("channel", "group"), ("Département", "group"),
        ("Rôle", "role"), ("Id", "label"), ("Nom", "label"),
    ],
)  # fmt: skip
def test_a_usual_name_means_its_role(name, role):
    assert means(name, role)


@pytest.mark.parametrize("name", ["date de début", "source text", "Ann Roe", "A", "w", "", "7"])
def test_other_names_are_not_known(name):
    assert not is_known(name)


def test_numbered_names_have_a_stem():
    assert [numbered(name) for name in ("node1", "Person A", "alter_12", "N1")] == [
        ("node", "1"), ("person", "a"), ("alter", "12"), ("n", "1")]  # fmt: skip
    assert numbered("source") == numbered("1") == ("", "")
    assert core_of("source of") == ""
