"""The gates of one unit: a row for each, a bar for each token, encoder and decoder side by side."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.inspector.numbers import number
from visualizer.selection import Selection
from visualizer.widgets import pointing
from visualizer.widgets.axis_labels import elided
from visualizer.widgets.foot_labels import foot_height, foot_labels, paint_foot_labels
from visualizer.widgets.gate_content import GateContent, GateRow
from visualizer.widgets.resolution import ratio_of
from visualizer.widgets.token_columns import Strip, TokenColumns
from visualizer.widgets.token_text import visible

#: At scale 1: names at the left, numbers at the right, between the sides, the foot, the widest bar.
NAMES, NUMBERS, BETWEEN, FOOT, WIDEST = 112, 48, 14, 22, 36
#: And above the bars, where recurrences are named there.
HEAD = 18
#: Every token is named under its bars where that takes no more than this part of the height.
NAMED_WITHIN = 0.2
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class GateRows(TokenColumns):
    """Bars from 0, upwards or downwards; the numbers of the chosen token at the right."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, selection, parent)
        self.content: GateContent | None = None
        #: How often the bars were drawn: once for each content and size.
        self.pictures_drawn = 0
        self._picture = QPixmap()
        self._picture_of: tuple[object, ...] = ()
        #: What names of all tokens take under the bars; 0 where there is no room for them.
        self._names_high = 0
        self.setAccessibleName(self.tr("Gates"))
        appearance.changed.connect(self._lay_out)

    def set_content(self, content: GateContent) -> None:
        """Show these numbers."""
        self.content = content
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(420), self._appearance.px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(220), self._appearance.px(110))

    def row_rect(self, row: int) -> QRect:
        """Where the bars of a row stand, across both sides."""
        if self.content is None or not self.strips:
            return QRect()
        a = self._appearance
        top = a.px(6) + (a.px(HEAD) if self._headed else 0)
        room = self.height() - top - (self._names_high or a.px(FOOT))
        count = len(self.content.rows)
        first, after = top + row * room // count, top + (row + 1) * room // count
        gap = a.px(6) if after - first > a.px(20) else 2
        left = self.strips[0].left
        return QRect(left, first, self.strips[-1].right - left, max(after - first - gap, 1))

    @property
    def _headed(self) -> bool:
        """Whether each recurrence is named above its bars: more than two would be confused."""
        return self.content is not None and len(self.content.lanes) > 2

    def tooltip(self, point: QPoint) -> str:
        content = self.content
        if content is None:
            return ""
        for side, strip in enumerate(self.strips):
            place = strip.place_at(point.x())
            for row, gate in enumerate(content.rows):
                area = self.row_rect(row)
                if place is not None and area.top() <= point.y() <= area.bottom():
                    said = self.tr("{0} of unit {1} at {2}: {3}")
                    value = number(float(gate.values[side][place]))
                    text = visible(strip.tokens[place].text)
                    return said.format(gate.title, content.unit + 1, text, value)
        return ""

    # ------------------------------------------------------------ Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @Slot()
    def _lay_out(self) -> None:
        """One width for all columns, so that a token takes the same room on both sides."""
        content, px = self.content, self._appearance.px
        self._picture_of = ()
        if content is not None:
            sides = len(content.tokens)
            room = self.width() - px(NAMES) - px(NUMBERS) - px(BETWEEN) * (sides - 1)
            count = sum(len(tokens) for tokens in content.tokens)
            pitch = min(max(room, 0) / max(count, 1), px(WIDEST))
            pitch = float(math.floor(pitch)) if pitch >= 6 else pitch
            left, strips = px(NAMES), []
            for axis, tokens in zip(content.axes, content.tokens, strict=True):
                strips.append(Strip(axis, tokens, left, pitch))
                left = strips[-1].right + px(BETWEEN)
            self.strips = tuple(strips)
            names = [label for strip in strips for label in foot_labels(strip.tokens)]
            high = foot_height(self._appearance, names) + px(6)
            self._names_high = high if high <= NAMED_WITHIN * self.height() else 0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, content, a = QPainter(self), self.content, self._appearance
        if content is None:
            painter.fillRect(event.rect(), a.colour("panel"))
            return
        ratio = ratio_of(painter)
        self._draw(content, ratio)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_tokens(painter)
        for pair in dict.fromkeys((self._selection.locked, self._selection.hovered)):
            for side, strip in enumerate(self.strips):
                place = strip.place_of(pair)
                if place is not None:
                    self._paint_chosen(painter, content, side, place)
        if self.shows_focus:
            last = self.row_rect(len(content.rows) - 1).bottom()
            first = self.row_rect(0)
            pointing.paint_focus(painter, a, first.adjusted(0, 0, 0, last - first.bottom()))

    # ------------------------------------------------------------ painting

    def _draw(self, content: GateContent, ratio: float) -> None:
        of = self.size(), ratio, self._appearance.theme.name, self._appearance.scale
        if of == self._picture_of:
            return
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(self._appearance.colour("panel"))
        painter = QPainter(self._picture)
        for row, gate in enumerate(content.rows):
            self._draw_names(painter, self.row_rect(row), gate)
            for strip, values in zip(self.strips, gate.values, strict=True):
                self._draw_bars(painter, self.row_rect(row), gate, strip, values.tolist())
        if self._headed:
            self._draw_heads(painter, content)
        painter.end()
        self._picture_of = of
        self.pictures_drawn += 1

    def _draw_heads(self, painter: QPainter, content: GateContent) -> None:
        a = self._appearance
        painter.setFont(a.font("note"))
        painter.setPen(a.colour("high"))
        for lane, strip in zip(content.lanes, self.strips, strict=True):
            wide = strip.right - strip.left
            text = elided(lane, painter.fontMetrics(), wide)
            painter.drawText(QRect(strip.left, a.px(4), wide, a.px(HEAD)), _MIDDLE, text)

    def _draw_names(self, painter: QPainter, area: QRect, gate: GateRow) -> None:
        a = self._appearance
        words = QRect(a.px(12), area.top(), area.left() - a.px(40), area.height())
        painter.setFont(a.font("note"))
        painter.setPen(a.colour("high"))
        both = painter.fontMetrics().height() * 2 <= area.height() + a.px(4)
        if both:
            half = words.adjusted(0, 0, 0, -words.height() // 2)
            painter.drawText(half, Qt.AlignmentFlag.AlignBottom, gate.title)
            painter.setFont(a.font("tick"))
            painter.setPen(a.colour("low"))
            bounds = self.tr("{0} to {1}").format(_end(gate.low), _end(gate.high))
            half = words.adjusted(0, words.height() - words.height() // 2, 0, 0)
            painter.drawText(half, Qt.AlignmentFlag.AlignTop, bounds)
        else:
            painter.drawText(words, _MIDDLE, gate.title)
        painter.setFont(a.font("text"))
        painter.setPen(a.colour("mid"))
        letter = QRect(area.left() - a.px(26), area.top(), a.px(18), area.height())
        painter.drawText(letter, _MIDDLE | Qt.AlignmentFlag.AlignRight, gate.letter)

    def _draw_bars(
        self, painter: QPainter, area: QRect, gate: GateRow, strip: Strip, values: list[float]
    ) -> None:
        a = self._appearance
        ground = QRect(strip.left, area.top(), strip.right - strip.left, area.height())
        painter.fillRect(ground, a.colour("well"))
        colour = QColor(a.theme.series[gate.series]) if gate.series >= 0 else a.colour("mid")
        base = area.bottom() + 1 + round(gate.low / (gate.high - gate.low) * area.height())
        gap = 2 if strip.pitch >= 8 else 1 if strip.pitch >= 4 else 0
        for place, value in enumerate(values):
            left, right = strip.edge(place), strip.edge(place + 1) - gap
            if not math.isfinite(value):
                painter.fillRect(left, area.top(), right - left, area.height(), a.colour("nan"))
                continue
            inside = min(max(value, gate.low), gate.high)
            tall = round(abs(inside) / (gate.high - gate.low) * area.height())
            painter.fillRect(left, base - tall if value > 0 else base, right - left, tall, colour)
        if gate.low < 0:
            painter.fillRect(strip.left, base, ground.width(), 1, a.colour("line"))

    def _paint_tokens(self, painter: QPainter) -> None:
        """All tokens under each side where there is room; else first and last, or the chosen."""
        a = self._appearance
        if self._names_high:
            top = self.height() - self._names_high
            for strip in self.strips:
                strength = strip.strength(self._selection)
                paint_foot_labels(painter, a, strip, foot_labels(strip.tokens), top, strength)
            return
        top, high = self.height() - a.px(FOOT), a.px(FOOT)
        for strip in self.strips:
            if not strip.tokens:
                continue
            chosen = strip.place_of(self._selection.shown)
            wide = strip.right - strip.left
            if chosen is None:
                self._paint_ends(painter, strip, QRect(strip.left, top, wide, high))
                continue
            painter.setFont(a.font("note", bold=True))
            painter.setPen(a.colour("high"))
            text = elided(visible(strip.tokens[chosen].text), painter.fontMetrics(), wide)
            used = painter.fontMetrics().horizontalAdvance(text) + 2
            left = round(strip.centre(chosen)) - used // 2
            left = min(max(left, strip.left), max(strip.right - used, strip.left))
            painter.drawText(QRect(left, top, used, high), _MIDDLE, text)

    def _paint_ends(self, painter: QPainter, strip: Strip, area: QRect) -> None:
        painter.setFont(self._appearance.font("note"))
        painter.setPen(self._appearance.colour("mid"))
        metrics = painter.fontMetrics()
        first, last = (visible(strip.tokens[place].text) for place in (0, -1))
        both = f"{first} … {last}" if len(strip.tokens) > 1 else first
        if len(strip.tokens) < 2 or metrics.horizontalAdvance(both) > area.width() - 12:
            painter.drawText(area, _MIDDLE, elided(both, metrics, area.width()))
        else:
            painter.drawText(area, _MIDDLE, f"{first} …")
            painter.drawText(area, _MIDDLE | Qt.AlignmentFlag.AlignRight, f"… {last}")

    def _paint_chosen(self, painter: QPainter, content: GateContent, side: int, place: int) -> None:
        a, strip = self._appearance, self.strips[side]
        first, last = self.row_rect(0), self.row_rect(len(content.rows) - 1)
        left, right = strip.edge(place), strip.edge(place + 1)
        column = QRect(left - 1, first.top(), right - left, last.bottom() + 1 - first.top())
        locked = strip.place_of(self._selection.locked) == place
        (pointing.paint_locked if locked else pointing.paint_hovered)(painter, a, column)
        if self.told(self._selection.shown) != (side, place):
            return
        if self._headed:  # which of them the numbers are of
            head = a.px(4) + a.px(HEAD) - 2
            painter.fillRect(strip.left, head, strip.right - strip.left, 2, a.colour("selection"))
        painter.setFont(a.font("note", bold=True))
        painter.setPen(a.colour("high"))
        for row, gate in enumerate(content.rows):
            area = self.row_rect(row)
            at = QRect(area.right() + a.px(6), area.top(), a.px(NUMBERS - 8), area.height())
            painter.drawText(at, _MIDDLE, number(float(gate.values[side][place])))


def _end(value: float) -> str:
    return f"{value:g}".replace("-", "−")
