"""The strip on top: six architectures in the order in which the field found them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from engine.catalog import ARCHITECTURES
from visualizer.appearance import Appearance

HEIGHT = 64
Pill = Literal["", "trained", "live", "paused", "later"]


@dataclass(frozen=True)
class StopEntry:
    """One stop: the catalogue's name of the architecture, and what is said before it exists."""

    name: str
    year: int
    title: str
    idea: str


#: The whole lineage; the catalogue decides which of it stands already.
STOPS: tuple[StopEntry, ...] = (
    StopEntry("nnlm", 2003, "NNLM", "window of k words"),
    StopEntry("seq2seq", 2014, "Seq2Seq", "one vector c"),
    StopEntry("bahdanau", 2015, "Attention Seq2Seq", "weights over the source"),
    StopEntry("transformer", 2017, "Transformer", "attention alone"),
    StopEntry("gpt", 2018, "GPT", "decoder half, past only"),
    StopEntry("bert", 2018, "BERT", "encoder half, both sides"),
)
#: Neighbours between which a decade lies.
GAP = ("nnlm", "seq2seq")
#: The two that grew out of the one before them; the second is reached over the first.
FORK = ("gpt", "bert")


class Stop(QAbstractButton):
    """One architecture: year, name, its idea in three words, and the state of its model."""

    def __init__(self, appearance: Appearance, entry: StopEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        known = {architecture.name: architecture for architecture in ARCHITECTURES}
        self.entry = entry
        self.title = known[entry.name].title if entry.name in known else entry.title
        self.idea = known[entry.name].idea if entry.name in known else entry.idea
        self.pill: Pill = "later"
        self.pill_text = self.tr("not yet")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setEnabled(entry.name in known)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.isEnabled() else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if self.isEnabled():
            self.set_pill("", "")
        self._describe()
        appearance.changed.connect(self.update)

    def set_pill(self, pill: Pill, text: str) -> None:
        """Show a state: "live" is green and solid, the others an outline; "" shows none."""
        if (pill, text) != (self.pill, self.pill_text):
            self.pill, self.pill_text = pill, text
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(150), self._appearance.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self._appearance.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            self._paint_ground(painter)
        left, width = px(10), self.width() - px(18)
        self._paint_dot(painter)
        painter.setFont(look.font("note"))
        painter.setPen(look.colour("mid" if self.isEnabled() else "low"))
        painter.drawText(QPointF(px(24), px(18)), str(self.entry.year))
        name = look.font("name", bold=True)
        painter.setFont(name)
        if self.isEnabled():
            painter.setPen(look.colour("high" if self.isChecked() else "mid"))
        name_width = QFontMetricsF(name).horizontalAdvance(self.title)
        pill_left = self._paint_pill(painter, left + name_width + px(8))
        painter.setFont(name)
        painter.setPen(
            look.colour("low" if not self.isEnabled() else "high" if self.isChecked() else "mid")
        )
        self._draw(
            painter, name, left, px(36), (pill_left or self.width()) - left - px(6), self.title
        )
        painter.setPen(look.colour("mid" if self.isChecked() else "low"))
        note = look.font("note")
        painter.setFont(note)
        self._draw(painter, note, left, px(53), width, self.idea)

    def _draw(
        self, painter: QPainter, font: object, left: float, base: float, room: float, text: str
    ) -> None:
        metrics = QFontMetricsF(font)  # type: ignore[call-overload]
        fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, base), fitted)

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

    def _paint_pill(self, painter: QPainter, from_left: float) -> float | None:
        """Draw the pill at the right where it fits; returns its left edge."""
        if not self.pill_text:
            return None
        look, px = self._appearance, self._appearance.px
        font = look.font("note")
        width = QFontMetricsF(font).horizontalAdvance(self.pill_text) + px(24)
        box = QRectF(self.width() - width - px(8), px(22), width, px(18))
        if box.left() < from_left - px(2):
            if box.left() < px(60) or self.pill == "later":
                return None
            box.moveTop(px(5))  # No room beside the name: beside the year.
        colour = look.colour({"live": "live", "later": "low"}.get(self.pill, "mid"))
        painter.setFont(font)
        if self.pill != "later":
            painter.setPen(QPen(colour if self.pill == "live" else look.colour("strong_line"), 1))
            # Beside the year it lies on the line that joins the stops.
            painter.setBrush(look.colour("raised" if self.isChecked() else "window"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(9), px(9))
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(colour if self.pill == "live" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(box.left() + px(9), box.center().y()), px(2.5), px(2.5))
        painter.setPen(colour)
        painter.drawText(
            box.adjusted(px(15), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.pill_text
        )
        return box.left() if box.top() > px(10) else None

    def _describe(self) -> None:
        said = f"{self.title}, {self.entry.year}: {self.idea}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said} ({self.pill_text})" if self.pill_text else said)


class Lineage(QWidget):
    """The strip itself; Left and Right move between the stops that stand.

    Signals: `chosen(name)` when the user takes another architecture.
    """

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        self.stops = {entry.name: Stop(appearance, entry, self) for entry in STOPS}
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
        there = [stop for stop in self.stops.values() if stop.isEnabled()]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or not isinstance(focused, Stop) or focused not in there:
            super().keyPressEvent(event)
            return
        there[(there.index(focused) + step) % len(there)].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = [entry.name for entry in STOPS]
        left, right = FORK
        for before, after in pairwise(names):
            if after == right:
                continue
            pen = QPen(look.colour("strong_line"), 1.5)
            if (before, after) == GAP:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            from_x = self.stops[before].x() + px(56)
            painter.drawLine(
                QPointF(from_x, px(14)), QPointF(self.stops[after].x() + px(8), px(14))
            )
        # The fork: one branch goes over GPT to BERT.
        painter.setPen(QPen(look.colour("strong_line"), 1.5))
        first, second = self.stops[left].x(), self.stops[right].x()
        bend = px(8)
        painter.drawPolyline(
            [
                QPointF(first - bend, px(14)),
                QPointF(first, px(5)),
                QPointF(second - bend, px(5)),
                QPointF(second + px(8), px(14)),
            ]
        )

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
