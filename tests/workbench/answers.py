"""Answer plans in tests without a workbench."""

import threading

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.compute.answer import Question, Simulator

ENGLISH, FRENCH = load("en"), load("fr")
SMALL = {"population.people": 2_000, "settings.runs": 40}


def answered(plan, base=None, *, coarse=False):
    return Simulator()(Question(plan, base or plan), coarse, threading.Event())


def preset(name="voucher", **changes):
    return el.Scenario.preset(name).replace({**SMALL, **changes})
