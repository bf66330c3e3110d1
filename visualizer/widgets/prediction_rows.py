"""A row for each target position: what the model expects next, and whether that was right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.theme import mix
from visualizer.widgets.chips import visible
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.scale import number

#: Pixels at scale 1: rows standing alone, the words above them, and a bar.
ROW, TOP, BAR = 24, 56, 34


@dataclass(frozen=True)
class PredictionRow:
    """One position.

    token, probability : the likeliest next token, teacher-forced.
    right : whether it is the reference's; None where no reference is known.
    expected, expected_probability : the reference's token.
    free : the token the model wrote here by itself; "" where it wrote none.
    special : whether the likeliest is one of <s>, </s> and the like.
    """

    token: str
    probability: float
    right: bool | None
    expected: str
    expected_probability: float
    free: str
    special: bool = False


class PredictionRows(QWidget):
    """The rows, under a heading; laid out here or, when followed, where a map has its rows.

    Up and Down move a cursor, Enter or Space chooses, the wheel scrolls.

    Signals: `pointed(row)` when the pointer comes to a row or, with -1, leaves; `chosen(row)` on a
    click or Enter.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rows: tuple[PredictionRow, ...] = ()
        self._heading: tuple[str, str] = ("", "")
        self._selected = -1
        self._locked = False
        self._pointed = -1
        self._cursor = 0
        self._scroll = 0.0
        self._followed: tuple[float, float, float, float] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def rows(self) -> tuple[PredictionRow, ...]:
        return self._rows

    @property
    def selected(self) -> int:
        """The row lit by the selection, -1 for none."""
        return self._selected

    @property
    def least_height(self) -> float:
        """Pixels that a row needs for its words to be read."""
        return QFontMetricsF(self._appearance.font("note")).height()

    def set_rows(self, rows: tuple[PredictionRow, ...], right: str, wrong: str) -> None:
        """Rows, and the heading in two parts: what was right, and, in its colour, what was not."""
        if (rows, (right, wrong)) != (self._rows, self._heading):
            self._rows, self._heading = rows, (right, wrong)
            self._cursor = min(self._cursor, max(len(rows) - 1, 0))
            self._scroll_to(self._scroll)
            columns = f"{glossary.name('forced')}: {glossary.sentence('forced')}"
            self.setAccessibleDescription(f"{right} {wrong}\n{columns}")
            self.update()

    def set_selected(self, row: int, locked: bool) -> None:
        """Lay the selection's band over a row; -1 for none."""
        if (row, locked) != (self._selected, self._locked):
            self._selected, self._locked = row, locked
            if row >= 0 and locked:
                self._reveal(row)
            self.update()

    def follow(
        self, top: float | None, height: float = 0, first: float = 0, end: float = 0
    ) -> None:
        """Stand the rows at y = `top`, `height` apart, seen from `first` to `end`; None: alone."""
        followed = None if top is None else (top, height, first, end)
        if followed != self._followed:
            alone, self._followed = followed is None and self._followed is not None, followed
            self._scroll_to(self._scroll)
            if alone and self._selected >= 0:
                self._reveal(self._selected)
            self.update()

    def row_rect(self, row: int) -> QRectF:
        """Where a row stands now."""
        if self._followed:
            top, height, _, _ = self._followed
            return QRectF(0, top + row * height, self.width(), height)
        height = self._appearance.px(ROW)
        top = self._appearance.px(TOP) - self._scroll
        return QRectF(0, top + row * height, self.width(), height)

    def row_at(self, position: QPointF) -> int:
        """Which row is there, -1 for none."""
        if self._port().contains(position):
            for row in range(len(self._rows)):
                if self.row_rect(row).contains(position):
                    return row
        return -1

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(200), px(TOP) + px(ROW) * max(len(self._rows), 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(150), self._appearance.px(TOP + 2 * ROW))

    def tip(self, row: int) -> str:
        """A row in words, with all that the picture shows by mark, frame and bar."""
        data = self._rows[row]
        lines = [
            self.tr("teacher-forced: {0} {1}").format(visible(data.token), number(data.probability))
        ]
        if data.right is False:
            expected = visible(data.expected), number(data.expected_probability)
            lines.append(self.tr("wrong; expected {0} ({1})").format(*expected))
        elif data.right:
            lines.append(self.tr("right"))
        if data.free:
            lines.append(self.tr("free-running: {0}").format(visible(data.free)))
            if data.free == data.token:
                lines.append(f"= {glossary.sentence('same')}")
        return "\n".join(lines)

    def explanation(self, position: QPointF) -> str:
        """What the heading of the column there means."""
        if position.y() >= self._port().top():
            return ""
        return glossary.sentence("forced" if position.x() < self.width() * 0.7 else "free")

    # ------------------------------------------------------------ pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._cursor = row
            self.chosen.emit(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._followed is None:
            self._scroll_to(self._scroll - event.angleDelta().y() / 2)
            self._point(self.row_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._rows) - 1
        steps = {Qt.Key.Key_Up: self._cursor - 1, Qt.Key.Key_Down: self._cursor + 1}
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if event.key() in steps and self._rows:
            self._cursor = min(max(steps[Qt.Key(event.key())], 0), last)
            self._reveal(self._cursor)
            self.pointed.emit(self._cursor)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._rows:
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            row = self.row_at(at)
            tip = self.tip(row) if row >= 0 else self.explanation(at)
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scroll_to(self._scroll)

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        port = self._port()
        self._paint_heading(painter, port.top())
        painter.setClipRect(port)
        for row, data in enumerate(self._rows):
            rect = self.row_rect(row)
            if rect.bottom() >= port.top() and rect.top() <= port.bottom():
                self._paint_row(painter, row, data, rect)

    def _paint_heading(self, painter: QPainter, bottom: float) -> None:
        look = self._appearance
        px = look.px
        left, right = px(12), self.width() - px(12)
        names = QRectF(left, bottom - px(20), right - left, px(18))
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(names.adjusted(px(18), 0, 0, 0), centre, self.tr("teacher-forced"))
        painter.drawText(names, centre | Qt.AlignmentFlag.AlignRight, self.tr("free"))
        line = QRectF(left, max(bottom - px(46), 0), right - left, px(20))
        ok, bad = self._heading
        font = look.font("text", bold=True)
        painter.setFont(font)
        painter.setPen(look.colour("high"))
        painter.drawText(line, centre, ok)
        if bad:
            painter.setFont(look.font("text"))
            painter.setPen(look.colour("wrong"))
            taken = QFontMetricsF(font).horizontalAdvance(ok)
            painter.drawText(line.adjusted(taken, 0, 0, 0), centre, f" · {bad}")

    def _paint_row(self, painter: QPainter, row: int, data: PredictionRow, rect: QRectF) -> None:
        look = self._appearance
        px = look.px
        colour = look.colour({True: "right", False: "wrong", None: "mid"}[data.right])
        if row == self._selected:
            opacity = look.theme.band_opacity if self._locked else look.theme.band_opacity / 2
            painter.fillRect(rect, QColor(mix(look.theme.band, look.theme.panel, opacity)))
        middle = rect.center().y()
        inner = rect.adjusted(px(8), 1, -px(6), -1)
        if data.right is False:
            painter.setPen(QPen(colour, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(-0.5, 0.5, 0.5, -0.5), 3, 3)
        if data.right is not None:
            side = min(px(14), rect.height())
            mark = QRectF(px(11), middle - side / 2, side, side)
            paint_icon(painter, "check" if data.right else "close", mark, colour)
        bar = QRectF(self._bar_left(), middle - px(3), self._bar_width(), px(6))
        self._paint_bar(painter, data, bar, colour)
        self._paint_texts(painter, data, rect, bar, colour)
        if self.hasFocus() and row == self._cursor:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(inner, 3, 3)

    def _paint_bar(
        self, painter: QPainter, data: PredictionRow, bar: QRectF, colour: QColor
    ) -> None:
        """Solid where right, striped where wrong: the texture says it before the colour."""
        painter.fillRect(bar, self._appearance.colour("line"))
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(max(data.probability, 0.0), 1.0))
        if data.right is not False:
            painter.fillRect(filled, colour)
            return
        painter.save()
        painter.setClipRect(filled, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colour, 2))
        left = filled.left() - bar.height()
        while left < filled.right():
            painter.drawLine(
                QPointF(left, filled.bottom()), QPointF(left + bar.height(), filled.top())
            )
            left += 4
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, data: PredictionRow, rect: QRectF, bar: QRectF, colour: QColor
    ) -> None:
        look = self._appearance
        px = look.px
        centre = Qt.AlignmentFlag.AlignVCenter
        ink = colour if data.right is False else look.colour("low" if data.special else "high")
        room = bar.left() - px(36)
        name = look.font("name" if rect.height() >= px(17) else "note")
        if QFontMetricsF(name).horizontalAdvance(visible(data.token)) > room:
            name = look.font("note")
        self._text(painter, px(30), bar.left() - px(6), rect, visible(data.token), ink, name)
        after = bar.right() + px(4)
        painter.setFont(look.font("note"))
        painter.setPen(look.colour("mid"))
        painter.drawText(
            QRectF(after, rect.top(), px(30), rect.height()), centre, number(data.probability)
        )
        free = "=" if data.free == data.token else visible(data.free) if data.free else "–"
        end = self.width() - px(12)
        start = after + px(26)
        if data.right is False and self.width() > px(400):
            text = f"({visible(data.expected)} {number(data.expected_probability)})"
            start += self._text(
                painter, start, end - px(70), rect, text, look.colour("mid"), look.font("note")
            )
        same = free in "=–"
        ink = look.colour("low") if same else look.colour("wrong" if data.right is False else "mid")
        font = look.font("note")
        fitted = QFontMetricsF(font).elidedText(free, Qt.TextElideMode.ElideRight, end - start)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(
            QRectF(start, rect.top(), end - start, rect.height()),
            centre | Qt.AlignmentFlag.AlignRight,
            fitted,
        )

    def _text(
        self,
        painter: QPainter,
        left: float,
        right: float,
        rect: QRectF,
        text: str,
        ink: QColor,
        font: object,
    ) -> float:
        """Draw a text between two x, cut in its middle where too long; how wide it became."""
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(ink)
        metrics = QFontMetricsF(painter.font())
        fitted = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(right - left, 0))
        painter.drawText(
            QRectF(left, rect.top(), max(right - left, 0) + 1, rect.height()),
            Qt.AlignmentFlag.AlignVCenter,
            fitted,
        )
        return metrics.horizontalAdvance(fitted)

    # ------------------------------------------------------------ geometry

    def _bar_left(self) -> float:
        return self.width() * 0.45

    def _bar_width(self) -> float:
        return self._appearance.px(BAR if self.width() > self._appearance.px(230) else BAR - 8)

    def _port(self) -> QRectF:
        """The part of this widget in which rows are seen."""
        if self._followed:
            _, _, first, end = self._followed
            first = max(first, 0.0)
            return QRectF(0, first, self.width(), max(min(end, self.height()) - first, 0.0))
        top = self._appearance.px(TOP)
        return QRectF(0, top, self.width(), max(self.height() - top, 0))

    def _scroll_to(self, scroll: float) -> None:
        px = self._appearance.px
        most = max(len(self._rows) * px(ROW) - self._port().height(), 0.0)
        scroll = min(max(scroll, 0.0), most)
        if scroll != self._scroll:
            self._scroll = scroll
            self.update()

    def _reveal(self, row: int) -> None:
        if self._followed is None:
            rect, port = self.row_rect(row), self._port()
            if rect.top() < port.top():
                self._scroll_to(self._scroll - (port.top() - rect.top()))
            elif rect.bottom() > port.bottom():
                self._scroll_to(self._scroll + rect.bottom() - port.bottom())

    @Slot()
    def _point(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.pointed.emit(row)
