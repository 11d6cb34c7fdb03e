import pytest
from engagelab.workbench.state.plan_values import said

import engagelab as el
from engagelab.i18n import load


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (True, "yes", "oui"),
        (1234.5, "1,234.5", "1\N{NARROW NO-BREAK SPACE}234,5"),
        (
            {"employee": 0.5, "public": 1.0},
            "employee 0.5, public 1",
            "salarié 0,5\N{NO-BREAK SPACE}; public 1",
        ),
        ((), "–", "–"),
        ({}, "–", "–"),
        ("memberships", "memberships", "adhésions"),
        (
            (el.Post(round=3, seeds=5, paid=40),),
            "round 3: 5 seeds (anybody), paid people 40",
            "tour 3\N{NO-BREAK SPACE}: 5 personnes de départ (tout le monde)\N{NO-BREAK SPACE}; "
            "affichages payés 40",
        ),
        (
            (el.Post(seeds=1, origin="customer"),),
            "round 0: 1 seed (customers)",
            "tour 0\N{NO-BREAK SPACE}: 1 personne de départ (clients)",
        ),
    ],
)
def test_values_are_written_in_the_language(value, english, french):
    assert said(value, load("en")) == english
    assert said(value, load("fr")) == french
