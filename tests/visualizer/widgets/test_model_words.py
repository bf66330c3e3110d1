"""The words of a model: room for the longest meaning, worked out once for a width."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from engine.catalog import find
from tests.visualizer.inspector.models import SIZES, seen
from visualizer.appearance import Appearance
from visualizer.diagram import symbols
from visualizer.widgets.model_words import ModelWords

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def words(qtbot: QtBot) -> ModelWords:
    made = ModelWords(Appearance())
    qtbot.addWidget(made)
    made.resize(420, 300)
    show(made, "gpt")
    return made


def show(words: ModelWords, name: str) -> None:
    entry = find(name)
    words.set_model(entry, seen(name)[1], entry.complete(SIZES[name]))


def test_layouts_that_ask_again_find_no_size_anew(words: ModelWords) -> None:
    heights, hint = [words.heightForWidth(width) for width in (300, 420)], words.sizeHint()
    with patch.object(symbols, "size", side_effect=AssertionError("looked for again")):
        assert [words.heightForWidth(width) for width in (300, 420)] == heights
        assert words.sizeHint() == hint


def test_narrower_lines_take_more_height(words: ModelWords) -> None:
    wide = words.heightForWidth(420)
    assert words.heightForWidth(180) > wide


@pytest.mark.parametrize("change", ["another model", "another length"])
def test_a_longer_meaning_takes_its_room(words: ModelWords, change: str) -> None:
    before = words.heightForWidth(180)
    with patch.object(symbols, "size", return_value="a size of very many words " * 20):
        if change == "another model":
            show(words, "gpt")
        else:
            words.set_known({"T": 7})
        assert words.heightForWidth(180) > before
