"""Names and values on the campaign page: levers, assumptions, numbers as typed and as read."""

from dataclasses import dataclass, field, replace
from typing import Any

from ...experiments.assumption_tests import AssumptionTests
from ...experiments.decision import LIKELY_TO_LOSE, LOSES, MAY_PAY, PAYS, Decision
from ...experiments.fit_record import LearnedField
from ...experiments.lead import LeadBreakdown
from ...experiments.plan_number import PAID, SEEDS, PlanNumber
from ...i18n import Texts
from ...i18n.catalogue import rows
from ...i18n.digits import Measure, shown
from ...models.declaration import Parameter
from ...models.sections import ORGANISATION, ROLES
from ...simulation.scenario import Scenario
from ..state.audience import Audience
from ..state.campaign_plan import CampaignPlan, Choice
from ..state.parse_input import is_share, number_in, written

SHAPES = {
    "A": '<circle cx="6" cy="6" r="5"/>',
    "B": '<rect x="1" y="1" width="10" height="10"/>',
    "C": '<path d="M6 .5 11.8 11H.2z"/>',
    "D": '<path d="M6 0 12 6 6 12 0 6z"/>',
}
_FACTOR = ("odds factor", "factor")


@dataclass(frozen=True)
class Shown:
    """All that the page shows at a moment.

    Attributes
    ----------
    plan : CampaignPlan
        The document.
    t : Texts
        The language, with the currency of the document.
    names : dict of str to str
        The names of the options by letter.
    decision : Decision or None
        The latest answer.
    answered : CampaignPlan or None
        The document of the latest answer; None: the present one.
    coarse, stale : bool
        Whether it is of few towns, and whether the document has changed since.
    computing : bool
        Whether an answer is being computed; the latest one may be an earlier one or coarse.
    simulated : int
        The simulations of this answer so far; 0 in the first second.
    lead, tests : LeadBreakdown, AssumptionTests or None
        The explanation of the latest full answer, once known.
    tested : tuple of int
        The assumptions tested so far, and all.
    audience : Audience
        The audience as typed; it may be impossible.
    refused : dict
        What was typed and why it was refused, by letter and field.
    opened : frozenset of str
        The steps and details that are open.
    network : tuple of (str, int) or None
        The name and the people of an own network.
    notice : str
        A sentence for the top of the page.
    """

    plan: CampaignPlan
    t: Texts
    names: dict[str, str]
    audience: Audience
    decision: Decision | None = None
    answered: CampaignPlan | None = None
    coarse: bool = False
    stale: bool = False
    computing: bool = True
    simulated: int = 0
    lead: LeadBreakdown | None = None
    tests: AssumptionTests | None = None
    tested: tuple[int, int] = (0, 0)
    refused: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    network: tuple[str, int] | None = None
    notice: str = ""

    @property
    def as_answered(self) -> "Shown":
        """The same with the document of the answer: its letters may mean other options now."""
        if self.answered is None or self.answered == self.plan:
            return self
        return replace(self, plan=self.answered, names=option_names(self.answered, self.t))

    def quoted(self, letter: str) -> str:
        """Return the name of an option in quotation marks."""
        return self.t("campaign.quoted", name=self.names[letter])

    def quoted_all(self, letters: "tuple[str, ...] | list[str]") -> str:
        """Return the names of some options in quotation marks, joined by "and"."""
        return joined([self.quoted(letter) for letter in letters], self.t)


def option_names(plan: CampaignPlan, t: Texts) -> dict[str, str]:
    """Return the name of each option by letter; equal names get their letter.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> option_names(CampaignPlan.start(), load("fr"))["A"]
    'Publicité payante'
    """
    names = {letter: choice.name or strategy_name(choice.strategy, t)
             for letter, choice in plan.lettered()}  # fmt: skip
    while len(values := list(names.values())) > len(set(values)):
        names = {letter: name if values.count(name) == 1 else f"{name} ({letter})"
                 for letter, name in names.items()}  # fmt: skip
    return names


