"""The embedding plane: where words stand, that they do not flip, who is written, who is near."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QShortcut, QWheelEvent
from pytestqt.qtbot import QtBot

from engine.embedding_plane import plane
from engine.messages.frames import Frame
from engine.seen.look import Look, Table
from engine.structure import Structure, TableLayout
from tests.visualizer.fake_engine import loaded
from tests.visualizer.looks import nnlm_look
from tests.visualizer.text_looks import SPECIALS
from visualizer.appearance import Appearance
from visualizer.exhibits.plane import EMBEDDINGS, PlanePanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.theme import LIGHT
from visualizer.widgets.plane_course import PlaneCourse, first_id, nearest
from visualizer.widgets.plane_labels import thinned
from visualizer.widgets.plane_painting import paint_axes
from visualizer.widgets.plane_view import stepped

Opener = Callable[..., PlanePanel]
_BASE = nnlm_look()
#: The words of the made-up vocabulary after its special tokens, and others that no text holds.
WORDS = tuple(dict.fromkeys(t.text for t in _BASE.sequences["text"] if not t.special))
MORE = (*WORDS, *(f"word{number}" for number in range(60)))


def vectors(seed: int = 0, drift: float = 0.0, features: int = 12) -> np.ndarray:
    """(specials + words, features); `drift` moves all of them a little."""
    start = np.random.default_rng(seed).normal(0, 1, (SPECIALS + len(MORE), features))
    other = np.random.default_rng(seed + 1).normal(0, 1, start.shape)
    return (start + drift * other).astype(np.float32)


def look(drift: float = 0.0, *, whole: bool = True, flip: bool = False) -> Look:
    table = vectors(drift=drift)
    points, shares = plane(table[SPECIALS:])
    points = points.astype(np.float32)
    tables = {
        "embedding.plane": Table(-points if flip else points, ("word", "plane"), {"word": MORE}),
        "embedding.plane.shares": Table(shares.astype(np.float32), ("plane",)),
    }
    if whole:
        tables["embedding.table"] = Table(table, ("word", "feature"))
    return replace(_BASE, tables=tables)


@pytest.fixture
def open_panel(qtbot: QtBot) -> Iterator[Opener]:
    def make(shown: Look | None = None, size: tuple[int, int] = (560, 480)) -> PlanePanel:
        panel = PlanePanel(Appearance(), Selection())
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitExposed(panel)
        offered = tuple(TableLayout(name, ()) for name in ("embedding.plane", "embedding.table"))
        panel.receive(loaded(1, structure=Structure((), offered)))
        panel.receive(Frame(1, 0, "nnlm", look() if shown is None else shown))
        panel.grab()
        return panel

    yield make


def test_it_suits_every_model_that_offers_a_plane() -> None:
    assert EMBEDDINGS.suits({"embedding.plane"})
    assert not EMBEDDINGS.suits({"embedding.table"})


def test_words_stand_where_the_table_says(open_panel: Opener) -> None:
    panel = open_panel()
    canvas = panel.canvas
    assert canvas.course.words == MORE
    points = look().tables["embedding.plane"].values
    for place in (0, 5, 40):
        x, y = canvas.view.place(canvas.at(place))
        assert (x, y) == pytest.approx(tuple(points[place].tolist()), abs=1e-5)
        assert canvas.rect().toRectF().contains(canvas.at(place)), "all of them are seen"
    up = int(points[:, 1].argmax())
    assert canvas.at(up).y() < canvas.height() / 2


def test_the_axes_say_how_much_of_the_variance_they_hold(open_panel: Opener) -> None:
    panel = open_panel()
    table = vectors()[SPECIALS:]
    sizes = np.linalg.svd(table - table.mean(0), compute_uv=False) ** 2
    one, other = (f"{share:.0%}".replace("%", " %") for share in sizes[:2] / sizes.sum())
    assert panel.canvas.titles() == (
        f"first principal component, {one} of variance",
        f"second principal component, {other} of variance",
    )
    without = {name: table for name, table in look().tables.items() if "shares" not in name}
    panel.receive(Frame(1, 1, "nnlm", replace(look(), tables=without)))
    assert panel.canvas.titles()[0] == "first principal component"
    panel.canvas.course.shares = (0.0461, 0.0996)
    assert "4.6 % of" in panel.canvas.titles()[0] and "10 % of" in panel.canvas.titles()[1]


def test_a_mirrored_picture_is_turned_back() -> None:
    course = PlaneCourse()
    course.add(1, 0, look().tables["embedding.plane"])
    before = course.points
    course.add(1, 1, look(0.02, flip=True).tables["embedding.plane"])
    moved = np.abs(course.points - before).max()
    assert moved < 0.2 < np.abs(before).max()
    assert course.axes == pytest.approx(-np.eye(2), abs=0.05), "the axes are turned with it"
    raw = look(0.02, flip=True).tables["embedding.plane"].values
    assert raw @ course.axes == pytest.approx(course.points, abs=1e-5)


def test_trails_are_short_and_begin_anew_where_the_course_does() -> None:
    course = PlaneCourse()
    for step in range(30):
        course.add(1, step, look(step / 100).tables["embedding.plane"])
    assert len(course.trail) == 11
    course.add(1, 29, look(0.5).tables["embedding.plane"])
    assert len(course.trail) == 11, "the same step again takes the place of the last"
    course.add(1, 3, look(0.03).tables["embedding.plane"])
    assert len(course.trail) == 1, "scrubbed back"
    course.add(2, 4, look(0.03).tables["embedding.plane"])
    assert len(course.trail) == 1, "another run"


def test_numbers_that_are_none_leave_the_last_picture() -> None:
    course = PlaneCourse()
    table = look().tables["embedding.plane"]
    course.add(1, 0, table)
    broken = table.values.copy()
    broken[3] = np.nan
    course.add(1, 1, replace(table, values=broken))
    assert np.array_equal(course.points, table.values.astype(float))


def test_no_word_stands_over_another(open_panel: Opener) -> None:
    panel = open_panel()
    canvas = panel.canvas
    shown = canvas.view.shown(canvas.course.points)
    rects = canvas._rects(shown, canvas.written)
    assert 10 < len(canvas.written) < len(MORE)
    assert not any(rects[a].intersects(rects[b]) for a, b in combinations(canvas.written, 2))
    before = len(canvas.written)
    canvas.view.zoom_by(4, canvas.rect().toRectF().center())
    canvas.grab()
    assert len(canvas.written) != before


def test_no_word_but_the_chosen_one_stands_over_the_title_of_an_axis(open_panel: Opener) -> None:
    panel = open_panel()
    canvas = panel.canvas
    picture = QImage(canvas.size(), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    titles = paint_axes(painter, panel.appearance, canvas.view, canvas.course.axes, canvas.titles())
    painter.end()
    points = canvas.course.points.copy()
    at = titles[0].center()
    points[7], points[8] = canvas.view.place(at), canvas.view.place(titles[1].center())
    canvas.course.trail[-1] = points
    canvas.grab()
    assert canvas.written and not {7, 8} & set(canvas.written)
    canvas.chosen.emit(8)
    canvas.grab()
    assert 8 in canvas.written and 7 not in canvas.written


def test_who_comes_first_is_written() -> None:
    from PySide6.QtCore import QRectF

    rects = {0: QRectF(0, 0, 40, 12), 1: QRectF(30, 5, 40, 12), 2: QRectF(200, 0, 20, 12)}
    assert thinned([1, 0, 2], rects) == [1, 2]
    assert thinned([0, 1, 2], rects) == [0, 2]


def test_watched_words_stand_out(open_panel: Opener) -> None:
    panel = open_panel()
    assert panel.canvas.watched == frozenset(range(len(WORDS)))


def test_a_word_is_found_and_chosen_by_keys(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    qtbot.keyClicks(panel.search, "word1")
    found = [MORE[place] for place in panel.canvas.found]
    assert found[0] == "word1" and set(found[1:]) == {f"word1{digit}" for digit in range(10)}
    assert "11" in panel.note.text()
    panel.canvas.view.zoom_by(30, QPointF(2, 2))
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert MORE[panel.choice] == "word1"
    assert panel.canvas.rect().toRectF().contains(panel.canvas.at(panel.choice)), "brought here"
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert panel.choice == -1
    panel.search.setText("nosuchword")
    assert panel.note.text() == "no such word"


def test_escape_lets_go_here_before_the_window_hears_of_it(
    open_panel: Opener, qtbot: QtBot
) -> None:
    panel = open_panel()
    heard: list[str] = []
    shortcut = QShortcut(QKeySequence("Esc"), panel, lambda: heard.append("window"))
    assert shortcut.isEnabled()
    panel.activateWindow()
    panel.canvas.setFocus()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.canvas.chosen.emit(MORE.index("word3"))
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert panel.choice == -1 and heard == []
    qtbot.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert heard == ["window"]


def test_a_click_on_a_watched_word_chooses_it_in_every_view(
    open_panel: Opener, qtbot: QtBot
) -> None:
    panel = open_panel()
    place = MORE.index("ball")
    panel.canvas.view.zoom_by(30, panel.canvas.at(place))
    panel.canvas.view.pan(*(_centre(panel) - panel.canvas.at(place)).toTuple())
    panel.canvas.grab()
    at = panel.canvas.at(place).toPoint()
    qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=at)
    word = TokenReference("text", 4)
    assert panel._selection.locked == Pair(word, word)
    assert panel.choice == panel.canvas.choice == place
    qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert panel._selection.locked is None and panel.choice == -1


def test_neighbours_are_named_only_where_the_whole_table_is_there(open_panel: Opener) -> None:
    panel = open_panel(look(whole=False))
    asked: list[tuple[str, ...]] = []
    panel.tables_wanted.connect(lambda: asked.append(panel.wanted_tables()))
    assert panel.wanted_tables() == ()
    place = MORE.index("word7")
    panel.canvas.chosen.emit(place)
    assert asked[-1] == ("embedding.table",), "asked for while a word is chosen"
    assert panel.canvas.neighbours == () and "nearest" not in panel.note.text()
    panel.receive(Frame(1, 1, "nnlm", look()))
    table = vectors()[SPECIALS:].astype(np.float64)
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    cosines = unit @ unit[place]
    cosines[place] = -2
    wanted = np.argsort(-cosines)[:5].tolist()
    assert panel.canvas.neighbours == tuple(wanted)
    assert f"{MORE[wanted[0]]} .{round(cosines[wanted[0]] * 100):02}" in panel.note.text()
    panel.canvas.chosen.emit(place)
    assert asked[-1] == ()


def test_the_first_id_is_told_from_words_that_are_watched() -> None:
    assert first_id(MORE, look()) == SPECIALS
    assert first_id(("elsewhere",), look()) is None
    assert nearest(np.eye(3, dtype=np.float32) + 1, 0, 9)[0][0] in (1, 2)


def test_wheel_drag_and_keys_move_the_view(open_panel: Opener, qtbot: QtBot) -> None:
    panel = open_panel()
    canvas = panel.canvas
    at = QPointF(100, 90)
    before = canvas.view.place(at)
    none, no_button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QPoint(0, 240)
    canvas.wheelEvent(
        QWheelEvent(at, at, turn, turn, no_button, none, Qt.ScrollPhase.NoScrollPhase, False)
    )
    assert canvas.view.zoom > 1.5
    assert canvas.view.place(at) == pytest.approx(before), "what is under the pointer stays"
    place = canvas.at(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.at(0).x() < place.x()
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.view.fitted


def test_the_pointer_finds_words_before_they_are_painted_again(open_panel: Opener) -> None:
    panel = open_panel()
    canvas = panel.canvas
    last = max(canvas.written)
    canvas.view.pan(5000, 0)
    assert canvas.word_at(canvas.rect().toRectF().center()) == -1
    canvas.fit()
    canvas.grab()
    assert last in canvas.written
    fewer = Table(
        look().tables["embedding.plane"].values[:3], ("word", "plane"), {"word": MORE[:3]}
    )
    canvas.course.add(2, 0, fewer)
    canvas.refresh()
    assert canvas.word_at(canvas.at(1)) == 1


def test_until_the_plane_is_there_it_says_so(open_panel: Opener) -> None:
    panel = open_panel(replace(_BASE, tables={}))
    assert panel.state == "loading"
    panel.receive(Frame(1, 1, "nnlm", look()))
    assert panel.state == "body"


def test_a_scale_does_not_breathe() -> None:
    assert stepped(1.01) == stepped(1.2) == pytest.approx(10**0.1)
    assert stepped(3.9) >= 3.9 and stepped(0) == 1.0


@pytest.mark.parametrize("size", [(380, 300), (1100, 800)])
def test_it_is_painted_at_any_size(open_panel: Opener, size: tuple[int, int]) -> None:
    panel = open_panel(size=size)
    for step in range(1, 4):
        panel.receive(Frame(1, step, "nnlm", look(step / 10)))
    panel.appearance.set_theme(LIGHT)
    panel.trails.setChecked(False)
    assert not panel.canvas.trails
    panel.grab()


def _centre(panel: PlanePanel) -> QPointF:
    return panel.canvas.rect().toRectF().center()
