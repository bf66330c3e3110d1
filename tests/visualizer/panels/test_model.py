"""The model's tab: words, equation and diagram of the running model, and one block's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.catalog import ARCHITECTURES, find
from engine.messages.frames import Frame
from engine.seen.maps import HeadReference
from engine.specification import RunSpecification
from tests.visualizer.inspector.models import SIZES, events
from visualizer.appearance import Appearance
from visualizer.panels.model import ModelPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.equation_line import SymbolLink

NAMES = [entry.name for entry in ARCHITECTURES]


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> ModelPanel:
    made = ModelPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(300, 620)
    made.show()
    return made


def tell(panel: ModelPanel, architecture: str, **options: int | str) -> Frame:
    started, frame = events(architecture, **options)
    chosen = find(architecture).complete({**SIZES[architecture], **options})
    panel.receive(replace(started, specification=RunSpecification(architecture, chosen)))
    panel.receive(frame)
    return frame


def link(panel: ModelPanel, text: str) -> SymbolLink:
    return next(each for each in panel.words.equation.links if each.symbol.text == text)


def click(qtbot: QtBot, panel: ModelPanel, name: str) -> None:
    """Click a block where it is seen."""
    diagram = panel.diagram
    box = diagram.layout_drawn.box(name)
    assert box is not None
    diagram.show_box(box)
    height = diagram.viewport().height()
    shown = next(
        QPoint(x, y)
        for y in range(0, height, 3)
        for x in range(0, diagram.viewport().width(), 5)
        if diagram.box_at(QPointF(x, y)) is box
    )
    qtbot.mouseClick(diagram.viewport(), Qt.MouseButton.LeftButton, pos=shown)


def test_without_a_model_it_says_what_belongs_here(panel: ModelPanel) -> None:
    assert panel.state == "empty"
    assert panel.wanted_tables() == ()


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_every_architecture_is(panel: ModelPanel, name: str) -> None:
    tell(panel, name)
    entry = find(name)
    assert panel.state == "body" and panel.header.caption.title == entry.title
    assert panel.words.summary.text().splitlines() == list(entry.summary)
    assert panel.words.source.text() == entry.source
    assert panel.words.equation.accessibleDescription() == entry.equation
    for each in panel.words.equation.links:
        assert each.accessibleName() == each.symbol.text
        assert each.symbol.meaning in each.accessibleDescription()
    shown = {block.name for box in panel.diagram.layout_drawn.boxes for block in box.node.blocks}
    assert shown == {block.name for block in events(name)[0].structure.blocks}


def test_a_block_of_attention_brings_its_maps_to_the_front(
    qtbot: QtBot, panel: ModelPanel, selection: Selection
) -> None:
    tell(panel, "transformer")
    selection.choose_head(HeadReference("encoder", 1, 1))
    click(qtbot, panel, "encoder.0.self")
    assert selection.group == "encoder" and selection.head("encoder") == (0, 1)
    assert panel.diagram.marks.chosen == "encoder.0.self"
    assert panel.wanted_tables() == ()
    selection.choose_group("cross")
    assert panel.diagram.marks.chosen == "decoder.1.cross"


def test_a_block_whose_output_is_kept_shows_it(
    qtbot: QtBot, panel: ModelPanel, selection: Selection
) -> None:
    frame = tell(panel, "transformer")
    with qtbot.waitSignal(panel.tables_wanted, timeout=1000):
        click(qtbot, panel, "encoder.0.around_self.norm")
    assert panel.wanted_tables() == ("encoder.0.around_self.norm.out",)
    table = frame.look.tables["encoder.0.around_self.norm.out"]
    heat = panel.detail.heat
    assert heat.isVisible() and np.array_equal(heat.values, table.values)
    assert heat.names == tuple(token.text for token in frame.look.sequences["source"])
    assert np.abs(table.values).max() <= heat.limit
    assert f"min {table.values.min():.3g}".replace("-", "−") in heat.summary()
    selection.lock(Pair(TokenReference("target", 1), TokenReference("source", 1)))
    panel.receive(frame)
    assert panel.grab().width() > 0


def test_numbers_that_have_not_come_are_announced(panel: ModelPanel) -> None:
    started, _ = events("seq2seq")
    panel.receive(started)
    panel.choose("context")
    assert panel.wanted_tables() == ("context",)
    assert not panel.detail.heat.isVisible() and "next picture" in panel.detail.hint.text()
    panel.receive(events("seq2seq")[1])
    assert panel.detail.heat.isVisible() and panel.detail.heat.values.shape == (1, 12)


def test_another_model_forgets_the_block_that_was_chosen(panel: ModelPanel) -> None:
    tell(panel, "seq2seq")
    panel.choose("context")
    tell(panel, "gpt")
    assert panel.diagram.marks.chosen == "" and panel.wanted_tables() == ()
    assert not panel.detail.isVisible()


def test_a_run_that_goes_on_keeps_it(panel: ModelPanel) -> None:
    tell(panel, "seq2seq")
    panel.choose("context")
    tell(panel, "seq2seq")
    assert panel.diagram.marks.chosen == "context" and panel.wanted_tables() == ("context",)


def test_a_symbol_says_what_it_is_and_where(qtbot: QtBot, panel: ModelPanel) -> None:
    tell(panel, "bahdanau")
    h = link(panel, "h_j")
    h.setFocus()
    qtbot.waitUntil(lambda: panel.diagram.marks.named == {"annotations"})
    assert "10 numbers forward + 10 backward" in panel.words.meaning.text()
    qtbot.mouseClick(link(panel, "c_i"), Qt.MouseButton.LeftButton)
    assert panel.diagram.marks.chosen == "context" and panel.wanted_tables() == ("contexts",)


def test_a_symbol_is_shown_in_the_maps_while_pointed_at_and_once_chosen(
    qtbot: QtBot, panel: ModelPanel
) -> None:
    selection = panel._selection
    tell(panel, "bahdanau")
    for text, side in (("α_ij", "cell"), ("h_j", "column"), ("s_{i−1}", "row"), ("tanh", "")):
        symbol = link(panel, text)
        symbol.pointed.emit(True)
        assert selection.side == side
        symbol.pointed.emit(False)
        assert selection.side == ""
    link(panel, "h_j").click()
    assert selection.side == "column"
    link(panel, "α_ij").pointed.emit(True)
    assert selection.side == "cell"
    link(panel, "α_ij").pointed.emit(False)
    assert selection.side == "column"
    link(panel, "h_j").click()
    assert selection.side == ""
    link(panel, "h_j").click()
    selection.clear()
    assert selection.side == ""


def test_what_a_symbol_says_never_moves_the_diagram(panel: ModelPanel) -> None:
    tell(panel, "transformer")
    content = panel.words.widget()
    before = panel.diagram.geometry(), content.sizeHint()
    for each in panel.words.equation.links:
        each.pointed.emit(True)
        assert (panel.diagram.geometry(), content.sizeHint()) == before
        each.pointed.emit(False)


def test_a_diagram_opens_at_its_top_where_its_lanes_are_named(panel: ModelPanel) -> None:
    for architecture in ("bahdanau", "transformer"):
        tell(panel, architecture)
        bar = panel.diagram.verticalScrollBar()
        panel.diagram.resize(260, 240)
        assert bar.maximum() > 0 and bar.value() == 0
        bar.setValue(bar.maximum())


def test_a_symbol_of_the_map_in_front_chooses_its_block(
    qtbot: QtBot, panel: ModelPanel, selection: Selection
) -> None:
    tell(panel, "transformer")
    selection.choose_head(HeadReference("cross", 0, 1))
    qtbot.mouseClick(link(panel, "Q"), Qt.MouseButton.LeftButton)
    assert panel.diagram.marks.chosen == "decoder.0.cross" and selection.group == "cross"


def test_the_keyboard_reaches_every_block_and_chooses_it(
    qtbot: QtBot, panel: ModelPanel, selection: Selection
) -> None:
    tell(panel, "bert")
    diagram = panel.diagram
    diagram.setFocus()
    reached, waiting = set(), [""]
    arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
    while waiting:
        start = waiting.pop()
        for arrow in arrows:
            diagram.marks.cursor = start
            qtbot.keyClick(diagram, arrow)
            if diagram.marks.cursor not in reached:
                reached.add(diagram.marks.cursor)
                waiting.append(diagram.marks.cursor)
    assert reached - {""} == {box.node.name for box in diagram.layout_drawn.boxes}
    diagram.marks.cursor = "embedding_norm"
    qtbot.keyClick(diagram, Qt.Key.Key_Return)
    assert diagram.marks.chosen == "embedding_norm"
    assert "layer norm" in diagram.accessibleDescription()
    qtbot.keyClick(diagram, "+")
    assert diagram.zoom > 1 and diagram.horizontalScrollBar().maximum() > 0
    qtbot.keyClick(diagram, "0")
    assert diagram.zoom == 1


def test_of_many_layers_the_one_of_the_chosen_head_is_open(
    panel: ModelPanel, selection: Selection
) -> None:
    tell(panel, "gpt", layers=12)

    def opened() -> set[int]:
        return {box.node.layer for box in panel.diagram.layout_drawn.boxes} - {-1}

    assert opened() == {11}
    selection.choose_head(HeadReference("decoder", 4, 0))
    assert opened() == {4}
    panel.diagram.open_layer("decoder", 7)
    panel.diagram.layer_opened.emit("decoder", 7)
    assert opened() == {7} and selection.head("decoder") == (7, 0)


@pytest.mark.parametrize("name", list(SIZES))
def test_no_line_cuts_the_equation(qtbot: QtBot, panel: ModelPanel, name: str) -> None:
    panel.resize(240, 540)
    tell(panel, name)
    qtbot.wait(20)
    equation = panel.words.equation
    assert equation.mapTo(panel.words, equation.rect().bottomLeft()).y() < panel.words.height()
    assert panel.diagram.height() >= panel.height() * 0.4


def test_a_wide_space_has_the_diagram_at_the_left(panel: ModelPanel) -> None:
    tell(panel, "transformer")
    panel.choose("source.embedding")
    panel.resize(1100, 700)
    place = panel.diagram.mapTo(panel, QPoint()).x()
    for widget in (panel.words, panel.detail):
        assert widget.isVisible()
        assert widget.mapTo(panel, QPoint()).x() >= place + panel.diagram.width()
    panel.resize(300, 620)
    below = panel.diagram.mapTo(panel, QPoint()).y()
    assert panel.words.mapTo(panel, QPoint()).y() < below
    assert panel.detail.mapTo(panel, QPoint()).y() > below


def test_text_can_be_taken_along(panel: ModelPanel) -> None:
    tell(panel, "transformer")
    panel.copy_text_action.trigger()
    text = QGuiApplication.clipboard().text()
    entry = find("transformer")
    assert entry.equation in text and all(line in text for line in entry.summary)


def test_nothing_is_drawn_before_it_is_seen(qtbot: QtBot, selection: Selection) -> None:
    hidden = ModelPanel(Appearance(), selection)
    qtbot.addWidget(hidden)
    hidden.resize(300, 620)
    hidden.receive(events("transformer")[0])
    assert hidden.diagram.layout_drawn.boxes == ()
    hidden.show()
    assert hidden.diagram.layout_drawn.boxes and hidden.state == "body"
