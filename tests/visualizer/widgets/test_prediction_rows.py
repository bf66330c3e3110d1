"""Rows of predictions are painted anew where they look other than before, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from visualizer.appearance import Appearance
from visualizer.widgets.prediction_row import PredictionRow
from visualizer.widgets.prediction_rows import PredictionRows

ANSWER = PredictionRow("chat", 0.8, True, "chat", 0.8, "chat", out="chat")
TOLD = PredictionRow(
    "ball", 0.4, None, "dog", 0.2, "", sort="surprise", out="dog", rank=2, surprise=1.6, grammar=0.7
)
QUIET = PredictionRow("the", 0.9, None, "the", 0.9, "", sort="quiet", out="the")
KINDS = [(ANSWER,) * 8, (TOLD,) * 8, (QUIET, *(ANSWER,) * 3, *(QUIET,) * 4)]


class Painted(QObject):
    """The region of each paint event of a widget."""

    def __init__(self, widget: PredictionRows) -> None:
        super().__init__(widget)
        self.regions: list[QRegion] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(QRegion(event.region()))
        return False


def shown(qtbot: QtBot, rows: tuple[PredictionRow, ...]) -> PredictionRows:
    widget = PredictionRows(Appearance())
    qtbot.addWidget(widget)
    widget.resize(320, 300)
    widget.set_rows(rows, "5 of 8 right", "3 wrong")
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def on_screen(widget: PredictionRows) -> QImage:
    """What stands in the window's own store, not painted for the occasion."""
    handle = widget.screen().grabWindow(widget.winId())
    return handle.toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("rows", KINDS, ids=["answers", "surprises", "blanks"])
@pytest.mark.parametrize("place", [1, 3])
def test_a_row_that_changed_is_painted_alone_and_as_if_all_were(
    qtbot: QtBot, qapp: QApplication, rows: tuple[PredictionRow, ...], place: int
) -> None:
    widget = shown(qtbot, rows)
    qapp.processEvents()
    painted = Painted(widget)
    other = replace(rows[place], token="elsewhere", probability=0.3, right=False, surprise=3.1)
    other = replace(other, rank=7, out="wall", sort=rows[place].sort)
    changed = (*rows[:place], other, *rows[place + 1 :])
    widget.set_rows(changed, "5 of 8 right", "3 wrong")
    qapp.processEvents()
    (region,) = painted.regions
    area = widget.row_rect(place).toAlignedRect().adjusted(0, -3, 0, 3)
    labels_move = region.boundingRect() == widget.rect()
    assert labels_move or region.boundingRect() == area.intersected(widget.rect())
    fresh = shown(qtbot, changed)
    qapp.processEvents()
    assert on_screen(widget) == on_screen(fresh)


def test_rows_that_look_the_same_are_not_painted(qtbot: QtBot, qapp: QApplication) -> None:
    rows = (TOLD,) * 8
    widget = shown(qtbot, rows)
    qapp.processEvents()
    painted = Painted(widget)
    nearly = (replace(TOLD, surprise=1.6004, probability=0.40002), *rows[1:])
    widget.set_rows(nearly, "5 of 8 right", "3 wrong")
    qapp.processEvents()
    assert not painted.regions and widget.rows == nearly
    widget.set_rows((replace(TOLD, surprise=1.62), *rows[1:]), "5 of 8 right", "3 wrong")
    qapp.processEvents()
    assert len(painted.regions) == 1
    assert painted.regions[0].boundingRect().height() < 40


def test_another_heading_paints_all(qtbot: QtBot, qapp: QApplication) -> None:
    widget = shown(qtbot, (ANSWER,) * 8)
    qapp.processEvents()
    painted = Painted(widget)
    widget.set_rows((ANSWER,) * 8, "6 of 8 right", "2 wrong")
    qapp.processEvents()
    assert [region.boundingRect() for region in painted.regions] == [QRect(0, 0, 320, 300)]
