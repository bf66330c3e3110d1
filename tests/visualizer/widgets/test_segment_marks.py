"""Two segments along the sides of a map: where they meet, and what is said of a cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.seen.look import Look
from engine.seen.maps import HeadReference
from tests.visualizer.looks import bert_look, example_look, gpt_look
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.widgets import wording
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.map_content import MapContent, map_content
from visualizer.widgets.segment_marks import spans


def content_of(look: Look) -> MapContent:
    name, group = next(iter(look.groups.items()))
    return map_content(look, group, HeadReference(name, 0, 0))


def test_padding_behind_the_second_segment_is_in_none() -> None:
    assert spans((0, 0, 0, 1, 1, 0, 0)) == ((0, 3), (3, 5))
    assert spans((0, 0)) == ((0, 2),)
    assert spans(()) == ()


def test_an_open_cell_says_its_segments() -> None:
    content = content_of(bert_look())
    assert "segment A → B" in wording.cell_facts(content, 2, 9)
    assert "segment B → A" in wording.cell_facts(content, 9, 2)
    assert not any("segment" in fact for fact in wording.cell_facts(content, 2, 17)), "padding"


@pytest.mark.parametrize("look", [gpt_look(), example_look()], ids=["gpt", "transformer"])
def test_other_maps_have_no_segments(look: Look) -> None:
    content = content_of(look)
    assert (content.row_segments, content.column_segments) == ((), ())
    assert content.segments(0, 0) is None


def test_brackets_and_dashes_stand_between_the_segments(qtbot: QtBot) -> None:
    heatmap = Heatmap(Appearance(), Selection())
    qtbot.addWidget(heatmap)
    heatmap.resize(560, 560)
    heatmap.show()
    look = bert_look()

    def painted(content: MapContent) -> np.ndarray:
        heatmap.set_content(content)
        image = heatmap.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1).copy()

    with_segments = painted(content_of(look))
    port, edge = heatmap.grid.port, heatmap.grid.row_edge(8) - 1
    line = with_segments[edge, port.left() : port.right()]
    high = np.uint32(int(Appearance().theme.high[1:], 16) | 0xFF000000)
    share = (line == high).mean()
    assert 0.4 < share < 0.75, "dashes along the whole line"
    assert not (
        with_segments[heatmap.grid.row_edge(5) - 1, port.left() : port.right()] == high
    ).any()
    left = port.left()
    painted(content_of(replace(look, segments=())))
    assert heatmap.grid.port.left() < left, "without brackets there is more room"
