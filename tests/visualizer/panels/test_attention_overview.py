import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.map_health import Finding, Health
from tests.visualizer.looks import example_frame, example_look
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import AttentionOverviewPanel
from visualizer.selection import Selection
from visualizer.widgets.mosaic import Mosaic


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def overview(qtbot: QtBot, selection: Selection) -> AttentionOverviewPanel:
    made = AttentionOverviewPanel(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(336, 640)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_all_groups_stand_below_one_another(overview: AttentionOverviewPanel, qtbot: QtBot) -> None:
    assert overview.state == "empty"
    overview.receive(example_frame())
    qtbot.wait(20)
    assert overview.state == "body"
    assert list(overview.mosaics) == ["encoder", "decoder", "cross"]
    assert overview.header.caption.subtitle == "every layer × head · step 1,240"
    assert overview.health.text() == "22 of 24 heads sound · 2 near uniform"
    places = [m.mapTo(overview, m.rect().topLeft()).y() for m in overview.mosaics.values()]
    assert places == sorted(places) and len(set(places)) == 3


def test_heads_of_all_groups_stand_in_columns(
    overview: AttentionOverviewPanel, qtbot: QtBot
) -> None:
    overview.receive(example_frame())
    qtbot.wait(20)
    for head in range(4):
        lefts = {m.tile(0, head).left() for m in overview.mosaics.values()}
        assert max(lefts) - min(lefts) <= 4


def test_a_click_brings_a_head_to_the_front_of_every_view(
    overview: AttentionOverviewPanel, selection: Selection, qtbot: QtBot
) -> None:
    overview.receive(example_frame())
    qtbot.wait(20)
    mosaic = overview.mosaics["encoder"]
    qtbot.mouseClick(mosaic, Qt.MouseButton.LeftButton, pos=mosaic.tile(0, 3).center())
    assert selection.group == "encoder" and selection.head("encoder") == (0, 3)


def test_the_bar_says_what_was_chosen(overview: AttentionOverviewPanel, qtbot: QtBot) -> None:
    overview.receive(example_frame())
    overview.summary.setFocus()
    qtbot.keyClick(overview.summary, Qt.Key.Key_Right)
    assert "distance" in overview.mosaics["encoder"].words(0, 0)
    # Cross-attention has no distance: its sides are not one text.
    assert "distance" not in overview.mosaics["cross"].words(0, 0)
    action = next(a for a in overview.actions_for_menu() if a.text().endswith("previous"))
    action.trigger()
    assert overview.summary.value == "previous" and action.isChecked()


def test_an_untrained_model_is_near_uniform(overview: AttentionOverviewPanel) -> None:
    overview.receive(example_frame(example_look(sharpness=0)))
    assert overview.health.text() == "All 24 heads near uniform"
    assert overview.health.toolTip() == glossary.sentence("sound")


def test_what_is_wrong_is_said_with_its_heads(overview: AttentionOverviewPanel) -> None:
    look = example_look()
    sick = {(1, 2): Finding(Health.NON_FINITE, 3, 0, 1), (0, 0): Finding(Health.COLLAPSED, -1, 4)}
    cross = dataclasses.replace(look.groups["cross"], health=sick)
    sound = dataclasses.replace(look.groups["decoder"], health={})
    overview.receive(
        example_frame(dataclasses.replace(look, groups={"decoder": sound, "cross": cross}))
    )
    assert overview.health.text() == "14 of 16 heads sound · 1 not a number · 1 collapsed"
    assert overview.health.toolTip().splitlines() == [
        "cross L2 H3: not a number in 1 of 14 rows, first “ne”",
        "cross L1 H1: collapsed on one token: “not”",
    ]
    overview.receive(example_frame(dataclasses.replace(look, groups={"decoder": sound})))
    assert overview.health.text() == "All 8 heads sound"


def test_another_shape_is_taken_in_stride(overview: AttentionOverviewPanel, qtbot: QtBot) -> None:
    overview.receive(example_frame())
    overview.receive(example_frame(example_look(12, 12)))
    qtbot.wait(20)
    overview.grab()
    assert overview.mosaics["decoder"].words(11, 11).startswith("decoder layer 12 head 12")


@pytest.mark.parametrize("scale", [1.0, 1.1, 1.5])
def test_the_layout_comes_to_rest_at_every_height(
    scale: float, selection: Selection, qtbot: QtBot
) -> None:
    made = AttentionOverviewPanel(Appearance(scale=scale), selection)
    qtbot.addWidget(made)
    made.show()
    made.receive(example_frame())
    rounds = 0
    inner = Mosaic.resizeEvent

    def counted(mosaic: Mosaic, event: QResizeEvent) -> None:
        nonlocal rounds
        rounds += 1
        # Qt resizes within a resize: without rest it recurses until the process dies.
        assert rounds < 50, "the scroll bar comes and goes without end"
        inner(mosaic, event)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Mosaic, "resizeEvent", counted)
        for width in (240, 336, 480):
            for height in range(300, 900):
                rounds = 0
                made.resize(width, height)
                QApplication.sendPostedEvents()
    assert made.state == "body"
