"""Masks of the watched sentence and of a batch, counted and drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.look import Closed
from engine.messages import BatchFrame
from tests.visualizer.looks import example_frame, example_look
from visualizer.appearance import Appearance
from visualizer.masks import batch_mask, masks_of, padding_share
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.masks import MasksPanel
from visualizer.selection import Pair, Selection, TokenReference

BATCH = BatchFrame(
    1, 50, {"source": np.array([4, 2, 3], np.int32), "target": np.array([5, 1, 4], np.int32)}
)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> MasksPanel:
    made = MasksPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(1200, 480)
    made.show()
    made.receive(example_frame())
    made.receive(BATCH)
    return made


def test_the_masks_of_a_sentence_in_words() -> None:
    words = {mask.name: mask.in_words() for mask in masks_of(example_look())}
    assert words == {
        "encoder": "all open",
        "decoder": "91 of 196 closed: causal",
        "cross": "all open",
    }
    padded = {mask.name: mask.in_words() for mask in masks_of(example_look(padding=3))}
    assert padded["cross"] == "42 of 224 closed: padding"


def test_a_sentence_of_a_batch_against_brute_force() -> None:
    lengths, padded = {"source": 2, "target": 3}, {"source": 4, "target": 5}
    for mask in masks_of(example_look()):
        made = batch_mask(mask, lengths, padded)
        rows, columns = padded[mask.rows.sequence], padded[mask.columns.sequence]
        assert made.closed.shape == (rows, columns)
        for row in range(rows):
            for column in range(columns):
                expected = Closed.OPEN
                if mask.name == "decoder" and column > row:
                    expected = Closed.CAUSAL
                elif column >= lengths[mask.columns.sequence]:
                    expected = Closed.PADDING
                assert made.closed[row, column] == expected, (mask.name, row, column)


def test_the_share_of_padding() -> None:
    assert padding_share(BATCH) == pytest.approx(1 - 19 / 27)
    empty = np.zeros(0, np.int32)
    assert padding_share(BatchFrame(1, 1, {"source": empty, "target": empty})) == 0


def test_stepping_through_the_batch(qtbot: QtBot, panel: MasksPanel) -> None:
    assert [p.shown.name for p in panel.pictures if p.shown] == ["encoder", "decoder", "cross"]
    qtbot.keyClick(panel.of, Qt.Key.Key_Right)
    assert panel.note.text() == "batch of step 50 · 30 % of it is padding"

    def words() -> list[str]:
        return [picture.shown.in_words() for picture in panel.pictures if picture.shown]

    assert words() == ["all open", "10 of 25 closed: causal", "all open"]
    panel.next_action.trigger()
    assert words() == [
        "8 of 16 closed: padding",
        "20 of 25 closed: 10 causal, 10 padding",
        "10 of 20 closed: padding",
    ]
    qtbot.mouseClick(panel._next, Qt.MouseButton.LeftButton)
    assert panel.sentence.value() == 3
    panel.next_action.trigger()
    assert panel.sentence.value() == 3
    panel.batch_picture.chosen.emit(0)
    assert panel.sentence.value() == 1
    qtbot.keyClick(panel.of, Qt.Key.Key_Left)
    assert words()[1] == "91 of 196 closed: causal"


def test_a_closed_cell_says_why_and_a_click_selects_its_words(
    qtbot: QtBot, panel: MasksPanel, selection: Selection
) -> None:
    decoder = panel.pictures[1]
    at = decoder.cell_rect(2, 6).center()
    qtbot.mouseMove(decoder, decoder.cell_rect(0, 0).center())
    qtbot.mouseMove(decoder, at)
    assert panel.said_of_cell.text() == "noir may not see pas: masked: causal (no weight)"
    qtbot.mouseClick(decoder, Qt.MouseButton.LeftButton, pos=at)
    assert selection.locked == Pair(TokenReference("target", 2), TokenReference("target", 5))
    qtbot.keyClick(decoder, Qt.Key.Key_Down)
    assert panel.said_of_cell.text().startswith("ne may not see")
    assert decoder.sentence(3, 1) == "ne may see le"


def test_open_and_closed_cells_look_different(panel: MasksPanel) -> None:
    decoder = panel.pictures[1]
    image = decoder.grab().toImage()

    def colours(row: int, column: int) -> set[str]:
        rect = decoder.cell_rect(row, column).adjusted(2, 2, -2, -2)
        return {
            image.pixelColor(x, y).name()
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }

    assert len(colours(5, 2)) == 1
    assert len(colours(2, 9)) > 1
    assert not colours(5, 2) & colours(2, 9)


def test_the_strip_says_the_same_and_opens_the_large_view(qtbot: QtBot) -> None:
    strip = MaskStrip(Appearance(), Selection())
    qtbot.addWidget(strip)
    strip.resize(527, 88)
    strip.show()
    strip.receive(example_frame())
    strip.receive(BATCH)
    assert strip.words().split("\n") == [
        "encoder: all open",
        "decoder: 91 of 196 closed: causal",
        "cross: all open",
        "batch: 30 % padding",
    ]
    assert not strip.grab().isNull()
    with qtbot.waitSignal(strip.open_requested, timeout=1000):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.open_requested, timeout=1000):
        qtbot.keyClick(strip, Qt.Key.Key_Return)


def test_a_model_without_attention_masks_nothing(panel: MasksPanel) -> None:
    look = example_look()
    panel.receive(example_frame(type(look)(look.sequences, look.start, "own", {})))
    assert panel.state == "empty"
