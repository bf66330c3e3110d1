"""The loss that no model can get below: a dashed line and its text, written where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from visualizer.appearance import Appearance
from visualizer.history import Array

#: Where the text may stand along the line, by preference: shares of the width that is left.
_ALONG = (1.0, 0.5, 0.0, 0.75, 0.25)


#: A place of the text: whether it is below the line, and where along it.
Spot = tuple[bool, float]


class CurveFloor:
    """A level with a text beside it; `value` None for no level.

    Of the texts, longest first, the longest is written that finds a place beside the line where
    no curve runs: below it if it can, since no curve stays there for long. It stays where it
    stands until a curve comes there.
    """

    def __init__(self, pyqtgraph: Any, plot: Any) -> None:
        self.value: float | None = None
        self.texts: tuple[str, ...] = ()
        self._spot: Spot = (True, _ALONG[0])
        self.line: Any = pyqtgraph.InfiniteLine(angle=0, movable=False)
        self.label: Any = pyqtgraph.TextItem(anchor=(0, 0))
        for item in (self.line, self.label):
            item.setZValue(10)
            plot.addItem(item, ignoreBounds=True)

    def restyle(self, appearance: Appearance) -> None:
        """Take the appearance's colours and type."""
        pen = QPen(appearance.colour("high"), 1, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)  # its width is of the screen, not of the data
        self.line.setPen(pen)
        self.label.setColor(appearance.colour("high"))
        self.label.setFont(appearance.font("tick"))

    def draw(self, box: Any, at: float | None, curves: Iterable[tuple[Array, Array]]) -> None:
        """Stand the line at `at`, in what `box` shows; None hides it. Curves as they are drawn."""
        self.line.setVisible(at is not None)
        self.label.setVisible(at is not None and any(self.texts))
        if at is None:
            return
        self.line.setPos(at)
        view, size = box.viewRect(), QRectF(0, 0, box.width(), box.height())
        if not self.texts or size.isEmpty() or view.isEmpty():
            return
        across, down = size.width() / view.width(), size.height() / view.height()
        pixels = [((x - view.left()) * across, (view.bottom() - y) * down) for x, y in curves]
        place = self._write(size, (view.bottom() - at) * down, pixels)
        self.label.setPos(view.left() + place.x() / across, view.bottom() - place.y() / down)

    def _write(self, size: QRectF, level: float, curves: Sequence[tuple[Array, Array]]) -> QPointF:
        """Write the first text that finds a place; its top left corner in pixels."""
        corner = QPointF(0, level)
        for text in self.texts:
            self.label.setText(text)
            places = self._places(self.label.boundingRect(), size, level)
            for spot, place in places.items():
                if place.width() <= size.width() and not _crossed(place, curves):
                    self._spot = spot
                    return place.topLeft()
            corner = next((place.topLeft() for place in places.values()), corner)
        # None is free: the shortest, where it is looked for first.
        return corner

    def _places(self, text: QRectF, size: QRectF, level: float) -> dict[Spot, QRectF]:
        """Where a text can stand beside the line: where it stood, then below, then above."""
        found = {}
        for below, share in (self._spot, *product((True, False), _ALONG)):
            top = level if below else level - text.height()
            left = (size.width() - text.width()) * share
            if top >= 0 and top + text.height() <= size.height():
                found[below, share] = QRectF(left, top, text.width(), text.height())
        return found


def _crossed(place: QRectF, curves: Iterable[tuple[Array, Array]]) -> bool:
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
