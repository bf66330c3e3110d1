"""Where everything in the diagram stands: the input at the bottom, as in the papers' figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.structure import Structure
from visualizer.diagram.columns import Column, columns
from visualizer.diagram.folding import nodes
from visualizer.diagram.geometry import Box, Heading, LayerFrame, Layout, Metrics
from visualizer.diagram.routes import GAP, routes
from visualizer.diagram.rows import Row
from visualizer.diagram.sizing import Size, form, size

#: At scale 1: around the diagram, inside a layer's frame, and the line with the layer's name.
MARGIN, INSIDE, NAME = 8, 5, 12


def lay_out(
    structure: Structure, width: float, metrics: Metrics, opened: Mapping[str, int] | None = None
) -> Layout:
    """The diagram of a structure in `width` pixels, or more where that is too narrow to be read.

    opened : the layer that is open in each lane whose layers are folded (:func:`folding.nodes`).
    """
    drawn = nodes(structure, opened or {})
    if not drawn:
        return Layout(width, 0)
    placed = columns(drawn, width, metrics.scale)
    rising = _Rising(placed, structure.window, metrics)
    boxes = [box for column in placed for box in rising.boxes(column)]
    frames = [frame for column in placed for frame in _frames(column, boxes, metrics)]
    top = min([box.top for box in boxes] + [frame.top for frame in frames])
    scale = metrics.scale
    named = len([column for column in placed if column.lane]) > 1
    above = (MARGIN + (metrics.title_line + 6 * scale if named else 0)) - top
    boxes = [replace(box, top=box.top + above) for box in boxes]
    order = {node.name: place for place, node in enumerate(drawn)}
    boxes.sort(key=lambda box: order[box.node.name])
    return Layout(
        max(width, max(column.right for column in placed) + MARGIN * scale),
        above + MARGIN * scale,
        tuple(boxes),
        tuple(replace(frame, top=frame.top + above) for frame in frames),
        routes(drawn, placed, {box.node.name: box for box in boxes}, scale),
        tuple(
            Heading(column.lane, column.left, MARGIN * scale, column.right - column.left)
            for column in placed
            if named and column.lane
        ),
    )


class _Rising:
    """Row upon row from the ground, which is y = 0; upwards is negative."""

    def __init__(self, placed: tuple[Column, ...], window: int, metrics: Metrics) -> None:
        self._metrics = metrics
        self._between = len(placed) > 1 and any(not column.lane for column in placed)
        self._sizes: dict[str, Size] = {}
        for column in placed:
            for row in column.rows:
                for node in row.nodes:
                    looks = form(node, self._between and not column.lane, window)
                    room = column.room / len(row.slots)
                    self._sizes[node.name] = size(node, looks, room, metrics)
        self._base = {
            (column.lane, number): 0.0 for column in placed for number in _numbers(column)
        }
        # Each pass lifts what must stand higher; lifting ends, for nothing leads in a circle here.
        while any([self._lift(column, placed) for column in placed]):
            pass

    def _lift(self, column: Column, placed: tuple[Column, ...]) -> bool:
        """Put each row above the one below it and no lower than what reaches it from between."""
        lifted, under = False, 0.0
        for number, row in enumerate(column.rows):
            base = max(under, self._reached(column, row, placed))
            if base > self._base[column.lane, number]:
                self._base[column.lane, number] = base
                lifted = True
            above = column.rows[number + 1] if number + 1 < len(column.rows) else None
            under = self._base[column.lane, number] + self._height(row)
            under += self._gap(column, row, above)
        return lifted

    def _reached(self, column: Column, row: Row, placed: tuple[Column, ...]) -> float:
        """How high a row must stand for lines to or from the vectors between to be level."""
        levels = [0.0]
        for other in placed:
            if other is column or (other.lane and column.lane):
                continue
            for number, beside in enumerate(other.rows):
                names = {node.name for node in beside.nodes}
                if any(names & set(node.inputs) for node in row.nodes):
                    levels.append(self._base[other.lane, number])
        return max(levels)

    def _height(self, row: Row) -> float:
        return max(sum(self._sizes[node.name].height for node in stack) for stack in row.slots)

    def _gap(self, column: Column, row: Row, above: Row | None) -> float:
        """Room for arrows between two rows, and for the frames that begin or end there."""
        scale, gap = self._metrics.scale, GAP * self._metrics.scale
        below_layer, layer = _layer(row), _layer(above) if above is not None else -1
        if below_layer == layer:
            return gap
        gap += (INSIDE + NAME) * scale if below_layer in column.framed else 0
        return gap + (INSIDE * scale if layer in column.framed else 0)

    def boxes(self, column: Column) -> list[Box]:
        """The boxes of a column."""
        found = []
        for number, row in enumerate(column.rows):
            slot = column.room / len(row.slots)
            aside = 3 * self._metrics.scale if len(row.slots) > 1 else 0.0
            for place, stack in enumerate(row.slots):
                y = -self._base[column.lane, number]
                for node in stack:
                    has = self._sizes[node.name]
                    y -= has.height
                    wide = has.height if has.form == "sum" else slot - 2 * aside
                    x = column.inner + (place + 0.5) * slot - wide / 2
                    found.append(Box(node, has.form, x, y, wide, has.height, has.lines, has.note))
        return found


def _numbers(column: Column) -> range:
    return range(len(column.rows))


def _layer(row: Row) -> int:
    return row.nodes[0].layer


def _frames(column: Column, boxes: list[Box], metrics: Metrics) -> list[LayerFrame]:
    """A frame around each layer of several blocks."""
    scale, found = metrics.scale, []
    for layer in sorted(column.framed):
        inside = [b for b in boxes if b.node.lane == column.lane and b.node.layer == layer]
        top = min(box.top for box in inside) - (INSIDE + NAME) * scale
        bottom = max(box.bottom for box in inside) + INSIDE * scale
        width = column.right - column.left
        found.append(LayerFrame(layer, column.outer, column.left, top, width, bottom - top))
    return found
