"""What is chosen, pointed out and stood on in a diagram."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.diagram.geometry import Box, Layout
from visualizer.widgets.diagram_picture import outline, paint_wire, rectangle
from visualizer.widgets.pointing import band_colour


@dataclass
class Marks:
    """Block names: the chosen one, those a symbol names, the pointer's and the keyboard's."""

    chosen: str = ""
    named: frozenset[str] = frozenset()
    hovered: str = ""
    cursor: str = ""


def paint_marks(
    painter: QPainter,
    appearance: Appearance,
    layout: Layout,
    marks: Marks,
    zoom: float,
    focused: bool,
) -> None:
    """The chosen block amber with its lines, named ones dashed amber, the cursor a blue ring."""
    scale = appearance.scale * zoom
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    selection = appearance.colour("selection")
    chosen = layout.box(marks.chosen) if marks.chosen else None
    for box in _boxes(layout, marks.named):
        if box is not chosen:
            painter.setBrush(band_colour(appearance))
            pen = QPen(selection, 1.5, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawPath(outline(box, scale))
    if chosen is not None:
        name = chosen.node.name
        for wire in layout.wires:
            if name in (wire.source, wire.target):
                paint_wire(painter, wire, QPen(appearance.colour("high"), 1.5), scale)
        painter.setBrush(band_colour(appearance))
        painter.setPen(QPen(selection, appearance.px(2)))
        painter.drawPath(outline(chosen, scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    hovered = layout.box(marks.hovered) if marks.hovered else None
    if hovered is not None and hovered is not chosen:
        pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawPath(outline(hovered, scale))
    cursor = layout.box(marks.cursor) if marks.cursor else None
    if cursor is not None and focused:
        away = appearance.px(3)
        painter.setPen(QPen(appearance.colour("focus"), appearance.px(2)))
        ring = rectangle(cursor).adjusted(-away, -away, away, away)
        painter.drawRoundedRect(ring, away, away)


def _boxes(layout: Layout, names: Collection[str]) -> list[Box]:
    found: dict[str, Box] = {}
    for name in sorted(names):
        box = layout.box(name)
        if box is not None:
            found[box.node.name] = box
    return list(found.values())
