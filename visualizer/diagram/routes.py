"""The points of the lines between boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from visualizer.diagram.columns import APART, Column
from visualizer.diagram.folding import Node
from visualizer.diagram.geometry import Box, Point, Wire
from visualizer.diagram.wiring import Around, across

#: Between two rows, at scale 1.
GAP = 13


def routes(
    nodes: Sequence[Node], placed: Sequence[Column], boxes: Mapping[str, Box], scale: float
) -> tuple[Wire, ...]:
    """The lines of a diagram whose boxes stand."""
    found: list[Wire] = []
    for column in placed:
        found += [_upwards(boxes[a], boxes[b]) for a, b in column.wiring.straight]
        ports = _Ports([t for line in column.wiring.around for t in line.targets])
        leaving = {source for source, _ in column.wiring.straight}
        for line in column.wiring.around:
            found += _around(column, line, boxes, ports, line.source in leaving, scale)
    return (*found, *_over(nodes, placed, boxes, scale))


class _Ports:
    """Lines that enter a box from one side enter it at different heights."""

    def __init__(self, targets: Sequence[str]) -> None:
        self._count = {name: targets.count(name) for name in targets}
        self._next = dict.fromkeys(targets, 0)

    def height(self, box: Box) -> float:
        """Where the next line enters."""
        name = box.node.name
        self._next[name] += 1
        return box.bottom - box.height * self._next[name] / (self._count[name] + 1)


def _upwards(source: Box, target: Box) -> Wire:
    (start, _), (end, _) = source.middle, target.middle
    points: tuple[Point, ...] = ((start, source.top), (end, target.bottom))
    if abs(start - end) > 0.5:
        # Where a lane forks or joins, all lines turn at one height: next to the narrower row.
        wide = source if source.width > target.width else target
        half = GAP / 2 * (source.top - target.bottom) / max(source.top - target.bottom, 1)
        turn = source.top - half if wide is source else target.bottom + half
        points = ((start, source.top), (start, turn), (end, turn), (end, target.bottom))
    return Wire(source.node.name, target.node.name, points)


def _around(
    column: Column,
    line: Around,
    boxes: Mapping[str, Box],
    ports: _Ports,
    branches: bool,
    scale: float,
) -> list[Wire]:
    """From a source by the line's track to each target; it may branch off the way straight up."""
    edge = column.inner + column.room if column.outer > 0 else column.inner
    track = edge + column.outer * (4 + APART * (line.track + 0.5)) * scale
    source = boxes[line.source]
    side = source.right if column.outer > 0 else source.left
    start: Point = (side, source.middle[1])
    if branches and not line.back:
        start = (source.middle[0], source.top - GAP * scale * 0.4)
    found = []
    for name in line.targets:
        target = boxes[name]
        height = ports.height(target)
        end = target.right if column.outer > 0 else target.left
        points = (start, (track, start[1]), (track, height), (end, height))
        found.append(Wire(line.source, name, points, line.back))
    return found


def _over(
    nodes: Sequence[Node], placed: Sequence[Column], boxes: Mapping[str, Box], scale: float
) -> list[Wire]:
    """Over to another lane: out at the right, up or down before the lane, in from the left."""
    leading, found = across(nodes), []
    ports = _Ports([target for _, target in leading])
    for column in placed:
        names = {node.name for row in column.rows for node in row.nodes}
        entering = [(source, target) for source, target in leading if target in names]
        sources = list(dict.fromkeys(source for source, _ in entering))
        for source, target in entering:
            start, end = boxes[source], boxes[target]
            # The one that comes from highest up turns first, so that no two cross.
            rank = sorted(sources, key=lambda name: boxes[name].top).index(source)
            x = column.left - (6 + APART * (len(sources) - 1 - rank)) * scale
            height = ports.height(end)
            level = start.top + 4 * scale < height < start.bottom - 4 * scale
            here = (start.right, height if level else start.middle[1])
            points = (here, (x, here[1]), (x, height), (end.left, height))
            found.append(Wire(source, target, points))
    return found
