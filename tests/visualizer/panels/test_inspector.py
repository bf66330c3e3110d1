"""The inspector: follows the selection, asks for what it shows, is read, copied, and never cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from pytestqt.qtbot import QtBot

from engine.messages.frames import Frame
from engine.seen.maps import MEAN, HeadReference
from tests.visualizer.inspector.models import events
from tests.visualizer.looks import example_frame, gpt_look
from visualizer.appearance import Appearance
from visualizer.inspector.page import Bars, Step, Strip
from visualizer.inspector.unit import UnitReference
from visualizer.panels.inspector import InspectorPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import LIGHT
from visualizer.widgets.derivation_text import step_height, wrapped


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> InspectorPanel:
    made = InspectorPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    return made


def tell(panel: InspectorPanel, architecture: str) -> Frame:
    started, frame = events(architecture)
    panel.receive(started)
    panel.receive(frame)
    return frame


def cell(query: tuple[str, int], key: tuple[str, int]) -> Pair:
    return Pair(TokenReference(*query), TokenReference(*key))


def chosen(panel: InspectorPanel) -> str:
    assert panel.tools.choice is not None
    return panel.tools.choice.sequence


def softmax(panel: InspectorPanel) -> float | None:
    items = panel.derivation.page.items
    return next((i.result for i in items if isinstance(i, Step) and i.name == "softmax"), None)


def test_it_says_what_to_click_while_there_is_nothing(
    panel: InspectorPanel, selection: Selection
) -> None:
    assert panel.state == "empty"
    tell(panel, "transformer")
    assert panel.state == "empty" and not panel.copy_numbers_action.isEnabled()
    selection.lock(cell(("target", 2), ("source", 1)))
    assert panel.state == "body" and panel.copy_numbers_action.isEnabled()
    selection.clear()
    assert panel.state == "empty"


def test_it_follows_cell_and_head(panel: InspectorPanel, selection: Selection) -> None:
    group = tell(panel, "transformer").look.groups["cross"]
    for head, (row, column) in (((0, 1), (2, 1)), ((1, 0), (2, 1)), ((1, 0), (4, 3))):
        selection.choose_head(HeadReference("cross", *head))
        selection.lock(cell(("target", row), ("source", column)))
        assert softmax(panel) == pytest.approx(group.weights[head][row, column], abs=1e-5)


def test_a_new_picture_brings_new_numbers(panel: InspectorPanel, selection: Selection) -> None:
    frame = tell(panel, "bahdanau")
    selection.lock(cell(("target", 2), ("source", 1)))
    before = softmax(panel)
    group = frame.look.groups["cross"]
    parts = {key: replace(part, query=part.query[::-1]) for key, part in group.parts.items()}
    look = replace(frame.look, groups={"cross": replace(group, parts=parts)})
    panel.receive(replace(frame, look=look, step=7))
    assert softmax(panel) != before
    assert "does not follow" in panel.as_text()


def test_nothing_is_computed_while_it_is_hidden(
    panel: InspectorPanel, selection: Selection
) -> None:
    tell(panel, "transformer")
    panel.hide()
    selection.lock(cell(("target", 2), ("source", 1)))
    assert not panel.derivation.page.items
    panel.show()
    assert panel.derivation.page.items


def test_only_what_the_model_offers_can_be_chosen(panel: InspectorPanel) -> None:
    offered = {
        "transformer": {"cell", "embedding", "norm"},
        "gpt": {"cell", "embedding", "norm"},
        "bahdanau": {"cell", "unit", "embedding"},
        "seq2seq": {"unit", "embedding"},
        "nnlm": {"embedding"},
    }
    for architecture, kinds in offered.items():
        tell(panel, architecture)
        assert panel.tools.kinds == kinds
        assert panel.tools.kind in kinds


def test_the_embedding_is_that_of_the_side_whose_word_is_chosen(
    panel: InspectorPanel, selection: Selection, qtbot: QtBot
) -> None:
    tell(panel, "transformer")
    panel.tools.choose("embedding")
    assert chosen(panel) == "source"
    with qtbot.waitSignal(panel.tables_wanted):
        selection.lock(cell(("target", 2), ("target", 2)))
    assert chosen(panel) == "target"
    assert panel.wanted_tables()[-1] == "target.embedding"
    assert "Embedding · target" in panel.as_text()
    selection.lock(cell(("target", 3), ("source", 1)))
    assert chosen(panel) == "target", "both sides are chosen: the choice stands"


def test_tables_are_asked_for_only_while_they_are_shown(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    tell(panel, "transformer")
    assert panel.wanted_tables() == ()
    with qtbot.waitSignal(panel.tables_wanted):
        panel.tools.choose("embedding")
    assert panel.wanted_tables() == (
        "source.embedding.token",
        "source.embedding.position",
        "source.embedding",
    )
    with qtbot.waitSignal(panel.tables_wanted):
        panel.tools.choose("norm")
    with qtbot.waitSignal(panel.tables_wanted):
        panel.tools.choose_which(3)
    name = "encoder.1.around_feed_forward.norm"
    assert panel.wanted_tables() == (f"{name}.in", f"{name}.out", f"{name}.parameters")


def test_it_waits_for_tables_that_have_not_come(
    panel: InspectorPanel, selection: Selection
) -> None:
    started, frame = events("gpt")
    panel.receive(started)
    panel.receive(replace(frame, look=replace(frame.look, tables={})))
    selection.lock(cell(("text", 2), ("text", 2)))
    panel.tools.choose("norm")
    assert panel.state == "empty"
    panel.receive(frame)
    assert panel.state == "body"
    assert "over the 48 features of this one token" in panel.as_text()


def test_a_head_that_did_not_come_is_asked_for_once(
    panel: InspectorPanel, selection: Selection, qtbot: QtBot
) -> None:
    panel.receive(example_frame(gpt_look()))
    selection.choose_head(HeadReference("decoder", 1, 2))
    heard: list[object] = []
    panel.heads_wanted.connect(heard.append)
    selection.lock(cell(("text", 4), ("text", 1)))
    selection.lock(cell(("text", 5), ("text", 1)))
    assert heard == [(HeadReference("decoder", 1, 2),)]
    assert "did not come with this picture" in panel.as_text()


def test_a_unit_is_shown_and_follows_the_chosen_word(
    panel: InspectorPanel, selection: Selection
) -> None:
    frame = tell(panel, "seq2seq")
    panel.show_unit(UnitReference("decoder.gates", 1, 3))
    assert panel.tools.kind == "unit"
    assert set(panel.wanted_tables()) >= {"decoder.gates", "decoder.cells", "decoder.start"}
    states = frame.look.tables["decoder.states"].values

    def state() -> float:
        return next(
            item.result
            for item in panel.derivation.page.items
            if isinstance(item, Step) and item.name == "state h" and item.result is not None
        )

    assert state() == pytest.approx(states[1, 3], abs=1e-5)
    selection.lock(cell(("target", 4), ("target", 4)))
    assert state() == pytest.approx(states[4, 3], abs=1e-5)
    selection.lock(cell(("source", 0), ("source", 0)))
    assert state() == pytest.approx(states[4, 3], abs=1e-5), "no token of this table"


def test_the_same_unit_at_another_word_leaves_what_is_read(panel: InspectorPanel) -> None:
    tell(panel, "seq2seq")
    panel.show_unit(UnitReference("decoder.gates", 1, 3))
    panel.tools.choose("embedding")
    panel.show_unit(UnitReference("encoder.gates", 2, 3))
    assert panel.tools.kind == "embedding"
    panel.show_unit(UnitReference("encoder.gates", 2, 5, asked=False))
    assert panel.tools.kind == "embedding", "a view chose it by itself"
    panel.show_unit(UnitReference("encoder.gates", 2, 4))
    assert panel.tools.kind == "unit"
    assert "Unit 5" in panel.as_text() and "encoder · at" in panel.as_text()


def test_another_model_forgets_the_unit(panel: InspectorPanel) -> None:
    tell(panel, "seq2seq")
    panel.show_unit(UnitReference("decoder.gates", 1, 3))
    tell(panel, "bahdanau")
    panel.tools.choose("unit")
    assert panel.header.caption.subtitle == "Unit 1", "the first, until a view chooses one"


def test_the_numbers_are_copied_as_text(panel: InspectorPanel, selection: Selection) -> None:
    tell(panel, "transformer")
    selection.choose_head(HeadReference("cross", 1, 0))
    selection.lock(cell(("target", 2), ("source", 1)))
    panel.copy_button.click()
    text = QGuiApplication.clipboard().text()
    for part in ("“noir” attends to “black”", "softmax(QKᵀ / √dₖ)", "÷ √8", "mask: open", "1\t"):
        assert part in text
    assert panel.copy_numbers_action in panel.actions_for_menu()


def test_it_is_read_and_scrolled_by_keyboard(
    panel: InspectorPanel, selection: Selection, qtbot: QtBot
) -> None:
    tell(panel, "transformer")
    selection.choose_head(HeadReference("cross", 1, 0))
    selection.lock(cell(("target", 2), ("source", 1)))
    area = panel.scroll_area
    assert "softmax" in area.accessibleDescription()
    area.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    qtbot.keyClick(area, Qt.Key.Key_PageDown)  # type: ignore[no-untyped-call]
    assert area.verticalScrollBar().value() > 0
    for control in (panel.tools._segments, panel.tools._which, area):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("architecture", ["transformer", "gpt", "bahdanau", "seq2seq"])
def test_no_number_is_cut_at_300_pixels(
    qtbot: QtBot, selection: Selection, architecture: str, scale: float
) -> None:
    appearance = Appearance(LIGHT, scale)
    panel = InspectorPanel(appearance, selection)
    qtbot.addWidget(panel)
    panel.resize(round(300 * scale), round(500 * scale))
    panel.show()
    tell(panel, architecture)
    word = "text" if architecture == "gpt" else "target"
    selection.lock(cell((word, 2), (word, 2)))
    panel.show_unit(UnitReference("decoder.gates", 2, 3))
    for kind in sorted(panel.tools.kinds):
        panel.tools.choose(kind)
        assert panel.derivation.width() <= panel.width()
        assert panel.tools.minimumSizeHint().width() <= panel.width()
        image = panel.derivation.grab().toImage()
        grey = image.convertToFormat(image.Format.Format_Grayscale8)
        pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
        margin = appearance.px(5)
        edges = pixels[:, : grey.width()]
        assert edges.min() < 200, "something is drawn"
        assert (edges[:, :margin] == 255).all() and (edges[:, -margin:] == 255).all(), kind


def test_a_long_formula_and_a_long_word_take_lines_of_their_own() -> None:
    appearance = Appearance()
    short, long = Step("cell c", "f·c′", 0.5), Step("cell c", "f·c′ + i·g = " * 4, 0.5)
    assert step_height(long, 276, appearance) > step_height(short, 276, appearance)
    font = appearance.font("name", bold=True)
    lines = wrapped("Donaudampfschifffahrtsgesellschaft" * 3 + " attends to it", font, 276)
    assert len(lines) > 2
    assert all(QFontMetrics(font).horizontalAdvance(line) <= 276 for line in lines)


def test_a_model_that_diverged_is_shown_as_it_is(
    panel: InspectorPanel, selection: Selection
) -> None:
    started, frame = events("transformer")
    group = frame.look.groups["cross"]
    broken = replace(
        group,
        parts={
            key: replace(part, query=part.query * np.float32(np.nan))
            for key, part in group.parts.items()
        },
        weights={key: one * np.float32(np.nan) for key, one in group.weights.items()},
    )
    panel.receive(started)
    panel.receive(replace(frame, look=replace(frame.look, groups={"cross": broken})))
    selection.choose_head(HeadReference("cross", 1, 0))
    selection.lock(cell(("target", 2), ("source", 1)))
    assert not panel.derivation.grab().isNull()
    assert "= NaN" in panel.as_text() and "does not follow" not in panel.as_text()
    selection.choose_head(HeadReference("cross", 1, MEAN))
    assert not panel.derivation.grab().isNull()


def test_a_strip_and_a_bar_say_their_numbers(panel: InspectorPanel, selection: Selection) -> None:
    frame = tell(panel, "transformer")
    selection.choose_head(HeadReference("cross", 1, 0))
    selection.lock(cell(("target", 2), ("source", 1)))
    shown = panel.derivation
    places = list(zip(shown.page.items, shown._places, strict=True))
    strip, rect = next(found for found in places if isinstance(found[0], Strip))
    assert isinstance(strip, Strip) and strip.symbol == "q"
    assert shown.tip(QPoint(rect.right(), rect.top() + 3)).startswith("q [8] = ")
    _, rect = next(found for found in places if isinstance(found[0], Bars))
    words = [token.text for token in frame.look.sequences["source"]]
    assert shown.tip(QPoint(rect.left() + 1, rect.center().y())).startswith(f"{words[0]}: ")
    assert shown.tip(QPoint(rect.right(), rect.center().y())).startswith(f"{words[-1]}: ")
