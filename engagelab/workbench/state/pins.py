"""Plans that are pinned as A, B, C ... to be held side by side."""

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
        A, B, C ...: its place in the picture; it stays with the place when two plans are swapped.
    name : str
        What a person calls it.
    plan : Scenario
        The plan.
    """

    letter: str
    name: str
    plan: Scenario

    def called(self, t: Texts) -> str:
        """Return the letter with the name."""
        return t("explore.named", what=self.letter, which=self.name)


class Pins:
    """The pinned plans, in order.

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
        self._gone: list[tuple[Pin, ...]] = []  # what was taken away, the last one at the end

    def __iter__(self) -> Iterator[Pin]:
        return iter(self._pins)

    def __len__(self) -> int:
        return len(self._pins)

    @property
    def full(self) -> bool:
        """Whether no more can be pinned."""
        return len(self._pins) == len(LETTERS)

    def add(self, plan: Scenario, name: str) -> Pin:
        """Pin a plan under the next free letter.

        Raises
        ------
        EngagelabError
            Where all letters are taken.
        """
        if self.full:
            raise refused("pins", "pins_full", most=len(LETTERS))
        taken = {pin.letter for pin in self._pins}
        letter = next(letter for letter in LETTERS if letter not in taken)
        pin = Pin(letter, name, plan)
        self._pins = sorted([*self._pins, pin], key=lambda pin: pin.letter)
        return pin

    def get(self, letter: str) -> Pin:
        """Return the plan of a letter."""
        for pin in self._pins:
            if pin.letter == letter:
                return pin
        raise refused("pins", "not_pinned", letter=letter)

    def rename(self, letter: str, name: str) -> None:
        """Call a plan something else; an empty name leaves the old one."""
        short = " ".join(name.split())[:LONGEST]
        if short:
            self._put(replace(self.get(letter), name=short))

    def replan(self, letter: str, plan: Scenario, name: str) -> None:
        """Put another plan under a letter; the one before counts as taken away."""
        self._gone.append((self.get(letter),))
        self._put(Pin(letter, name, plan))

    def remove(self, *letters: str) -> None:
        """Take plans away; the other letters stay."""
        gone = tuple(self.get(letter) for letter in letters)
        self._gone = [*self._gone, gone] if gone else self._gone
        self._pins = [pin for pin in self._pins if pin not in gone]

    @property
    def removed(self) -> tuple[Pin, ...]:
        """The plans that were taken away last."""
        return self._gone[-1] if self._gone else ()

    def put_back(self) -> None:
        """Pin again what was taken away last, under its letter where that is free.

        Raises
        ------
        EngagelabError
            Where too few letters are free.
        """
        gone = self.removed
        if len(gone) + len(self) > len(LETTERS):
            raise refused("pins", "pins_no_room", most=len(LETTERS))
        for pin in gone:
            if any(other.letter == pin.letter for other in self._pins):
                self.add(pin.plan, pin.name)
            else:
                self._put(pin)
        del self._gone[-1:]

    def swap(self, one: str, other: str) -> None:
        """Let two plans change places."""
        first, second = self.get(one), self.get(other)
        self._put(replace(first, letter=other))
        self._put(replace(second, letter=one))

    def restore(self, pins: Iterable[Pin]) -> None:
        """Take pins as they were kept."""
        self._pins, self._gone = sorted(pins, key=lambda pin: pin.letter), []

    def _put(self, changed: Pin) -> None:
        others = [pin for pin in self._pins if pin.letter != changed.letter]
        self._pins = sorted([*others, changed], key=lambda pin: pin.letter)
