"""The strip on top: its pills stand beside the names, and a step paints a pill alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QRegion
from pytestqt.qtbot import QtBot

from engine.catalog import ARCHITECTURES
from tests.visualizer.panels.test_status import Painted
from visualizer.appearance import Appearance
from visualizer.panels import lineage
from visualizer.panels.lineage import Lineage, Pill, Stop

STATES: tuple[tuple[Pill, str], ...] = (
    ("trained", "trained"),
    ("trained", "stopped"),
    ("live", "step 1,240"),
    ("live", "step 112,400"),
    ("paused", "paused"),
)
Opener = Callable[[int], Lineage]


@pytest.fixture
def open_strip(qtbot: QtBot) -> Opener:
    def make(width: int) -> Lineage:
        strip = Lineage(Appearance())
        qtbot.addWidget(strip)
        strip.resize(width, strip.height())
        strip.choose("gpt")
        strip.show()
        qtbot.waitExposed(strip)
        return strip

    return make


def name_of(stop: Stop) -> QRectF:
    """Where the name stands."""
    metrics = QFontMetricsF(Appearance().font("name", bold=True))
    return QRectF(10, 36 - metrics.ascent(), metrics.horizontalAdvance(stop.entry.title), 14)


@pytest.mark.parametrize("width", [800, 1280, 1920])
@pytest.mark.parametrize("state", STATES)
def test_a_pill_stands_over_neither_name_nor_line(
    open_strip: Opener, width: int, state: tuple[Pill, str]
) -> None:
    strip = open_strip(width)
    for entry in ARCHITECTURES:
        strip.show_state(entry.name, *state)
        stop = strip.stops[entry.name]
        pill = stop.pill_rect
        if width >= 1280:
            assert not pill.isEmpty(), entry.name
        if not pill.isEmpty():
            assert pill.top() > 16, "below the line that joins the stops"
            assert not pill.intersects(name_of(stop)), entry.name
            assert pill.right() <= stop.width()
    if width == 1920:
        assert all(stop.pill_rect.width() > 50 for stop in strip.stops.values()), "with its text"


def test_no_state_no_pill(open_strip: Opener) -> None:
    strip = open_strip(1280)
    strip.show_state("nnlm", "trained", "trained")
    strip.show_state("nnlm", "", "")
    assert strip.stops["nnlm"].pill_rect.isEmpty()


def test_a_step_paints_the_pill_alone(open_strip: Opener, qtbot: QtBot) -> None:
    strip = open_strip(1920)
    strip.show_state("gpt", "live", "step 1,240")
    strip.grab()
    qtbot.wait(30)
    stop = strip.stops["gpt"]
    own, around = Painted(stop), Painted(strip)
    strip.show_state("gpt", "live", "step 1,241")
    qtbot.waitUntil(lambda: bool(own.rects))
    pill = stop.pill_rect.toAlignedRect().adjusted(-1, -1, 1, 1)
    assert own.rects == [pill]
    assert around.rects in ([], [pill.translated(stop.pos())])
    strip.show_state("gpt", "live", "step 1,241")
    qtbot.wait(30)
    assert len(own.rects) == 1, "nothing changed"


def test_a_pill_painted_alone_is_what_a_whole_painting_shows(
    open_strip: Opener,
) -> None:
    strip = open_strip(1920)
    stop = strip.stops["gpt"]
    strip.show_state("gpt", "live", "step 9")
    picture = QImage(strip.size(), QImage.Format.Format_RGB32)
    strip.render(picture)
    strip.show_state("gpt", "live", "step 112,400")
    box = stop.pill_rect.toAlignedRect().adjusted(-1, -1, 1, 1).translated(stop.pos())
    strip.render(picture, box.topLeft(), QRegion(box))
    whole = QImage(strip.size(), QImage.Format.Format_RGB32)
    strip.render(whole, QPoint())
    assert picture == whole


def test_another_architecture_needs_no_change_of_the_strip(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = replace(ARCHITECTURES[-1], name="another", title="Another", year=2019)
    monkeypatch.setattr(lineage, "ARCHITECTURES", (*ARCHITECTURES, added))
    strip = Lineage(Appearance())
    qtbot.addWidget(strip)
    strip.resize(1920, strip.height())
    strip.show()
    before = strip.grab().toImage()
    strip.choose("another")
    assert strip.stops["another"].isChecked()
    assert strip.grab().toImage() != before
