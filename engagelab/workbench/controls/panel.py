"""Lay out all controls of a plan: the two main ones, the others by section, and the runs."""

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from ...i18n import Texts
from ...models import Post
from ...simulation.scenario import Scenario
from ..templates import element, render
from .field_control import FieldControl, OnChange, control_for
from .widget_helpers import styled
from .widget_pool import WidgetPool

MAIN = ("groups.size", "invitations.invite")
RUNS = ("settings.runs", "settings.key")
CALENDAR = "campaign.posts"

_TOWN = ("population", "groups")
_ALWAYS = ("round", "origin", "seeds")  # fields of a post that are always shown


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
    own_town : bool
        Whether the plan runs on its own town; otherwise the controls of the town are disabled.

    Attributes
    ----------
    controls : dict of str to FieldControl
        Every control by the dotted name of its field.
    main, more, runs, note : ipywidgets
        The two main controls, the accordion of the others, run count and key, and a line about
        disabled controls.
    """

    def __init__(
        self, plan: Scenario, on_change: OnChange, texts: Texts, *, own_town: bool = True
    ) -> None:
        self.texts = texts
        self.controls = _controls(plan, on_change, texts)
        self._posts, self.note = widgets.HTML(), widgets.HTML()
        self.main = widgets.VBox(self._boxes(MAIN))
        self.runs = widgets.HBox(self._boxes(RUNS))
        self.more = self._accordion()
        names = ("main", "runs", "more", "note")
        for name in names:
            styled(getattr(self, name), f"el-{name}")
        if not own_town:
            self._disable_town()
        self.show(plan)

    def show(self, plan: Scenario) -> None:
        """Set all controls to a plan."""
        values = _values(plan)
        for name, control in self.controls.items():
            control.show(values[name])
        self._posts.value = posts_table(plan.campaign.posts, self.texts)

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


def _controls(plan: Scenario, on_change: OnChange, texts: Texts) -> dict[str, FieldControl]:
    values, pool = _values(plan), WidgetPool()
    controls = {
        name: control_for(
            name, field, value=values[name], on_change=on_change, texts=texts, pool=pool
        )
        for name, field in Scenario.fields().items()
    }
    return {name: control for name, control in controls.items() if control is not None}


def _values(plan: Scenario) -> Mapping[str, Any]:
    document = plan.model_dump()
    return {name: document[name.split(".")[0]][name.split(".")[1]] for name in Scenario.fields()}


def posts_table(posts: tuple[Post, ...], t: Texts) -> str:
    """Return the posts of a campaign as an HTML table; fields at their default are left out.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> table = posts_table((Post(), Post(round=7)), load("en"))
    >>> '<th scope="col" title="Where the seeds come from' in table
    True
    """
    if not posts:
        return element("p", t("workbench.no_posts"), class_="el-calendar")
    names = (field.name for field in Post.parameters())
    shown = [name for name in names if name in _ALWAYS or _is_set(posts, name)]
    rows = [[_cell(getattr(post, name), t) for name in shown] for post in posts]
    return render("posts", t=t, fields=[t.field(f"post.{name}") for name in shown], rows=rows)


def _is_set(posts: tuple[Post, ...], name: str) -> bool:
    default = getattr(Post(), name)
    return any(getattr(post, name) != default for post in posts)


def _cell(value: Any, t: Texts) -> str:
    if value is None or value == () or value == {}:
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{_cell(role, t)} {_cell(share, t)}" for role, share in value.items())
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, (int, float)):
        return t.exact(value)
    return t.word("choice", value)
