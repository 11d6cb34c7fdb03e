"""The audience of a campaign in a planner's words, and the fields of a plan that it gives."""

from typing import Any, Literal

from ...models.declaration import Declaration, quantity
from ...simulation.scenario import Scenario

_MOST_GROUPS = 50  # of a person
_MOST_EMPLOYEES = 3  # for each other person: customers and partners are a share of all, too
_OFFERED = 3  # audiences in place of an impossible one
_WHOLE = 1e-6


class Audience(Declaration):
    """People in groups, as a planner counts them; employees are counted apart.

    Attributes
    ----------
    people : int
        Everybody who can be reached, employees excepted.
    groups : int
        Number of groups.
    size : float
        Typical number of people in a group.
    outside : float
        Share of the people who are in no group.
    employees : int
        Employees; they sit in the same groups.
    unit : {"day", "week"}
        What a round is.

    Examples
    --------
    >>> fields = Audience(people=12_000, groups=300, size=40, outside=0).fields
    >>> round(fields["groups.per_person"], 3), round(fields["groups.size"], 1)
    (1.0, 40.8)
    """

    people: int = quantity(
        12_000, (20, 4_000_000), "people", "Everybody who can be reached, employees excepted.",
        source="choice",
    )  # fmt: skip
    groups: int = quantity(1_680, (1, 4_000_000), "groups", "Number of groups.", source="choice")
    size: float = quantity(
        25.0, (2, 1_000), "group size", "Typical number of people in a group.", source="choice"
    )
    outside: float = quantity(
        0.20, (0, 0.8), "outside groups", "Share of the people in no group.", source="choice"
    )
    employees: int = quantity(
        240, (0, 1_000_000), "employees", "Employees, in the same groups.", source="choice"
    )
    unit: Literal["day", "week"] = "day"

    @classmethod
    def of(cls, plan: Scenario, unit: Literal["day", "week"] = "day") -> "Audience":
        """Return the audience of a plan.

        Raises
        ------
        EngagelabError
            If a planner's words cannot describe it, such as a group larger than they may give.
        """
        total, of = plan.population.people, plan.groups
        employees = round(total * plan.population.employees)
        people = total - employees
        return cls(
            people=people,
            groups=max(1, round(total * of.memberships_per_person / of.size)),
            size=round(of.size * people / total, 3),
            outside=round(plan.population.prospects, 9),
            employees=employees,
            unit=unit,
        )

    @property
    def inside(self) -> int:
        """The people who are in a group."""
        most_outside = self.people * 4 // 5  # as for the share: rounding must not go beyond it
        return self.people - min(round(self.people * self.outside), most_outside)

    @property
    def seats(self) -> float:
        """The memberships that the groups have room for."""
        return self.groups * self.size

    @property
    def each_in(self) -> float:
        """The mean number of groups of a person who is in one."""
        return self.seats / max(1, self.inside)

    @property
    def left_out(self) -> int:
        """The people for whom the groups have no room."""
        return max(0, round(self.inside - self.seats))

    @property
    def is_possible(self) -> bool:
        """Whether the groups hold the people, people suffice for the groups, and roles for all."""
        fits = not self.left_out and self.size <= self.inside and self.each_in <= _MOST_GROUPS
        return fits and not self.too_many_employees

    @property
    def too_many_employees(self) -> bool:
        """Whether there are more employees than roles leave room for."""
        return self.employees > _MOST_EMPLOYEES * self.people

    @property
    def nearest(self) -> tuple["Audience", ...]:
        """Up to three audiences that are possible, with one number changed if that is enough."""
        if self.is_possible:
            return ()
        changes: list[dict[str, Any]]
        if self.too_many_employees:
            changes = [{}, {"people": -(-self.employees // _MOST_EMPLOYEES)}]  # {}: fewer employees
        elif self.left_out:
            outside = 1 - self.seats / self.people
            # rounded up, so that it is possible
            changes = [
                {"groups": -int(-self.inside // self.size)},
                {"size": float(-(-self.inside // self.groups))},
                {"outside": -(-round(outside * 1e4, 3) // 10) / 1e3},
                {"people": int(self.seats / max(1 - self.outside, 0.2))},
            ]
        else:
            size = min(self.size, float(self.inside))
            most = max(1, int(_MOST_GROUPS * self.inside / size))
            changes = [{"size": size, "groups": min(self.groups, most)},
                       {"groups": min(self.groups, most), "size": size, "outside": 0.0},
                       {"people": int(max(self.size, self.seats / _MOST_GROUPS)) + 1,
                        "outside": 0.0}]  # fmt: skip
        options = [self._with(each) for each in changes]
        possible = [each for each in dict.fromkeys(options) if each and each.is_possible]
        return tuple(possible[:_OFFERED])

    def _with(self, values: dict[str, Any]) -> "Audience | None":
        most = _MOST_EMPLOYEES * values.get("people", self.people)
        values = {"employees": min(self.employees, most), **values}
        try:
            return Audience(**{**self.model_dump(), **values})
        except ValueError:
            return None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a plan, by dotted name."""
        total = self.people + self.employees
        share = total / self.people
        outside = 1 - self.inside / self.people
        return {
            "population.people": total,
            "population.employees": self.employees / total,
            "population.prospects": outside,
            "groups.size": min(1_000.0, self.size * share),
            # a little more than enough, so that rounding leaves nobody without a seat
            "groups.per_person": max(self.seats / self.people, 1 - outside + _WHOLE),
            "groups.hold": "memberships",
        }
