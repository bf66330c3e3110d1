"""How a growing matrix is painted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from visualizer.appearance import Appearance
from visualizer.theme import colour_table, mix, rgb
from visualizer.widgets.candidate_table import probability_text
from visualizer.widgets.growth_content import GrowthRow
from visualizer.widgets.growth_layout import GrowthLayout
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.scale import number
from visualizer.widgets.slanted import paint_slanted
from visualizer.widgets.window_marks import closed_brush

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint_growth(painter: QPainter, look: Appearance, layout: GrowthLayout, column: int) -> None:
    """All of it; `column` is the chosen one, −1 for none."""
    _GrowthPainting(painter, look, layout, column).paint()


def not_yet_written() -> str:
    """The label of a row that is still to come."""
    return QCoreApplication.translate("GrowthMap", "not yet written")


class _GrowthPainting:
    """One painting of one layout."""

    def __init__(
        self, painter: QPainter, look: Appearance, layout: GrowthLayout, column: int
    ) -> None:
        self._painter, self._look, self._layout, self._column = painter, look, layout, column
        self._content = layout.content
        self._table = colour_table(look.theme.weight_stops)

    def paint(self) -> None:
        painter, layout, content = self._painter, self._layout, self._content
        width, height = layout.size.width(), layout.size.height()
        self._bands()
        painter.setClipRect(QRectF(0, layout.head - 2, width, height))
        for row, step in enumerate(content.rows):
            self._label(row, step)
            if not step.ahead:
                self._probability(row, step)
        painter.setFont(self._look.font("note"))
        painter.setPen(self._look.colour("low"))
        for row in range(len(content.rows), layout.rows):
            painter.drawText(layout.label_rect(row), _RIGHT, not_yet_written())
        painter.setClipRect(layout.cells.adjusted(-2, -2, 2, 0))
        for row, step in enumerate(content.rows):
            if step.ahead:
                self._dotted(row)
            else:
                self._closed(row, step)
                self._open(row, step)
        for row in range(len(content.rows), layout.rows):
            self._dotted(row)
        self._lines()
        self._names()

    def _bands(self) -> None:
        """Behind the chosen column's name, and behind the current row from edge to edge."""
        painter, layout, theme = self._painter, self._layout, self._look.theme
        band = QColor(mix(theme.band, theme.panel, theme.band_opacity))
        if self._column >= 0:
            at = layout.cell_rect(0, self._column)
            if layout.cells.left() <= at.left() < layout.cells.right():
                painter.fillRect(QRectF(at.left(), 0, at.width(), layout.head), band)
        if self._content.current >= 0:
            painter.setClipRect(QRectF(0, layout.head - 2, layout.size.width(), 1 << 14))
            top = layout.top(self._content.current)
            painter.fillRect(QRectF(0, top, layout.size.width(), layout.cell.height()), band)

    def _names(self) -> None:
        painter, look, layout = self._painter, self._look, self._layout
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, pitch = layout.columns, layout.cell.width()
        tokens = self._content.columns[shown.start : shown.stop]
        chosen = self._column - shown.start if self._column in shown else -1
        left = layout.left(shown.start)
        paint_slanted(painter, look, tokens, left, pitch, layout.head - 2, chosen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        right = layout.cells.right() + look.px(20)
        painter.drawText(QRectF(right, layout.head - look.px(18), 40, look.px(16)), 0, "p")

    def _label(self, row: int, step: GrowthRow) -> None:
        painter, look, rect = self._painter, self._look, self._layout.label_rect(row)
        bold = look.font("text", bold=row == self._content.current)
        usual = look.font("text")
        metrics, small = QFontMetricsF(bold), QFontMetricsF(usual)
        room = rect.width() - small.horizontalAdvance(" → ") - look.px(4)
        entering = min(small.horizontalAdvance(step.token_in.text), room / 2)
        middle = Qt.TextElideMode.ElideMiddle
        out = metrics.elidedText(step.token_out.text, middle, room - entering)
        painter.setFont(bold)
        painter.setPen(look.colour("low" if step.ahead or step.token_out.special else "high"))
        painter.drawText(rect, _RIGHT, out)
        used = metrics.horizontalAdvance(out)
        painter.setFont(usual)
        painter.setPen(look.colour("low" if step.ahead or step.token_in.special else "mid"))
        entered = small.elidedText(step.token_in.text, middle, room - used)
        painter.drawText(rect.adjusted(0, 0, -used, 0), _RIGHT, f"{entered} → ")

    def _open(self, row: int, step: GrowthRow) -> None:
        painter, look, layout = self._painter, self._look, self._layout
        gap = 1 if layout.cell.width() >= 10 else 0
        numbers = row == self._content.current and layout.cell.width() >= look.px(18)
        # Grey, not a colour of the scale: what is seen alike has no weight, only a way in.
        grey = QColor(mix(look.theme.mid, look.theme.panel, 0.42))
        painter.setFont(look.font("tick"))
        for place, column in enumerate(step.open):
            cell = layout.cell_rect(row, column)
            if step.weights is None:
                painter.fillRect(cell.adjusted(0, 0, -gap, -1), grey)
                continue
            weight = float(step.weights[place])
            colour = int(self._table[int(min(max(weight, 0.0), 1.0) * 255 + 0.5)])
            shown = QColor.fromRgb(colour)
            painter.fillRect(cell.adjusted(0, 0, -gap, -1), shown)
            if numbers and weight >= 0.045:
                painter.setPen(ink_on(shown))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, number(weight))

    def _closed(self, row: int, step: GrowthRow) -> None:
        """Textures over what the row does not see."""
        painter, look, layout = self._painter, self._look, self._layout
        ratio = ratio_of(painter)
        ends = len(self._content.columns)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrushOrigin(QPointF(layout.left(0), layout.top(0)))
        for columns in (range(step.open.start), range(step.open.stop, ends)):
            if columns:
                brush = closed_brush(look.theme, step.sight(columns.start), look.scale * ratio)
                brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
                painter.fillRect(layout.span(row, columns), brush)
        painter.setBrushOrigin(QPointF(0, 0))

    def _probability(self, row: int, step: GrowthRow) -> None:
        if np.isnan(step.probability):
            return
        painter, look, layout = self._painter, self._look, self._layout
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("high" if row == self._content.current else "mid"))
        left = layout.cells.right() + look.px(8)
        place = QRectF(left, layout.top(row), layout.tail, layout.cell.height())
        text = probability_text(step.probability)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _dotted(self, row: int) -> None:
        painter = self._painter
        pen = QPen(self._look.colour("strong_line"), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._layout.row_rect(row).adjusted(0, 2, -2, -3))

    def _lines(self) -> None:
        """The chosen column and the current row in amber, and where they cross."""
        painter, look, layout = self._painter, self._look, self._layout
        current, column = self._content.current, self._column
        bottom = min(layout.top(layout.rows), layout.size.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("selection"), 1))
        if column >= 0:
            at = layout.cell_rect(0, column)
            for x in (int(at.left()) - 1, int(at.right()) - 1):
                painter.drawLine(x, layout.head, x, bottom)
        if current < 0:
            return
        painter.drawRect(layout.row_rect(current).adjusted(-1, -1, -1, -1))
        if column >= 0:
            cell = layout.cell_rect(current, column).adjusted(-1, -1, -1, -1)
            painter.setPen(QPen(look.colour("selection"), 2))
            painter.drawRect(cell)
            painter.setPen(QPen(look.colour("keyline"), 1))
            painter.drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5))


def ink_on(ground: QColor) -> QColor:
    """Dark or light figures, by the luminance of their ground."""
    red, green, blue = rgb(ground.name())
    light = 0.299 * red + 0.587 * green + 0.114 * blue > 128
    return QColor("#0B1016" if light else "#F4F7FA")
