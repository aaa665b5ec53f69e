"""What a benchmark found: figure, bar and misses."""

from __future__ import annotations

from typing import NamedTuple

SHOWN = 12


class Result(NamedTuple):
    """How many of what was asked was answered rightly, and what was not."""

    name: str
    right: int
    total: int
    bar: float
    misses: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share answered rightly, in percent."""
        return 100 * self.right / self.total

    @property
    def is_good(self) -> bool:
        """Whether the bar holds."""
        return self.share >= self.bar

    def __str__(self) -> str:
        """Return figure, bar and the first misses."""
        sign = "" if self.is_good else "  BELOW THE BAR"
        head = (
            f"{self.name}: {self.right} of {self.total} = {self.share:.2f} % "
            f"(bar {self.bar:.2f} %){sign}"
        )
        return "\n".join([head, *(f"    {miss}" for miss in self.misses[:SHOWN])])
