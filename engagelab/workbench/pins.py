"""Plans that are pinned as A, B, C ... to be held side by side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..errors import EngagelabError, refused
from ..scenario import Scenario

LETTERS = "ABCDEFGH"


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

    def __init__(self, pins: tuple[Pin, ...] = ()) -> None:
        self._pins = list(pins)

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
        raise EngagelabError(f"pins: {letter!r} is not pinned; pin a plan first")

    def rename(self, letter: str, name: str) -> None:
        """Call a plan something else."""
        self._put(replace(self.get(letter), name=name))

    def remove(self, letter: str) -> None:
        """Take a plan away; the other letters stay."""
        gone = self.get(letter)
        self._pins = [pin for pin in self._pins if pin is not gone]

    def swap(self, one: str, other: str) -> None:
        """Let two plans change places."""
        first, second = self.get(one), self.get(other)
        self._put(replace(first, letter=other))
        self._put(replace(second, letter=one))

    def _put(self, changed: Pin) -> None:
        others = [pin for pin in self._pins if pin.letter != changed.letter]
        self._pins = sorted([*others, changed], key=lambda pin: pin.letter)
