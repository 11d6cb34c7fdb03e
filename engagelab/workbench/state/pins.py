"""Pinned plans: A, B, C ... to compare side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...errors import refused
from ...i18n import Texts
from ...simulation.scenario import Scenario

LETTERS = "ABCDEFGH"
LONGEST = 80  # letters of a name


@dataclass(frozen=True)
class Pin:
    """A pinned plan.

    Attributes
    ----------
    letter : str
        A, B, C ...: its place in the picture. Swapping two pins exchanges their plans and names.
    name : str
        The name that the person gave it.
    plan : Scenario
        The plan.
    """

    letter: str
    name: str
    plan: Scenario

    def called(self, t: Texts) -> str:
        """Return the letter and the name, in a language."""
        return t("explore.named", what=self.letter, which=self.name)


class Pins:
    """The pinned plans, in the order of their letters.

    Examples
    --------
    >>> pins = Pins()
    >>> pins.add(Scenario.preset("voucher"), "Voucher").letter
    'A'
    >>> pins.add(Scenario.preset("top-down"), "Top-down").letter
    'B'
    >>> pins.swap("A", "B")
    >>> [(pin.letter, pin.name) for pin in pins]
    [('A', 'Top-down'), ('B', 'Voucher')]
    """

    def __init__(self, pins: Iterable[Pin] = ()) -> None:
        self._pins = list(pins)
        self._removed: list[tuple[Pin, ...]] = []  # the latest removal is the last one

    def __iter__(self) -> Iterator[Pin]:
        return iter(self._pins)

    def __len__(self) -> int:
        return len(self._pins)

    @property
    def full(self) -> bool:
        """Whether no more plans can be pinned."""
        return len(self._pins) == len(LETTERS)

    def add(self, plan: Scenario, name: str) -> Pin:
        """Pin a plan under the next free letter.

        Raises
        ------
        EngagelabError
            If all letters are taken.
        """
        if self.full:
            raise refused("pins", "pins_full", most=len(LETTERS))
        taken = {pin.letter for pin in self._pins}
        letter = next(letter for letter in LETTERS if letter not in taken)
        pin = Pin(letter, name, plan)
        self._pins = sorted([*self._pins, pin], key=lambda pin: pin.letter)
        return pin

    def get(self, letter: str) -> Pin:
        """Return the pin of a letter.

        Raises
        ------
        EngagelabError
            If no plan has this letter.
        """
        for pin in self._pins:
            if pin.letter == letter:
                return pin
        raise refused("pins", "not_pinned", letter=letter)

    def same_as(self, plan: Scenario) -> Pin | None:
        """Return the pin of the same plan, whatever its name; None if there is none."""
        return next((pin for pin in self if pin.plan.hash == plan.hash), None)

    def rename(self, letter: str, name: str) -> None:
        """Rename a pin; an empty name changes nothing."""
        short = " ".join(name.split())[:LONGEST]
        if short:
            self._put(replace(self.get(letter), name=short))

    def replan(self, letter: str, plan: Scenario, name: str) -> None:
        """Pin another plan under a letter; the plan before counts as removed."""
        self._removed.append((self.get(letter),))
        self._put(Pin(letter, name, plan))

    def remove(self, *letters: str) -> None:
        """Remove pins; the letters of the others do not change."""
        pins = tuple(self.get(letter) for letter in letters)
        self._removed = [*self._removed, pins] if pins else self._removed
        self._pins = [pin for pin in self._pins if pin not in pins]

    @property
    def removed(self) -> tuple[Pin, ...]:
        """The pins of the latest removal."""
        return self._removed[-1] if self._removed else ()

    def put_back(self) -> None:
        """Pin the plans of the latest removal again, under their letters if those are free.

        Raises
        ------
        EngagelabError
            If too few letters are free.
        """
        pins = self.removed
        if len(pins) + len(self) > len(LETTERS):
            raise refused("pins", "pins_no_room", most=len(LETTERS))
        for pin in pins:
            if any(other.letter == pin.letter for other in self._pins):
                self.add(pin.plan, pin.name)
            else:
                self._put(pin)
        del self._removed[-1:]

    def swap(self, one: str, other: str) -> None:
        """Swap two plans."""
        first, second = self.get(one), self.get(other)
        self._put(replace(first, letter=other))
        self._put(replace(second, letter=one))

    def restore(self, pins: Iterable[Pin]) -> None:
        """Replace all pins, for example with saved ones."""
        self._pins, self._removed = sorted(pins, key=lambda pin: pin.letter), []

    def _put(self, changed: Pin) -> None:
        others = [pin for pin in self._pins if pin.letter != changed.letter]
        self._pins = sorted([*others, changed], key=lambda pin: pin.letter)
