"""The narrow bar at the left: one button for each workspace, help and settings below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.icon import paint_icon

WIDTH = 56


class RailButton(QAbstractButton):
    """Icon over word; the chosen one raised, with a bar at its left."""

    def __init__(
        self, appearance: Appearance, name: str, icon: str, text: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.name = name
        self._icon = icon
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(WIDTH), px(52 if self.text() else 40))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(px(3) + 0.5, 0.5, -px(3) - 0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(look.colour("strong_line"), 1))
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(box, px(5), px(5))
            painter.fillRect(0, 0, px(3), self.height(), look.colour("high"))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(5), px(5))
        bright = self.isChecked() or self.underMouse()
        colour = look.colour("high" if bright else "mid")
        top = px(8) if self.text() else px(10)
        side = px(20)
        paint_icon(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), colour)
        if self.text():
            below = QRectF(0, top + side + px(2), self.width(), px(16))
            font = look.font("tick", bold=self.isChecked())
            if QFontMetricsF(font).horizontalAdvance(self.text()) > below.width() - px(4):
                font.setBold(False)
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QWidget):
    """Which workspace is in front.

    Signals: `chosen(workspace)`; `help_requested`; `settings_requested`.
    """

    chosen = Signal(str)
    help_requested = Signal()
    settings_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        entries: tuple[tuple[str, str, str], ...],
        parent: QWidget | None = None,
    ) -> None:
        """`entries`: (name, icon, word) of each workspace that stands."""
        super().__init__(parent)
        self._appearance = appearance
        self._column = QVBoxLayout(self)
        self.buttons: dict[str, RailButton] = {}
        for name, icon, word in entries:
            button = RailButton(appearance, name, icon, word, self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(self._clicked)
            self.buttons[name] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        self.help = RailButton(appearance, "help", "help", "", self)
        self.help.setToolTip(self.tr("All keys (F1)"))
        self.help.setAccessibleName(self.tr("All keys"))
        self.help.clicked.connect(self.help_requested)
        self.settings = RailButton(appearance, "settings", "settings", "", self)
        self.settings.setToolTip(self.tr("Theme and size"))
        self.settings.setAccessibleName(self.tr("Theme and size"))
        self.settings.clicked.connect(self.settings_requested)
        self._column.addWidget(self.help)
        self._column.addWidget(self.settings)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def choose(self, name: str) -> None:
        """Show which workspace is in front, without a signal."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._appearance.colour("line"))

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.chosen.emit(button.name)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self.setFixedWidth(px(WIDTH))
        self._column.setContentsMargins(0, px(8), 0, px(12))
        self._column.setSpacing(px(8))
        self.update()
