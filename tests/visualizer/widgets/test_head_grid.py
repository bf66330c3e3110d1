"""The grid of heads: its numbers, its orders, what stays when they change, and its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.map_health import Finding, Health
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from tests.visualizer.looks import bahdanau_look, example_look, gpt_look
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.widgets.head_grid import HeadGrid, fold
from visualizer.widgets.head_grid_content import HEAD, NUMBERS, STATE, HeadGridContent


def with_summaries(look: Look, group: str, **values: list[float]) -> Look:
    """A look in which a group of 2 x 4 heads has these numbers."""
    changed = replace(
        look.groups[group],
        summaries={
            **look.groups[group].summaries,
            **{name: np.array(v, np.float32).reshape(2, 4) for name, v in values.items()},
        },
    )
    return replace(look, groups={**look.groups, group: changed})


def with_health(look: Look, group: str, found: Mapping[tuple[int, int], Finding]) -> Look:
    changed = replace(look.groups[group], health=found)
    return replace(look, groups={**look.groups, group: changed})


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[HeadGrid]:
    made = HeadGrid(Appearance())
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.show()
    qtbot.waitExposed(made)
    yield made


def column(grid: HeadGrid, name: str) -> list[str]:
    heads = grid.heads
    place = heads.columns.index(name)
    return [str(heads.index(row, place).data()) for row in range(heads.rowCount())]


def click_title(grid: HeadGrid, qtbot: QtBot, name: str) -> None:
    place = grid.heads.columns.index(name)
    x = grid.header.sectionViewportPosition(place) + grid.header.sectionSize(place) // 2
    at = QPoint(x, grid.header.height() // 2)
    qtbot.mouseClick(grid.header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def click_row(grid: HeadGrid, qtbot: QtBot, row: int) -> None:
    at = grid.visualRect(grid.heads.index(row, 1)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)


# ---------------------------------------------------------------- content


def test_every_head_has_the_numbers_of_its_group() -> None:
    look = example_look(3, 5)
    content = HeadGridContent(look)
    assert len(content.references) == 45
    assert content.columns == (HEAD, *(n for n in NUMBERS if n != "special"), STATE)
    for row, one in enumerate(content.references):
        summaries = look.groups[one.group].summaries
        assert content.kinds[row] == look.groups[one.group].kind
        for name in content.columns[1:-1]:
            assert content.known[name][row] == (name in summaries)
            if name in summaries:
                assert content.values[name][row] == summaries[name][one.layer, one.head]
            else:
                assert content.text(row, name) == "–"


def test_a_model_without_a_number_has_no_column_for_it() -> None:
    columns = HeadGridContent(bahdanau_look()).columns
    assert columns == (HEAD, "entropy", "focus", "first", STATE)


def test_bars_are_full_at_what_a_number_can_be_at_most() -> None:
    content = HeadGridContent(example_look(sharpness=0))
    # 14 columns at most: an even head has log 14 there, and 13 is the farthest.
    assert content.largest["entropy"] == pytest.approx(np.log(14))
    assert content.largest["distance"] == 13
    even = content.references.index(HeadReference("decoder", 0, 0))
    assert content.share(even, "focus") == pytest.approx(0, abs=1e-6)
    broken = with_summaries(example_look(), "cross", entropy=[np.nan] * 8)
    content = HeadGridContent(broken)
    row = content.references.index(HeadReference("cross", 0, 0))
    assert content.text(row, "entropy") == "!" and content.share(row, "entropy") == 0


@pytest.mark.parametrize("falling", [True, False])
def test_rows_are_sorted_and_equal_ones_keep_their_order(falling: bool) -> None:
    values = [0.5, 0.25, np.nan, 0.5, 0.75, 0.25, np.inf, 0.5]
    content = HeadGridContent(with_summaries(example_look(), "encoder", previous=values))
    order = content.order("previous", falling, "encoder").tolist()
    by_hand = [4, 0, 3, 7, 1, 5] if falling else [1, 5, 0, 3, 7, 4]
    assert order == [*by_hand, 2, 6], "no numbers last either way"
    everything = content.order("previous", falling)
    known = content.known["previous"][everything]
    assert not known[-8:].any(), "cross-attention has none"
    assert sorted(everything.tolist()) == list(range(24))


def test_the_gravest_states_come_first() -> None:
    sick = {(0, 2): Finding(Health.COLLAPSED, column=0), (1, 1): Finding(Health.NON_FINITE, 0, 0)}
    content = HeadGridContent(with_health(example_look(), "decoder", sick))
    order = content.order(STATE, falling=True, group="decoder")
    assert [content.text(row, STATE) for row in order[:3].tolist()] == [
        "not a number",
        "collapsed",
        "sound",
    ]
    assert content.said(int(order[1])).startswith("collapsed on one token: “")


def test_what_is_copied_can_be_read_back() -> None:
    look = with_summaries(example_look(), "encoder", self=[np.nan, *[0.123456789] * 7])
    content = HeadGridContent(look)
    rows = content.order("entropy", True)
    lines = [line.split("\t") for line in content.tab_separated(rows).splitlines()]
    title, *cells = lines
    assert title == ["group", "layer", "head", *content.columns[1:-1], STATE]
    assert all(len(line) == len(title) for line in lines) and len(cells) == 24
    for line, row in zip(cells, rows.tolist(), strict=True):
        one = content.references[row]
        assert line[:3] == [one.group, str(one.layer + 1), str(one.head + 1)]
        for name, text in zip(content.columns[1:-1], line[3:-1], strict=True):
            if not content.known[name][row]:
                assert text == ""
            else:
                value = float(content.values[name][row])
                assert float(text) == pytest.approx(value, rel=1e-5, nan_ok=True)


# ---------------------------------------------------------------- the table


def test_a_click_on_a_title_sorts_down_and_again_up(grid: HeadGrid, qtbot: QtBot) -> None:
    grid.set_content(HeadGridContent(example_look()))
    assert column(grid, HEAD)[0] == "encoder L1 H1"
    for falling in (True, False, True):
        click_title(grid, qtbot, "entropy")
        values = [float(text) for text in column(grid, "entropy")]
        assert values == sorted(values, reverse=falling)
        assert (grid.heads.column, grid.heads.falling) == ("entropy", falling)
    click_title(grid, qtbot, HEAD)
    assert column(grid, HEAD)[0] == "encoder L1 H1", "their own order"


def test_a_click_chooses_a_head_and_a_double_click_opens_it(grid: HeadGrid, qtbot: QtBot) -> None:
    content = HeadGridContent(example_look())
    grid.set_content(content)
    grid.sort_by("focus", True)
    with qtbot.waitSignal(grid.chosen) as chosen:
        click_row(grid, qtbot, 3)
    assert chosen.args == [content.references[content.order("focus", True)[3]]]
    at = grid.visualRect(grid.heads.index(5, 2)).center()
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [content.references[content.order("focus", True)[5]]]


def test_keys_walk_sort_and_open(grid: HeadGrid, qtbot: QtBot) -> None:
    content = HeadGridContent(example_look())
    grid.set_content(content)
    grid.setFocus()
    chosen: list[HeadReference] = []
    told: list[str] = []
    grid.chosen.connect(chosen.append)
    grid.column_told.connect(told.append)
    grid.come_to(content.references[0])
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert chosen == list(content.references[1:3])
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert told[-1] == "entropy" and len(chosen) == 2, "another column is no other head"
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert (grid.heads.column, grid.heads.falling) == ("entropy", True)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert (grid.heads.column, grid.heads.falling) == ("entropy", False)
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert opened.args == [content.references[2]], "the cursor went along with its head"


def test_while_numbers_change_order_cursor_and_place_stay(grid: HeadGrid, qtbot: QtBot) -> None:
    content = HeadGridContent(example_look(12, 12))
    grid.set_content(content)
    grid.sort_by("distance", False)
    grid.verticalScrollBar().setValue(1234)
    at = content.references[77]
    grid._put_cursor(at, "distance")
    for seed in range(1, 6):
        newer = HeadGridContent(example_look(12, 12, seed=seed))
        grid.set_content(newer)
        values = [float(text) for text in column(grid, "distance")[:288]]
        assert values == sorted(values)
        assert grid.verticalScrollBar().value() == 1234
        assert grid._cursor() == (at, "distance")
    grid.come_to(content.references[0])
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())


def test_one_group_alone_and_all_again(grid: HeadGrid) -> None:
    grid.set_content(HeadGridContent(example_look()))
    grid.sort_by("first", True)
    grid.show_group("cross")
    assert all(text.startswith("cross") for text in column(grid, HEAD))
    values = [float(text) for text in column(grid, "first")]
    assert len(values) == 8 and values == sorted(values, reverse=True)
    grid.show_group("")
    assert grid.heads.rowCount() == 24 and grid.heads.column == "first"


def test_another_model_keeps_what_it_can(grid: HeadGrid) -> None:
    grid.set_content(HeadGridContent(example_look()))
    grid.sort_by("distance", True)
    grid.show_group("cross")
    grid.set_content(HeadGridContent(gpt_look()))
    assert (grid.heads.column, grid.heads.group) == ("distance", "")
    assert grid.heads.rowCount() == 12
    grid.set_content(HeadGridContent(bahdanau_look()))
    assert grid.heads.column == HEAD and grid.heads.rowCount() == 1
    grid.grab()


def test_every_column_has_its_meaning(grid: HeadGrid) -> None:
    grid.set_content(HeadGridContent(example_look()))
    for place, name in enumerate(grid.heads.columns):
        meaning = grid.heads.headerData(
            place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        assert isinstance(meaning, str) and meaning.endswith(".")
        if name in NUMBERS:
            assert meaning == glossary.sentence(name)
    assert set(NUMBERS) <= set(glossary.TERMS)
    index = grid.heads.index(20, grid.heads.columns.index("self"))
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "cross L2 H1: rows and columns are not the same tokens"


def test_chosen_heads_are_marked_the_one_in_front_strongest(grid: HeadGrid) -> None:
    content = HeadGridContent(example_look())
    grid.set_content(content)
    grid.mark((content.references[1], HeadReference("cross", 1, -1)), "decoder")
    plain = QColor(Appearance().theme.panel)

    def ground(row: int) -> tuple[QColor, QColor]:
        rect = grid.visualRect(grid.heads.index(row, 0))
        image = grid.viewport().grab().toImage()
        edge = image.pixelColor(rect.left() + 1, rect.top() + 1)
        return edge, image.pixelColor(rect.left() + 5, rect.top() + 1)

    assert ground(0) == (plain, plain)
    assert ground(1)[0] == ground(1)[1] != plain
    grid.mark((content.references[1],), "encoder")
    assert ground(1)[0] == QColor(Appearance().theme.selection)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off(qtbot: QtBot, scale: float) -> None:
    made = HeadGrid(Appearance(scale=scale))
    qtbot.addWidget(made)
    made.set_content(HeadGridContent(example_look(12, 12)))
    made.resize(made.least_width(), 400)
    made.show()
    qtbot.waitExposed(made)
    assert made.horizontalScrollBar().maximum() == 0
    told: list[tuple[str, ...]] = []
    made.folded.connect(told.append)
    made.resize(made.least_width() - 40, 400)
    assert made.horizontalScrollBar().maximum() == 0
    assert told == [("first",)], "a column goes, rather than being cut"
    assert made.isColumnHidden(made.heads.columns.index("first"))
    made.resize(made.least_width(), 400)
    assert told[-1] == () and not made.isColumnHidden(made.heads.columns.index("first"))


def test_columns_without_room_are_folded_away_the_last_first() -> None:
    least = {"head": 100, "entropy": 50, "focus": 50, "special": 60, "health": 90}
    kept = {"head", "focus", "health"}
    assert fold(least, kept, 350) == ()
    assert fold(least, kept, 349) == ("special",)
    assert fold(least, kept, 289) == ("special", "entropy")
    # What is sorted by, and what names a row, stay in any case.
    assert fold(least, kept, 10) == ("special", "entropy")
