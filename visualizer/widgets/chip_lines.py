"""Chips in lines: where each stands, which lines are in sight where there are too many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """Where a chip stands: on which line, counted over all, and from where in it, in pixels."""

    line: int
    left: float


@dataclass
class Band:
    """Lines that scroll by themselves: the whole text, or one segment of a long one.

    first, lines : which lines they are, of all; seen : how many are in sight, from the row `top`
    of the widget on; above : how many are out of sight before those.
    """

    first: int
    lines: int
    seen: int
    top: int
    above: int = 0

    def rows(self) -> range:
        """The lines in sight, counted over all."""
        return range(self.first + self.above, self.first + self.above + self.seen)

    def scroll_to(self, above: int) -> bool:
        """Let so many lines be out of sight before; whether that changed anything."""
        before, self.above = self.above, min(max(above, 0), self.lines - self.seen)
        return self.above != before


class ChipLines:
    """The places of chips that wrap at a width, in at most so many lines at once.

    One after another where that fits. Else every segment begins a line and scrolls by itself, so
    that a part of each is in sight; the first gives way to no more than half of the lines.

    Attributes
    ----------
    slots : of each chip.
    bands : one, or one for each segment.
    lines : how many are in sight.
    """

    def __init__(
        self,
        widths: Sequence[float] = (),
        rooms: Sequence[float] = (),
        starts: Collection[int] = (),
        width: float = 0.0,
        gap: float = 0.0,
        indent: float = 0.0,
        most: int = 1,
    ) -> None:
        """`rooms` stand before the chips; at `starts` segments begin, with a letter in `indent`."""
        before = [room + (indent if place in starts else 0) for place, room in enumerate(rooms)]
        self.slots = _flow(widths, before, width, gap)
        lines = self.slots[-1].line + 1 if self.slots else 1
        self.bands = [Band(0, lines, min(lines, most), 0)]
        if lines > most > 1 and len(starts) > 1:
            self._part(widths, rooms, starts, width - indent, gap, indent, most)
        self.lines = sum(band.seen for band in self.bands)

    def band_of(self, place: int) -> Band:
        """The band that a chip is in."""
        line = self.slots[place].line
        return next(band for band in self.bands if line < band.first + band.lines)

    def band_at(self, row: int) -> Band:
        """The band that takes this row of the widget; the last for what is below all of them."""
        return next((b for b in self.bands if row < b.top + b.seen), self.bands[-1])

    def row(self, place: int) -> int | None:
        """The row of the widget that a chip is on; None where it is out of sight."""
        band, line = self.band_of(place), self.slots[place].line
        return band.top + line - band.rows().start if line in band.rows() else None

    def show(self, place: int) -> bool:
        """Scroll no further than needed to bring a chip into sight; whether that was needed."""
        band, line = self.band_of(place), self.slots[place].line - self.band_of(place).first
        return band.scroll_to(min(max(band.above, line - band.seen + 1), line))

    def hidden(self, band: Band) -> tuple[int, int]:
        """How many chips of a band are out of sight before and after those that are seen."""
        places = [slot.line for slot in self.slots if self._holds(band, slot.line)]
        rows = band.rows()
        return sum(line < rows.start for line in places), sum(line >= rows.stop for line in places)

    def _holds(self, band: Band, line: int) -> bool:
        return band.first <= line < band.first + band.lines

    def _part(
        self,
        widths: Sequence[float],
        rooms: Sequence[float],
        starts: Collection[int],
        width: float,
        gap: float,
        indent: float,
        most: int,
    ) -> None:
        """Give the first segment and what follows it a band each."""
        second = sorted(starts)[1]
        slots = _flow(widths, rooms, width, gap, second)
        self.slots = [Slot(slot.line, slot.left + indent) for slot in slots]
        first = slots[second].line
        rest = slots[-1].line + 1 - first
        seen = min(rest, max(most - first, most // 2))
        above = min(first, most - seen)
        self.bands = [Band(0, first, above, 0), Band(first, rest, seen, above)]


def _flow(
    widths: Sequence[float], rooms: Sequence[float], width: float, gap: float, anew: int = -1
) -> list[Slot]:
    """One chip after another; a chip that has no room, or is number `anew`, begins a line."""
    slots: list[Slot] = []
    line, x = 0, 0.0
    for place, (wide, room) in enumerate(zip(widths, rooms, strict=True)):
        if place and (place == anew or x + room + wide > width):
            line, x = line + 1, 0.0
        slots.append(Slot(line, x + room))
        x += room + wide + gap
    return slots
