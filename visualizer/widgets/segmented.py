"""A row of alternatives of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from visualizer.appearance import Appearance


class Segmented(QWidget):
    """Alternatives side by side; click, or Left, Right, Home and End choose.

    `tips` says of an alternative, by its key, what it means.

    Signals: `changed(key)` when the user chose another; set_value() says nothing.
    """

    changed = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        options: list[tuple[str, str]],
        value: str = "",
        tips: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._options = options
        self._value = value or options[0][0]
        self._tips = tips or {}
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        appearance.changed.connect(self._restyle)
        self._describe()

    @property
    def value(self) -> str:
        """Key of the chosen alternative."""
        return self._value

    def set_value(self, key: str) -> None:
        """Choose without a signal."""
        if key not in (option for option, _ in self._options):
            raise ValueError(f"no alternative {key!r}")
        if key != self._value:
            self._value = key
            self._describe()
            self.update()

    def set_options(self, options: list[tuple[str, str]]) -> None:
        """Offer other alternatives, without a signal; the first is chosen if the old one goes."""
        self._options = options
        self._hovered = -1
        if self._value not in (key for key, _ in options):
            self._value = options[0][0]
        self._describe()
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())) + 2, self._appearance.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self._place()
        steps = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1}
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._options) - 1}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        self._choose(min(max(steps[Qt.Key(event.key())], 0), len(self._options) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._option_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._option_at(event.position().x()))

    def tip(self, x: float) -> str:
        """What the alternative there means."""
        return self._tips.get(self._options[self._option_at(x)][0], self.toolTip())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._tips:
            QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px(6)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("well"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        left = 1.0
        for place, ((key, label), width) in enumerate(
            zip(self._options, self._widths(), strict=True)
        ):
            cell = QRectF(left, 0, width, self.height())
            chosen = key == self._value
            if chosen:
                painter.setPen(QPen(look.colour("strong_line"), 1))
                painter.setBrush(look.colour("raised" if look.theme.name == "dark" else "panel"))
                painter.drawRoundedRect(cell.adjusted(0.5, 1.5, -0.5, -1.5), radius - 1, radius - 1)
            painter.setFont(look.font("text", bold=chosen))
            bright = chosen or place == self._hovered
            painter.setPen(look.colour("high" if bright else "mid"))
            if not self.isEnabled():
                painter.setPen(look.colour("low"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, label)
            left += width
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(self._appearance.font("text", bold=True))
        padding = 2 * self._appearance.px(9)
        return [metrics.horizontalAdvance(label) + padding for _, label in self._options]

    def _place(self) -> int:
        return [key for key, _ in self._options].index(self._value)

    def _option_at(self, x: float) -> int:
        right = 1.0
        for place, width in enumerate(self._widths()):
            right += width
            if x < right:
                return place
        return len(self._options) - 1

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _choose(self, place: int) -> None:
        key = self._options[place][0]
        if key != self._value:
            self._value = key
            self._describe()
            self.update()
            self.changed.emit(key)

    def _describe(self) -> None:
        key, label = self._options[self._place()]
        tip = self._tips.get(key, "")
        self.setAccessibleDescription(f"{label}: {tip}" if tip else label)
        self.setStatusTip(tip)
