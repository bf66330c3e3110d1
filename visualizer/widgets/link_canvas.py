"""Lines between two columns of tokens as they are seen: which, where, and how they are painted."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets import pointing, scale
from visualizer.widgets.axis_labels import thinned, widest
from visualizer.widgets.link_drawing import draw_lines
from visualizer.widgets.link_heading import (
    GAP,
    MARGIN,
    legend_places,
    paint_legend,
    paint_note,
    paint_sides,
)
from visualizer.widgets.link_label import LONGEST, paint_label
from visualizer.widgets.link_lines import LinkLines, weighed
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.resolution import ratio_of

#: At scale 1: the highest row, and room at the top.
_HIGHEST, TOP = 26, 24


class LinkCanvas(QWidget):
    """Everything about lines but pointing at them; see :class:`visualizer.widgets.links.Links`."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._selection = selection
        self.content: MapContent | None = None
        self.mode: scale.Mode = "fixed"
        self.threshold: float | None = None
        self.lines: LinkLines | None = None
        self._heads: NDArray[np.float32] | None = None
        self._zoom = 1.0
        #: Pixels above the first token.
        self.top = appearance.px(TOP)
        self._top = 0.0
        self._by_keyboard = False
        self._label_widths = (0, 0)
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self._version = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._restyle)

    # ------------------------------------------------------------ what is shown

    def set_content(self, content: MapContent, heads: NDArray[np.float32] | None = None) -> None:
        """Show a map; `heads` (heads, rows, columns) draws those instead of their mean."""
        before, self.content, self._heads = self.content, content, heads
        if before is None or before.shape != content.shape:
            self._zoom, self._top = 1.0, 0.0
        tokens = content.row_tokens, content.column_tokens
        if before is None or tokens != (before.row_tokens, before.column_tokens):
            self._measure()
        self._make_room()
        self._weigh()
        self.update()

    def set_mode(self, mode: scale.Mode) -> None:
        """Choose the mapping from weight to strength."""
        if mode != self.mode:
            self.mode = mode
            self._weigh()
            self.update()

    def set_threshold(self, mass: float | None) -> None:
        """Draw only the fewest lines of each query that hold this share of its mass; None: all."""
        if mass != self.threshold:
            self.threshold = mass
            self._weigh()
            self.update()

    def _weigh(self) -> None:
        self._version += 1
        self.lines = None
        if self.content is not None:
            self.lines = weighed(self.content, self._heads, self.mode, self.threshold)

    # ------------------------------------------------------------ geometry

    def _pitch(self, count: int) -> float:
        room = self.height() - self.top - self._appearance.px(MARGIN)
        return min(max(room, 1) / max(count, 1), self._appearance.px(_HIGHEST)) * self._zoom

    def _middle(self, count: int, place: float) -> float:
        return self.top - self._top + (place + 0.5) * self._pitch(count)

    def _measure(self) -> None:
        """Room for the labels."""
        a = self._appearance
        if self.content is not None:
            metrics, cap = QFontMetrics(a.font("text", bold=True)), a.px(LONGEST)
            self._label_widths = (
                widest(self.content.row_tokens, metrics, cap),
                widest(self.content.column_tokens, metrics, cap),
            )

    def _sides(self) -> tuple[int, int]:
        """x of the lines' two ends."""
        edge = self._appearance.px(MARGIN + GAP)
        left, right = self._label_widths
        return left + edge, self.width() - right - edge

    def token_rect(self, query: bool, place: int) -> QRect:
        """Where a token's label stands: queries at the left, keys at the right."""
        if self.content is None:
            return QRect()
        count = self.content.shape[0 if query else 1]
        height = QFontMetrics(self._appearance.font("text")).height()
        top = round(self._middle(count, place) - height / 2)
        left, right = self._sides()
        gap = self._appearance.px(GAP)
        if query:
            return QRect(0, top, left - gap, height)
        return QRect(right + gap, top, self.width() - right - gap, height)

    def _named(self, query: bool, forced: tuple[int, ...]) -> list[int]:
        assert self.content is not None
        count = self.content.shape[0 if query else 1]
        height = QFontMetrics(self._appearance.font("text")).height()
        pitch = self._pitch(count)
        first = max(math.floor(self._top / pitch), 0)
        last = min(math.ceil((self._top + self.height()) / pitch), count)
        return thinned(range(first, last), pitch, height - 1, forced)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(480), self._appearance.px(440))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(140), self._appearance.px(110))

    def zoom_in(self) -> None:
        """One step closer."""
        self._zoom_by(1.25, self.height() / 2)

    def zoom_out(self) -> None:
        """One step away."""
        self._zoom_by(0.8, self.height() / 2)

    def zoom_to_fit(self) -> None:
        """Show all tokens."""
        self._zoom, self._top = 1.0, 0.0
        self.update()

    def _zoom_by(self, factor: float, y: float) -> None:
        zoom = min(max(self._zoom * factor, 1.0), 60.0)
        place = (self._top + y - self.top) / self._zoom
        self._zoom = zoom
        self._top = place * zoom - y + self.top
        self._pan(0)
        self.update()

    def _pan(self, y: float) -> bool:
        before, longest = self._top, max(self.content.shape) if self.content else 0
        whole = self._pitch(longest) * longest + self.top + self._appearance.px(MARGIN)
        self._top = min(max(self._top + y, 0.0), max(whole - self.height(), 0.0))
        self.update()
        return self._top != before

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        content, a = self.content, self._appearance
        if content is None:
            painter.fillRect(event.rect(), a.colour("panel"))
            return
        shown = self._selection.shown
        row, column = content.row(shown), content.column(shown)
        quiet = row is not None or column is not None
        painter.drawPixmap(0, 0, self._lines_picture(quiet, ratio_of(painter)))
        self._paint_emphasis(painter, row, column)
        self._paint_labels(painter, True, row)
        self._paint_labels(painter, False, column)
        painter.setFont(a.font("tick"))
        self._paint_heading(painter)
        if self.hasFocus() and self._by_keyboard:
            pointing.paint_focus(painter, a, self.rect().adjusted(6, 6, -6, -6))

    def _lines_picture(self, quiet: bool, ratio: float) -> QPixmap:
        """All lines, kept while they are the same; `quiet` where some of them stand out."""
        a = self._appearance
        picture_of = (
            self._version,
            quiet,
            a.theme.name,
            a.scale,
            self.size(),
            ratio,
            self._zoom,
            self._top,
        )
        if picture_of != self._ground_of:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(a.colour("panel"))
            if self.lines is not None:
                painter = QPainter(self._ground)
                everything = np.ones(len(self.lines.row), np.bool_)
                self._draw(painter, everything, 0.3 if quiet else 1.0)
                painter.end()
            self._ground_of = picture_of
        return self._ground

    def _paint_emphasis(self, painter: QPainter, row: int | None, column: int | None) -> None:
        if self.lines is None:
            return
        # A chosen cell is one line; a chosen token is all lines of its query or its key.
        found = self.lines.of_row(row)
        if row is None:
            found = self.lines.of_column(column)
        self._draw(painter, found, 1.0, thicker=0.5)

    def _draw(
        self, painter: QPainter, wanted: NDArray[np.bool_], opacity: float, thicker: float = 0.0
    ) -> None:
        """Draw those of the lines that are wanted and in view."""
        lines, content = self.lines, self.content
        if lines is None or content is None or not wanted.any():
            return
        rows, columns = content.shape
        from_y = self._middle(rows, 0) + lines.row * self._pitch(rows)
        to_y = self._middle(columns, 0) + lines.column * self._pitch(columns)
        if self._heads is not None:
            # Side by side, so that one head does not cover another that looks at the same.
            heads = len(self._heads)
            apart = min(self._pitch(max(rows, columns)) / 2 / heads, self._appearance.px(3))
            shift = (lines.head - (heads - 1) / 2) * apart
            from_y += shift
            to_y += shift
        seen = (np.maximum(from_y, to_y) >= 0) & (np.minimum(from_y, to_y) <= self.height())
        draw_lines(
            painter,
            self._appearance,
            lines,
            np.flatnonzero(wanted & seen),
            (from_y, to_y),
            self._sides(),
            opacity=opacity,
            thicker=thicker,
            hues=self._heads is not None,
        )

    def _paint_labels(self, painter: QPainter, query: bool, lit: int | None) -> None:
        assert self.content is not None
        a = self._appearance
        tokens = self.content.row_tokens if query else self.content.column_tokens
        for place in self._named(query, () if lit is None else (lit,)):
            area = self.token_rect(query, place)
            if area.top() < self.top - 4:
                continue
            paint_label(painter, a, area, tokens[place], query, lit=place == lit)

    def legend_places(self) -> list[QPoint]:
        """Where each head is named: between the headings, else in lines of their own below."""
        count = 0 if self._heads is None else len(self._heads)
        return legend_places(self._appearance, count, self._sides(), self.width())

    def _paint_heading(self, painter: QPainter) -> None:
        a = self._appearance
        painter.fillRect(0, 0, self.width(), self.top - a.px(4), a.colour("panel"))
        paint_sides(painter, a, self._sides())
        if self._heads is None:
            paint_note(painter, a, self._sides(), self.lines)
        else:
            paint_legend(painter, a, self.legend_places())

    def _make_room(self) -> None:
        """Let the lines begin below the names of all heads."""
        a, places = self._appearance, self.legend_places()
        line = QFontMetrics(a.font("tick")).height()
        self.top = max(a.px(TOP), max((place.y() for place in places), default=0) + line + a.px(6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        self._pan(0)

    @Slot()
    def _restyle(self) -> None:
        self._measure()
        self._make_room()
        self.update()
