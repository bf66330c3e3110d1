"""A row of predictions in words: what decides its token, where the grammar says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from engine.seen.look import Look
from engine.seen.predictions import Decision
from tests.visualizer.text_looks import STORY, bert_look, gpt_look
from visualizer.appearance import Appearance
from visualizer.widgets.prediction_row import prediction_rows
from visualizer.widgets.prediction_rows import PredictionRows
from visualizer.widgets.prediction_words import tip

WORDS = STORY.split()


@pytest.fixture
def look() -> Look:
    plain = gpt_look()
    assert plain.predictions is not None
    she, ball = WORDS.index("she"), WORDS.index("ball", 6)
    decisions = {she: Decision("pronoun", (0,)), ball: Decision("object", (4, 4))}
    return replace(plain, predictions=replace(plain.predictions, decisions=decisions))


def test_a_row_says_which_words_decide_its_token(look: Look) -> None:
    rows = prediction_rows(look)
    assert [row.decided for row in rows if row.decided] == ["lena (pronoun)", "ball (object)"]
    assert not any(row.decided for row in prediction_rows(gpt_look()))


def test_the_tip_ends_with_it(qtbot: QtBot, look: Look) -> None:
    widget = PredictionRows(Appearance())
    qtbot.addWidget(widget)
    widget.set_rows(prediction_rows(look), "", "")
    assert widget.tip(WORDS.index("she")).endswith("\nthe grammar decides it by lena (pronoun)")
    assert "decides" not in widget.tip(0)


@pytest.mark.parametrize(
    ("probability", "said"), [(0.94, "B follows A: .94"), (0.3, "B does not follow A: .70")]
)
def test_the_tip_of_a_verdict_says_what_the_model_holds_likelier(
    probability: float, said: str
) -> None:
    look = bert_look()
    assert look.next_sentence is not None
    guessed = replace(look.next_sentence, probability=probability)
    row = prediction_rows(replace(look, next_sentence=guessed))[0]
    assert tip(row, guessed=True) == said
