"""The strip of masks keeps its picture exactly as long as it is the same."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.messages.frames import BatchFrame
from tests.visualizer.looks import bert_look, example_frame, gpt_look
from visualizer.appearance import Appearance
from visualizer.panels.mask_strip import MaskStrip
from visualizer.selection import Selection
from visualizer.theme import LIGHT

BATCH = BatchFrame(1, 50, {"text": np.array([6, 3, 5], np.int32)})
DRAWN = BatchFrame(1, 60, {"text": np.array([6, 4], np.int32)}, np.full((2, 6), 2, np.uint8))


def strip_of(qtbot: QtBot, appearance: Appearance, *events: object) -> MaskStrip:
    strip = MaskStrip(appearance, Selection())
    qtbot.addWidget(strip)
    strip.resize(640, 88)
    strip.show()
    for event in events:
        strip.receive(event)
    return strip


def picture(strip: MaskStrip) -> QImage:
    return strip.grab().toImage()


def test_whatever_came_before_a_strip_looks_like_one_that_shows_it_first(qtbot: QtBot) -> None:
    look, causal, open_ = Appearance(), example_frame(gpt_look()), example_frame(bert_look())
    strip = strip_of(qtbot, look)
    pictures = []
    for events in ((causal,), (causal, BATCH), (open_, DRAWN), (causal, BATCH)):
        for event in events:
            strip.receive(event)
        pictures.append(picture(strip))
        assert pictures[-1] == picture(strip_of(qtbot, look, *events))
    assert pictures[0] != pictures[1] != pictures[2] != pictures[3] == pictures[1]


def test_a_batch_that_takes_the_place_of_a_mask_is_drawn_alone(qtbot: QtBot) -> None:
    look, frame = Appearance(), example_frame()
    pairs = BatchFrame(1, 50, {name: np.array([4, 2], np.int32) for name in ("source", "target")})
    strip, fresh = strip_of(qtbot, look, frame), strip_of(qtbot, look)
    for each in (strip, fresh):
        each.resize(571, 88)  # as many columns with a batch as without
    picture(strip)
    strip.receive(pairs)
    fresh.receive(frame)
    fresh.receive(pairs)
    assert len(strip._fitting()) == 2
    assert picture(strip) == picture(fresh)


def test_another_theme_and_another_width_are_drawn_anew(qtbot: QtBot) -> None:
    look, frame = Appearance(), example_frame(gpt_look())
    strip = strip_of(qtbot, look, frame, BATCH)
    picture(strip)
    look.set_theme(LIGHT)
    assert picture(strip) == picture(strip_of(qtbot, Appearance(LIGHT), frame, BATCH))
    strip.resize(400, 88)
    narrow = strip_of(qtbot, Appearance(LIGHT), frame, BATCH)
    narrow.resize(400, 88)
    assert picture(strip) == picture(narrow)
