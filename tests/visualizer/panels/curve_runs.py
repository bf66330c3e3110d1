"""The panel of learning curves as its tests drive it, and the runs that they tell it of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from engine.messages.events import Evaluated, Losses, Started
from engine.specification import Recipe, RunSpecification
from visualizer.appearance import Appearance
from visualizer.panels.curves import CurvesPanel
from visualizer.selection import Selection

SPECIFICATION = RunSpecification(recipe=Recipe(steps=1000))


def losses(first: int, count: int, level: float = 2.0, run: int = 1) -> Losses:
    values = np.full(count, level, np.float32)
    last = first + count - 1
    return Losses(run, first, values, values * 1e-3, 24_800.0, last * 0.1)


def curves_panel(qtbot: QtBot) -> CurvesPanel:
    """In sight, with a run of a hundred steps, judged once."""
    made = CurvesPanel(Appearance(), Selection())
    qtbot.addWidget(made)
    made.build()
    made.resize(400, 480)
    made.show()
    made.receive(Started(1, SPECIFICATION, 0, 1, 1, ()))
    made.receive(losses(1, 100))
    made.receive(Evaluated(1, 100, {"loss": 1.5, "exact_match": 0.968, "alignment": 0.91}))
    made.draw()
    return made


def begin(panel: CurvesPanel, architecture: str, floor: float = float("nan"), run: int = 5) -> None:
    specification = replace(
        SPECIFICATION, architecture=architecture, recipe=Recipe(steps=1000, label_smoothing=0.0)
    )
    panel.receive(Started(run, specification, 0, 1, 1, (), floor=floor))
    panel.receive(losses(1, 100, run=run))
