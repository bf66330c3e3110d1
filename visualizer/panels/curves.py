"""Learning: the loss in training and held out, and the figures that say what was learned."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from engine.catalog import find
from engine.messages.events import Failed, Loaded, Losses, Started
from visualizer.appearance import Appearance
from visualizer.history import History, Series
from visualizer.panels.curve_axis import CurveAxis
from visualizer.panels.curve_body import CurvesBody
from visualizer.panels.curve_words import (
    floor_texts,
    legend_of,
    pen_before,
    pen_held_out,
    pen_raw,
    pen_train,
)
from visualizer.panels.drawing_pace import DrawingPace
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.curve import BURST, Curve
from visualizer.widgets.curve_line import Line
from visualizer.widgets.icon import icon
from visualizer.widgets.segmented import Segmented
from visualizer.widgets.sparkline import Sparkline

#: Share of the window's time that drawing and painting may take, and seconds between two
#: drawings, at least and at most.
_SHARE, _APART, _LONGEST = 0.005, 1.0, 2.0


class CurvesPanel(Panel):
    """The learning curves of one run, with those of one like it before dimmed behind.

    The plot itself is built by build(), because that imports pyqtgraph; until then and without it
    everything else works and nothing that arrives is lost.

    Signals: `train_requested` from the button shown while there is nothing to draw.
    """

    train_requested = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Learning"))
        self.history = History()
        self.before: History | None = None
        self._measured: tuple[object, ...] = ()
        self.curve: Curve | None = None
        self._cursor: float | None = None
        self._floor: float | None = None
        self._floor_texts: tuple[str, ...] = ()
        self.drawings = 0
        self.axis = Segmented(appearance, [("step", self.tr("step")), ("time", self.tr("time"))])
        self.axis.setAccessibleName(self.tr("Axis"))
        self.axis.changed.connect(self._change_axis)
        self.log_box = QCheckBox(self.tr("log"), self)
        self.log_box.setToolTip(self.tr("Draw the loss on a log scale"))
        self.log_box.toggled.connect(self._change_log)
        self.fit_action = QAction(self.tr("Show the whole curve"), self)
        self.fit_action.triggered.connect(self._fit)
        self.fit_action.setEnabled(False)
        self.log_action = QAction(self.tr("Loss on a log scale"), self)
        self.log_action.setCheckable(True)
        self.log_action.toggled.connect(self.log_box.setChecked)
        self._build_body()
        self.pace = DrawingPace(self._draw_if_seen, _SHARE, _APART, _LONGEST, self)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._show_nothing_yet()

    # ------------------------------------------------------------ what comes in

    def receive(self, event: object) -> None:
        if isinstance(event, (Started, Loaded)):
            self._begin(event)
        elif isinstance(event, Failed):
            # One that could not begin leaves the curve before it in sight; the window says why.
            if event.what != "Training" or event.run != self.history.run:
                return
            self.show_failed(
                self.tr("Training stopped"),
                event.sentence,
                event.kept,
                self.tr("Show the curves"),
                self.show_body,
            )
            return
        elif not self.history.receive(event):
            return
        if isinstance(event, Losses) and self.state == "empty":
            self.show_body()
        self.refresh()

    def set_floor(self, value: float | None, *texts: str) -> None:
        """Draw the loss that no model can get below, where it is known.

        Of the texts, longest first, the line carries the first that fits.
        """
        self._floor, self._floor_texts = value, texts
        if self.curve:
            self.curve.set_floor(value, *texts)

    @property
    def sparks(self) -> dict[str, Sparkline]:
        """The small plots by the name of their figure."""
        return self.figures.sparks

    def set_cursor(self, step: float | None) -> None:
        """Stand the cursor of every curve at a step; None for the newest."""
        self._cursor = step
        if self.curve:
            self.curve.set_cursor(None if step is None else self._along.x_of(np.array([step]))[0])
        self._write()

    def build(self) -> None:
        """Make the plot; pyqtgraph should have been imported by now, in another thread."""
        if self.curve is not None:
            return
        self.curve = Curve(self.appearance, self._stage.parentWidget())
        self.curve.add_line("before", Line(pen_before, stretches=400))
        self.curve.add_line("raw", Line(pen_raw, smooth=False))
        self.curve.add_line("train", Line(pen_train, stretches=400))
        self.curve.add_line("held-out", Line(pen_held_out, symbol="d", stretches=400))
        self.curve.pointed.connect(self._point)
        self.curve.zoom_changed.connect(self._show_fit)
        self.curve.set_log(self.log_box.isChecked())
        self.curve.set_floor(self._floor, *self._floor_texts)
        self._stage.addWidget(self.curve)
        self._set_x_text()
        self.refresh()

    def choices(self) -> dict[str, object]:
        """What the user has set here, to be kept over a restart."""
        return {"axis": self.axis.value, "log": self.log_box.isChecked()}

    def set_choices(self, choices: dict[str, object]) -> None:
        """The inverse of choices(); what is missing or strange is left as it is."""
        if choices.get("axis") in ("step", "time"):
            self.axis.set_value(str(choices["axis"]))
            self._set_x_text()
        self.log_box.setChecked(bool(choices.get("log", self.log_box.isChecked())))

    def actions_for_menu(self) -> list[QAction]:
        return [self.fit_action, self.log_action, *super().actions_for_menu()]

    # ------------------------------------------------------------ drawing

    @Slot()
    def refresh(self) -> None:
        """Draw soon, once, however much arrives until then."""
        if self.isVisible():
            self.pace.ask(BURST / 1e3)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @Slot()
    def draw(self) -> None:
        """Give plot and sparklines what has been reported until now."""
        self.pace.begin()
        self.drawings += 1
        now = self.history
        if self.curve:
            self._set_line("raw", now, now.train)
            self._set_line("train", now, now.smoothed)
            self._set_line("held-out", now, now.held_out.get("loss", Series()))
            before = self.before or History()
            self._set_line("before", before, before.smoothed)
            self.curve.set_extent(self._along.extent)
            self.curve.draw()
        self._write()

    @Slot()
    def _draw_if_seen(self) -> None:
        if self.isVisible():
            self.draw()

    def _set_line(self, name: str, history: History, series: Series) -> None:
        assert self.curve is not None
        x = CurveAxis(history, self._along.timed).x_of(series.x)
        self.curve.set_data(name, x, series.y)

    @property
    def _along(self) -> CurveAxis:
        return CurveAxis(self.history, self.axis.value == "time")

    def _write(self) -> None:
        """The values at the cursor, or the newest, in legend and sparklines."""
        now, cursor = self.history, self._cursor
        entries, notes = legend_of(now, self.before, cursor, self.appearance.theme)
        self.legend.set_entries(entries, *notes)
        floor = math.nan if self._floor is None else self._floor
        self.figures.set_history(now, self._along.x_of, (0.0, self._along.extent), cursor, floor)

    # ------------------------------------------------------------ slots

    def _begin(self, event: Started | Loaded) -> None:
        """A run begins: the one before it goes behind, dimmed; one that goes on, goes on."""
        same = isinstance(event, Started) and event.run == self.history.run
        if same and len(self.history.train):
            self.history.steps = event.specification.recipe.steps
            return
        measured = _measured(event)
        if measured != self._measured:
            self.before = None
        elif len(self.history.train):
            self.before = self.history
        self._measured = measured
        self.history = History.of(event)
        self._cursor = None
        self.figures.set_task(find(event.specification.architecture).task)
        self._set_floor_of(event)
        if isinstance(event, Started) or event.figures:
            self.show_body()
        else:
            self._show_nothing_yet()
        self.set_subtitle("")

    def _set_floor_of(self, event: Started | Loaded) -> None:
        """Smoothed targets cannot be met exactly, and a grammar leaves chance a choice."""
        if math.isfinite(event.floor) and event.floor > 0:
            smoothing = event.specification.recipe.label_smoothing
            self.set_floor(event.floor, *floor_texts(event.floor, smoothing))
        else:
            self.set_floor(None)

    def _show_nothing_yet(self) -> None:
        self.show_empty(
            self.tr("Nothing learned here yet.\nTrain, and the loss is drawn as it falls."),
            self.tr("Train"),
            self.train_requested.emit,
        )

    @Slot(float)
    def _point(self, x: float) -> None:
        self.set_cursor(None if math.isnan(x) else max(round(self._along.step_of(x)), 0))

    @Slot(str)
    def _change_axis(self, key: str) -> None:
        self._set_x_text()
        self.draw()

    def _set_x_text(self) -> None:
        if not self.curve:
            return
        self.curve.set_axis(self._along.text, self._along.from_other)

    @Slot(bool)
    def _change_log(self, log: bool) -> None:
        self.log_action.setChecked(log)
        if self.curve:
            self.curve.set_log(log)

    @Slot()
    def _fit(self) -> None:
        if self.curve:
            self.curve.fit()

    @Slot(bool)
    def _show_fit(self, zoomed: bool) -> None:
        self.fit_action.setEnabled(zoomed)
        self._fit_button.setVisible(zoomed)

    # ------------------------------------------------------------ building

    def _build_body(self) -> None:
        self._fit_button = QToolButton(self)
        self._fit_button.setDefaultAction(self.fit_action)
        self._fit_button.setAutoRaise(True)
        self._fit_button.hide()
        for widget in (self._fit_button, self.axis, self.log_box):
            self.add_header_widget(widget)
        self.header.let_go(self.log_box)
        body = CurvesBody(self.appearance, self)
        self.legend, self.figures, self._stage = body.legend, body.figures, body.stage
        self.set_body(body)

    @Slot()
    def _restyle(self) -> None:
        self.log_box.setFont(self.appearance.font("text"))
        self.fit_action.setIcon(icon("fit", self.appearance))
        self._write()


def _measured(event: Started | Loaded) -> tuple[object, ...]:
    """What two runs have in common that are compared: a run before is not named in the legend.

    So another architecture is none of them, though its loss may be one of the same words.
    """
    here = event.specification
    return here.architecture, here.data, event.vocabulary, here.recipe.label_smoothing
