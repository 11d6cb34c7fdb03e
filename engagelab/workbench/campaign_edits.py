"""What a person does to a campaign: each message becomes a new document or a refusal."""

import re
from typing import Any

from ..errors import EngagelabError
from ..experiments.decision import Decision
from ..experiments.equal_money_target import TargetSearch
from ..experiments.plan_number import PAID, SEEDS, PlanNumber
from ..graphs.network import Network
from .campaign_host import CampaignHost
from .compute.campaign_answers import SplitFound, find_job, further_job, split_job
from .compute.jobs import Job
from .state.audience import Audience
from .state.campaign_history import History
from .state.campaign_plan import LETTERS, STRATEGIES, CampaignPlan, Choice
from .state.parse_input import number_in
from .view.campaign_options import problem_of
from .view.campaign_tools import search_range
from .view.campaign_values import bounds, parse, refusal

_MOST_MONEY = 1e12
_MOST_PEOPLE = 1e9
_ENDLESS = 1e15
_THOUSANDTHS = re.compile(r"\d{1,3}[.,]\d{3}")


class CampaignEdits:
    """The document with its history, and what is typed, open and asked on the page.

    Parameters
    ----------
    plan : CampaignPlan
        The document to start with.

    Attributes
    ----------
    history : History
        The document and its earlier versions.
    audience : Audience
        The audience as typed; the document has the last possible one.
    refused : dict
        What was typed and why it was refused, by letter and field.
    opened : set of str
        The steps and details that are open.
    asked, asked_now : dict
        The option, the field and the target of the search, as chosen and as shown.
    notice : str
        A sentence for the top.
    network, network_name : Network or None, str
        The network of all options.
    """

    def __init__(self, plan: CampaignPlan) -> None:
        self.history = History(plan)
        self.audience = plan.audience
        self.refused: dict[tuple[str, str], tuple[str, str]] = {}
        self.opened: set[str] = set()
        self.asked: dict[str, Any] = {"letter": "", "field": "invitations.invite", "target": 0.0}
        self.asked_now = dict(self.asked)
        self.notice = ""
        self.network: Network | None = None
        self.network_name = ""

    @property
    def plan(self) -> CampaignPlan:
        """The document."""
        return self.history.now

    @property
    def network_shown(self) -> tuple[str, int] | None:
        """The name and the people of the own network."""
        return None if self.network is None else (self.network_name, self.network.people)

    def open(self, plan: CampaignPlan) -> None:
        """Replace the document."""
        self.history.add(plan)
        self.reset()

    def reset(self) -> None:
        """Forget what is typed but not in the document."""
        self.audience = self.plan.audience
        self.refused = {}

    def toggle(self, name: str) -> None:
        """Open or close a step or a detail."""
        self.opened ^= {name}

    def drop_stale_refusals(self) -> None:
        """Forget refusals of options that are gone."""
        letters = {"", "*", *(letter for letter, _ in self.plan.lettered())}
        self.refused = {key: text for key, text in self.refused.items() if key[0] in letters}

    def use_language(self, page: CampaignHost) -> None:
        """Say in the language of the page why inputs are refused.

        A text that this language would accept is forgotten: a language changes no document.
        """
        for (letter, name), (text, _) in list(self.refused.items()):
            trial = CampaignEdits(self.plan)
            trial.audience = self.audience
            if name in ("money", "budget"):
                trial._money(name, letter, text, page)
            elif letter:
                trial._field(name, letter.removeprefix("*"), text, page)
            else:
                trial._audience(name, text, page)
            del self.refused[letter, name]
            self.refused |= trial.refused

    # --- messages ----------------------------------------------------------------------------

    def apply(self, message: dict[str, Any], page: CampaignHost) -> bool:
        """Apply a message; return whether the document has changed."""
        before = self.plan
        act, letter = str(message.get("act", "")), str(message.get("option", ""))
        value = message.get("value", "")
        if letter and letter not in dict(self.plan.lettered()):
            return False  # sent before the option was removed
        if act == "set":
            text = str(value).encode(errors="ignore").decode()  # half an emoji has no encoding
            self._set(str(message.get("what", "")), str(message.get("name", "")), letter,
                      text, page)  # fmt: skip
        elif act == "slide":
            self._slide(str(message["name"]), letter, float(value))
        else:
            simple = {"nearest": self._nearest, "same_money": self._same_money, "add": self._add,
                      "duplicate": self._duplicate, "remove": self._remove,
                      "lever": self._use_seeds, "open": self._open_file,
                      "add_split": self._add_split, "use_found": self._use_found,
                      "add_found": self._add_found, "own_town": self._own_town}  # fmt: skip
            if act in simple:
                simple[act](message, page)
        return self.plan != before

    def _set(self, what: str, name: str, letter: str, text: str, page: CampaignHost) -> None:
        if what == "field":
            self._field(name, letter, text, page)
        elif what == "audience":
            self._audience(name, text, page)
        elif what in ("money", "budget"):
            self._money(what, letter, text, page)
        elif what == "title":
            self.history.add(self.plan.with_(title=text.strip()[:60]))
        elif what == "currency":
            self.history.add(self.plan.with_(currency=text))
        elif what == "name":
            self.history.add(self.plan.with_choice(letter, name=text.strip()[:60]))
        elif what == "strategy" and text in STRATEGIES:
            self.opened.discard(f"menu-{letter}")
            self.history.add(self.plan.with_strategy(letter, text))
        elif what == "lever":
            self.history.add(self.plan.with_choice(letter, lever=text))
        elif what == "tab_option":
            page.use_tab_option(text)
        elif what == "find_field":
            self.asked["field"] = text
        elif what == "find_option":
            self.asked |= {"letter": text, "target": 0.0}
        elif what == "find_target":
            number = _finite(text, whole=False, lang=page.texts.lang) or 0
            if 0 < number <= _MOST_PEOPLE:
                self.asked["target"] = number

    def _field(self, name: str, letter: str, text: str, page: CampaignHost) -> None:
        """Set a field of one option, or of all."""
        choice = self.plan.choices[LETTERS.index(letter) if letter else 0]
        key = (letter or "*", name)
        self.refused.pop(key, None)
        number = parse(name, text, page.texts)
        low, high = bounds(name, choice.plan)
        if number is None or not low <= number <= high:
            self.refused[key] = (text, refusal(name, text, page.texts, choice.plan))
            return
        self._put(name, letter, number, page=page, text=text)

    def _slide(self, name: str, letter: str, number: float) -> None:
        self.refused.pop((letter, name), None)
        low, high = bounds(name, self.plan.choices[LETTERS.index(letter)].plan)
        number = float(f"{min(max(number, low), high):.3g}")
        self._put(name, letter, number, gesture=f"slide {letter} {name}")

    def _put(
        self, name: str, letter: str, number: float, *, gesture: str = "",
        page: CampaignHost | None = None, text: str = "",
    ) -> None:  # fmt: skip
        field = PlanNumber(name).field
        value = round(number) if field is not None and field.type is int else number
        try:
            plan = self.plan.with_field(name, value, letter or None)
        except EngagelabError as error:
            if page is None:
                raise
            problem = page.texts.mistake(error).splitlines()[0]
            self.refused[letter or "*", name] = (text, problem)
            return
        if plan.audience != self.plan.audience:
            if plan.audience.left_out > plan.audience.size:  # the number of groups is rounded
                problem = problem_of(plan.audience, page.texts) if page else ""
                self.refused[letter or "*", name] = (text, problem)
                return
            self.audience = plan.audience
        self.history.add(plan, gesture)

    def _audience(self, name: str, text: str, page: CampaignHost) -> None:
        """Set a number of the audience; the document follows once all of it is possible."""
        self.refused.pop(("", name), None)
        if name == "unit":
            value: Any = text
        else:
            share, whole = name == "outside", name not in ("size", "outside")
            bare = text.removesuffix("%") if share else text
            number = _finite(bare, whole=whole, lang=page.texts.lang)
            value = -1 if number is None else number / 100 if share else number
        try:
            audience = Audience(**{**self.audience.model_dump(), name: value})
        except ValueError:
            t = page.texts
            low, high = next((each.low or 0, each.high or 0) for each in Audience.parameters()
                             if each.name == name)  # fmt: skip
            share = name == "outside"
            ends = {"low": t.percent(low) if share else t.whole(low),
                    "high": t.percent(high) if share else t.whole(high)}  # fmt: skip
            self.refused["", name] = (text, t("campaign.out_of_range", **ends))
            return
        try:
            self._take_audience(audience)
        except EngagelabError as error:  # such as more people than visitors may have
            self.refused["", name] = (text, page.texts.mistake(error).splitlines()[0])

    def _take_audience(self, audience: Audience) -> None:
        """Show an audience, and put it in the document if it is possible."""
        if audience.is_possible:
            self.history.add(self.plan.with_audience(audience))
        self.audience = audience  # unless a plan refused it

    def _money(self, what: str, letter: str, text: str, page: CampaignHost) -> None:
        key = (letter, what)
        self.refused.pop(key, None)
        bare = text.strip().removesuffix(self.plan.currency).strip("€$£ \N{NO-BREAK SPACE}")
        number = number_in(bare, whole=False, lang=page.texts.lang)
        # no amount has thousandths: the mark is meant to separate thousands
        is_unclear = bool(_THOUSANDTHS.fullmatch(bare)) and (number or 0) < 1_000
        if number is None or is_unclear or not 0 < number <= _MOST_MONEY:
            now = self.plan.money if what == "money" else self.plan.budget_of(letter)
            t = page.texts
            why = t("campaign.two_numbers" if is_unclear else "campaign.not_a_number")
            still = t("campaign.still_uses", value=t.amount(now))
            self.refused[key] = (text, f"{why} {still}")
        elif what == "money":
            self.history.add(self.plan.with_(money=float(number)))
        else:
            self.history.add(self.plan.with_choice(letter, budget=float(number)))

    # --- buttons -----------------------------------------------------------------------------

    def _nearest(self, message: dict[str, Any], page: CampaignHost) -> None:
        nearest = self.audience.nearest
        index = int(message["value"])
        if 0 <= index < len(nearest):
            self._take_audience(nearest[index])

    def _same_money(self, message: dict[str, Any], page: CampaignHost) -> None:
        same = bool(message["value"])
        plan = self.plan
        if plan.same_money and not same:  # each starts with what all had
            for letter, _ in plan.lettered():
                plan = plan.with_choice(letter, budget=plan.money)
        self.history.add(plan.with_(same_money=same))

    def _add(self, message: dict[str, Any], page: CampaignHost) -> None:
        if len(self.plan.choices) < len(LETTERS):
            self.history.add(self.plan.added(self.plan.another()))
            self.opened.add(f"menu-{LETTERS[len(self.plan.choices) - 1]}")
            self.opened.add("options")

    def _duplicate(self, message: dict[str, Any], page: CampaignHost) -> None:
        letter = str(message["option"])
        choice = self.plan.choices[LETTERS.index(letter)]
        self.opened.discard(f"menu-{letter}")
        self._add_choice(choice, page)

    def _add_choice(self, choice: Choice, page: CampaignHost) -> None:
        """Add an option, unless the same is there."""
        t, count = page.texts, len(self.plan.choices)
        same = self.plan.same_as(choice)
        if count >= len(LETTERS):
            self.notice = t("campaign.full")
        elif same is not None:
            self.notice = t("campaign.twice", letter=same, next=LETTERS[count])
        else:
            self.history.add(self.plan.added(choice))

    def _remove(self, message: dict[str, Any], page: CampaignHost) -> None:
        if len(self.plan.choices) > 1:
            self.opened = {name for name in self.opened if not name.startswith("menu-")}
            self.history.add(self.plan.removed(str(message["option"])))

    def _use_seeds(self, message: dict[str, Any], page: CampaignHost) -> None:
        self.history.add(self.plan.with_choice(str(message["option"]), lever=SEEDS))

    def _open_file(self, message: dict[str, Any], page: CampaignHost) -> None:
        name = str(message.get("name", "file"))[:80]
        self.open(CampaignPlan.from_text(str(message["value"]), name))
        self.notice = page.texts("campaign.opened", name=name)

    def _own_town(self, message: dict[str, Any], page: CampaignHost) -> None:
        page.use_network(None, "")

    # --- the money tools ---------------------------------------------------------------------

    def job(self, kind: str, decision: Decision) -> Job:
        """Return a new job of a kind for a decision."""
        asked = self.asked_now
        letter = asked["letter"]
        if kind == "split":
            return split_job(decision, letter)
        if kind == "further":
            return further_job(decision, self.plan.budget_of(letter))
        name = asked["field"]
        within = search_range(name, PlanNumber(name).value(decision[letter].plan))
        return find_job(decision, letter, name, float(asked["target"]), within)

    def _add_split(self, message: dict[str, Any], page: CampaignHost) -> None:
        job = page.last_job("split")
        if job is not None and isinstance(job.result, SplitFound):
            choice = self.plan.choices[LETTERS.index(job.result.letter)]
            plan, name = job.result.plan, page.texts("campaign.s_best_split")
            paid = any(post.paid for post in plan.campaign.posts)
            self._add_choice(
                Choice(**{**dict(choice), "plan": plan, "name": name,
                          "lever": PAID if paid else SEEDS}), page)  # fmt: skip

    def _found(self, page: CampaignHost) -> TargetSearch | None:
        job = page.last_job("find")
        found = None if job is None else job.result
        return found if isinstance(found, TargetSearch) and found.value == found.value else None

    def _use_found(self, message: dict[str, Any], page: CampaignHost) -> None:
        found = self._found(page)
        if found is not None:
            self._put(found.field, found.letter, float(f"{found.value:.4g}"))

    def _add_found(self, message: dict[str, Any], page: CampaignHost) -> None:
        found = self._found(page)
        if found is not None:
            choice = self.plan.choices[LETTERS.index(found.letter)]
            plan = choice.plan.replace({found.field: float(f"{found.value:.4g}")})
            name = f"{choice.name or page.shown.names[found.letter]} 2"
            self._add_choice(choice.model_copy(update={"plan": plan, "name": name}), page)


def _finite(text: str, *, whole: bool, lang: str) -> float | None:
    """Return the number that a text means; None if there is none, or it is beyond any sum."""
    number = number_in(text, whole=whole, lang=lang)
    return number if number is not None and abs(number) < _ENDLESS else None
