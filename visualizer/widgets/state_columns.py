"""Hidden states over the tokens, and between them the one vector that all of it goes through."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.selection import Selection
from visualizer.widgets import pointing
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.state_content import StateContent
from visualizer.widgets.state_ground import paint_ground, paint_row_names, paint_unit
from visualizer.widgets.state_layout import StateLayout, bars, lay_out
from visualizer.widgets.state_picture import draw_bars, unit_row
from visualizer.widgets.token_columns import TokenColumns
from visualizer.widgets.token_text import visible

#: Rows that Page Up and Page Down move.
PAGE = 10


class StateColumns(TokenColumns):
    """Encoder states, c, decoder states: a row for each unit, all of them one image.

    A click chooses the unit of the row and the token of the column; Up and Down, Page Up and Page
    Down, Home and End move among the rows.

    Signals: `unit_pointed(unit)` when the user chose a unit here.
    """

    unit_pointed = Signal(int)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, selection, parent)
        self.content: StateContent | None = None
        self.place = StateLayout()
        self.unit = 0
        #: How often the image was made: once for each content and size.
        self.pictures_drawn = 0
        self._version = 0
        self._image = QImage()
        self._image_of: tuple[object, ...] = ()
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self.setAccessibleName(self.tr("Hidden states"))
        appearance.changed.connect(self._lay_out)

    def set_content(self, content: StateContent) -> None:
        """Show these numbers."""
        self.content = content
        self._version += 1
        self._lay_out()

    def set_unit(self, unit: int) -> None:
        """Draw the line through this unit, without a signal."""
        if unit != self.unit:
            self.unit = unit
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(760), self._appearance.px(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(380), self._appearance.px(190))

    # ------------------------------------------------------------ what is where

    def row_rect(self, unit: int) -> QRect:
        """The row of a unit across all columns."""
        columns, content = self.place.columns, self.content
        if content is None:
            return QRect()
        row, units = content.row(unit), content.units
        top = round(row * columns.height() / units)
        bottom = round((row + 1) * columns.height() / units)
        return QRect(columns.left(), columns.top() + top, columns.width(), max(bottom - top, 1))

    def unit_at(self, point: QPoint) -> int | None:
        """The unit whose row is there."""
        content, columns = self.content, self.place.columns
        if content is None or not columns.contains(point):
            return None
        row = unit_row(point.y() - columns.top(), content.units, columns.height())
        return int(content.order[row])

    def tooltip(self, point: QPoint) -> str:
        content, unit = self.content, self.unit_at(point)
        if content is None:
            return ""
        token = self.token_at(point)
        if token is None or unit is None:
            inside = unit is not None and self.place.vector.contains(point)
            return self._said(unit, content.context[unit]) if inside and unit is not None else ""
        for strip, states in zip(self.strips, (content.encoder, content.decoder), strict=True):
            place = strip.place_at(point.x())
            if place is not None:
                if strip is self.place.decoder:
                    (left, right), _ = self.place.parts(place)
                    if left <= point.x() < right:
                        return self._said(unit, content.context[unit])
                said = self.tr("unit {0} at {1}: state {2}")
                text = visible(strip.tokens[place].text)
                return said.format(unit + 1, text, number(float(states[place, unit])))
        return ""

    def _said(self, unit: int, value: float) -> str:
        return self.tr("unit {0} of c: {1}").format(unit + 1, number(float(value)))

    def _describe(self) -> None:
        if self.content is not None and self.unit < self.content.units:
            self.setAccessibleDescription(self._said(self.unit, self.content.context[self.unit]))

    # ------------------------------------------------------------ Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        unit = self.unit_at(point)
        if event.button() == Qt.MouseButton.LeftButton and unit is not None and unit != self.unit:
            self._by_keyboard = False
            self.unit_pointed.emit(unit)
            token, locked = self.token_at(point), self._selection.locked
            if token is None or (locked is not None and locked.key == token):
                return  # another unit of the same word: the word stays locked
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.content is None:
            event.ignore()
            return
        row, last = self.content.row(self.unit), self.content.units - 1
        rows = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_PageUp: row - PAGE,
            Qt.Key.Key_PageDown: row + PAGE,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() not in rows:
            super().keyPressEvent(event)
            return
        self._by_keyboard = True
        wished = min(max(rows[Qt.Key(event.key())], 0), last)
        self.unit_pointed.emit(int(self.content.order[wished]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        if self.content is not None:
            self.place = lay_out(self._appearance, self.size(), self.content)
            self.strips = self.place.encoder, self.place.decoder
            self._describe()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, content = QPainter(self), self.content
        if content is None or self.place.height <= 0:
            painter.fillRect(event.rect(), self._appearance.colour("panel"))
            return
        ratio = ratio_of(painter)
        self._draw_ground(content, ratio)
        self._draw_image(content, ratio)
        painter.drawPixmap(0, 0, self._ground)
        painter.drawImage(self.place.columns.topLeft(), self._image)
        self._paint_over(painter, content)

    # ------------------------------------------------------------ painting

    def _draw_ground(self, content: StateContent, ratio: float) -> None:
        """All but the numbers and the pointing, kept while none of it changes."""
        a = self._appearance
        strengths = tuple(strip.strength(self._selection) for strip in self.strips)
        of = (
            content.captions, content.source, content.target, content.verdicts, self.place,
            strengths, self.size(), ratio, a.theme.name, a.scale,
        )  # fmt: skip
        if of != self._ground_of:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(a.colour("panel"))
            painter = QPainter(self._ground)
            paint_ground(painter, a, content, self.place, strengths, self.width())
            painter.end()
            self._ground_of = of

    def _draw_image(self, content: StateContent, ratio: float) -> None:
        of = self._version, self.place, ratio, self._appearance.theme.name
        if of != self._image_of:
            size = self.place.columns.size() * ratio
            vectors = bars(content, self.place, ratio)
            theme = self._appearance.theme
            self._image = draw_bars(theme, vectors, size.width(), size.height())
            self._image.setDevicePixelRatio(ratio)
            self._image_of = of
            self.pictures_drawn += 1

    def _paint_over(self, painter: QPainter, content: StateContent) -> None:
        a, place = self._appearance, self.place
        frame = place.vector.adjusted(-2, -2, 1, 1)
        painter.setPen(a.colour("high"))
        painter.drawRect(frame)
        painter.drawRect(frame.adjusted(-1, -1, 1, 1))
        if self.unit < content.units:
            row = self.row_rect(self.unit)
            paint_row_names(painter, a, content.captions.rows, place, row)
            paint_unit(painter, a, place, row, self.unit)
        for strip in self.strips:
            locked = strip.place_of(self._selection.locked)
            hovered = strip.place_of(self._selection.hovered)
            for column, paint in ((locked, pointing.paint_locked), (hovered, _hover)):
                if column is not None and (paint is not _hover or column != locked):
                    left, right = strip.edge(column), strip.edge(column + 1)
                    paint(painter, a, QRect(left, place.top, right - left, place.height))
        if self.shows_focus:
            pointing.paint_focus(painter, a, place.columns)


_hover = pointing.paint_hovered
