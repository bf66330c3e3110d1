"""A row for each token: what the model expects there, and whether that was right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
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
from visualizer.widgets.prediction_painting import Columns, appears, paint_label, paint_row
from visualizer.widgets.prediction_row import PredictionRow, key_of
from visualizer.widgets.prediction_words import tip

#: Pixels at scale 1: rows standing alone, the words above them.
ROW, TOP = 24, 56


class PredictionRows(QWidget):
    """The rows, under a heading; laid out here or, when followed, where a map has its rows.

    Standing alone they say themselves which token each is of; a map's rows say it for them.

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
        self._heading: tuple[str, str, str] = ("", "", "wrong")
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
        return self._appearance.lettering.height("note")

    def set_rows(
        self, rows: tuple[PredictionRow, ...], said: str, more: str, role: str = "wrong"
    ) -> None:
        """Rows, and the heading in two parts: what was right, and, in its colour, what was not."""
        heading = (said, more, role)
        if (rows, heading) != (self._rows, self._heading):
            before, self._rows = self._rows, rows
            same, self._heading = heading == self._heading, heading
            self._cursor = min(self._cursor, max(len(rows) - 1, 0))
            self._scroll_to(self._scroll)
            columns = (
                f"{glossary.name(key_of(self._rows))}: {glossary.sentence(key_of(self._rows))}"
            )
            self.setAccessibleDescription(f"{said} {more}\n{columns}")
            if same and len(before) == len(rows):
                self._update_changed(before)
            else:
                self.update()

    def _update_changed(self, before: tuple[PredictionRow, ...]) -> None:
        """Paint the rows that look other than before; in training, most say the same for long."""
        if self._columns(before) != self._columns():
            self.update()
            return
        for row, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new and appears(old) != appears(new):
                # Words may be higher than their row.
                self.update(self.row_rect(row).toAlignedRect().adjusted(0, -3, 0, 3))

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
        """A row in words."""
        return tip(self._rows[row], guessed=key_of(self._rows) == "guess")

    def explanation(self, position: QPointF) -> str:
        """What the heading of the column there means."""
        if position.y() >= self._port().top():
            return ""
        key = key_of(self._rows)
        if key == "forced":
            return glossary.sentence(key if position.x() < self.width() * 0.7 else "free")
        if key == "surprise":
            return glossary.sentence("rank" if position.x() < self._columns().bar else key)
        return glossary.sentence(key)

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
        port, columns, dirty = self._port(), self._columns(), event.region()
        if event.rect().top() < port.top():
            self._paint_heading(painter, port.top(), columns)
        painter.setClipRect(port)
        for row, data in enumerate(self._rows):
            rect = self.row_rect(row)
            if dirty.intersects(rect.toAlignedRect()):
                self._paint_row(painter, row, data, rect, columns)

    def _paint_heading(self, painter: QPainter, bottom: float, columns: Columns) -> None:
        px, letters = self._appearance.px, self._appearance.lettering
        left, right = px(12), self.width() - px(12)
        key = key_of(self._rows)
        names = QRectF(left, bottom - px(20), right - left, px(18))
        first, last = {
            "forced": (self.tr("teacher-forced"), self.tr("free")),
            "surprise": (self.tr("rank, likeliest"), self.tr("surprise, nats")),
            "guess": (self.tr("guessed"), ""),
        }[key]
        start = columns.token if key != "surprise" else columns.mark - px(4)
        letters.write(painter, names.adjusted(start - left, 0, 0, 0), first, "tick", "low")
        letters.write(painter, names, last, "tick", "low", across=1)
        if columns.label:
            what = self.tr("in → out") if columns.inputs else self.tr("token")
            area = names.adjusted(0, 0, columns.label - px(2) - right, 0)
            letters.write(painter, area, what, "tick", "low", across=1)
        line = QRectF(left, max(bottom - px(46), 0), right - left, px(20))
        said, more, role = self._heading
        taken = letters.write(painter, line, said, "text", "high", bold=True)
        if more:
            more, rest = f" · {more}", line.adjusted(taken, 0, 0, 0)
            if letters.width(more, "text") <= rest.width():  # what is right says it, too
                letters.write(painter, rest, more, "text", role)

    def _paint_row(
        self, painter: QPainter, row: int, data: PredictionRow, rect: QRectF, columns: Columns
    ) -> None:
        look = self._appearance
        if row == self._selected:
            opacity = look.theme.band_opacity if self._locked else look.theme.band_opacity / 2
            painter.fillRect(rect, QColor(mix(look.theme.band, look.theme.panel, opacity)))
        if columns.label:
            paint_label(painter, look, data, rect, columns)
        paint_row(painter, look, data, rect, columns)
        if self.hasFocus() and row == self._cursor:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRoundedRect(rect.adjusted(look.px(8), 1, -look.px(6), -1), 3, 3)

    # ------------------------------------------------------------ geometry

    def _columns(self, rows: tuple[PredictionRow, ...] | None = None) -> Columns:
        """Where the parts of each row stand; of these rows, or of the present ones."""
        shown = self._rows if rows is None else rows
        return Columns.of(self._appearance, self.width(), shown, followed=bool(self._followed))

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
