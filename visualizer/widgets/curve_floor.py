"""The loss that no model can get below: a dashed line and its text, written where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from visualizer.appearance import Appearance
from visualizer.widgets.curve_line import Drawn, in_pixels

#: Where the text may stand along the line, by preference: shares of the width that is left.
_ALONG = (1.0, 0.5, 0.0, 0.75, 0.25)


#: Lines of text that it may stand below the line, or, less than 0, above it.
_ROWS = (0, 1, 2, 3, -1, -2)
#: A place of the text: one of these rows, and where along the line.
Spot = tuple[int, float]


class CurveFloor:
    """A level with a text beside it; `value` None for no level.

    Of the texts, longest first, the longest is written that finds a place beside the line where
    no curve runs: below it if it can, since no curve stays there for long. It stays where it
    stands until a curve comes there.
    """

    def __init__(self, pyqtgraph: Any, plot: Any) -> None:
        self.value: float | None = None
        self.texts: tuple[str, ...] = ()
        self._spot: Spot = (_ROWS[0], _ALONG[0])
        self._ground = QColor()
        self.line: Any = pyqtgraph.InfiniteLine(angle=0, movable=False)
        self.label: Any = pyqtgraph.TextItem(anchor=(0, 0))
        for item in (self.line, self.label):
            item.setZValue(10)
            plot.addItem(item, ignoreBounds=True)

    def restyle(self, appearance: Appearance) -> None:
        """Take the appearance's colours and type."""
        pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.DashLine)
        self.line.setPen(in_pixels(pen))
        self.label.setColor(appearance.colour("high"))
        self._ground = appearance.colour("panel")
        self.label.setFont(appearance.font("tick"))

    def draw(
        self, box: Any, at: float | None, curves: Sequence[Drawn], noise: Sequence[Drawn] = ()
    ) -> None:
        """Stand the line at `at`, in what `box` shows; None hides it.

        The text keeps clear of curves and of noise, as they are drawn; where noise is everywhere,
        of the curves alone, on a ground of its own.
        """
        self.line.setVisible(at is not None)
        self.label.setVisible(at is not None and any(self.texts))
        if at is None:
            return
        self.line.setPos(at)
        view, size = box.viewRect(), QRectF(0, 0, box.width(), box.height())
        if not self.texts or size.isEmpty() or view.isEmpty():
            return
        across, down = size.width() / view.width(), size.height() / view.height()
        lines, all_lines = (
            [((x - view.left()) * across, (view.bottom() - y) * down) for x, y in some]
            for some in (curves, [*curves, *noise])
        )
        level = (view.bottom() - at) * down
        place = self._write(size, level, all_lines)
        self.label.fill = QBrush(Qt.BrushStyle.NoBrush)
        if place is None:
            place = self._write(size, level, lines) or self._least(size, level)
            self.label.fill = QBrush(self._ground)
        self.label.setPos(view.left() + place.x() / across, view.bottom() - place.y() / down)

    def _write(self, size: QRectF, level: float, curves: Sequence[Drawn]) -> QPointF | None:
        """Write the first text that finds a place; its top left corner in pixels."""
        for text in self.texts:
            self.label.setText(text)
            places = self._places(self.label.boundingRect(), size, level)
            for spot, place in places.items():
                if place.width() <= size.width() and not _crossed(place, curves):
                    self._spot = spot
                    return place.topLeft()
        return None

    def _least(self, size: QRectF, level: float) -> QPointF:
        """Where the shortest text stands that finds no place."""
        places = self._places(self.label.boundingRect(), size, level).values()
        return next((place.topLeft() for place in places), QPointF(0, level))

    def _places(self, text: QRectF, size: QRectF, level: float) -> dict[Spot, QRectF]:
        """Where a text can stand, seen whole: where it stood, then below the line, then above."""
        found = {}
        for row, share in (self._spot, *product(_ROWS, _ALONG)):
            top = level + row * text.height()
            left = (size.width() - text.width()) * share
            if top >= 0 and top + text.height() <= size.height():
                found[row, share] = QRectF(left, top, text.width(), text.height())
        return found


def _crossed(place: QRectF, curves: Iterable[Drawn]) -> bool:
    """Whether a curve, (n,) and (n,) pixels, has a point or a stretch within a place."""
    columns = np.arange(place.left(), place.right() + 1, 2.0)
    for x, y in curves:
        known = np.isfinite(y)
        if not known.any():
            continue
        within = (x >= place.left()) & (x <= place.right())
        levels = np.interp(columns, x[known], y[known], np.nan, np.nan)
        every = np.append(levels, y[within & known])
        if ((every > place.top()) & (every < place.bottom())).any():
            return True
    return False
