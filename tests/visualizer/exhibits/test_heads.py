"""Heads: the numbers of every head, chosen everywhere, and what is wrong with them in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.bench import Bench
from engine.map_health import Finding, Health
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import frame
from tests.visualizer.looks import bahdanau_look, example_look, gpt_look, seq2seq_look
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.exhibits import EXHIBITS
from visualizer.exhibits.heads import HEADS, HeadsPanel
from visualizer.selection import Selection
from visualizer.widgets.head_grid_content import HEAD, STATE
from visualizer.workspaces.middle import MAPS

Opener = Callable[..., HeadsPanel]


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Opener]:
    def make(look: Look | None = None, size: tuple[int, int] = (660, 420)) -> HeadsPanel:
        panel = HeadsPanel(Appearance(), Selection())
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitExposed(panel)
        if look is not None:
            panel.receive(Frame(1, 1240, "transformer", look))
        return panel

    yield make


def cells(panel: HeadsPanel, name: str) -> list[str]:
    heads = panel.grid.heads
    place = heads.columns.index(name)
    return [str(heads.index(row, place).data()) for row in range(heads.rowCount())]


def trained(name: str) -> Bench:
    return Bench.opened(1, Path(str(resources.files("assets") / "checkpoints" / name)))


def look_of(bench: Bench) -> Look:
    longest = max(bench.examples, key=lambda example: len(example.source))
    return bench.look(longest.source, longest.target)


def test_it_stands_beside_the_maps_of_every_model_that_has_any() -> None:
    assert HEADS in EXHIBITS
    assert HEADS.suits((), groups=("cross",)) and not HEADS.suits(("contexts",))


def test_every_head_has_a_row_and_every_kind_a_choice(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    assert panel.state == "empty"
    panel.receive(Frame(1, 1240, "transformer", example_look()))
    assert panel.state == "body" and panel.header.caption.subtitle == "24 heads · step 1,240"
    assert panel.grid.heads.rowCount() == 24
    panel.groups.setFocus()
    for group in ("encoder", "decoder", "cross"):
        qtbot.keyClick(panel.groups, Qt.Key.Key_Right)
        assert cells(panel, HEAD) == [
            f"{group} L{layer} H{head}" for layer in (1, 2) for head in (1, 2, 3, 4)
        ]
    panel.receive(Frame(2, 0, "gpt", gpt_look()))
    assert not panel.groups.isVisible() and panel.grid.heads.rowCount() == 12
    panel.receive(Frame(3, 0, "transformer", example_look()))
    assert panel.groups.isVisible() and panel.grid.heads.rowCount() == 24
    panel.receive(Frame(4, 0, "seq2seq", seq2seq_look()))
    assert panel.state == "empty"
    panel.receive(Frame(5, 0, "bahdanau", bahdanau_look()))
    assert panel.header.caption.subtitle == "1 head · step 0"


def test_choosing_a_row_chooses_the_head_and_back(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel(example_look())
    panel.grid.sort_by("first", True)
    at = panel.grid.visualRect(panel.grid.heads.index(2, 3)).center()
    qtbot.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    name, layer, head = cells(panel, HEAD)[2].split()
    assert panel._selection.group == name
    assert panel._selection.head(name) == (int(layer[1:]) - 1, int(head[1:]) - 1)
    panel._selection.choose_head(HeadReference("encoder", 1, 3))
    index = panel.grid.currentIndex()
    assert cells(panel, HEAD)[index.row()] == "encoder L2 H4"
    assert panel.grid.viewport().rect().contains(panel.grid.visualRect(index).center())


def test_the_map_beside_is_one_that_the_model_has(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel(example_look(), (1200, 420))
    panel._selection.choose_group("cross")
    panel.receive(Frame(2, 0, "gpt", gpt_look()))
    qtbot.waitUntil(panel.map.isVisible)
    assert panel.map.state == "body"
    assert panel.map.group is not None and panel.map.group.name == "decoder"


def test_the_map_of_the_chosen_head_stands_beside_where_there_is_room(open_panel: Opener) -> None:
    panel = open_panel(example_look(), (660, 420))
    assert not panel.map.isVisible()
    for width in (1060, 1900):
        panel.resize(width, 640)
        assert panel.map.isVisible() and panel.grid.horizontalScrollBar().maximum() == 0
    panel._choose(HeadReference("decoder", 0, 2))
    assert panel.map.reference == HeadReference("decoder", 0, 2)
    assert "L1 H3" in panel.map.header.caption.subtitle
    panel.resize(660, 420)
    assert not panel.map.isVisible()


def test_a_column_says_what_it_means(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel(example_look())
    panel.grid.setFocus()
    panel.grid.come_to(HeadReference("encoder", 0, 0))
    for name in panel.grid.heads.columns[1:-1]:
        qtbot.keyClick(panel.grid, Qt.Key.Key_Right)
        assert panel.meaning.text() == f"{name}: {glossary.sentence(name)}"
        lines = panel.meaning.fontMetrics().boundingRect(
            0, 0, panel.meaning.width() - 12, 1000, Qt.TextFlag.TextWordWrap, panel.meaning.text()
        )
        assert lines.height() <= panel.meaning.height()


def test_rows_are_copied_as_they_stand(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel(example_look())
    panel._filter("cross")
    panel.grid.sort_by("focus", True)
    panel.activateWindow()
    panel.grid.setFocus()
    qtbot.waitUntil(panel.grid.hasFocus)
    with qtbot.waitSignal(panel.said) as said:
        qtbot.keyClick(
            panel.grid,
            Qt.Key.Key_C,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert said.args == ["Numbers of 8 heads copied"]
    title, *lines = QGuiApplication.clipboard().text().splitlines()
    assert title.startswith("group\tlayer\thead\tentropy\tfocus")
    assert [" ".join(line.split("\t")[:3]) for line in lines] == [
        text.replace("L", "").replace("H", "") for text in cells(panel, HEAD)
    ]


# ---------------------------------------------------------------- what is wrong, in words


@pytest.mark.parametrize(
    ("found", "word", "bad"),
    [
        (Finding(Health.UNIFORM), "near uniform", False),
        (Finding(Health.COLLAPSED, column=2), "collapsed", True),
        (Finding(Health.LEAKING, 0, 3, 1, 0.1), "leaking", True),
        (Finding(Health.NON_FINITE, 0, 3, 1), "not a number", True),
    ],
)
def test_a_head_that_is_not_sound_is_told(
    open_panel: Opener, found: Finding, word: str, bad: bool
) -> None:
    look = example_look()
    groups = {name: replace(group, health={}) for name, group in look.groups.items()}
    panel = open_panel(replace(look, groups=groups))
    assert panel.health.text() == "All 24 heads sound"
    groups["cross"] = replace(groups["cross"], health={(1, 1): found})
    panel.receive(Frame(1, 1241, "transformer", replace(look, groups=groups)))
    assert panel.health.text() == f"23 of 24 heads sound · 1 {word}"
    assert ("cross L2 H2" in panel.health.toolTip()) == bad
    panel.grid.sort_by(STATE, True)
    assert cells(panel, HEAD)[0] == "cross L2 H2" and cells(panel, STATE)[0] == word


@pytest.mark.parametrize("name", ["transformer", "bahdanau"])
def test_models_that_learned_and_that_did_not(open_panel: Opener, name: str) -> None:
    bench = trained(name)
    panel = open_panel(look_of(bench))
    states = cells(panel, STATE)
    assert states.count("sound") >= 0.9 * len(states)
    torch.manual_seed(0)
    options = bench.specification.options
    bench.model = type(bench.model).build(options, len(bench.tokenizer), bench.model.longest)
    panel.receive(Frame(2, 0, name, look_of(bench)))
    states = cells(panel, STATE)
    assert states.count("near uniform") >= 0.75 * len(states)


def test_a_model_made_wrong_on_purpose(open_panel: Opener) -> None:
    bench = trained("transformer")
    with torch.no_grad():
        weight = dict(bench.model.named_parameters())["encoder.1.self_attention.project_in.weight"]
        weight.fill_(math.nan)
    panel = open_panel(look_of(bench), (1200, 640))
    # Its own heads, all that look at what comes out of it, and the layer above those.
    assert panel.health.text() == "8 of 24 heads sound · 16 not a number"
    panel.grid.sort_by(STATE, True)
    assert cells(panel, STATE) == ["not a number"] * 16 + ["sound"] * 8
    entropies = cells(panel, "entropy")
    assert entropies[:16] == ["!"] * 16 and "!" not in entropies[16:]
    assert {head[:10] for head in cells(panel, HEAD)[16:]} == {"encoder L1", "decoder L1"}
    for falling in (True, False):
        panel.grid.sort_by("entropy", falling)
        assert cells(panel, "entropy")[-16:] == ["!"] * 16
    panel._choose(HeadReference("encoder", 1, 0))
    assert panel.map.note.text().startswith("not a number in all 13 rows")
    panel.grab()


# ---------------------------------------------------------------- in the window


def test_in_the_window_a_row_is_opened_as_a_map(window: Opened, qtbot: QtBot) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    assert learn.middle.offered[:2] == (MAPS, "heads")
    learn.middle.choose("heads")
    panel = learn.middle.exhibits["heads"]
    assert isinstance(panel, HeadsPanel)
    learn.catch_up()
    assert panel.grid.heads.rowCount() == 24
    panel.grid.setFocus()
    panel.grid.come_to(HeadReference("encoder", 0, 0))
    qtbot.keyClick(panel.grid, Qt.Key.Key_Down)
    assert learn.overview.mosaics["encoder"].chosen == (0, 1)
    assert learn.trio.panels["encoder"].reference == HeadReference("encoder", 0, 1)
    qtbot.keyClick(panel.grid, Qt.Key.Key_Return)
    assert learn.middle.view == MAPS and learn.trio.front is learn.trio.panels["encoder"]
    learn.middle.choose("heads")
    window.say(frame(window.run, 2100, example_look(seed=3)))
    assert panel.header.caption.subtitle == "24 heads · step 2,100"
    at = panel.grid.currentIndex().row()
    assert cells(panel, HEAD)[at] == "encoder L1 H2"
