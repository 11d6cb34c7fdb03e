"""Edit the posts of a campaign as rows, and show them over time."""

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...models import Post
from ...models.sections import ORGANISATION
from ..browser.calendar_view import CalendarView
from ..compute.answer import Answer
from ..state.parse_input import number_in
from .context import Context
from .posts import (
    FIELDS,
    LABELS,
    Refusals,
    Row,
    merged,
    posts_of,
    refusals_in,
    row_of,
    translated,
    unneeded,
)

POSTS = "campaign.posts"
MAX_POSTS = 120  # rows that a page can show
_COLUMNS = ("round", "name", "origin", "seeds", "relevance", "paid")
_ACTIONS = ("earlier", "later", "duplicate", "remove", "more", "add", "sort")
_WORDS = (*_ACTIONS, "caption", "number", "acts", "repeat", "every", "times", "repeat_do", "hint",
          "none", "timeline")  # fmt: skip

Focus = tuple[int, str]  # row and name of a cell


class CalendarTab:
    """Rows of posts; each edit is a step of the history, or is refused at its row and cell.

    Unreadable input stays in its cell, and the plan stays as it was. Another plan, such as one that
    undo restores, replaces the rows.

    Attributes
    ----------
    widget : CalendarView
        The rows and the posts over time.
    rows : list of dict of str to str
        The text of each cell.
    refused : dict of int to dict of str to str
        The refusals, by row and cell.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._t = context, context.texts
        self.rows: list[Row] = []
        self.refused: Refusals = {}
        self._posts: tuple[Post, ...] | None = None
        self._number, self._last_id, self._note = 0, 0, ""
        self._ids: list[int] = []  # an id for each row, which it keeps when rows move
        self.widget = CalendarView()
        actions: Mapping[str, Callable[..., None]] = {
            "set": self.set,
            "move": self.move,
            "duplicate": self.duplicate,
            "remove": self.remove,
            "add": self.add,
            "sort": self.sort,
            "repeat": self.repeat,
        }
        self._answered: dict[str, int] = {}  # the latest edit of each view of the page

        def act(message: Mapping[str, Any]) -> None:
            if "edit" in message:
                view, number = message["edit"]
                self._answered[str(view)] = int(number)
            values = dict(message.get("with", {}))
            if message.get("id") is not None:
                if message["id"] not in self._ids:
                    return  # the row is gone since the page sent this
                values["row"] = self._ids.index(message["id"])
            if "row" in values and not 0 <= values["row"] < len(self.rows):
                return
            actions[message["act"]](**values)

        guarded = context.guarded(act)
        self.widget.on_msg(lambda _, message, __: guarded(message))
        self._restore()

    # --- a tab of the workbench --------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Do nothing: the tab shows the plan, not its answer."""

    def follow(self) -> None:
        """Show the posts of the plan, unless they are those of the rows already."""
        plan = self._context.session.plan
        if plan.campaign.posts != self._posts:
            self._posts = plan.campaign.posts
            self.rows = [row_of(post, self._t.lang) for post in self._posts]
            self._ids = self._new_ids(len(self.rows))
            self.refused, self._note = {}, ""
        self._render(self._note)

    def close(self) -> None:
        """Remove the widget from the page, and save refused input for the next tab."""
        if self.refused:
            self._context.session.notes[POSTS] = (self._posts, self.rows, self._t)
        self.widget.close()

    def _restore(self) -> None:
        """Start with the posts of the plan, or with the refused input of an earlier tab."""
        posts, rows, t = self._context.session.notes.pop(POSTS, (None, [], self._t))
        if posts == self._context.session.plan.campaign.posts:
            self._posts, self.rows = posts, translated(rows, t, self._t)
            self._ids = self._new_ids(len(rows))
            self._apply()
        else:
            self.follow()

    # --- actions of a person -----------------------------------------------------------------

    def set(self, row: int, name: str, value: str) -> None:
        """Set the text of a cell."""
        if name in self.rows[row]:
            before = self.rows[row]
            self.rows[row] = {**before, name: value}
            if name == "origin" and before["origin"] == ORGANISATION:
                self.rows[row]["seeds"] = str(Post().seeds)  # the organisation had none
            if name == "origin" and value == ORGANISATION:
                self.rows[row]["people"] = ""
            self._apply()

    def move(self, row: int, by: int) -> None:
        """Start a post some rounds later or earlier, but not before the first round."""
        start = self._start(self.rows[row])
        if start is not None:
            self.set(row, "round", str(max(0, start + by)))

    def duplicate(self, row: int) -> None:
        """Insert a copy below a post, without its name, which no other post may have."""
        self._insert(row + 1, [self._copy(self.rows[row])], "duplicated", {"number": row + 2})

    def remove(self, row: int) -> None:
        """Remove a post."""
        del self.rows[row], self._ids[row]
        next_row = min(row, len(self.rows) - 1)
        self._apply("removed", {"number": row + 1}, focus=(next_row, "remove"))

    def add(self) -> None:
        """Append a post like the last one, a week later if the horizon allows it."""
        if not self.rows:
            return self._insert(0, [row_of(Post(), self._t.lang)], "added", {"number": 1})
        place, last = len(self.rows), self.rows[-1]
        start = self._start(last)
        row = {} if start is None else {"round": str(min(start + 7, self._horizon))}
        return self._insert(place, [self._copy(last) | row], "added", {"number": place + 1})

    def sort(self) -> None:
        """Sort the rows by round; unreadable rounds come last."""
        starts = [self._start(row) for row in self.rows]
        keys = [float("inf") if start is None else start for start in starts]
        order = sorted(range(len(self.rows)), key=keys.__getitem__)
        self.rows = [self.rows[place] for place in order]
        self._ids = [self._ids[place] for place in order]
        self._apply("sorted", {})

    def repeat(self, every: str, times: str) -> None:
        """Append copies of the last post at equal distances, as far as the horizon."""
        numbers = [number_in(text, whole=True, lang=self._t.lang) for text in (every, times)]
        step, count = (int(number or 0) for number in numbers)
        if not (0 < step <= MAX_POSTS and 0 < count <= MAX_POSTS) or not self.rows:
            return self._render(self._t("calendar.bad_repeat", most=MAX_POSTS))
        last = self.rows[-1]
        start = self._start(last)
        if start is None:
            return self._render()
        rounds = [start + step * (copy + 1) for copy in range(count)]
        copies = [self._copy(last) | {"round": str(at)} for at in rounds if at <= self._horizon]
        values = {"posts": len(copies), "left": count - len(copies), "horizon": self._horizon}
        note = "repeated" if len(copies) == count else "left_out"
        return self._insert(len(self.rows), copies, note, values)

    # --- applying an edit --------------------------------------------------------------------

    @property
    def _horizon(self) -> int:
        return self._context.session.plan.settings.horizon

    def _copy(self, row: Row) -> Row:
        return {**row, "name": ""}

    def _start(self, row: Row) -> int | None:
        """Return the round of a row; None if it is unreadable."""
        number = number_in(row["round"], whole=True, lang=self._t.lang)
        return None if number is None else int(number)

    def _insert(self, place: int, rows: list[Row], note: str, values: Mapping[str, Any]) -> None:
        if len(self.rows) + len(rows) > MAX_POSTS:
            return self._render(self._t("calendar.full", most=MAX_POSTS))
        self.rows[place:place] = [dict(row) for row in rows]
        self._ids[place:place] = self._new_ids(len(rows))
        return self._apply(note, values, focus=(place, "round"))

    def _new_ids(self, count: int) -> list[int]:
        """Return ids for new rows."""
        self._last_id += count
        return list(range(self._last_id - count, self._last_id))

    def _apply(
        self, note: str = "", values: Mapping[str, Any] | None = None, focus: Focus | None = None
    ) -> None:
        """Read the rows; if all are valid they become the posts of the plan."""
        posts, unreadable = posts_of(self.rows, self._t)
        self.refused = merged(unreadable, self._plan_refusals(posts))
        if not self.refused and posts != self._context.session.plan.campaign.posts:
            self._posts = posts
            self._context.change({POSTS: posts}, "history.calendar")
        self._render(self._t(f"calendar.{note}", **(values or {})) if note else "", focus)

    def _plan_refusals(self, posts: tuple[Post, ...]) -> Refusals:
        """Return the objections of the plan to posts; its other errors are shown elsewhere."""
        draft = self._context.session.draft
        try:
            draft.base.replace({**draft.wanted, POSTS: posts})
        except EngagelabError as error:
            return refusals_in(error)
        return {}

    # --- rendering ---------------------------------------------------------------------------

    def _render(self, note: str = "", focus: Focus | None = None) -> None:
        t = self._t
        self._number += 1
        self._note = note
        refused = {
            str(row): {name: t.refusal((name, text)) for name, text in cells.items()}
            for row, cells in self.refused.items()
        }
        self.widget.content = {
            "number": self._number,
            "answered": dict(self._answered),
            "texts": {name: t(f"calendar.{name}") for name in _WORDS},
            "columns": [_column(name, t) for name in _COLUMNS],
            "more": [_column(name, t) for name in LABELS],
            "unneeded": [t(f"calendar.{key}") if key else "" for key in map(unneeded, self.rows)],
            "names": [t("calendar.post", number=row + 1) for row in range(len(self.rows))],
            "rows": list(self.rows),
            "ids": list(self._ids),
            "refused": refused,
            "inherited": t.exact(self._context.session.plan.content.relevance),
            "time": self._timeline(),
            "note": t("calendar.refused") if refused else note,
            "focus": list(focus or ()),
        }

    def _timeline(self) -> dict[str, Any]:
        """Return the posts over time, for the picture."""
        plan, t = self._context.session.plan, self._t
        horizon, lifetime = plan.settings.horizon, plan.campaign.lifetime
        starts = [self._start(row) for row in self.rows]
        posts: list[dict[str, Any]] = [
            {"row": number, "from": start, "wrong": number in self.refused, "start": _start_of(row)}
            for number, (start, row) in enumerate(zip(starts, self.rows, strict=True))
            if start is not None and 0 <= start <= horizon
        ]
        rounds = ", ".join(t.whole(post["from"]) for post in posts)
        alt = t("calendar.alt", posts=len(posts), rounds=rounds, lifetime=lifetime,
                horizon=horizon)  # fmt: skip
        return {
            "last": horizon,
            "lifetime": lifetime,
            "posts": posts,
            "alt": alt if posts else t("calendar.none"),
            "round": t("picture.round"),
        }


def _start_of(row: Row) -> str:
    """Return how a post starts, as a part of a class of the page."""
    if row["paid"].strip() not in ("", "0"):
        return "paid"
    return "own" if row["origin"] == ORGANISATION else "start"


def _column(name: str, t: Texts) -> dict[str, Any]:
    words = t.field(f"post.{name}")
    labels = {"groups": "calendar.in_groups", "people": "calendar.by_name"}
    label = t(labels[name]) if name in labels else words.label
    says = t("calendar.labels_say", says=words.says) if name in LABELS else words.says
    choices = [[choice, t.word("choice", choice)] for choice in FIELDS[name].choices]
    text = name in LABELS or name == "name"
    return {"name": name, "label": label, "says": says, "choices": choices, "text": text}
