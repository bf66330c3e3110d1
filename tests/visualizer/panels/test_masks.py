"""Masks of the watched sentence and of a batch, counted and drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.messages.events import Started
from engine.messages.frames import BatchFrame
from engine.seen.maps import Closed
from engine.specification import RunSpecification
from engine.structure import Structure
from tests.visualizer.looks import (
    bert_look,
    example_frame,
    example_look,
    gpt_look,
    nnlm_look,
)
from visualizer.appearance import Appearance
from visualizer.masks import (
    batch_mask,
    draw_counts,
    draw_share,
    masks_of,
    padding_share,
)
from visualizer.panels.mask_strip import MaskStrip
from visualizer.panels.masks import MasksPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.batch_picture import BatchPicture

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
    field = panel.sentence.lineEdit()
    assert panel.sentence.text() == "1 of 3"
    wide = field.fontMetrics().horizontalAdvance(panel.sentence.text())
    qtbot.waitUntil(lambda: field.width() >= wide)

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
    assert panel.said_of_cell.text() == "“noir” may not see “pas”: it comes later (no weight)"
    qtbot.mouseClick(decoder, Qt.MouseButton.LeftButton, pos=at)
    assert selection.locked == Pair(TokenReference("target", 2), TokenReference("target", 5))
    qtbot.keyClick(decoder, Qt.Key.Key_Down)
    assert panel.said_of_cell.text().startswith("“ne” may not see")
    assert decoder.sentence(3, 1) == "“ne” may see “le”"


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


# ------------------------------------------------------------ running text

_LENGTHS = np.array([6, 4], np.int32)
_DRAWS = np.array([[1, 2, 3, 1, 4, 1], [1, 2, 3, 1, 0, 0]], np.uint8)
CLOZE = BatchFrame(2, 60, {"text": _LENGTHS}, _DRAWS)


def test_the_masks_of_running_text_in_words() -> None:
    (decoder,), (encoder,) = masks_of(gpt_look()), masks_of(bert_look(padding=0))
    assert decoder.in_words() == "105 of 225 closed: causal"
    assert encoder.in_words() == "all open", "segments close nothing"
    assert (decoder.segments, encoder.segments) == ((), (0,) * 8 + (1,) * 9)
    assert not masks_of(nnlm_look())


def test_the_draw_of_a_batch_is_counted(panel: MasksPanel, qtbot: QtBot) -> None:
    assert draw_counts(CLOZE) == {"masked": 2, "random": 2, "kept": 1}
    assert draw_share(CLOZE) == pytest.approx(0.5)
    assert (draw_counts(BATCH), draw_share(BATCH)) == ({}, 0.0)
    panel.receive(example_frame(bert_look()))
    panel.receive(CLOZE)
    qtbot.keyClick(panel.of, Qt.Key.Key_Right)
    assert panel._draws.text == "masked 2 (40 %) · random word 2 (40 %) · kept 1 (20 %)"
    assert panel._batch_heading.words.text() == "5 words to be guessed, 50.0 % of the tokens"
    panel.next_action.trigger()
    shown = panel.pictures[0].shown
    assert shown is not None and shown.in_words() == "12 of 36 closed: padding"


def test_the_draw_is_seen_in_its_places(qtbot: QtBot) -> None:
    picture = BatchPicture(Appearance())
    qtbot.addWidget(picture)
    picture.resize(130, 80)
    picture.show()

    def painted(draws: np.ndarray | None) -> np.ndarray:
        picture.set_batch([_LENGTHS], 0, draws)
        image = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1).copy()

    different = painted(_DRAWS) != painted(None)
    area = picture._areas()[0]
    edges = area.left() + np.round(np.arange(7) * area.width() / 6).astype(int)
    middle = area.top() + area.height() // 2
    for row, rows in enumerate((slice(area.top() + 2, middle - 2), slice(middle + 2, -4))):
        for place in range(6):
            cell = different[rows, edges[place] + 2 : edges[place + 1] - 3]
            assert cell.any() == (_DRAWS[row, place] >= 2), (row, place)
    full = [
        different[area.top() + 2 : middle - 2, edges[p] + 2 : edges[p + 1] - 3].mean()
        for p in (1, 2, 4)
    ]
    assert full[0] == 1 and 0 < full[2] < full[1] < 1, "whole, a corner, a line"


def test_a_batch_of_other_sequences_than_the_masks_waits(panel: MasksPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.of, Qt.Key.Key_Right)
    panel.receive(CLOZE)  # The masks are still those of pairs.
    panel.receive(example_frame(bert_look()))
    assert panel.pictures[0].shown is not None
    assert panel.pictures[0].shown.closed.shape == (6, 6)


def test_a_window_of_words_is_a_mask(panel: MasksPanel) -> None:
    panel.receive(Started(3, RunSpecification(), 0, 1, 1, (), structure=Structure(window=4)))
    look = nnlm_look()
    panel.receive(example_frame(look))
    shown = panel.pictures[0].shown
    assert panel.state == "body" and shown is not None
    assert [token.text for token in shown.column_tokens[:2]] == [
        "<s>",
        look.sequences["text"][0].text,
    ]
    for row, column in np.ndindex(*shown.closed.shape):
        # Column c holds the word before the c-th, and each word is predicted from the four before.
        back = row - (column - 1)
        expected = Closed.CAUSAL if back < 1 else Closed.OPEN if back <= 4 else Closed.WINDOW
        assert shown.closed[row, column] == expected
    assert "outside the window" in shown.in_words()
    row = shown.row_tokens[9].text
    said = panel.pictures[0].sentence(9, 2)
    assert said.startswith(f"“{row}” may not see") and "outside the window of words" in said
    short = batch_mask(shown, {"text": 7}, {"text": 9})
    assert (short.closed[:7, :7] == shown.closed[:7, :7]).all()
    assert short.closed[8, 8] == Closed.PADDING


def test_a_model_without_attention_or_window_masks_nothing(panel: MasksPanel) -> None:
    panel.receive(Started(3, RunSpecification(), 0, 1, 1, ()))
    panel.receive(example_frame(nnlm_look()))
    assert panel.state == "empty"


def test_the_strip_shows_a_batch_of_text(qtbot: QtBot) -> None:
    strip = MaskStrip(Appearance(), Selection())
    qtbot.addWidget(strip)
    strip.resize(527, 88)
    strip.show()
    strip.receive(example_frame(bert_look()))
    strip.receive(CLOZE)
    assert strip.words().split("\n")[1] == "batch: 17 % padding, 50 % of the tokens to be guessed"
    assert not strip.grab().isNull()
