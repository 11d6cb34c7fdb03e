"""Undo and redo of the document of the campaign page."""

from engagelab.workbench.state.campaign_history import History
from engagelab.workbench.state.campaign_plan import CampaignPlan

START = CampaignPlan.start()


def test_history_joins_a_gesture_and_goes_both_ways():
    history = History(START)
    for money in (1.0, 2.0, 3.0):
        history.add(START.with_(money=money), "drag")
    assert len(history.past) == 1
    assert history.undo()
    assert history.now == START
    assert history.redo()
    assert history.now.money == 3
    assert not history.redo()
