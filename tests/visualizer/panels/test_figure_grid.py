"""The small plots beside the loss: those of the run's task, and none that never comes."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from engine.messages.events import Evaluated, Loaded
from tests.visualizer.panels.curve_runs import SPECIFICATION, begin, curves_panel
from visualizer.panels.curves import CurvesPanel


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    return curves_panel(qtbot)


def test_a_checkpoint_shows_its_figures(panel: CurvesPanel) -> None:
    panel.receive(Loaded(3, "", SPECIFICATION, 1300, 1, {"exact_match": 0.99}, (), True))
    panel.draw()
    assert panel.sparks["exact_match"].number == ".990"
    assert panel.state == "body"


def test_each_task_has_its_figures(panel: CurvesPanel) -> None:
    begin(panel, "gpt")
    assert list(panel.sparks) == ["perplexity", "excess", "accuracy", "rate", "speed"]
    found = {"loss": 1.0, "perplexity": 2.718, "excess": 0.24, "accuracy": 0.61}
    panel.receive(Evaluated(5, 100, found))
    panel.draw()
    numbers = {name: spark.number for name, spark in panel.sparks.items()}
    assert (numbers["perplexity"], numbers["excess"], numbers["accuracy"]) == (
        "2.72",
        "0.24",
        ".610",
    )
    assert panel.sparks["perplexity"].log and not panel.sparks["excess"].log
    begin(panel, "bert", run=6)
    found = {"loss": 2.0, "cloze": 1.5, "verdict": 0.5, "accuracy": 0.4, "next_sentence": 0.7}
    panel.receive(Evaluated(6, 100, found))
    panel.draw()
    assert list(panel.sparks)[:4] == ["next_sentence", "accuracy", "cloze", "verdict"]
    assert panel.sparks["next_sentence"].number == ".700"
    assert "words + verdict" in panel.legend.text
    begin(panel, "transformer", run=7)
    panel.draw()
    assert list(panel.sparks) == ["exact_match", "alignment", "rate", "speed"]


def test_a_figure_that_never_comes_leaves_no_hole(panel: CurvesPanel) -> None:
    """Of a file nobody knows the grammar."""
    begin(panel, "nnlm")
    panel.receive(Evaluated(5, 100, {"loss": 1.0, "perplexity": 2.718, "accuracy": 0.61}))
    panel.draw()
    assert list(panel.sparks) == ["perplexity", "accuracy", "rate", "speed"]
    begin(panel, "nnlm", run=6)
    assert "excess" in panel.sparks, "the next run may have it"
