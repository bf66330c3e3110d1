import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.seen.maps import HeadReference
from tests.visualizer.looks import (
    bahdanau_look,
    bert_look,
    example_frame,
    example_look,
    gpt_look,
)
from visualizer.appearance import Appearance
from visualizer.panels import map_words
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.map_corner import corner_lines

NOIR, BLACK = TokenReference("target", 2), TokenReference("source", 1)


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def trio(qtbot: QtBot, selection: Selection) -> AttentionTrio:
    made = AttentionTrio(Appearance(), selection)
    qtbot.addWidget(made)
    made.resize(1100, 560)
    with qtbot.waitExposed(made):
        made.show()
    made.receive(example_frame())
    return made


def test_three_maps_share_the_width(trio: AttentionTrio) -> None:
    widths = [panel.width() for panel in trio.panels.values()]
    assert max(widths) - min(widths) <= 4 and sum(widths) > 1080
    assert all(panel.isVisible() for panel in trio.panels.values())
    lefts = [panel.mapTo(trio, panel.rect().topLeft()).x() for panel in trio.panels.values()]
    assert lefts == sorted(lefts)


def test_one_word_is_lit_in_all_three(trio: AttentionTrio, selection: Selection) -> None:
    selection.lock(Pair(NOIR, BLACK))
    lit = {
        name: (
            panel.heatmap.content.row(selection.locked),
            panel.heatmap.content.column(selection.locked),
        )
        for name, panel in trio.panels.items()
    }
    assert lit == {"encoder": (1, 1), "decoder": (2, 3), "cross": (2, 1)}


def test_a_click_in_one_map_is_said_in_all(
    trio: AttentionTrio, selection: Selection, qtbot: QtBot
) -> None:
    heatmap = trio.panels["cross"].heatmap
    qtbot.mouseClick(heatmap, Qt.MouseButton.LeftButton, pos=heatmap.grid.cell(2, 1).center())
    assert trio.panels["decoder"].summary.lines[0][0] == "“noir”"
    assert trio.panels["encoder"].summary.lines[0][0] == "“black”"


def test_double_click_fills_the_space_and_escape_gives_it_back(
    trio: AttentionTrio, qtbot: QtBot, selection: Selection
) -> None:
    said: list[str] = []
    trio.maximised.connect(said.append)
    qtbot.mouseDClick(trio.panels["decoder"].header, Qt.MouseButton.LeftButton)
    assert [name for name, panel in trio.panels.items() if panel.isVisible()] == ["decoder"]
    qtbot.waitUntil(lambda: trio.panels["decoder"].width() > 1080)
    assert selection.group == "decoder"
    qtbot.keyClick(trio.panels["decoder"].heatmap, Qt.Key.Key_Escape)
    assert all(panel.isVisible() for panel in trio.panels.values())
    assert said == ["decoder", ""]
    qtbot.waitUntil(lambda: 300 < trio.panels["decoder"].width() < 400)
    widths = [panel.width() for panel in trio.panels.values()]
    assert max(widths) - min(widths) <= 4


def test_escape_first_clears_the_selection(
    trio: AttentionTrio, qtbot: QtBot, selection: Selection
) -> None:
    trio.maximise("cross")
    selection.lock(Pair(NOIR, BLACK))
    qtbot.keyClick(trio.panels["cross"].heatmap, Qt.Key.Key_Escape)
    assert selection.locked is None and trio.full == "cross"
    qtbot.keyClick(trio.panels["cross"].heatmap, Qt.Key.Key_Escape)
    assert trio.full == ""


def test_escape_goes_to_the_window_first_while_something_is_selected(
    trio: AttentionTrio, qtbot: QtBot, selection: Selection
) -> None:
    clear = QAction(trio)
    clear.setShortcut("Esc")
    clear.triggered.connect(selection.clear)
    trio.addAction(clear)
    trio.maximise("cross")
    strip = trio.panels["cross"].strip
    strip.setFocus()
    selection.lock(Pair(NOIR, BLACK))
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert selection.locked is None and trio.full == "cross"
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert trio.full == ""


def test_another_group_in_front_takes_the_space(trio: AttentionTrio, selection: Selection) -> None:
    trio.maximise("cross")
    selection.choose_group("decoder")
    assert trio.full == "decoder" and trio.panels["decoder"].isVisible()
    assert not trio.panels["cross"].isVisible()


def test_the_same_by_action_and_tool(trio: AttentionTrio) -> None:
    action = next(a for a in trio.actions_for_menu() if a.text().startswith("Encoder"))
    action.trigger()
    assert trio.full == "encoder" and action.isChecked()
    trio.panels["encoder"].maximise_action.trigger()
    assert trio.full == "" and not action.isChecked()


