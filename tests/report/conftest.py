"""Findings of a few small plans, and a new one with odd names."""

import datetime

import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.models.sections import SEED_PRICES
from engagelab.report import findings
from engagelab.report.document import Document
from engagelab.report.formats import render

# so that a person reached costs less than 1, which is written with other decimals
CHEAP = {
    "money.cost_post": 5.0,
    "money.cost_answer": 0.1,
    **dict.fromkeys(("money." + price for price in SEED_PRICES.values()), 0.0),
}
DAY = datetime.date(2026, 11, 26)
ODD = (
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "",
    "🎉",
    '<script>alert(1)</script> & "quotes"',
    "two\nlines\x00and\x07bells",
    "a name that does not end " * 30,
    "http://example.org/a",
    "$x^2$ and 50 %",
    "{=1+1}",
    "élan, naïve; 日本",
)


def small(number):
    """Return so many plans of few people that differ, the first the baseline."""
    plan = el.Scenario.preset("go-to-them").replace({"population.people": 600})
    changes = [
        {},
        {"invitations.invite": 0.7, "rewards.trial": 5},
        {"groups.size": 30},
        {"campaign.posts": []},
        {"control.review": True, "engagement.base_share": 0.03, "settings.horizon": 30, **CHEAP},
    ]
    names = ["Go to them", "Invite", "Bigger groups", "Nothing", "Tight"]
    return {
        name: plan.replace(change)
        for name, change in zip(names[:number], changes[:number], strict=True)
    }


@pytest.fixture(scope="session")
def found():
    """Findings of one, two and five plans by number."""
    return {
        number: findings(small(number), runs=24, key=5, title="Spring", client="Dupont", date=DAY)
        for number in (1, 2, 5)
    }


@pytest.fixture(scope="session")
def odd():
    """Findings of twelve plans whose names are traps."""
    plan = el.Scenario(population={"people": 200})
    plans = {
        name: plan.replace({"invitations.invite": 0.05 * place}) for place, name in enumerate(ODD)
    }
    return findings(plans, runs=6, key=1, title=ODD[5], client=ODD[0], date=DAY)


@pytest.fixture(scope="session")
def handed():
    """Write a format of a document once for all tests."""
    made = {}

    def give(document, name):
        place = (id(document.findings), document.t.lang, name)
        if place not in made:
            made[place] = render(document, name)[2]
        return made[place]

    return give


@pytest.fixture(params=["en", "fr"])
def texts(request):
    return load(request.param, "EUR")


@pytest.fixture(params=[1, 2, 5])
def document(request, found, texts):
    """Each number of plans in each language."""
    return Document(found[request.param], texts)


@pytest.fixture(params=["one", "two", "five", "odd"])
def any_document(request, found, odd, texts):
    """One, two and five plans, and those with odd names, in each language."""
    findings = {"one": found[1], "two": found[2], "five": found[5], "odd": odd}[request.param]
    return Document(findings, texts)
