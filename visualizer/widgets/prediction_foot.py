"""Under the rows of predictions: a legend in words, or the candidates of the selected row."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import visible

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
        self, heading: tuple[str, ...], candidates: list[tuple[str, float]], reference: str
    ) -> None:
        """Candidates, likeliest first; the one that is the reference's gets a tick.

        Over them a heading of one line or two; below two the least likely one has no room.
        """
        most = MOST + 1 - len(heading)
        self._set(heading, candidates[:most], reference)

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
        left, width, top = px(12), self.width() - px(24), px(7)
        for place, line in enumerate(self._lines):
            role = "mid" if place == 0 else "low"
            area = QRectF(left, top, width, px(16))
            look.lettering.write(painter, area, line, "note", role, down=0, cut="right")
            top += px(16)
        for text, chance in self._candidates:
            row = QRectF(left, top, width, px(16))
            self._paint_candidate(painter, row, text, chance)
            top += px(16)

    def _paint_candidate(self, painter: QPainter, row: QRectF, text: str, chance: float) -> None:
        look = self._appearance
        px, letters = look.px, look.lettering
        if self._reference and text == self._reference:
            letters.write(painter, row, "✓", "note", "right")
        bar_left = self.width() * 0.45
        area = QRectF(row.left() + px(18), row.top(), bar_left - px(30) - px(6), row.height())
        letters.write(painter, area, visible(text), "note", "high", cut="middle")
        bar = QRectF(bar_left, row.center().y() - px(2), px(60), px(4))
        painter.fillRect(bar, look.colour("line"))
        bar.setWidth(bar.width() * chance)
        painter.fillRect(bar, look.colour("mid"))
        beside = row.adjusted(bar_left - row.left() + px(64), 0, 0, 0)
        letters.write(painter, beside, number(chance), "note", "mid")
