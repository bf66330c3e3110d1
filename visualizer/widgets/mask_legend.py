"""Words about masks: the name of one with what it closes, and what each texture means."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.seen.maps import Closed
from visualizer.appearance import Appearance
from visualizer.masks import Mask, reason_name
from visualizer.widgets import textures
from visualizer.widgets.glyph import GLYPHS, paint_glyph
from visualizer.widgets.label import Label
from visualizer.widgets.mask_painting import open_colour


class MaskHeading(QWidget):
    """The kind's glyph, its name, and how much is closed."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._glyph = ""
        self._name = Label(appearance, role="text", bold=True)
        self.words = Label(appearance, role="note", colour="mid")
        self.words.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._name)
        self._column.addWidget(self.words)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_mask(self, mask: Mask) -> None:
        self._glyph = GLYPHS.get(mask.kind, "")
        self.set_words(mask.name, mask.in_words())
        self._restyle()

    def set_words(self, name: str, words: str) -> None:
        self._name.setText(name)
        self.words.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._appearance.px(11)
        top = self._name.geometry().center().y() - side // 2
        paint_glyph(
            QPainter(self),
            self._glyph,
            QRect(0, top, side, side).toRectF(),
            self._appearance.colour("high"),
        )

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(18) if self._glyph else 0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setFixedHeight(px(36))


class MaskLegend(QWidget):
    """A swatch and a word for each texture that is on screen."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._reasons: list[Closed] = [Closed.OPEN]
        appearance.changed.connect(self.updateGeometry)

    def set_reasons(self, reasons: set[Closed]) -> None:
        found = [Closed.OPEN, *sorted(reasons)]
        if found != self._reasons:
            self._reasons = found
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(self._place(len(self._reasons)), px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        painter.setFont(look.font("note"))
        for place, reason in enumerate(self._reasons):
            swatch = QRect(QPoint(self._place(place), px(3)), QSize(px(14), px(14)))
            painter.setBrushOrigin(swatch.topLeft())
            if reason == Closed.OPEN:
                painter.fillRect(swatch, open_colour(look.theme))
            else:
                painter.fillRect(swatch, textures.brush(look.theme, reason, look.scale))
            painter.setPen(look.colour("strong_line"))
            painter.drawRect(swatch.adjusted(0, 0, -1, -1))
            painter.setPen(look.colour("mid"))
            text = QRect(swatch.right() + px(6), 0, px(200), self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, reason_name(reason))

    def _place(self, count: int) -> int:
        metrics = self.fontMetrics()
        px = self._appearance.px
        widths = [metrics.horizontalAdvance(reason_name(r)) + px(36) for r in self._reasons[:count]]
        return sum(widths)
