"""Under the rows of predictions: a legend in words, or the candidates of the selected row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.chips import visible
from visualizer.widgets.scale import number

#: Candidates shown for the selected row.
MOST = 5


class PredictionFoot(QWidget):
    """Under the rows: a legend in words, or the candidates of the selected row."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lines: tuple[str, ...] = ()
        self._candidates: list[tuple[str, float]] = []
        self._reference = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """All that is written here, line by line."""
        candidates = [f"{text} {number(chance)}" for text, chance in self._candidates]
        return "\n".join([*self._lines, *candidates])

    def set_lines(self, lines: tuple[str, ...]) -> None:
        self._set(tuple(line for line in lines if line), [], "")

    def set_candidates(
        self, heading: str, candidates: list[tuple[str, float]], reference: str
    ) -> None:
        """Candidates, likeliest first; the one that is the reference's gets a tick."""
        self._set((heading,), candidates, reference)

    def _set(
        self, lines: tuple[str, ...], candidates: list[tuple[str, float]], reference: str
    ) -> None:
        if (lines, candidates, reference) != (self._lines, self._candidates, self._reference):
            self._lines, self._candidates, self._reference = lines, candidates, reference
            self.setToolTip(self.text)
            self.setAccessibleDescription(self.text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(16 * (MOST + 1) + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, look.colour("line"))
        font = look.font("note")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        left, width, top = px(12), self.width() - px(24), px(7)
        for place, line in enumerate(self._lines):
            painter.setPen(look.colour("mid" if place == 0 else "low"))
            fitted = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, top, width + 1, px(16)), fitted)
            top += px(16)
        for text, chance in self._candidates:
            row = QRectF(left, top, width, px(16))
            self._paint_candidate(painter, row, text, chance)
            top += px(16)

    def _paint_candidate(self, painter: QPainter, row: QRectF, text: str, chance: float) -> None:
        look = self._appearance
        px = look.px
        known = bool(self._reference) and text == self._reference
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("right" if known else "mid"))
        painter.drawText(row, centre, "✓" if known else "")
        painter.setPen(look.colour("high"))
        bar_left = self.width() * 0.45
        metrics = QFontMetricsF(look.font("note"))
        room = bar_left - px(30) - px(6)
        fitted = metrics.elidedText(visible(text), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(row.adjusted(px(18), 0, 0, 0), centre, fitted)
        bar = QRectF(bar_left, row.center().y() - px(2), px(60), px(4))
        painter.fillRect(bar, look.colour("line"))
        bar.setWidth(bar.width() * chance)
        painter.fillRect(bar, look.colour("mid"))
        painter.setPen(look.colour("mid"))
        painter.drawText(
            row.adjusted(bar_left - row.left() + px(64), 0, 0, 0), centre, number(chance)
        )
