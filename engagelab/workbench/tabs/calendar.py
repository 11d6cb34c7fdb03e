"""The campaign as a calendar: its posts as rows that are edited in place, and over time."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from ...errors import EngagelabError
from ...i18n import Texts
from ...models import Post
from ...models.sections import ROLES
from ..browser.answer_view import STATIC
from ..compute.answer import Answer
from ..state.parse_input import number_in
from .context import Context
from .posts import BY_ROLE, FIELDS, Refusals, Row, both, posts_of, refused_in, row_of, said_anew

POSTS = "campaign.posts"
MOST = 120  # posts that a page of rows is good for
_COLUMNS = ("round", "origin", "seeds", "relevance", "paid")
_ACTS = ("earlier", "later", "duplicate", "remove", "more", "add", "sort")
_WORDS = (*_ACTS, "caption", "number", "acts", "repeat", "every", "times", "repeat_do", "hint",
          "none", "timeline")  # fmt: skip


class CalendarView(anywidget.AnyWidget):
    """The rows and the posts over time, as the page draws them.

    Attributes
    ----------
    told : dict
        What there is to see: texts, columns, rows, refusals, the posts over time.
    """

    _esm = STATIC / "calendar.js"
    told = traitlets.Dict().tag(sync=True)


class CalendarTab:
    """Rows of posts; each edit is a step of the history, or is refused at its row and cell.

    What is typed stays until it can be read, and the plan stays as it was; another plan, such as
    one that undo brings back, sets the rows anew.

    Attributes
    ----------
    widget : CalendarView
        What is shown.
    rows : list of dict of str to str
        What stands in the cells.
    refused : dict of int to dict of str to str
        What is said against some cells, by row and cell.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._t = context, context.texts
        self.rows: list[Row] = []
        self.refused: Refusals = {}
        self._posts: tuple[Post, ...] | None = None
        self._number, self._made, self._said = 0, 0, ""
        self._ids: list[int] = []  # a number for each row, which it keeps where rows move
        self.widget = CalendarView()
        acts: Mapping[str, Callable[..., None]] = {
            "set": self.set,
            "move": self.move,
            "duplicate": self.duplicate,
            "remove": self.remove,
            "add": self.add,
            "sort": self.sort,
            "repeat": self.repeat,
        }
        hear = context.guarded(lambda told: acts[told["act"]](**told.get("with", {})))
        self.widget.on_msg(lambda _, told, __: hear(told))
        self._take_up()

    # --- a part of the workbench -------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Do nothing: it is the plan that is shown, not what came of it."""

    def follow(self) -> None:
        """Show the posts of the plan, unless they are those that stand here already."""
        plan = self._context.session.plan
        if plan.campaign.posts != self._posts:
            self._posts = plan.campaign.posts
            self.rows = [row_of(post, self._t.lang) for post in self._posts]
            self._ids = self._numbers(len(self.rows))
            self.refused, self._said = {}, ""
        self._tell(self._said)

    def close(self) -> None:
        """Take it from the page; what is refused yet is kept for the next one."""
        if self.refused:
            self._context.session.notes[POSTS] = (self._posts, self.rows, self._t)
        self.widget.close()

    def _take_up(self) -> None:
        """Begin with the plan's posts, or with what an earlier tab has not got through."""
        posts, rows, t = self._context.session.notes.pop(POSTS, (None, [], self._t))
        if posts == self._context.session.plan.campaign.posts:
            self._posts, self.rows = posts, said_anew(rows, t, self._t)
            self._ids = self._numbers(len(rows))
            self._take()
        else:
            self.follow()

    # --- what a person does ------------------------------------------------------------------

    def set(self, row: int, name: str, value: str) -> None:
        """Write into a cell."""
        if 0 <= row < len(self.rows) and name in self.rows[row]:
            self.rows[row] = {**self.rows[row], name: value}
            self._take()

    def move(self, row: int, by: int) -> None:
        """Start a post some rounds later, or earlier, but not before the first round."""
        start = number_in(self.rows[row]["round"], whole=True, lang=self._t.lang)
        if start is not None:
            self.set(row, "round", str(max(0, int(start) + by)))

    def duplicate(self, row: int) -> None:
        """Add a copy below a post."""
        self._insert(row + 1, [self.rows[row]], "duplicated", {"number": row + 2})

    def remove(self, row: int) -> None:
        """Take a post away."""
        del self.rows[row], self._ids[row]
        left = min(row, len(self.rows) - 1)
        self._take("removed", {"number": row + 1}, focus=(left, "remove"))

    def add(self) -> None:
        """Add a post like the last one, a week later where there is room for it."""
        if not self.rows:
            return self._insert(0, [row_of(Post(), self._t.lang)], "added", {"number": 1})
        place, last = len(self.rows), self.rows[-1]
        start = number_in(last["round"], whole=True, lang=self._t.lang)
        row = last if start is None else {**last, "round": str(min(int(start) + 7, self._horizon))}
        return self._insert(place, [row], "added", {"number": place + 1})

    def sort(self) -> None:
        """Put the rows in the order of their rounds."""

        def start(place: int) -> float:
            number = number_in(self.rows[place]["round"], whole=True, lang=self._t.lang)
            return float("inf") if number is None else number

        order = sorted(range(len(self.rows)), key=start)
        self.rows = [self.rows[place] for place in order]
        self._ids = [self._ids[place] for place in order]
        self._take("sorted", {})

    def repeat(self, every: str, times: str) -> None:
        """Add copies of the last post, some rounds apart; those after the end are left out."""
        read = [number_in(text, whole=True, lang=self._t.lang) for text in (every, times)]
        step, count = (int(number or 0) for number in read)
        if not (0 < step <= MOST and 0 < count <= MOST) or not self.rows:
            return self._tell(self._t("calendar.bad_repeat", most=MOST))
        last = self.rows[-1]
        start = number_in(last["round"], whole=True, lang=self._t.lang)
        if start is None:
            return self._tell()
        rounds = [int(start) + step * (copy + 1) for copy in range(count)]
        fit = [{**last, "round": str(at)} for at in rounds if at <= self._horizon]
        told = {"posts": len(fit), "left": count - len(fit), "horizon": self._horizon}
        said = "repeated" if len(fit) == count else "left_out"
        return self._insert(len(self.rows), fit, said, told)

    # --- how it is taken ---------------------------------------------------------------------

    @property
    def _horizon(self) -> int:
        return self._context.session.plan.settings.horizon

    def _insert(self, place: int, rows: list[Row], said: str, values: Mapping[str, Any]) -> None:
        if len(self.rows) + len(rows) > MOST:
            return self._tell(self._t("calendar.full", most=MOST))
        self.rows[place:place] = [dict(row) for row in rows]
        self._ids[place:place] = self._numbers(len(rows))
        return self._take(said, values, focus=(place, "round"))

    def _numbers(self, count: int) -> list[int]:
        """Return numbers for rows that are made."""
        self._made += count
        return list(range(self._made - count, self._made))

    def _take(
        self,
        said: str = "",
        values: Mapping[str, Any] | None = None,
        focus: tuple[int, str] | None = None,
    ) -> None:
        """Read the rows; where all of them are good they become the plan's posts."""
        posts, unread = posts_of(self.rows, self._t)
        self.refused = both(unread, self._against(posts))
        if not self.refused and posts != self._context.session.plan.campaign.posts:
            self._posts = posts
            self._context.change({POSTS: posts}, "history.calendar")
        self._tell(self._t(f"calendar.{said}", **(values or {})) if said else "", focus)

    def _against(self, posts: tuple[Post, ...]) -> Refusals:
        """Return what the plan would say against the posts; other mistakes are told elsewhere."""
        draft = self._context.session.draft
        try:
            draft.base.replace({**draft.wanted, POSTS: posts})
        except EngagelabError as error:
            return refused_in(error)
        return {}

    # --- what is shown -----------------------------------------------------------------------

    def _tell(self, said: str = "", focus: tuple[int, str] | None = None) -> None:
        t = self._t
        self._number += 1
        self._said = said
        refused = {
            str(row): {name: t.refusal((name, text)) for name, text in cells.items()}
            for row, cells in self.refused.items()
        }
        self.widget.told = {
            "number": self._number,
            "texts": {name: t(f"calendar.{name}") for name in _WORDS},
            "columns": [_column(name, t) for name in _COLUMNS],
            "more": [*(_column(f"{BY_ROLE}.{role}", t) for role in ROLES), _column("groups", t)],
            "names": [t("calendar.post", number=row + 1) for row in range(len(self.rows))],
            "rows": list(self.rows),
            "ids": list(self._ids),
            "refused": refused,
            "inherited": t.exact(self._context.session.plan.content.relevance),
            "time": self._time(),
            "said": t("calendar.refused") if refused else said,
            "focus": list(focus or ()),
        }

    def _time(self) -> dict[str, Any]:
        """Return the posts over time, for a picture."""
        plan, t = self._context.session.plan, self._t
        starts = [number_in(row["round"], whole=True, lang=t.lang) for row in self.rows]
        posts = [
            {"row": row, "from": start, "wrong": row in self.refused, "paid": _is_paid(told)}
            for row, (start, told) in enumerate(zip(starts, self.rows, strict=True))
            if start is not None and 0 <= start <= plan.settings.horizon
        ]
        rounds = ", ".join(t.whole(post["from"]) for post in posts)
        life = plan.campaign.lifetime
        alt = t("calendar.alt", posts=len(posts), rounds=rounds, lifetime=life,
                horizon=plan.settings.horizon)  # fmt: skip
        return {
            "last": plan.settings.horizon,
            "lifetime": life,
            "posts": posts,
            "alt": alt if posts else t("calendar.none"),
            "round": t("picture.round"),
        }


def _is_paid(row: Row) -> bool:
    return row["paid"].strip() not in ("", "0")


def _column(name: str, t: Texts) -> dict[str, Any]:
    field, _, role = name.partition(".")
    told = t.field(f"post.{field}")
    label, says = told.label, told.says
    if role:
        label = t("calendar.by_role", role=t.word("choice", role))
    elif field == "groups":
        label, says = t("calendar.in_groups"), t("calendar.in_groups_says", says=says)
    choices = [[choice, t.word("choice", choice)] for choice in FIELDS[field].choices]
    return {"name": name, "label": label, "says": says, "choices": choices}