def strategy_name(strategy: str, t: Texts) -> str:
    """Return the name of a strategy."""
    return t(f"campaign.s_{strategy.replace('-', '_')}")


def joined(parts: list[str], t: Texts) -> str:
    """Return parts as a list in words."""
    *most, last = parts
    return t("campaign.and", one=", ".join(most), other=last) if most else last


def label(name: str, t: Texts, plan: Scenario | None = None) -> str:
    """Return the plain name of a lever or an assumption.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> label("invitations.accept", load("en")), label("groups.spread", load("en"))
    ('Invitations accepted', 'Spread of group sizes')
    """
    key = f"campaign.f_{name.replace('.', '_')}"
    if name == SEEDS and plan is not None:
        role = starting_role(plan)
        key = f"{key}_{role}" if f"{key}_{role}" in rows() else key
    if key in rows():
        return t(key)
    text = t.field(name).label
    return text[:1].upper() + text[1:]


def starting_role(plan: Scenario) -> str:
    """Return the role of the people who start most posts; "public" for anybody."""
    origins = [post.origin for post in plan.campaign.posts if post.origin != ORGANISATION]
    return next((origin for origin in origins if origin in ROLES), "public")


def measure_of(name: str) -> Measure:
    """Return the rule of digits for a field."""
    if name in (SEEDS, PAID):
        return "people"
    parameter = Scenario.field(name)
    if is_share(parameter):
        return "probability"
    if parameter.unit == "money":
        return "each"
    return "factor" if parameter.type is float else "people"


def value_text(name: str, value: float, t: Texts) -> str:
    """Return a value of a lever or an assumption with its unit.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> t = load("en")
    >>> value_text("invitations.accept", 0.15, t), value_text("engagement.crowding", 0.25, t)
    ('15%', '0.25')
    """
    measure = measure_of(name)
    text = t.decimal(value, 0) if measure == "people" else shown(measure, value, t)
    return f"×\N{NO-BREAK SPACE}{text}" if is_factor(name) else text


def range_text(name: str, low: float, high: float, t: Texts) -> str:
    """Return a range in few letters: the sign of per cent once, none of money or of factors.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> range_text("invitations.accept", 0.02, 0.15, load("en"))
    '2 to 15%'
    """
    share = is_share(Scenario.field(name))
    ends = [t.exact(float(f"{100 * end if share else end:.3g}")) for end in (low, high)]
    if share:
        ends[1] = value_text(name, high, t)
    return t("campaign.range", low=ends[0], high=ends[1])


def is_factor(name: str) -> bool:
    """Return whether a field multiplies something."""
    return name not in (SEEDS, PAID) and Scenario.field(name).unit in _FACTOR


def typed(name: str, value: Any, t: Texts) -> str:
    """Return a value as it is typed: a share in per cent, without its sign."""
    if name in (SEEDS, PAID):
        return t.whole(value)
    parameter = Scenario.field(name)
    if is_share(parameter):
        return written(float(f"{100 * value:.6g}"), t.lang)
    if isinstance(value, float):
        value = float(f"{value:.6g}")
    return written(value, t.lang)


def parse(name: str, text: str, t: Texts) -> float | int | None:
    """Return the number that was typed into the field of a lever; None if there is none.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> [parse("invitations.accept", text, load("en")) for text in ("15", "15 %", "0,4")]
    [0.15, 0.15, None]
    """
    if name in (SEEDS, PAID):
        return number_in(text, whole=False, lang=t.lang)
    parameter = Scenario.field(name)
    whole = parameter.type is int
    if not is_share(parameter):
        bare = text.strip().removesuffix(t.currency).strip("×€ \N{NO-BREAK SPACE}")
        return number_in(bare, whole=whole, lang=t.lang)
    bare = text.strip().removesuffix("%").strip()
    return number_in(f"{bare} %", whole=False, lang=t.lang, share=True)


