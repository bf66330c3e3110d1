import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.visualizer.looks import example_frame, example_look
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
    assert overview.health.text() == "24 of 24 sound"
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
    assert overview.health.text() == "24 of 24 sound, 24 near uniform"


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
