"""What pointing looks like on a map: hover dashes, the amber frame, lines, bands, the cursor."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from visualizer.appearance import Appearance
from visualizer.widgets.grid import Grid


def band_colour(appearance: Appearance, strength: float = 1.0) -> QColor:
    """The translucent amber behind a chosen row's and column's labels."""
    colour = appearance.colour("band")
    colour.setAlphaF(appearance.theme.band_opacity * strength)
    return colour


def paint_bands(
    painter: QPainter,
    appearance: Appearance,
    grid: Grid,
    row: int | None,
    column: int | None,
    widget: QRect,
    strength: float = 1.0,
) -> None:
    """Bands through the labels and the neighbours: a row's across, a column's above the map."""
    colour, port = band_colour(appearance, strength), grid.port
    if row is not None:
        top = max(grid.row_edge(row), port.top())
        bottom = min(grid.row_edge(row + 1), port.bottom() + 1)
        if bottom > top:
            painter.fillRect(0, top, port.left(), bottom - top, colour)
            right = port.right() + 1
            painter.fillRect(right, top, widget.width() - right, bottom - top, colour)
    if column is not None:
        left = max(grid.column_edge(column), port.left())
        right = min(grid.column_edge(column + 1), port.right() + 1)
        if right > left:
            painter.fillRect(left, 0, right - left, port.top(), colour)


def paint_lines(
    painter: QPainter, appearance: Appearance, grid: Grid, row: int | None, column: int | None
) -> None:
    """Amber lines on both sides of a chosen row and column; clip to the port first."""
    painter.setPen(QPen(appearance.colour("selection"), max(appearance.px(1), 1)))
    port = grid.port
    if row is not None:
        for edge in (grid.row_edge(row) - 1, grid.row_edge(row + 1) - 1):
            painter.drawLine(port.left(), edge, port.right(), edge)
    if column is not None:
        for edge in (grid.column_edge(column) - 1, grid.column_edge(column + 1) - 1):
            painter.drawLine(edge, port.top(), edge, port.bottom())


def paint_locked(painter: QPainter, appearance: Appearance, cell: QRect) -> None:
    """A 2 px amber frame outside, a keyline inside."""
    thick = max(appearance.px(2), 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _frame(
        painter, cell.adjusted(-thick, -thick, thick - 1, thick - 1), thick, "selection", appearance
    )
    _frame(painter, cell.adjusted(0, 0, -1, -1), 1, "keyline", appearance)


def paint_hovered(painter: QPainter, appearance: Appearance, cell: QRect) -> None:
    """1 px dashes, dark and light, so that they are seen on every colour."""
    frame = cell.adjusted(0, 0, -2, -2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dark = appearance.theme.name == "dark"
    painter.setPen(QPen(QColor(appearance.theme.keyline if dark else appearance.theme.panel), 1))
    painter.drawRect(frame)
    pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawRect(frame)


def paint_named(
    painter: QPainter, appearance: Appearance, grid: Grid, row: int | None, column: int | None
) -> None:
    """What a symbol of the equation stands for: amber dashes around a row, a column, or a cell."""
    if row is None and column is None:
        return
    port = grid.port
    whole = QRect(port)
    if row is not None:
        cell = grid.cell(row, 0)
        whole = whole.intersected(QRect(port.left(), cell.top(), port.width(), cell.height()))
    if column is not None:
        cell = grid.cell(0, column)
        whole = whole.intersected(QRect(cell.left(), port.top(), cell.width(), port.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    thick = max(appearance.px(2), 1)
    frame = whole.adjusted(0, 0, -1, -1)
    painter.setPen(QPen(appearance.colour("keyline"), thick))
    painter.drawRect(frame)
    pen = QPen(appearance.colour("selection"), thick, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawRect(frame)


def paint_cursor(painter: QPainter, appearance: Appearance, cell: QRect) -> None:
    """The cell that the keyboard stands on: a 2 px blue frame."""
    thick = max(appearance.px(2), 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _frame(painter, cell.adjusted(-1, -1, 0, 0), thick, "focus", appearance)


def paint_focus(painter: QPainter, appearance: Appearance, area: QRect) -> None:
    """The blue ring 3 px outside whatever has the keyboard."""
    away = appearance.px(3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(appearance.colour("focus"), appearance.px(2)))
    painter.drawRoundedRect(area.adjusted(-away, -away, away, away), away, away)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def mark_unknown(
    painter: QPainter, appearance: Appearance, x: int, width: int, bottom: int
) -> None:
    """Dots under a token that the model saw as <unk>."""
    pen = QPen(appearance.colour("mid"), appearance.px(1.5), Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([1.0, 1.4])
    painter.setPen(pen)
    painter.drawLine(x, bottom, x + width, bottom)


def _frame(painter: QPainter, frame: QRect, thick: int, role: str, appearance: Appearance) -> None:
    """Four filled sides, exact to the pixel at any thickness; `frame` holds the outer edges."""
    colour = appearance.colour(role)
    painter.fillRect(frame.left(), frame.top(), frame.width(), thick, colour)
    painter.fillRect(frame.left(), frame.bottom() + 1 - thick, frame.width(), thick, colour)
    painter.fillRect(frame.left(), frame.top(), thick, frame.height(), colour)
    painter.fillRect(frame.right() + 1 - thick, frame.top(), thick, frame.height(), colour)
