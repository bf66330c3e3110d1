"""Words in a plane, each written where its vector lies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.plane_course import PlaneCourse, Points
from visualizer.widgets.plane_labels import thinned
from visualizer.widgets.plane_painting import paint_axes, paint_dots, paint_trails
from visualizer.widgets.plane_view import PlaneView
from visualizer.widgets.token_text import visible

#: Pixels at scale 1: how near the pointer must come, the longest word, a drag that is no click.
NEAR, LONGEST, CLICK = 16, 110, 4
_ZOOM = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class PlaneCanvas(QWidget):
    """Zoomed by wheel, + and −, panned by drag and arrows; 0 or a double click shows all.

    Words that would overlap are thinned to dots: first stand the chosen one, its neighbours, those
    found, those watched, and then those that stood before.

    Signals: `chosen(place)` on a click on a word.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.course = PlaneCourse()
        self.view = PlaneView()
        self.watched: frozenset[int] = frozenset()
        self.found: tuple[int, ...] = ()
        self.neighbours: tuple[int, ...] = ()
        self.choice = -1
        self.hovered = -1
        self.trails = True
        #: The words written at the last painting.
        self.written: tuple[int, ...] = ()
        self._words: tuple[str, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Words in a plane"))
        appearance.changed.connect(self._restyle)

    def refresh(self) -> None:
        """The course has gone on."""
        self.view.hold(self.course.points)
        if self.course.words is not self._words:
            self._words = self.course.words
            self._texts = tuple(map(_shortened, self._words))
        self.update()

    def mark(
        self,
        choice: int,
        neighbours: tuple[int, ...],
        found: tuple[int, ...],
        watched: frozenset[int],
    ) -> None:
        """Say which words stand out."""
        marks = (choice, neighbours, found, watched)
        if marks != (self.choice, self.neighbours, self.found, self.watched):
            self.choice, self.neighbours, self.found, self.watched = marks
            word = visible(self.course.words[choice]) if choice >= 0 else ""
            self.setAccessibleDescription(word)
            self.update()

    def set_trails(self, shown: bool) -> None:
        """Draw where words came from, or only where they stand."""
        if shown != self.trails:
            self.trails = shown
            self.update()

    def show_word(self, place: int) -> None:
        """Bring a word into sight if it is out of it."""
        at = self.at(place)
        if not self.rect().toRectF().contains(at):
            self.view.x, self.view.y = self.course.points[place].tolist()
            self.update()

    def fit(self) -> None:
        """Show all words."""
        self.view.fit()
        self.update()

    def at(self, place: int) -> QPointF:
        """Where a word stands now."""
        return QPointF(*self.view.shown(self.course.points[place : place + 1])[0].tolist())

    def word_at(self, position: QPointF) -> int:
        """The word nearest to a pixel; -1 if none is near, or none written there."""
        if not len(self.course.points):
            return -1
        shown = self.view.shown(self.course.points)
        # Since they were written the view may have moved, or another vocabulary come.
        rects = self._rects(shown, (place for place in self.written if place < len(shown)))
        inside = [place for place, rect in rects.items() if rect.contains(position)]
        if inside:
            return inside[0]
        away = np.hypot(*(shown - [position.x(), position.y()]).T)
        place = int(away.argmin())
        return place if away[place] <= self._appearance.px(NEAR) else -1

    def titles(self) -> tuple[str, str]:
        """What stands at the axes: which component, and how much of the variance it holds."""
        first, second = self.tr("first principal component"), self.tr("second principal component")
        if not self.course.shares:
            return first, second
        said = self.tr("{0}, {1} of variance")
        one, other = (_percent(share) for share in self.course.shares)
        return said.format(first, one), said.format(second, other)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(400), self._appearance.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(160), self._appearance.px(120))

    # ------------------------------------------------------------ painting

    @Slot()
    def _restyle(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self._appearance, QPainter(self)
        painter.fillRect(self.rect(), look.colour("panel"))
        shown = self.view.shown(self.course.points)
        titles = paint_axes(painter, look, self.view, self.course.axes, self.titles())
        if self.trails and len(self.course.trail) > 1:
            apart = np.zeros(len(self.course.words), np.bool_)
            apart[[place for place in self._standing_out() if 0 <= place < len(apart)]] = True
            trail = [self.view.shown(points) for points in self.course.trail]
            paint_trails(painter, look, trail, apart)
        order = self._order()
        rects = self._rects(shown, order)
        asked = (self.hovered, self.choice)
        over = [place for place, rect in rects.items() if any(map(rect.intersects, titles))]
        free = [place for place in order if place in asked or place not in over]
        self.written = tuple(thinned(free, rects))
        dots = np.delete(shown, self.written, axis=0)
        paint_dots(painter, look, dots)
        self._paint_words(painter, rects)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _order(self) -> list[int]:
        """Whom room is given first; words that stood before go on standing if they can."""
        first = (self.hovered, self.choice, *self.neighbours, *self.found, *sorted(self.watched))
        order = (*(place for place in first if place >= 0), *self.written)
        count = len(self.course.words)
        return list(dict.fromkeys((*(at for at in order if at < count), *range(count))))

    def _rects(self, shown: Points, places: Iterable[int]) -> dict[int, QRectF]:
        """Where these words are written, those that are in sight."""
        letters, texts, margin = self._appearance.lettering, self._texts, self._appearance.px(4)
        height, bold, at = letters.height("note"), self._standing_out(), shown.tolist()
        right, bottom = self.width() + 40, self.height() + 20
        found = {}
        for place in places:
            x, y = at[place]
            if -40 <= x <= right and -20 <= y <= bottom:
                width = letters.width(texts[place], "note", place in bold) + margin
                found[place] = QRectF(x - width / 2, y - height / 2, width, height)
        return found

    def _standing_out(self) -> frozenset[int]:
        """Words in bold: those watched, the chosen one, its neighbours."""
        return self.watched.union(self.neighbours, (self.choice,))

    def _paint_words(self, painter: QPainter, rects: dict[int, QRectF]) -> None:
        look = self._appearance
        standing_out = self._standing_out()
        for place in reversed(self.written):
            rect = rects[place]
            if place == self.choice:
                painter.setPen(QPen(look.colour("selection"), 2))
                painter.setBrush(look.colour("panel"))
                painter.drawRoundedRect(rect.adjusted(-3, -2, 3, 2), 4, 4)
            elif place == self.hovered:
                painter.setPen(QPen(look.colour("high"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(look.colour("panel"))
                painter.drawRoundedRect(rect.adjusted(-2, -1, 2, 1), 4, 4)
            out = place in standing_out
            role = "high" if out or place == self.hovered else "low"
            text = self._texts[place]
            look.lettering.write(painter, rect, text, "note", role, bold=out, across=0.5)
            if place in self.neighbours or place in self.found:
                pen = QPen(look.colour("high"), 1)
                if place in self.found:
                    pen = QPen(look.colour("selection"), 2)
                painter.setPen(pen)
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    # ------------------------------------------------------------ hands

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = at - self._pressed
            if self._dragging or moved.manhattanLength() > self._appearance.px(CLICK):
                self._dragging = True
                self._pressed = at
                self.view.pan(moved.x(), moved.y())
                self.update()
            return
        self._hover(self.word_at(at))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            self._pressed = None
            place = self.word_at(event.position())
            if not self._dragging and place >= 0:
                self.chosen.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.word_at(event.position()) < 0:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        self.view.zoom_by(_ZOOM ** (turn / 120), event.position())
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, middle = event.key(), self.rect().toRectF().center()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.view.zoom_by(_ZOOM, middle)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.view.zoom_by(1 / _ZOOM, middle)
        elif key == Qt.Key.Key_0:
            self.view.fit()
        elif key in _ARROWS:
            right, down = _ARROWS[Qt.Key(key)]
            self.view.pan(right * self.width() / 8, down * self.height() / 8)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.size = QSizeF(event.size())

    def _hover(self, place: int) -> None:
        if place != self.hovered:
            self.hovered = place
            self.update()


def _percent(share: float) -> str:
    """23 %; below 10, where a point more or less is much of it, 4.6 %."""
    return f"{share:.0%}".replace("%", " %") if share >= 0.0995 else f"{share * 100:.1f} %"


def _shortened(word: str) -> str:
    text = visible(word)
    return text if len(text) <= 16 else f"{text[:8]}…{text[-6:]}"
