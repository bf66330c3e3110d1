"""Curves over steps: zoomed and panned, on a linear or a log scale, with a cursor.

pyqtgraph is imported when the first curve is built, never before: its import takes half a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.history import Array
from visualizer.widgets.curve_floor import CurveFloor
from visualizer.widgets.curve_line import Drawn, Line, in_pixels
from visualizer.widgets.curve_scale import Range, on_scale, powers, whole

#: Milliseconds in which any number of changes become one drawing.
BURST = 50


class Curve(QWidget):
    """A plot of several lines over one x axis.

    The wheel zooms, dragging pans (with the right button it stretches); Left and Right move the
    cursor, + and - zoom, Shift with an arrow pans, F or Home shows everything again. While nobody
    has zoomed the plot follows its data; after that it stays where it was put.

    Signals: `pointed(x)` where the cursor is, NaN where there is none; `zoom_changed(zoomed)`.
    """

    pointed = Signal(float)
    zoom_changed = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        import pyqtgraph

        self._pyqtgraph = pyqtgraph
        self._appearance = appearance
        self._lines: dict[str, Line] = {}
        self._log = False
        self._zoomed = False
        self._extent = 0.0
        self._fixed: float | None = None
        self._stale = True
        self.drawings = 0
        self._x_text: Callable[[float], str] = lambda x: f"{x:,.0f}"
        # Its own menu is never shown, and takes as long to make as all the rest.
        self._plot: Any = pyqtgraph.PlotWidget(self, background=None, enableMenu=False)
        self._item: Any = self._plot.getPlotItem()
        self._box: Any = self._item.getViewBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._prepare()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BURST)
        self._timer.timeout.connect(self.draw)
        appearance.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ content

    def add_line(self, name: str, line: Line) -> None:
        """Add a curve; the first added is drawn at the back."""
        line.add_to(self._item, self._pyqtgraph)
        self._lines[name] = line
        self._restyle()

    def set_data(self, name: str, x: Array, y: Array) -> None:
        """Give a curve its points; drawn with whatever else changes in the same burst."""
        self._lines[name].x, self._lines[name].y = x, y
        self.refresh()

    def set_extent(self, extent: float) -> None:
        """How far to the right the axis goes at least: the end of the run, when it is known."""
        self._extent = extent
        self.refresh()

    def set_floor(self, value: float | None, *texts: str) -> None:
        """Draw a dashed line that no curve can get below; None takes it away.

        Of the texts, longest first, the first that fits is written on it.
        """
        self.floor.value, self.floor.texts = value, texts
        self.refresh()

    def set_axis(self, text: Callable[[float], str], rescaled: Callable[[float], float]) -> None:
        """Write x ticks by `text`; a zoomed view keeps its place through `rescaled`."""
        self._x_text = text
        (left, right), _ = self._box.viewRange()
        if self._zoomed:
            left, right = rescaled(left), rescaled(right)
            if right > left:
                self._box.setXRange(left, right, padding=0)
            else:
                self.fit()
        self._bottom().picture = None
        self.refresh()

    @property
    def log(self) -> bool:
        """Whether y is drawn as its logarithm."""
        return self._log

    def set_log(self, log: bool) -> None:
        """Switch between a linear and a log scale; a zoomed view keeps its edges."""
        if log == self._log:
            return
        self._log = log
        self._left().setLogMode(y=log)
        if self._zoomed:
            _, (low, high) = self._box.viewRange()
            self._box.setYRange(*on_scale(low, high, log), padding=0)
        self.draw()

    @property
    def zoomed(self) -> bool:
        """Whether the user has chosen what to see."""
        return self._zoomed

    @property
    def view(self) -> tuple[Range, Range]:
        """What is seen now: x and y from, to; y as its logarithm on a log scale."""
        across, up = self._box.viewRange()
        return tuple(across), tuple(up)

    @Slot()
    def fit(self) -> None:
        """Show everything again, and follow the data from now on."""
        self._set_zoomed(False)
        self.draw()

    def zoom(self, factor: float) -> None:
        """Show `factor` of the present width, about the cursor or the middle."""
        (left, right), _ = self.view
        middle = self._fixed if self._fixed is not None else (left + right) / 2
        self._box.setXRange(
            middle - (middle - left) * factor, middle + (right - middle) * factor, padding=0
        )
        self._zoomed_by_hand()

    def pan(self, share: float) -> None:
        """Move the view by a share of its width."""
        (left, right), _ = self.view
        by = (right - left) * share
        self._box.setXRange(left + by, right + by, padding=0)
        self._zoomed_by_hand()

    def set_cursor(self, x: float | None) -> None:
        """Stand the cursor at x, or take it away; says nothing."""
        self._fixed = x
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setPos(x)

    @Slot()
    def refresh(self) -> None:
        """Draw soon, once, however often this is called until then."""
        self._stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    # ------------------------------------------------------------ drawing

    @Slot()
    def draw(self) -> None:
        """Draw now, and not again for what has changed until now."""
        self._timer.stop()
        self._stale = False
        self.drawings += 1
        if not self._zoomed:
            self._follow()
        (left, right), _ = self.view
        curves: list[Drawn] = []
        noise: list[Drawn] = []
        for line in self._lines.values():
            drawn = line.draw(left, right, self._box.width(), self._log)
            (curves if line.smooth else noise).append(drawn)
        self._draw_floor(curves, noise)

    def _follow(self) -> None:
        """Set the view to all there is."""
        across, up = whole(self._lines.values(), self.floor.value, self._extent, self._log)
        self._box.setRange(xRange=across, yRange=up, padding=0)

    def _draw_floor(self, curves: list[Drawn], noise: list[Drawn]) -> None:
        at = self.floor.value
        if at is not None and self._log:
            at = math.log10(at) if at > 0 else None
        self.floor.draw(self._box, at, curves, noise)

    # ------------------------------------------------------------ hands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(math.nan)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _key(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            way = 1 if key == Qt.Key.Key_Right else -1
            self.pan(way * 0.2) if shift else self._step_cursor(way)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(0.8)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1.25)
        elif key in (Qt.Key.Key_F, Qt.Key.Key_Home):
            self.fit()
        else:
            return False
        return True

    def _step_cursor(self, way: int) -> None:
        """Move the cursor by a hundredth of what is seen."""
        (left, right), _ = self.view
        at = self._fixed if self._fixed is not None else right
        self.pointed.emit(min(max(at + way * (right - left) / 100, left), right))

    @Slot(object)
    def _moved(self, position: QPointF) -> None:
        within = self._box.sceneBoundingRect().contains(position)
        self.pointed.emit(self._box.mapSceneToView(position).x() if within else math.nan)

    @Slot()
    def _zoomed_by_hand(self) -> None:
        self._set_zoomed(True)
        self.refresh()

    def _set_zoomed(self, zoomed: bool) -> None:
        if zoomed != self._zoomed:
            self._zoomed = zoomed
            self.zoom_changed.emit(zoomed)

    # ------------------------------------------------------------ look

    def _prepare(self) -> None:
        make = self._pyqtgraph
        self._item.hideButtons()
        self._item.setMenuEnabled(False)
        self._box.disableAutoRange()
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plot.installEventFilter(self)
        self._plot.viewport().installEventFilter(self)
        self._plot.scene().sigMouseMoved.connect(self._moved)
        self._box.sigRangeChangedManually.connect(self._zoomed_by_hand)
        self._cursor = make.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self._cursor.setZValue(10)
        self._item.addItem(self._cursor, ignoreBounds=True)
        self.floor = CurveFloor(make, self._item)
        self._bottom().tickStrings = self._bottom_texts
        self._left().tickStrings = self._left_texts

    def _bottom_texts(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._x_text(value) for value in values]

    def _left_texts(self, values: list[float], scale: float, spacing: float) -> list[str]:
        _, (low, high) = self.view
        return powers(values, high - low) if self._log else [f"{value:.3g}" for value in values]

    def _bottom(self) -> Any:
        return self._item.getAxis("bottom")

    def _left(self) -> Any:
        return self._item.getAxis("left")

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        self._plot.setBackground(look.colour("panel"))
        for axis in (self._bottom(), self._left()):
            axis.setPen(QPen(look.colour("line"), 1))
            axis.setTextPen(look.colour("low"))
            axis.setTickFont(look.font("tick"))
            axis.setStyle(tickLength=0, tickTextOffset=4)
        self._left().setWidth(look.px(30))
        self._bottom().setHeight(look.px(18))
        self._cursor.setPen(in_pixels(QPen(look.colour("time_cursor"), 1)))
        self.floor.restyle(look)
        for line in self._lines.values():
            line.restyle(look)
        self.refresh()
