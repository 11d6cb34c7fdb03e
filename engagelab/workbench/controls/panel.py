"""Lay out all controls of a plan: the ten main ones, the others by section, and the runs."""

from collections.abc import Mapping
from typing import Any

from ...i18n import Texts
from ...i18n.vocabulary import declared
from ...models import Post
from ...models.sections import ORGANISATION
from ...simulation.scenario import Scenario
from ..browser import widgets
from ..state.every_post import EVERY_POST, obstacle, value_in
from ..templates import element, render
from .field_control import FieldControl, OnChange, control_for
from .widget_helpers import styled
from .widget_pool import WidgetPool

MAIN = (
    "post.origin", "post.seeds", "campaign.own_size", "post.paid", "groups.size",
    "engagement.group_share", "invitations.invite", "invitations.accept", "answers.reply_rate",
    "content.relevance",
)  # fmt: skip
RUNS = ("settings.runs", "settings.key")
CALENDAR = "campaign.posts"

_TOWN = ("population", "groups")
_ALWAYS = ("round", "origin", "seeds")  # fields of a post that are always shown
# where a slider ends, in times the number of people; a box takes any number
_MOST = {"post.seeds": 1, "campaign.own_size": 1, "post.paid": 20}


class Panel:
    """All controls of a plan.

    Parameters
    ----------
    plan : Scenario
        The initial plan.
    on_change : callable
        Receives the dotted name and the value of a control that a person has moved.
    texts : Texts
        The language of the labels.
    people : int, optional
        The number of people of a given network, which disables the controls of the town.

    Attributes
    ----------
    controls : dict of str to FieldControl
        Every control by the dotted name of its field; those in `EVERY_POST` set all posts.
    main, more, runs, note : ipywidgets
        The main controls, the accordion of the others, run count and key, and a line about disabled
        controls.
    """

    def __init__(
        self, plan: Scenario, on_change: OnChange, texts: Texts, *, people: int | None = None
    ) -> None:
        self.texts, self._people = texts, people
        self.controls = self._controls(plan, on_change)
        self._posts, self.note = widgets.HTML(), widgets.HTML()
        self.main = widgets.VBox(self._boxes(MAIN))
        self.runs = widgets.HBox(self._boxes(RUNS))
        self.more = self._accordion()
        names = ("main", "runs", "more", "note")
        for name in names:
            styled(getattr(self, name), f"el-{name}")
        if people is not None:
            self._disable_town()
        self.show(plan)

    def show(self, plan: Scenario) -> None:
        """Set all controls to a plan."""
        for name, control in self.controls.items():
            if name not in EVERY_POST:
                control.show(value_in(plan, name))
        self.show_posts(plan)

    def show_inputs(self, values: Mapping[str, Any], of: "Panel") -> None:
        """Set some controls to values, and show what another panel has refused."""
        for name in values.keys() & self.controls.keys():
            self.controls[name].show(values[name])
        for name, control in of.controls.items():
            if control.refused is not None and name in self.controls:
                self.controls[name].show_refused(*control.refused)

    def show_posts(self, plan: Scenario) -> None:
        """Set the controls and the table of the posts, and the ends of sliders, to a plan."""
        for name in EVERY_POST:
            key, control = obstacle(plan, name), self.controls[name]
            control.show(value_in(plan, name))
            control.disable(self.texts(key) if key else "", shown=True)
        for name in _MOST:
            self.controls[name].limit(self._most(plan, name))
        self._posts.value = posts_table(plan.campaign.posts, self.texts)

    def _most(self, plan: Scenario, name: str) -> float | None:
        """Return where the slider of a field ends; None: where the field does."""
        people = self._people or plan.population.people
        return _MOST[name] * people if name in _MOST else None

    def _controls(self, plan: Scenario, on_change: OnChange) -> dict[str, FieldControl]:
        pool = WidgetPool()
        controls = {
            name: control_for(
                name, declared(name), value=value_in(plan, name), on_change=on_change,
                texts=self.texts, pool=pool, most=self._most(plan, name),
            )
            for name in (*Scenario.fields(), *EVERY_POST)
        }  # fmt: skip
        return {name: control for name, control in controls.items() if control is not None}

    def _boxes(self, names: tuple[str, ...] | list[str]) -> list[Any]:
        return [self.controls[name].widget for name in names]

    def _accordion(self) -> Any:
        sections: dict[str, list[Any]] = {}
        for name in Scenario.fields():
            section = sections.setdefault(name.split(".")[0], [])
            if name == CALENDAR:
                section.append(self._posts)
            elif name in self.controls and name not in (*MAIN, *RUNS):
                section += self._boxes([name])
        boxes = [widgets.VBox(section) for section in sections.values()]
        return widgets.Accordion(boxes, titles=[self.texts.section(name) for name in sections])

    def _disable_town(self) -> None:
        reason = self.texts("workbench.no_town")
        self.note.value = element("p", reason)
        for name, control in self.controls.items():
            if name.split(".")[0] in _TOWN:
                control.disable(reason)


def posts_table(posts: tuple[Post, ...], t: Texts) -> str:
    """Return the posts of a campaign as an HTML table; fields at their default are left out.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> table = posts_table((Post(), Post(round=7)), load("en"))
    >>> '<th scope="col" title="Who starts the post' in table
    True
    """
    if not posts:
        return element("p", t("workbench.no_posts"), class_="el-calendar")
    names = (field.name for field in Post.parameters())
    shown = [name for name in names if name in _ALWAYS or _is_set(posts, name)]
    rows = [[_cell(post, name, t) for name in shown] for post in posts]
    return render("posts", t=t, fields=[t.field(f"post.{name}") for name in shown], rows=rows)


def _is_set(posts: tuple[Post, ...], name: str) -> bool:
    default = getattr(Post(), name)
    return any(getattr(post, name) != default for post in posts)


def _cell(post: Post, name: str, t: Texts) -> str:
    value = getattr(post, name)
    unused = name == "seeds" and (post.people or post.origin == ORGANISATION)
    return "–" if unused or value in (None, (), "") else t.value(f"post.{name}", value)