def test_hidden_maps_are_not_painted_but_are_up_to_date_when_shown(trio: AttentionTrio) -> None:
    trio.maximise("cross")
    trio.receive(example_frame(example_look(seed=9), step=1300))
    assert "1,240" in trio.panels["encoder"].header.caption.subtitle
    trio.maximise("")
    assert "1,300" in trio.panels["encoder"].header.caption.subtitle


@pytest.mark.parametrize("front", ["encoder", "decoder", "cross"])
def test_where_narrow_the_one_in_front_is_large(
    trio: AttentionTrio, selection: Selection, qtbot: QtBot, front: str
) -> None:
    trio.resize(620, 520)
    selection.choose_group(front)
    qtbot.wait(20)
    large = trio.panels[front]
    assert trio.front is large
    for name, panel in trio.panels.items():
        assert panel.isVisible()
        if name != front:
            assert panel.width() * panel.height() < 0.5 * large.width() * large.height()
    # A low window is no reason to cut anything off.
    assert trio.minimumSizeHint().height() <= 400
    trio.resize(1100, 560)
    qtbot.wait(20)
    widths = [panel.width() for panel in trio.panels.values()]
    assert max(widths) - min(widths) <= 4


def test_a_key_walks_over_the_heads_of_the_map_in_front(
    trio: AttentionTrio, selection: Selection, qtbot: QtBot
) -> None:
    selection.choose_head(HeadReference("cross", 0, 3))
    walked = []
    for _ in range(3):
        qtbot.keyClick(trio, Qt.Key.Key_H)
        walked.append(selection.head("cross"))
    assert walked == [(0, -1), (1, 0), (1, 1)]
    qtbot.keyClick(trio, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert selection.head("cross") == (1, 0)
    selection.choose_head(HeadReference("cross", 1, -1))
    qtbot.keyClick(trio, Qt.Key.Key_H)
    assert selection.head("cross") == (0, 0)


def test_tools_work_on_all_three(trio: AttentionTrio) -> None:
    trio.options.set_mode("log")
    trio.options.set_mass_only(True)
    assert {panel.heatmap.mode for panel in trio.panels.values()} == {"log"}
    assert {panel.heatmap.threshold for panel in trio.panels.values()} == {0.7}


def test_heads_wanted_are_those_that_are_seen(trio: AttentionTrio, selection: Selection) -> None:
    asked: list[object] = []
    trio.heads_wanted.connect(asked.append)
    selection.choose_head(HeadReference("decoder", 0, 2))
    assert asked[-1] == (
        HeadReference("encoder", 1, -1),
        HeadReference("decoder", 0, 2),
        HeadReference("cross", 1, -1),
    )
    trio.maximise("decoder")
    assert asked[-1] == (HeadReference("decoder", 0, 2),)


class Paints(QObject):
    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_frame_paints_each_map_once(trio: AttentionTrio, qapp: QApplication) -> None:
    for _ in range(3):
        qapp.processEvents()
    counters = []
    for panel in trio.panels.values():
        for widget in (panel.heatmap, panel.strip):
            counters.append(Paints())
            widget.installEventFilter(counters[-1])
    for seed in (1, 2):
        trio.receive(example_frame(example_look(seed=seed)))
        qapp.processEvents()
    assert [counter.count for counter in counters] == [2] * 6


def test_state_is_kept(trio: AttentionTrio, qtbot: QtBot) -> None:
    trio.options.set_form("lines")
    trio.maximise("decoder")
    state = trio.state()
    other = AttentionTrio(Appearance(), Selection())
    qtbot.addWidget(other)
    other.resize(1100, 560)
    other.show()
    other.restore(state)
    assert other.full == "decoder" and other.options.form == "lines"


@pytest.mark.parametrize("width", [1100, 620])
def test_the_picture_holds_all_three_and_what_their_colours_mean(
    trio: AttentionTrio, selection: Selection, width: int, qtbot: QtBot
) -> None:
    trio.resize(width, 560)
    qtbot.wait(20)
    trio.options.set_mode("log")
    trio.options.set_mass_only(True)
    trio.options.set_value_weighted(True)
    assert trio.options.words() == "α·‖Vx‖, log · mass .70"
    image = trio.picture().toImage()
    assert image.width() == 2 * width
    # The tools above are no part of it. Their colour bar is, and where the maps have none of
    # their own it stands below them.
    own = width == 620
    assert trio.front.scale.isVisible() == own
    assert (image.height() > 2 * trio.split.height()) != own
    large = trio.front.scale.bar
    foot = large.mapTo(trio.split, large.rect().center()).y() if own else trio.split.height() + 8
    colours = {
        image.pixelColor(x, 2 * (foot + dy)).name()
        for x in range(0, image.width())
        for dy in range(-8, 9)
    }
    assert len(colours) > 200


def test_a_picture_is_as_fine_in_its_labels_as_in_its_cells_and_holds_no_hint(
    trio: AttentionTrio,
) -> None:
    panel = trio.panels["cross"]
    trio.grab()
    image = panel.picture().toImage()
    heatmap = panel.heatmap
    corner = heatmap.mapTo(panel, QPoint(0, 0))
    port = heatmap.grid.port
    # A label drawn once for the screen and then enlarged has pairs of equal lines.
    left, right = 2 * corner.x(), 2 * (corner.x() + port.left()) - 16
    top = 2 * (corner.y() + port.top())
    lines = [
        [image.pixel(x, y) for x in range(left, right)] for y in range(top, top + 2 * port.height())
    ]
    assert any(upper != lower for upper, lower in zip(lines[::2], lines[1::2], strict=False))
    area = panel.summary.geometry()
    start = panel.summary.parentWidget().mapTo(panel, area.topLeft())
    said = {
        image.pixelColor(2 * (start.x() + x), 2 * (start.y() + y)).name()
        for x in range(area.width())
        for y in range(area.height())
    }
    assert panel.summary.hint and said == {panel.appearance.colour("panel").name()}
    assert not panel.summary.without_hint


def test_small_maps_name_their_head_and_cut_no_words(
    trio: AttentionTrio, selection: Selection, qtbot: QtBot
) -> None:
    selection.choose_group("cross")
    trio.resize(640, 520)
    qtbot.wait(20)
    for name in ("encoder", "decoder"):
        caption = trio.panels[name].header.caption
        room = caption.width() - caption.title_width() - 10
        assert caption.subtitle_in(room) == "L2 mean"
        assert caption.whole_width() <= caption.width()
    metrics = QFontMetrics(Appearance().font("tick"))
    words = map_words.corner(example_look(), example_look().groups["encoder"])
    assert corner_lines(*words, metrics, 60) == ("queries",)
    assert corner_lines(*words, metrics, 200) == ("rows: queries",)


def test_for_an_audience_the_strips_of_heads_give_way(trio: AttentionTrio) -> None:
    before = trio.panels["cross"].heatmap.height()
    trio.set_presenting(True)
    assert not any(panel.strip.isVisible() for panel in trio.panels.values())
    assert trio.panels["cross"].heatmap.height() > before
    trio.set_presenting(False)
    assert all(panel.strip.isVisible() for panel in trio.panels.values())


LOOKS = {"gpt": gpt_look, "bert": bert_look, "bahdanau": bahdanau_look}


@pytest.mark.parametrize(
    ("model", "group"), [("gpt", "decoder"), ("bert", "encoder"), ("bahdanau", "cross")]
)
@pytest.mark.parametrize("width", [1100, 620])
def test_the_one_map_of_a_model_has_all_the_space(
    trio: AttentionTrio, selection: Selection, qtbot: QtBot, model: str, group: str, width: int
) -> None:
    chosen = selection.group
    trio.resize(width, 560)
    trio.set_names((group,))
    trio.receive(example_frame(LOOKS[model](), architecture=model))
    qtbot.wait(20)
    panel = trio.panels[group]
    assert [name for name, panel in trio.panels.items() if panel.isVisible()] == [group]
    assert trio.front is panel and panel.width() >= width - 4
    # One bar says what the colours mean.
    assert panel.scale.isVisible() != trio.tools.bar.isVisible()
    assert panel.strip.isVisible() == (model != "bahdanau"), "one head alone is no strip"
    assert {reference.group for reference in trio.wanted_heads()} == {group}
    assert selection.group == chosen, "the choice waits for a model that has it"
    assert [a.isEnabled() for a in trio._fill.actions].count(True) == 1


def test_three_maps_come_back_where_they_stood(trio: AttentionTrio, qtbot: QtBot) -> None:
    trio.split.setSizes([200, 300, 600])
    moved = trio.split.sizes()
    trio.maximise("cross")
    trio.maximise("")
    trio.set_names(("decoder",))
    assert trio.full == ""
    trio.receive(example_frame(gpt_look(), architecture="gpt"))
    trio.set_names(("encoder", "decoder", "cross"))
    trio.receive(example_frame())
    qtbot.wait(20)
    assert all(panel.isVisible() for panel in trio.panels.values())
    assert trio.split.sizes() == moved


def test_a_map_that_fills_the_space_gives_it_back_to_a_model_without_it(
    trio: AttentionTrio,
) -> None:
    trio.maximise("cross")
    said: list[str] = []
    trio.maximised.connect(said.append)
    trio.set_names(("decoder",))
    assert (trio.full, said) == ("", [""])
    assert trio.panels["decoder"].isVisible()
