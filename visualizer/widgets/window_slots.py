"""The window of one prediction: its words in their places, and the token predicted from them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.theme import mix
from visualizer.widgets.token_text import visible

#: Pixels at scale 1: a slot's widest and narrowest, its height, and the room for the arrow.
WIDEST, NARROWEST, HEIGHT, ARROW = 112, 40, 30, 34


class WindowSlots(QWidget):
    """One box a place of the window, oldest first, then an arrow to what was predicted.

    Where they do not fit on one line they stand on several.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.tokens: tuple[Token, ...] = ()
        self.predicted: Token | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.changed.connect(self.updateGeometry)
        appearance.changed.connect(self.update)

    def set_window(self, tokens: tuple[Token, ...], predicted: Token | None) -> None:
        """Show the words of the window, <s> where there were none; None: nothing written yet."""
        self.tokens, self.predicted = tokens, predicted
        self.setAccessibleDescription(" ".join(token.text for token in tokens))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._appearance.px(480)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        last = self._slots(width)[-1]
        return round(last.bottom()) + self._appearance.px(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.tokens:
            return
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        *slots, out = self._slots(self.width())
        grey = QColor(mix(look.theme.mid, look.theme.panel, 0.3))
        for back, (token, rect) in enumerate(zip(self.tokens[::-1], slots[::-1], strict=True), 1):
            painter.setPen(QPen(look.colour("strong_line"), 1))
            painter.setBrush(grey)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            self._write(painter, rect, token, look.colour("low" if token.special else "high"))
            painter.setFont(look.font("tick"))
            painter.setPen(look.colour("low"))
            above = QRectF(rect.left(), rect.top() - px(16), rect.width(), px(14))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"t − {back}")
        self._paint_predicted(painter, out)

    def _paint_predicted(self, painter: QPainter, rect: QRectF) -> None:
        look, px = self._appearance, self._appearance.px
        middle = rect.center().y()
        tip = QPointF(rect.left() - px(6), middle)
        painter.setPen(QPen(look.colour("mid"), px(1.5)))
        painter.drawLine(QPointF(rect.left() - px(ARROW - 8), middle), tip)
        painter.drawLine(tip, QPointF(tip.x() - px(5), middle - px(4)))
        painter.drawLine(tip, QPointF(tip.x() - px(5), middle + px(4)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.predicted is None:
            pen = QPen(look.colour("strong_line"), 1, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
        else:
            painter.setPen(QPen(look.colour("selection"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        token = self.predicted or Token(-1, "?", special=True)
        self._write(painter, rect, token, look.colour("low" if token.special else "high"), True)
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        above = QRectF(rect.left(), rect.top() - px(16), rect.width(), px(14))
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, "t")

    def _write(
        self, painter: QPainter, rect: QRectF, token: Token, ink: QColor, bold: bool = False
    ) -> None:
        font = self._appearance.font("name", bold)
        room = rect.width() - self._appearance.px(8)
        middle = Qt.TextElideMode.ElideMiddle
        text = QFontMetricsF(font).elidedText(visible(token.text), middle, room)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _slots(self, width: int) -> list[QRectF]:
        """Where the words stand, and last the predicted one."""
        px, count = self._appearance.px, len(self.tokens) + 1
        gap, arrow = px(6), px(ARROW)
        fitting = (width - arrow - px(4)) / count - gap
        size = min(max(fitting, px(NARROWEST)), px(WIDEST))
        a_line = max(int((width - arrow) // (size + gap)), 1)
        found = []
        for place in range(count):
            line, column = divmod(place, a_line)
            left = px(2) + column * (size + gap) + (arrow if place == count - 1 else 0)
            top = px(18) + line * px(HEIGHT + 24)
            found.append(QRectF(left, top, size, px(HEIGHT)))
        return found
