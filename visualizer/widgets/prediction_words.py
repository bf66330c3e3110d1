"""One row of predictions in words, with all that the picture shows by mark, frame and bar."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from visualizer import glossary
from visualizer.widgets.prediction_painting import nats
from visualizer.widgets.prediction_row import PredictionRow, in_to_out
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import visible


def tip(row: PredictionRow, guessed: bool) -> str:
    """What a tooltip says, line by line; `guessed` where hidden words are, not next ones."""
    token, chance = visible(row.token), number(row.probability)
    if row.sort == "quiet":
        return _tr("not asked here: only marked words are guessed")
    if row.sort == "verdict":
        said = _tr("B follows A: {0}") if row.follows else _tr("B does not follow A: {0}")
        return said.format(chance)
    if row.sort == "surprise":
        return _surprise(row)
    said = _tr("guessed: {0} {1}") if guessed else _tr("teacher-forced: {0} {1}")
    lines = [said.format(token, chance)]
    if row.right is False:
        expected = visible(row.expected), number(row.expected_probability)
        lines.append(_tr("wrong; expected {0} ({1})").format(*expected))
    elif row.right:
        lines.append(_tr("right"))
    if row.free:
        lines.append(_tr("free-running: {0}").format(visible(row.free)))
        if row.free == row.token:
            lines.append(f"= {glossary.sentence('same')}")
    return "\n".join(lines)


def _surprise(row: PredictionRow) -> str:
    rank = _tr("rank {0}").format(row.rank) if row.rank else _tr("far down")
    came = visible(row.expected), number(row.expected_probability), rank
    lines = [
        in_to_out(row),
        _tr("likeliest: {0} {1}").format(visible(row.token), number(row.probability)),
        _tr("came: {0} {1}, {2}").format(*came),
        _tr("surprise {0} nats").format(nats(row.surprise)),
    ]
    if not math.isnan(row.grammar):
        lines.append(_tr("the grammar’s own {0} nats").format(nats(row.grammar)))
    if row.decided:
        lines.append(_tr("the grammar decides it by {0}").format(row.decided))
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PredictionRows", text)
