"""One curve of a plot: its points, and what pyqtgraph draws of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QPen

from visualizer.appearance import Appearance
from visualizer.history import Array, thinned

#: Pixels from one mark to the next at least.
_SYMBOL_GAP = 9

#: A curve as it is drawn: x and y, (n,) each; NaN where it has a gap.
Drawn = tuple[Array, Array]


@dataclass
class Line:
    """One curve: where it takes its look from, and its points.

    `pen` is asked at each change of the appearance; `symbol` is pyqtgraph's letter or "".
    """

    pen: Callable[[Appearance], QPen]
    symbol: str = ""
    smooth: bool = True
    stretches: int = 1000
    x: Array = field(default_factory=lambda: np.empty(0))
    y: Array = field(default_factory=lambda: np.empty(0))
    item: Any = None
    marks: Any = None

    def add_to(self, plot: Any, pyqtgraph: Any) -> None:
        """Make its items in a plot."""
        self.item = pyqtgraph.PlotCurveItem(antialias=self.smooth, connect="finite")
        plot.addItem(self.item)
        if self.symbol:
            self.marks = pyqtgraph.ScatterPlotItem(symbol=self.symbol, size=8, antialias=True)
            plot.addItem(self.marks)

    def draw(self, left: float, right: float, width: float, log: bool) -> Drawn:
        """Draw what lies between two x, which are `width` pixels apart; on a log scale, log y."""
        points = thinned(self.x, self.y, left, right, self.stretches)
        y = _logarithm(points.y) if log else points.y
        self.item.setData(points.x, y)
        if self.marks is not None:
            places = _spread(points.x, left, right, width) & np.isfinite(y)
            self.marks.setData(points.x[places], y[places])
        return points.x, y

    def restyle(self, appearance: Appearance) -> None:
        """Take the appearance's colours and scale."""
        pen = in_pixels(self.pen(appearance))
        pen.setWidthF(pen.widthF() * appearance.scale if self.smooth else 1)
        self.item.setPen(pen)
        if self.marks is not None:
            self.marks.setPen(in_pixels(QPen(pen.color(), 1.5 * appearance.scale)))
            self.marks.setSize(8 * appearance.scale)
            self.marks.setBrush(QColor(appearance.colour("panel")))


def in_pixels(pen: QPen) -> QPen:
    """A pen whose width is of the screen; pyqtgraph would take it as one of the data."""
    pen.setCosmetic(True)
    return pen


def _logarithm(y: Array) -> Array:
    return np.asarray(np.log10(y, out=np.full_like(y, np.nan), where=y > 0))


def _spread(x: Array, left: float, right: float, width: float) -> Any:
    """Which points get a mark: no two closer than a mark is wide (the line has them all)."""
    if not len(x):
        return np.zeros(0, dtype=bool)
    slots = np.floor((x - left) / max(right - left, 1e-12) * max(width, 1.0) / _SYMBOL_GAP)
    wanted = np.ones(len(x), dtype=bool)
    wanted[:-1] = slots[1:] != slots[:-1]
    return wanted
