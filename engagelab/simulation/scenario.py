"""Scenario: a whole plan as one document, checked, with presets."""

import hashlib
import json
import os
import warnings
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Self

import yaml

from ..errors import (
    EngagelabError,
    Message,
    as_text,
    listed,
    nearest,
    refused,
    within,
)
from ..graphs.network import Network
from ..io.arguments import checked
from ..io.atomic import writing
from ..io.files import read_bytes, text_of
from ..io.yaml_text import Dumper, read_yaml, with_lines
from ..models import Engagement, Post
from ..models.sections import Life
from .memory import campaign_work, need_memory_for_town
from .old_plans import brought_up_to_date
from .outcome import Outcome
from .plan_fields import OLD_SECTIONS, PlanFields
from .settings import Record, Settings
from .simulate import simulate_campaign
from .town_cache import TOWNS

_MODEL_SECTIONS = ("content", "engagement", "invitations", "rewards", "answers", "control", "money")


class Scenario(PlanFields):
    """A whole plan: who there is, what is posted, how it travels, what it costs.

    Parameters
    ----------
    name, summary : str
        What the plan is called, and one sentence about it.
    population, groups, content, engagement, invitations, ... : declaration or mapping
        The sections, as declarations or mappings; a dotted name is ``section.field``.

    Raises
    ------
    EngagelabError
        For unknown names (with the nearest right one), values out of bounds, contradictions.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(groups={"size": 40}, invitations={"invite": 0.3})
    >>> plan.replace({"groups.size": 80}).groups.size
    80.0
    """

    # --- presets and files -------------------------------------------------------------------

    @staticmethod
    def presets() -> list[str]:
        """Return the names of the presets.

        Examples
        --------
        >>> import engagelab as el
        >>> "invite-a-friend" in el.Scenario.presets()
        True
        """
        return list(_preset_texts())

    @classmethod
    @checked
    def preset(cls, name: str) -> Self:
        """Return one of the strategies that come with the package.

        Raises
        ------
        EngagelabError
            For an unknown name.
        """
        known = _preset_texts()
        if name not in known:
            raise EngagelabError(
                f"preset: {name!r} is not known{nearest(name, known)}; allowed are {listed(known)}"
            )
        plan: Self = _preset(cls, name)
        return plan

    @classmethod
    @checked
    def from_yaml(cls, path: str | os.PathLike[str]) -> Self:
        """Read a plan; fields that the file does not name have their defaults.

        A plan of version 1 of the model is read too; a warning names each field that is gone.

        Raises
        ------
        EngagelabError
            For a file that is missing or not YAML (with the line), and for all that a plan refuses.
        """
        return cls.from_text(_text_in(path), str(path))

    @classmethod
    @checked
    def from_old_yaml(cls, path: str | os.PathLike[str]) -> tuple[Self, tuple[Message, ...]]:
        """Read a plan as `from_yaml` does; return it with a note on each field that is gone.

        Raises
        ------
        EngagelabError
            As for `from_yaml`.
        """
        return cls.from_old_text(_text_in(path), str(path))

    @classmethod
    @checked
    def from_text(cls, text: str, where: str) -> Self:
        """Read a plan from the text of a YAML file; `where` names the file in what is refused.

        A plan of version 1 of the model is read too; a warning names each field that is gone.

        Raises
        ------
        EngagelabError
            As for `from_yaml`.

        Examples
        --------
        >>> import engagelab as el
        >>> el.Scenario.from_text("groups: {size: 40}", "plan.yaml").groups.size
        40.0
        """
        plan, notes = cls.from_old_text(text, where)
        for note in notes:
            warnings.warn(f"{where}: {note}", UserWarning, stacklevel=2)
        return plan

    @classmethod
    @checked
    def from_old_text(cls, text: str, where: str) -> tuple[Self, tuple[Message, ...]]:
        """Read a plan as `from_text` does; return it with a note on each field that is gone.

        Raises
        ------
        EngagelabError
            As for `from_yaml`.
        """
        document, notes = brought_up_to_date(read_yaml(text, where))
        try:
            return cls(**document), notes
        except EngagelabError as error:
            raise within(where, with_lines(text, _as_written(error, document))) from None

    @checked
    def to_yaml(self, path: str | os.PathLike[str]) -> None:
        """Write the whole plan; no half-written file is left.

        Raises
        ------
        EngagelabError
            Where the file cannot be written.
        """
        with writing(path) as temporary:
            temporary.write_text(self.to_text(), encoding="utf-8")

    def to_text(self) -> str:
        """Return the whole plan as the text of a YAML file.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario(name="mine")
        >>> el.Scenario.from_text(plan.to_text(), "mine.yaml") == plan
        True
        """
        return yaml.dump(
            self.model_dump(mode="json"),
            Dumper=Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=100,
        )

    @property
    def hash(self) -> str:
        """Twelve digits that change with any field but the name and the summary."""
        document = self.model_dump(mode="json", exclude={"name", "summary"})
        text = json.dumps(document, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    # --- running -----------------------------------------------------------------------------

    @property
    def model(self) -> Engagement:
        """The rules of the plan, as `simulate` takes them."""
        fields: dict[str, Any] = {name: getattr(self.campaign, name) for name in Life.model_fields}
        for name in _MODEL_SECTIONS:
            fields |= getattr(self, name).model_dump()
        return Engagement(**fields)

    @checked
    def town(self, key: int | None = None) -> Network:
        """Return the people, ties and groups of the plan.

        Raises
        ------
        EngagelabError
            If generating them needs more memory than there is.
        """
        need_memory_for_town(self.population, self.groups)
        return TOWNS.get(self.population, self.groups, self.settings.key if key is None else key)

    @checked
    def simulate(self, settings: Settings, network: Network | None = None) -> Outcome:
        """Simulate the plan with these settings, in its own town or on another network."""
        posts = self.campaign.posts
        if network is None:
            work = campaign_work(settings, self.model, posts, self.population.people)
            need_memory_for_town(self.population, self.groups, work)
        return simulate_campaign(
            self.town(settings.key) if network is None else network,
            self.model,
            posts,
            settings,
            scenario=self.model_dump(mode="json"),
        )

    def settings_with(self, **values: Any) -> Settings:
        """Return how the plan wants to be run, with some things changed."""
        given = {name: value for name, value in values.items() if value is not None}
        return Settings(**{**self.settings.model_dump(), "redraw_seeds": self.campaign.redraw_seeds,
                        **given})  # fmt: skip

    @checked
    def run(
        self,
        *,
        runs: int | None = None,
        key: int | None = None,
        network: Network | None = None,
        record: Record = None,
        threads: int | None = None,
    ) -> Outcome:
        """Simulate the plan; runs and key that are not given are those of its ``settings``.

        Parameters
        ----------
        runs, key : int, optional
            Number of runs, and the integer that fixes all chance, the town included.
        network : Network, optional
            People to simulate it on, instead of the town of its sections population and groups.
        record : "people" or None
            As for `simulate`.
        threads : int, optional
            As for `simulate`.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario(population={"people": 500})
        >>> plan.run(runs=5, key=7).runs
        5
        """
        settings = self.settings_with(runs=runs, key=key, record=record, threads=threads)
        return self.simulate(settings, network)

    @checked
    def paid_only(self, money: float | None = None) -> Self:
        """Return the baseline that spends money on making posts and buying impressions alone.

        Nobody starts, shares or comments, and there is no own space. Impressions are shared out
        among the posts; if there are more than people, people are shown a post several times. Free
        impressions are bought once for each person and post.

        Parameters
        ----------
        money : float, optional
            What the baseline costs, up to the price of one impression; None: what the plan itself
            costs in the mean of 50 runs.

        Raises
        ------
        EngagelabError
            If the money is negative, or does not pay for making the posts.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario(population={"people": 1000})
        >>> float(plan.paid_only(260).run(runs=2).total("cost").mean())
        260.0
        """
        posts = self.campaign.posts or (Post(),)
        made = self.money.cost_post * len(posts)
        if money is None:
            spent = self.simulate(self.settings_with(runs=50)).total("cost").mean()
            money = max(made, float(spent))
        if not made <= money < float("inf"):
            raise refused("money", "money_for_posts", value=money, made=made, posts=len(posts))
        price = self.money.cost_impression
        bought = (
            int((money - made) / price + 1e-9) if price else self.population.people * len(posts)
        )
        each, more = divmod(bought, len(posts))
        alone = [
            Post(round=post.round, name=post.name, seeds=0, paid=each + (place < more))
            for place, post in enumerate(posts)
        ]
        changes = {"campaign.posts": alone, "campaign.own_size": 0, "engagement.base_share": 0.0,
                   "answers.comment": 0.0}  # fmt: skip
        return self.replace(changes, name="paid only", summary="Money alone, nobody shares.")

    def doing_nothing(self) -> Self:
        """Return the baseline without any post."""
        return self.replace({"campaign.posts": []}, name="doing nothing", summary="No post at all.")


def _text_in(path: str | os.PathLike[str]) -> str:
    """Return the text of a file of a plan."""
    return text_of(path, read_bytes(path, "unreadable"))


def _as_written(error: EngagelabError, document: Mapping[str, Any]) -> EngagelabError:
    """Return a mistake that names the sections as the document does."""
    old = {new: name for name, new in OLD_SECTIONS.items() if name in document}
    parted = ((name.partition("."), text) for name, text in error.problems)
    problems = tuple(
        (old.get(section, section) + dot + field, text) for (section, dot, field), text in parted
    )
    return EngagelabError(as_text(problems), problems) if problems else error


@cache
def _preset_texts() -> Mapping[str, str]:
    """Return the text of each preset by its name; read once."""
    folder = resources.files(__package__) / "presets"
    texts = {entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir()
             if entry.name.endswith(".yaml")}  # fmt: skip
    return {name.removesuffix(".yaml"): texts[name] for name in sorted(texts)}


@cache
def _preset(kind: type[Scenario], name: str) -> Any:
    """Return a preset, parsed once; a plan is frozen, so all can share it."""
    return kind.from_text(_preset_texts()[name], f"{name}.yaml")
