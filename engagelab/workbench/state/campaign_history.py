"""The history of the campaign page: undo and redo of its document."""

from dataclasses import dataclass, field

from .campaign_plan import CampaignPlan

_STEPS = 100


@dataclass
class History:
    """The documents so far; consecutive moves of one control are one step.

    Examples
    --------
    >>> history = History(CampaignPlan.start())
    >>> history.add(history.now.with_(money=10_000.0), "money")
    >>> history.undo(), history.now.money, history.redo(), history.now.money
    (True, 20000.0, True, 10000.0)
    """

    now: CampaignPlan
    past: list[CampaignPlan] = field(default_factory=list)
    future: list[CampaignPlan] = field(default_factory=list)
    gesture: str = ""

    def add(self, plan: CampaignPlan, gesture: str = "") -> None:
        """Make a document the present one; a further move of the same gesture replaces it."""
        if plan == self.now:
            return
        if not (gesture and gesture == self.gesture):
            self.past = [*self.past, self.now][-_STEPS:]
        self.now, self.gesture, self.future = plan, gesture, []

    def undo(self) -> bool:
        """Go back one step; return whether there was one."""
        if not self.past:
            return False
        self.future.append(self.now)
        self.now, self.gesture = self.past.pop(), ""
        return True

    def redo(self) -> bool:
        """Go forward one step; return whether there was one."""
        if not self.future:
            return False
        self.past.append(self.now)
        self.now, self.gesture = self.future.pop(), ""
        return True
