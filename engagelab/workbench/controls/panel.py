"""The left side: the two main controls, the others by section, the calendar, the runs."""

import html
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from ...i18n import Texts
from ...models import Post
from ...simulation.scenario import Scenario
from .control import Changed, FieldControl, control_for
from .widget_pool import WidgetPool

MAIN = ("groups.size", "invitations.invite")
RUNS = ("settings.runs", "settings.key")
CALENDAR = "campaign.posts"

_TOWN = ("population", "groups")


class Panel:
    """All controls of a plan.

    Parameters
    ----------
    plan : Scenario
        The plan to show at first.
    changed : callable
        Takes the dotted name and the value of a control that a person has moved.
    texts : Texts
        The language of the labels.
    own_town : bool
        Whether the plan's own population and groups are played.

    Attributes
    ----------
    controls : dict of str to FieldControl
        Every control by the dotted name of its field.
    main, more, runs, note : ipywidgets
        The two main controls, the accordion of the others, run count and key, and a line about
        controls that are out of use.
    """

    def __init__(
        self, plan: Scenario, changed: Changed, texts: Texts, *, own_town: bool = True
    ) -> None:
        self.texts = texts
        self.controls = _controls(plan, changed, texts)
        self._calendar, self.note = widgets.HTML(), widgets.HTML()
        self.main = widgets.VBox(self._boxes(MAIN))
        self.runs = widgets.HBox(self._boxes(RUNS))
        self.more = self._accordion()
        names = ("main", "runs", "more", "note")
        for part, name in zip((self.main, self.runs, self.more, self.note), names, strict=True):
            part.add_class(f"el-{name}")
        if not own_town:
            self._disable_town()
        self.show(plan)

    def show(self, plan: Scenario) -> None:
        """Set all controls to a plan."""
        document = _values(plan)
        for name, control in self.controls.items():
            control.show(document[name])
        self._calendar.value = calendar(plan.campaign.posts, self.texts)

    def _boxes(self, names: tuple[str, ...] | list[str]) -> list[Any]:
        return [self.controls[name].widget for name in names]

    def _accordion(self) -> Any:
        sections: dict[str, list[Any]] = {}
        for name in Scenario.fields():
            section = sections.setdefault(name.split(".")[0], [])
            if name == CALENDAR:
                section.append(self._calendar)
            elif name in self.controls and name not in (*MAIN, *RUNS):
                section += self._boxes([name])
        boxes = [widgets.VBox(section) for section in sections.values()]
        return widgets.Accordion(boxes, titles=[self.texts.section(name) for name in sections])

    def _disable_town(self) -> None:
        self.note.value = f"<p>{html.escape(self.texts('workbench.no_town'))}</p>"
        for name, control in self.controls.items():
            if name.split(".")[0] in _TOWN:
                control.disable(self.texts("workbench.no_town"))


def _controls(plan: Scenario, changed: Changed, texts: Texts) -> dict[str, FieldControl]:
    values, pool = _values(plan), WidgetPool()
    made = {
        name: control_for(name, field, values[name], changed, texts, pool)
        for name, field in Scenario.fields().items()
    }
    return {name: control for name, control in made.items() if control is not None}


def _values(plan: Scenario) -> Mapping[str, Any]:
    document = plan.model_dump()
    return {name: document[name.split(".")[0]][name.split(".")[1]] for name in Scenario.fields()}


def calendar(posts: tuple[Post, ...], texts: Texts) -> str:
    """Return the posts of a campaign as a small table, with the fields that say something.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> shown = calendar((Post(), Post(round=7)), load("en"))
    >>> "<th scope='col' title='Where the seeds come from" in shown
    True
    """
    if not posts:
        return f"<p class='el-calendar'>{texts('workbench.no_posts')}</p>"
    always = ("round", "origin", "seeds")
    names = (field.name for field in Post.parameters())
    told = [name for name in names if name in always or _differs(posts, name)]
    head = "".join(
        f"<th scope='col' title='{html.escape(field.says)}'>{html.escape(field.label)}</th>"
        for field in (texts.field(f"post.{name}") for name in told)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(getattr(post, name), texts)}</td>" for name in told) + "</tr>"
        for post in posts
    )
    caption = f"<caption>{texts('workbench.posts_of_campaign', posts=len(posts))}</caption>"
    return f"<table class='el-calendar'>{caption}<tr>{head}</tr>{rows}</table>"


def _differs(posts: tuple[Post, ...], name: str) -> bool:
    default = getattr(Post(), name)
    return any(getattr(post, name) != default for post in posts)


def _cell(value: Any, t: Texts) -> str:
    if value is None or value == () or value == {}:
        return "–"
    if isinstance(value, dict):
        return "; ".join(f"{_cell(role, t)} {_cell(share, t)}" for role, share in value.items())
    if isinstance(value, tuple):
        return html.escape("; ".join(map(str, value)))
    if isinstance(value, (int, float)):
        return t.exact(value)
    return html.escape(t.word("choice", value))
