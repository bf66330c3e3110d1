"""How wide the lanes are, and where they stand beside one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from visualizer.diagram.folding import Node
from visualizer.diagram.rows import Row, by_lane, rows
from visualizer.diagram.wiring import Wiring, across, wiring

#: At scale 1: the least and the most room for boxes, that of a vector between two lanes, and its
#: most; what stands around boxes in a lane; between two lines beside one another; the margin.
LEAST, MOST, LEAST_NECK, MOST_NECK = 70, 230, 52, 96
AROUND, APART, MARGIN = 6, 7, 8


@dataclass(frozen=True)
class Column:
    """A lane in its place.

    left, right : its edges, frames included; inner, room : where boxes begin, and their room.
    outer : -1 where lines around stand to the left of the boxes, 1 to the right.
    framed : numbers of the layers that have a frame.
    """

    lane: str
    rows: tuple[Row, ...]
    wiring: Wiring
    left: float
    right: float
    inner: float
    room: float
    outer: int
    framed: frozenset[int]


def columns(nodes: Sequence[Node], width: float, scale: float) -> tuple[Column, ...]:
    """The lanes of `nodes` in `width` pixels, centred where that is more than they can use."""
    lanes = by_lane(nodes)
    stacked = {lane: rows(members) for lane, members in lanes.items()}
    wired = {lane: wiring(members, stacked[lane]) for lane, members in lanes.items()}
    beside = {lane: _beside(wired[lane]) * scale for lane in lanes}
    gutters = {lane: _gutter(lane, lanes, nodes) * scale for lane in lanes}
    neck = 0.0
    wide = [lane for lane in lanes if lane or len(lanes) == 1]
    free = width - 2 * MARGIN * scale - sum(gutters.values())
    free -= sum(beside[lane] + 2 * AROUND * scale for lane in wide)
    if len(wide) < len(lanes):
        neck = min(max(0.2 * free, LEAST_NECK * scale), MOST_NECK * scale)
        free -= neck
    most = MOST * scale * (1.5 if len(wide) == 1 else 1)
    room = min(max(free / len(wide), LEAST * scale), most)
    spare = max(free - room * len(wide), 0.0)
    x, found = MARGIN * scale + spare / 2, []
    for lane in lanes:
        x += gutters[lane]
        outer = -1 if len(lanes) > 1 and lane == next(iter(lanes)) else 1
        around = AROUND * scale if lane in wide else 0.0
        inner = x + around + (beside[lane] if outer < 0 else 0)
        own = room if lane in wide else neck
        right = inner + own + around + (beside[lane] if outer > 0 else 0)
        framed = _framed(lanes[lane])
        found.append(Column(lane, stacked[lane], wired[lane], x, right, inner, own, outer, framed))
        x = right
    return tuple(found)


def _beside(wired: Wiring) -> float:
    """Room for the lines around."""
    return wired.tracks * APART + (4 if wired.tracks else 0)


def _gutter(lane: str, lanes: dict[str, list[Node]], nodes: Sequence[Node]) -> float:
    """Room to the left of a lane for the lines that come from others."""
    if lane == next(iter(lanes)):
        return 0
    names = {node.name for node in lanes[lane]}
    sources = {source for source, target in across(nodes) if target in names}
    return 12 + APART * max(len(sources), 1)


def _framed(lane: Sequence[Node]) -> frozenset[int]:
    counts = Counter(node.layer for node in lane if node.layer >= 0)
    return frozenset(layer for layer, count in counts.items() if count > 1)
