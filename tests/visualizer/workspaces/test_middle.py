"""Learn shows what a model has: maps, exhibits, or in words that it has neither."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages import events
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.structure import Block, Structure, TableLayout
from tests.visualizer.fake_engine import loaded, specification
from tests.visualizer.looks import (
    bahdanau_look,
    bert_look,
    example_look,
    gpt_look,
    nnlm_look,
    seq2seq_look,
)
from visualizer.appearance import Appearance
from visualizer.exhibits import Exhibit
from visualizer.inspector.unit import UnitReference
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.workspaces import middle
from visualizer.workspaces.learn import LearnWorkspace

LOOKS = {
    "nnlm": nnlm_look,
    "seq2seq": seq2seq_look,
    "bahdanau": bahdanau_look,
    "transformer": example_look,
    "gpt": gpt_look,
    "bert": bert_look,
}


class Board(Panel):
    """An exhibit that notes what it is given."""

    def __init__(self, appearance: Appearance, selection: Selection, parent: QWidget) -> None:
        super().__init__(appearance, "Board", parent=parent)
        self.received: list[type] = []
        self.more: tuple[str, ...] = ()

    def receive(self, event: object) -> None:
        self.received.append(type(event))

    def wanted_tables(self) -> tuple[str, ...]:
        return self.more


STATES = Exhibit("states", "States", frozenset({"encoder.states", "context"}), ("context",), Board)
PLANE = Exhibit("plane", "Plane", frozenset({"embedding.table"}), ("embedding.table",), Board)
PULL = Exhibit("gradients", "Gradients", frozenset({"gradients"}), ("gradients",), Board)


@pytest.fixture
def learn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[LearnWorkspace]:
    monkeypatch.setattr(middle, "EXHIBITS", (STATES, PLANE, PULL))
    made = LearnWorkspace(Appearance(), Selection())
    qtbot.addWidget(made)
    made.resize(1800, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made


def structure(look: Look) -> Structure:
    """What a model that makes such looks says of itself."""
    blocks = [
        Block(f"{group.name}.{layer}", "attention", group.name, layer=layer, group=group.name)
        for group in look.groups.values()
        for layer in range(group.layers)
    ]
    tables = [TableLayout(name, table.axes) for name, table in look.tables.items()]
    return Structure((*blocks, Block("output", "output", "logits")), tuple(tables))


def show(learn: LearnWorkspace, name: str, run: int = 7) -> Look:
    """A model and a look at it."""
    look = LOOKS[name]()
    learn.receive(
        loaded(run, specification=specification(architecture=name), structure=structure(look))
    )
    learn.receive(Frame(run, 2000, name, look))
    learn.catch_up()
    return look


def seen(learn: LearnWorkspace) -> dict[str, bool]:
    return {
        "maps": learn.trio.isVisible(),
        "overview": learn.overview.isVisible(),
        "predictions": learn.predictions.isVisible(),
        "learning": learn.curves.isVisible() or learn.columns.tabs.indexOf(learn.curves) >= 0,
        "strip": learn.strip.isVisible(),
    }


@pytest.mark.parametrize("name", ["transformer", "gpt", "bert"])
def test_heads_stand_beside_the_maps_that_the_model_has(learn: LearnWorkspace, name: str) -> None:
    look = show(learn, name)
    assert all(seen(learn).values())
    assert learn.trio.names == tuple(look.groups)
    assert list(learn.overview.mosaics) == list(look.groups)
    # The maps leave the strips of their heads to the overview.
    assert not learn.trio.front.strip.isVisible()


def test_one_head_needs_no_overview(learn: LearnWorkspace) -> None:
    show(learn, "bahdanau")
    assert seen(learn) == {**dict.fromkeys(seen(learn), True), "overview": False}
    assert learn.trio.names == ("cross",)
    content = learn.trio.panels["cross"].heatmap.content
    assert content is not None and content.weights is not None


@pytest.mark.parametrize("width", [1024, 1280, 1800])
def test_exhibits_take_the_middle_where_there_are_no_maps(
    learn: LearnWorkspace, qtbot: QtBot, width: int
) -> None:
    learn.resize(width, 800)
    show(learn, "seq2seq")
    assert not learn.trio.isVisible() and not learn.overview.isVisible()
    assert learn.middle.view == "states"
    panel = learn.middle.exhibits["states"]
    assert panel.isVisible() and panel.width() > 0.6 * width
    assert learn.columns.tabs.indexOf(learn.predictions) == 0
    assert "plane" not in learn.middle.exhibits, "it does not suit"


def test_a_model_with_nothing_to_see_is_said_in_words(
    learn: LearnWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middle, "EXHIBITS", ())
    show(learn, "nnlm")
    assert learn.middle.nothing.isVisible()
    assert learn.middle.nothing.headline == "NNLM has no attention map."
    assert not learn.middle.bar.isVisible()
    show(learn, "transformer", 8)
    assert learn.trio.isVisible() and not learn.middle.nothing.isVisible()


def test_a_bar_chooses_among_maps_and_exhibits(learn: LearnWorkspace, qtbot: QtBot) -> None:
    show(learn, "bahdanau")
    choice = learn.middle.choice
    assert learn.middle.bar.isVisible() and choice.value == middle.MAPS
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Right)
    assert learn.middle.view == "gradients"
    assert learn.middle.exhibits["gradients"].isVisible() and not learn.trio.isVisible()
    learn.middle.next_action.trigger()
    assert learn.middle.view == middle.MAPS and learn.trio.isVisible()


def test_an_exhibit_that_is_made_late_knows_what_the_others_know(learn: LearnWorkspace) -> None:
    show(learn, "bahdanau")
    learn.receive(events.Evaluated(7, 2000, {"loss": 1.0}))
    learn.middle.choose("gradients")
    panel = learn.middle.exhibits["gradients"]
    assert isinstance(panel, Board)
    learn.catch_up()
    assert panel.received == [events.Loaded, events.Evaluated, Frame]


def test_hidden_exhibits_get_no_pictures_but_the_newest_when_seen(learn: LearnWorkspace) -> None:
    look = show(learn, "bahdanau")
    learn.middle.choose("gradients")
    panel = learn.middle.exhibits["gradients"]
    assert isinstance(panel, Board)
    learn.middle.choose(middle.MAPS)
    panel.received.clear()
    for step in (2001, 2002):
        learn.receive(Frame(7, step, "bahdanau", look))
        learn.catch_up()
    assert panel.received == []
    learn.middle.choose("gradients")
    assert panel.received == [Frame]
    panel.received.clear()
    show(learn, "gpt", 8)
    assert panel.received == [], "it does not suit this model"


def test_the_tables_that_are_seen_are_asked_for(learn: LearnWorkspace) -> None:
    asked: list[tuple[str, ...]] = []
    learn.tables_wanted.connect(asked.append)
    show(learn, "seq2seq")
    assert asked[-1] == ("context",)
    panel = learn.middle.exhibits["states"]
    assert isinstance(panel, Board)
    panel.more = ("decoder.gates", "no such table", "context")
    panel.tables_wanted.emit()
    assert asked[-1] == ("context", "decoder.gates")
    learn.middle.choose("gradients")
    assert asked[-1] == ("gradients",)
    learn.hide()
    assert asked[-1] == (), "nobody looks"
    learn.show()
    assert asked[-1] == ("gradients",)
    show(learn, "gpt", 8)
    assert asked[-1] == ()


def test_each_model_finds_the_view_that_was_seen_of_it(learn: LearnWorkspace) -> None:
    show(learn, "bahdanau")
    learn.middle.choose("gradients")
    show(learn, "transformer", 8)
    assert learn.middle.view == middle.MAPS
    show(learn, "bahdanau", 9)
    assert learn.middle.view == "gradients"
    kept = learn.middle.state()
    learn.middle.restore({**kept, "maps": "gone"})
    assert learn.middle.state() == kept


def test_lines_stand_where_they_stood_for_each_shape_of_model(
    learn: LearnWorkspace, qtbot: QtBot
) -> None:
    show(learn, "transformer")
    learn.columns.setSizes([400, 900, 220, 280])
    moved = learn.columns.sizes()
    show(learn, "seq2seq", 8)
    learn.columns.setSizes([0, 1300, 500])
    other = learn.columns.sizes()
    show(learn, "transformer", 9)
    assert learn.columns.sizes() == moved
    show(learn, "seq2seq", 10)
    assert learn.columns.sizes() == pytest.approx(other, abs=2)


def test_an_exhibit_fills_the_workspace_and_gives_it_back(
    learn: LearnWorkspace, qtbot: QtBot
) -> None:
    show(learn, "seq2seq")
    panel = learn.middle.exhibits["states"]
    panel.maximise_action.trigger()
    assert panel.isVisible() and not learn.curves.isVisible()
    qtbot.waitUntil(lambda: panel.width() == learn.width())
    assert learn.leave()
    assert learn.columns.tabs.isVisible()
    panel.maximise_action.trigger()
    show(learn, "transformer", 8)
    assert all(seen(learn).values())


def test_predictions_stand_on_the_rows_of_a_map_of_the_same_tokens(learn: LearnWorkspace) -> None:
    show(learn, "bert")
    learn.trio.maximise("encoder")
    assert learn.predictions.isVisible(), "the blanks are in the text itself"
    learn.trio.maximise("")
    show(learn, "transformer", 8)
    learn.trio.maximise("encoder")
    assert not learn.predictions.isVisible(), "the target's rows are not the source's"


def test_heads_that_the_inspector_asks_for_come_with_those_of_the_maps(
    learn: LearnWorkspace,
) -> None:
    show(learn, "gpt")
    asked: list[tuple[HeadReference, ...]] = []
    learn.heads_wanted.connect(asked.append)
    more = HeadReference("decoder", 0, 2)
    learn.side["inspector"].heads_wanted.emit((more,))
    assert asked == [(*learn.trio.wanted_heads(), more)]


def test_a_unit_that_an_exhibit_points_out_is_explained(
    learn: LearnWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    inspector = learn.side["inspector"]
    monkeypatch.setattr(inspector, "_refresh", lambda *rest: told.append(rest))
    show(learn, "seq2seq")
    told.clear()
    learn.middle.exhibits["states"].unit_chosen.emit(UnitReference("encoder.gates", 2, 5))
    assert told


def test_a_key_for_a_map_brings_the_maps_back(learn: LearnWorkspace) -> None:
    show(learn, "bahdanau")
    learn.middle.choose("gradients")
    learn.trio.maximise("cross")
    assert learn.middle.view == middle.MAPS
    assert learn.trio.isVisible() and learn.trio.full == "cross"
    learn.middle.choose("gradients")
    assert learn.trio.full == "" and learn.columns.tabs.isVisible()
