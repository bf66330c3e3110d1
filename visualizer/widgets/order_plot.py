"""Held-out perplexity by order n, one point for each run."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.order_points import OFFERED, OrderPoint, series
from visualizer.widgets.place_picker import PlacePicker
from visualizer.widgets.plane_labels import thinned

#: Pixels at scale 1: half a mark, the way to it, and the margins around the plot.
MARK, NEAR, LEFT, RIGHT, TOP, BOTTOM = 5, 16, 46, 20, 14, 40
#: Lists of points with a line of their own; SCREENS' series, with dash and mark.
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)


class OrderPlot(PlacePicker):
    """Points of equally long runs are joined; a place is a point, from small n to large."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.points: tuple[OrderPoint, ...] = ()
        self.lists: list[list[OrderPoint]] = []
        #: The perplexity that no model gets below; NaN where it is not known.
        self.floor = math.nan
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Perplexity by order n"))
        appearance.changed.connect(self._restyle)

    def set_points(self, points: tuple[OrderPoint, ...], floor: float) -> None:
        """Show these runs."""
        if (points, floor) == (self.points, self.floor):
            return
        self.lists = series(points)
        self.points = tuple(sorted(points, key=lambda each: (each.order, each.length)))
        self.floor = floor
        self.place = min(self.place, len(points) - 1)
        self.update()

    def count(self) -> int:
        return len(self.points)

    def place_at(self, position: QPointF) -> int:
        away = [(self.at(each) - position).manhattanLength() for each in self.points]
        nearest = int(np.argmin(away)) if away else -1
        return nearest if away and away[nearest] <= self._appearance.px(NEAR) else -1

    def tip_at(self, position: QPointF) -> str:
        place = self.place_at(position)
        return self.words(self.points[place]) if place >= 0 else ""

    def dash(self, place: int) -> Qt.PenStyle:
        """How the line of a list is drawn."""
        return _DASHES[place % len(_DASHES)]

    def words(self, point: OrderPoint) -> str:
        """One point in words."""
        said = self.tr("n = {0}: perplexity {1} {2}").format(
            point.order, f"{point.perplexity:.2f}", self.length(point)
        )
        whose = self.tr("this run")
        if point.number:
            whose = self.tr("run {0}").format(point.number)
        return f"{said} · {whose} · " + self.tr("seed {0}").format(point.specification.seed)

    def length(self, point: OrderPoint) -> str:
        """How long a run had trained."""
        step, steps = point.length
        if step == steps:
            return self.tr("after {0} steps").format(f"{step:,}")
        return self.tr("after {0} of {1} steps").format(f"{step:,}", f"{steps:,}")

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(420), self._appearance.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(140))

    # ------------------------------------------------------------ geometry

    @Slot()
    def _restyle(self) -> None:
        self.update()

    def _area(self) -> QRectF:
        px = self._appearance.px
        return self.rect().toRectF().adjusted(px(LEFT), px(TOP), -px(RIGHT), -px(BOTTOM))

    def orders(self) -> tuple[int, int]:
        """The smallest and the largest n on the axis."""
        found = [each.order for each in self.points]
        return min([OFFERED.start, *found]), max([OFFERED.stop - 1, *found])

    def bounds(self) -> tuple[float, float]:
        """Perplexities at the foot and at the head of the plot.

        A run that has hardly begun is hundreds of times worse; it stands at the head rather than
        press all others to the foot.
        """
        values = sorted(each.perplexity for each in self.points)
        if not values:
            return 1.0, 10.0
        middle = values[(len(values) - 1) // 2]
        high = max(value for value in values if value <= 4 * middle)
        low = min([values[0], *([self.floor] if math.isfinite(self.floor) else [])])
        room = max(high - low, 0.05 * high)
        return max(low - 0.15 * room, 1.0), high + 0.2 * room

    def at(self, point: OrderPoint) -> QPointF:
        """Where a point stands; at the head where it is beyond."""
        return self._at(point.order, point.perplexity)

    def _at(self, order: float, perplexity: float) -> QPointF:
        area, (first, last), (low, high) = self._area(), self.orders(), self.bounds()
        x = area.left() + (order - first + 0.5) / (last - first + 1) * area.width()
        share = min(max((perplexity - low) / (high - low), 0.0), 1.0)
        return QPointF(x, area.bottom() - share * area.height())

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        self._paint_floor(painter)
        for place, points in enumerate(self.lists):
            self._paint_list(painter, place, points)
        if self.points:
            self._paint_numbers(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._appearance.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_axes(self, painter: QPainter) -> None:
        look, px, area = self._appearance, self._appearance.px, self._area()
        painter.setFont(look.font("tick"))
        first, last = self.orders()
        for value in _ticks(*self.bounds()):
            y = self._at(first, value).y()
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.colour("low"))
            box = QRectF(0, y - px(8), area.left() - px(6), px(16))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:g}"
            )
        for order in range(first, last + 1):
            x = self._at(order, 0).x()
            box = QRectF(x - px(20), area.bottom() + px(3), px(40), px(14))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(order))
        painter.setFont(look.font("note"))
        painter.setPen(look.colour("mid"))
        box = QRectF(0, area.bottom() + px(18), self.width(), px(18))
        said = self.tr("order n: the model sees the n − 1 words before each")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_floor(self, painter: QPainter) -> None:
        if not math.isfinite(self.floor) or not self.points:
            return
        look, area = self._appearance, self._area()
        y = self._at(0, self.floor).y()
        painter.setPen(QPen(look.colour("high"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setFont(look.font("tick"))
        said = self.tr("{0}: the grammar’s own, no model gets below").format(f"{self.floor:.2f}")
        height = QFontMetricsF(painter.font()).height()
        painter.setPen(look.colour("high"))
        painter.drawText(
            QRectF(area.left(), y + 1, area.width(), height), Qt.AlignmentFlag.AlignRight, said
        )

    def _paint_list(self, painter: QPainter, place: int, points: list[OrderPoint]) -> None:
        look = self._appearance
        colours = look.theme.series
        colour = QColor(colours[place % len(colours)])
        # Several runs of one order, such as of other seeds, meet in their mean.
        orders = sorted({each.order for each in points})
        means = [
            np.mean([each.perplexity for each in points if each.order == order]) for order in orders
        ]
        line = [self._at(order, float(mean)) for order, mean in zip(orders, means, strict=True)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2 * look.scale, self.dash(place)))
        painter.drawPolyline(QPolygonF(line))
        for each in points:
            self._paint_mark(painter, each, colour, place)

    def _paint_mark(self, painter: QPainter, point: OrderPoint, colour: QColor, place: int) -> None:
        look, px = self._appearance, self._appearance.px
        at, size = self.at(point), px(MARK)
        mark = QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size)
        painter.setPen(QPen(colour, 1.5 * look.scale))
        painter.setBrush(look.colour("panel") if place else colour)
        if place % 2:
            painter.drawRect(mark.adjusted(1, 1, -1, -1))
        else:
            painter.drawEllipse(mark)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not point.number:
            painter.setPen(QPen(look.colour("high"), 1.5))
            painter.drawEllipse(mark.adjusted(-4, -4, 4, 4))
        if 0 <= self.place < len(self.points) and self.points[self.place] == point:
            painter.setPen(QPen(look.colour("selection"), 2))
            painter.drawRect(mark.adjusted(-6, -6, 6, 6))

    def _paint_numbers(self, painter: QPainter) -> None:
        """Beside each mark its perplexity, where no other stands: this run's first."""
        look, px = self._appearance, self._appearance.px
        order = sorted(
            range(len(self.points)),
            key=lambda place: (self.points[place].number > 0, not self._is_first(place)),
        )
        high = self.bounds()[1]
        rects, texts = {}, {}
        for place in order:
            point = self.points[place]
            at, beyond = self.at(point), point.perplexity > high
            texts[place] = f"↑ {point.perplexity:.0f}" if beyond else f"{point.perplexity:.2f}"
            below = beyond or at.y() - px(26) < 0
            top = at.y() + px(10) if below else at.y() - px(26)
            rects[place] = QRectF(at.x() - px(18), top, px(36), px(14))
        for place in thinned(order, rects):
            point = self.points[place]
            painter.setFont(look.font("note", bold=not point.number))
            painter.setPen(look.colour("high" if self._is_first(place) else "mid"))
            wide = rects[place].adjusted(-px(20), 0, px(20), 0)
            painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, texts[place])

    def _is_first(self, place: int) -> bool:
        """Whether a point is of the longest list."""
        return self.points[place] in self.lists[0]


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers between two bounds."""
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    first = math.ceil(low / step)
    return [round(step * number, 10) for number in range(first, math.floor(high / step) + 1)]
