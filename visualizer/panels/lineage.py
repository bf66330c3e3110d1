"""The strip on top: the architectures in the order in which the field found them."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from engine.catalog import ARCHITECTURES, Architecture
from visualizer.appearance import Appearance

HEIGHT = 64
Pill = Literal["", "trained", "live", "paused"]


#: Years between neighbours whose line is dotted: much else was found in between.
_LONG = 10


class Stop(QAbstractButton):
    """One architecture: year, name, its idea in three words, and the state of its model."""

    def __init__(self, appearance: Appearance, entry: Architecture, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.entry = entry
        self.pill: Pill = ""
        self.pill_text = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._describe()
        appearance.changed.connect(self.update)

    def set_pill(self, pill: Pill, text: str) -> None:
        """Show a state: "live" is green and solid, the others an outline; "" shows none."""
        if (pill, text) != (self.pill, self.pill_text):
            before = self.pill_rect
            self.pill, self.pill_text = pill, text
            self._describe()
            self.update(_with_edge(before.united(self.pill_rect)))

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(150), self._appearance.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self._appearance.px(HEIGHT))

    @property
    def pill_rect(self) -> QRectF:
        """Where the pill stands, right of the name; empty where there is none."""
        return self._folded_pill()[0]

    def paintEvent(self, event: QPaintEvent) -> None:
        px, painter = self._appearance.px, QPainter(self)
        letters = self._appearance.lettering
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            self._paint_ground(painter)
        box, mark, text = self._folded_pill()
        # In training the pill alone changes, several times a second.
        if not _with_edge(box).contains(event.rect()):
            left, room = px(10), self.width() - px(18)
            name = "high" if self.isChecked() else "mid"
            idea = "mid" if self.isChecked() else "low"
            self._paint_dot(painter)
            year = str(self.entry.year)
            letters.write_on(painter, px(24), px(18), year, "note", "mid")
            letters.write_on(
                painter,
                left,
                px(36),
                self.entry.title,
                "name",
                name,
                bold=True,
                room=room,
                cut="right",
            )
            letters.write_on(
                painter, left, px(53), self.entry.idea, "note", idea, room=room, cut="right"
            )
        if not box.isEmpty():
            self._paint_pill(painter, box, mark, text)

    def _paint_ground(self, painter: QPainter) -> None:
        look, px = self._appearance, self._appearance.px
        box = QRectF(0.5, px(3) + 0.5, self.width() - 1, self.height() - px(3) - px(4))
        painter.setPen(QPen(look.colour("strong_line"), 1))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(box, px(5), px(5))
        painter.fillRect(QRectF(0, self.height() - px(5), self.width(), 2), look.colour("high"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(5), px(5))

    def _paint_dot(self, painter: QPainter) -> None:
        look, px = self._appearance, self._appearance.px
        ground = look.colour("raised" if self.isChecked() else "window")
        painter.setPen(QPen(look.colour("high" if self.isChecked() else "strong_line"), 1.5))
        painter.setBrush(look.colour("high") if self.isChecked() else ground)
        painter.drawEllipse(QPointF(px(14), px(14)), px(4), px(4))

    def _folded_pill(self) -> tuple[QRectF, bool, str]:
        """The pill as far as there is room beside the name: box, whether it has a mark, text.

        Without room for both it keeps its text, then its mark; it never stands over the name, nor
        on the line that joins the stops.
        """
        px, letters = self._appearance.px, self._appearance.lettering
        right = self.width() - px(8)
        room = right - px(16) - letters.width(self.entry.title, "name", bold=True)
        if not self.pill_text:
            return QRectF(), False, ""
        written = letters.width(self.pill_text, "note")
        for width, mark, text in (
            (written + px(24), True, self.pill_text),
            (written + px(14), False, self.pill_text),
            (px(18), True, ""),
        ):
            if width <= room:
                return QRectF(right - width, px(22), width, px(18)), mark, text
        return QRectF(), False, ""

    def _paint_pill(self, painter: QPainter, box: QRectF, mark: bool, text: str) -> None:
        look, px = self._appearance, self._appearance.px
        live = self.pill == "live"
        role = "live" if live else "mid"
        painter.setPen(QPen(look.colour("live" if live else "strong_line"), 1))
        painter.setBrush(look.colour("raised" if self.isChecked() else "window"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(9), px(9))
        if mark:
            painter.setPen(QPen(look.colour(role), 1.2))
            painter.setBrush(look.colour(role) if live else Qt.BrushStyle.NoBrush)
            at = QPointF(box.left() + px(9), box.center().y())
            painter.drawEllipse(at, px(2.5), px(2.5))
        inside = box.adjusted(px(15) if mark else px(7), 0, 0, 0)
        look.lettering.write(painter, inside, text, "note", role)

    def _describe(self) -> None:
        said = f"{self.entry.title}, {self.entry.year}: {self.entry.idea}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said} ({self.pill_text})" if self.pill_text else said)


def _with_edge(box: QRectF) -> QRect:
    """What the smoothed edge of a box can colour."""
    return box.toAlignedRect().adjusted(-1, -1, 1, 1)


class Lineage(QWidget):
    """The strip itself; Left and Right move between the stops.

    Signals: `chosen(name)` when the user takes another architecture.
    """

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        self.stops = {entry.name: Stop(appearance, entry, self) for entry in ARCHITECTURES}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        for stop in self.stops.values():
            self._row.addWidget(stop, 1)
            stop.clicked.connect(self._clicked)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def choose(self, name: str) -> None:
        """Show which architecture is on the bench, without a signal."""
        if name in self.stops:
            self.stops[name].setChecked(True)

    def show_state(self, name: str, pill: Pill, text: str) -> None:
        """Put a pill on a stop; those of the others stay."""
        self.stops[name].set_pill(pill, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        there = list(self.stops.values())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or not isinstance(focused, Stop) or focused not in there:
            super().keyPressEvent(event)
            return
        there[(there.index(focused) + step) % len(there)].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.fillRect(event.rect(), look.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        if event.rect().top() >= px(18):
            return  # below the line that joins the stops
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for before, after in pairwise(self.stops.values()):
            years = after.entry.year - before.entry.year
            style = Qt.PenStyle.DotLine if years >= _LONG else Qt.PenStyle.SolidLine
            painter.setPen(QPen(look.colour("strong_line"), 1.5, style))
            start = QPointF(before.x() + px(56), px(14))
            end = QPointF(after.x() + px(8), px(14))
            if years:
                painter.drawLine(start, end)
                continue
            # Two of one year are a fork: the way to the second leads over the first.
            left, right, bend = before.x(), after.x(), px(8)
            over = [QPointF(left, px(5)), QPointF(right - bend, px(5))]
            painter.drawPolyline([QPointF(left - bend, px(14)), *over, end])

    @Slot()
    def _clicked(self) -> None:
        stop = self.sender()
        if isinstance(stop, Stop):
            self.chosen.emit(stop.entry.name)

    @Slot()
    def _restyle(self) -> None:
        self.setFixedHeight(self._appearance.px(HEIGHT))
        self._row.setContentsMargins(self._appearance.px(10), 0, self._appearance.px(10), 0)
        self.update()