def refusal(name: str, text: str, t: Texts, plan: Scenario) -> str:
    """Return why a typed text was refused, and what the plan still uses."""
    still = t("campaign.still_uses", value=value_text(name, PlanNumber(name).value(plan), t))
    other = text.strip().replace(",", ".") if t.lang == "en" else text.strip().replace(".", ",")
    number = parse(name, text, t)
    if number is None and other != text.strip() and parse(name, other, t) is not None:
        return f"{t('campaign.write_point', value=other)} {still}"
    if number is None:
        return f"{t('campaign.not_a_number')} {still}"
    low, high = bounds(name, plan)
    says = t("campaign.out_of_range", low=value_text(name, low, t), high=value_text(name, high, t))
    return f"{says} {still}"


def bounds(name: str, plan: Scenario) -> tuple[float, float]:
    """Return the values that a field allows."""
    return PlanNumber(name).range(plan)


def evidence_kind(parameter: Parameter) -> str:
    """Return the kind of evidence in one word: measured, anchored, assumed or choice."""
    return parameter.kind.split()[0] if parameter.kind else "assumed"


def fitted_text(name: str, value: float, show: Shown) -> str:
    """Return that a value was fitted to posts, with its interval; empty if it was not."""
    fit, t, learned = show.plan.fit, show.t, _learned(name, value, show)
    if fit is None or learned is None:
        return ""
    ends = t("campaign.range", low=value_text(name, learned.low, t),
             high=value_text(name, learned.high, t))  # fmt: skip
    return t("campaign.kind_fitted", n=fit.posts, ends=ends)


def evidence_of(name: str, value: float, show: Shown) -> str:
    """Return the kind of evidence of a value: that of its field, or measured if it was fitted."""
    return "measured" if _learned(name, value, show) else evidence_kind(Scenario.field(name))


def _learned(name: str, value: float, show: Shown) -> LearnedField | None:
    return None if show.plan.fit is None else show.plan.fit.learned_at(name, value)


def disc(kind: str) -> str:
    """Return the sign of a kind of evidence."""
    return {"measured": "●", "anchored": "◐", "assumed": "○"}.get(kind, "")


def choice_levers(choice: Choice, solved: str) -> list[str]:
    """Return the three levers of a card, the one that the budget sets first."""
    price = {"seeds": f"money.cost_{starting_role(choice.plan)}",
             "paid": "money.cost_impression", "campaign.own_size": "money.cost_member"}  # fmt: skip
    names = [solved, *_LEVERS.get(choice.strategy, ()), price.get(solved, ""),
             "invitations.accept", "engagement.group_share"]  # fmt: skip
    return [name for name in dict.fromkeys(names) if name][:3]


_LEVERS = {
    "paid-ads": ("money.cost_impression", "engagement.paid_read"),
    "top-down": ("money.cost_impression", "engagement.paid_read"),
    "invite-a-friend": ("invitations.invite", "invitations.accept"),
    "voucher": ("invitations.invite", "invitations.accept"),
    "empowered-employees": ("money.cost_employee", "engagement.employee_trust"),
    "tight-control": ("control.approval_rate", "engagement.employee_trust"),
    "bring-them-to-us": ("money.cost_member", "engagement.own_space"),
    "bottom-up": ("money.cost_customer", "engagement.group_share"),
    "go-to-them": ("money.cost_public", "engagement.group_share"),
    "always-answer": ("answers.reply_rate", "money.cost_answer"),
}


def slider_range(name: str, value: float) -> tuple[float, float]:
    """Return the ends of a slider: the supported range, or one around the value."""
    parameter = Scenario.field(name)
    low, high = parameter.supported or (0.0, max(2 * value, 1.0))
    if parameter.supported is None and is_share(parameter):
        low, high = 0.0, 1.0
    return float(min(low, value)), float(max(high, value))


def money_text(amount: float, t: Texts) -> str:
    """Return a budget as it was entered."""
    return t.amount(amount, 0 if amount == round(amount) else 2)


def loses(decision: Decision, letter: str) -> bool:
    """Return whether an option loses money in the mean."""
    return decision.earning[letter] in (LIKELY_TO_LOSE, LOSES)


def earns(decision: Decision, letter: str) -> bool:
    """Return whether an option returns more than its cost in the mean."""
    return decision.earning[letter] in (PAYS, MAY_PAY)
