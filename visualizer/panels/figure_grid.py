"""Small plots of held-out figures, of the learning rate and of the speed, two beside each other."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.catalog.entry import Task
from engine.figures import FIGURES
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.history import Array, History, Series, figure, share
from visualizer.widgets.sparkline import Sparkline

#: By task: the figures beside the loss, those that belong together in one row.
FIGURES_OF: dict[Task, tuple[str, ...]] = {
    "translation": ("exact_match", "alignment"),
    "language model": ("perplexity", "excess", "accuracy"),
    "cloze": ("next_sentence", "accuracy", "cloze", "verdict"),
}
#: A figure that falls from the size of the vocabulary to a few.
_LOG = frozenset({"perplexity"})
_ALWAYS = ("rate", "speed")


class FigureGrid(QWidget):
    """One sparkline for each figure that a run reports; an odd one takes both columns."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.sparks: dict[str, Sparkline] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        appearance.changed.connect(self._restyle)
        self.set_task("translation")
        self._restyle()

    def set_task(self, task: Task) -> None:
        """Show the figures of a task, all until it is known which ones come."""
        self._figures = FIGURES_OF[task]
        self._show(self._figures)

    def set_history(
        self,
        history: History,
        x_of: Callable[[Array], Array],
        extent: tuple[float, float],
        step: float | None,
        floor: float,
    ) -> None:
        """Give every figure its course; `step` is where the cursor stands, None for the end.

        `x_of` says where steps stand on the axis, and `floor` is the loss that none can go below.
        """
        if history.held_out:
            self._show(tuple(name for name in self._figures if name in history.held_out))
        at = None if step is None else float(x_of(np.array([step]))[0])
        for name, spark in self.sparks.items():
            series = self._series(history, name)
            value = series.last if step is None else series.at(step)
            spark.floor = math.exp(floor) if name in _LOG else math.nan
            number = share(value) if _is_share(name) else figure(value)
            spark.set_data(x_of(series.x), series.y, number, extent, at)

    def _show(self, figures: tuple[str, ...]) -> None:
        """Lay out these and what every run reports; those already there keep their course."""
        names = (*figures, *_ALWAYS)
        if names == tuple(self.sparks):
            return
        for name in [name for name in self.sparks if name not in names]:
            spark = self.sparks.pop(name)
            self._grid.removeWidget(spark)
            spark.hide()
            spark.deleteLater()
        self.sparks = {name: self.sparks.get(name) or self._make(name) for name in names}
        for spark in self.sparks.values():
            self._grid.removeWidget(spark)
        for group, first in ((figures, 0), (_ALWAYS, (len(figures) + 1) // 2)):
            for place, name in enumerate(group):
                alone = place == len(group) - 1 and place % 2 == 0
                row, column = first + place // 2, place % 2
                self._grid.addWidget(self.sparks[name], row, column, 1, 2 if alone else 1)
        rows = (len(figures) + 1) // 2 + 1
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row < rows else 0)

    def _make(self, name: str) -> Sparkline:
        titles = {"rate": self.tr("learning rate"), "speed": self.tr("tokens/s")}
        title = titles[name] if name in titles else self.tr(FIGURES[name].title)
        spark = Sparkline(self._appearance, title, self)
        spark.short = self.tr("rate") if name == "rate" else ""
        spark.log = name in _LOG
        if name in FIGURES:
            spark.short = self.tr(FIGURES[name].short)
            known = name in glossary.TERMS
            spark.meaning = glossary.sentence(name) if known else self.tr(FIGURES[name].meaning)
        return spark

    def _series(self, history: History, name: str) -> Series:
        own = {"rate": history.rate, "speed": history.speed}
        return own[name] if name in own else history.held_out.get(name, Series())

    @Slot()
    def _restyle(self) -> None:
        self._grid.setHorizontalSpacing(self._appearance.px(20))
        self._grid.setVerticalSpacing(self._appearance.px(6))


def _is_share(name: str) -> bool:
    return name in FIGURES and FIGURES[name].kind == "share"
