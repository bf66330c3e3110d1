"""Every word that needs a sentence has one, where it stands and in Help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.seen.maps import MapGroup
from tests.visualizer.conftest import Opened
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import SUMMARIES
from visualizer.term_list import TermList


def test_every_term_has_one_sentence() -> None:
    names = [name for _, name, _ in glossary.entries()]
    assert len(set(names)) == len(names)
    for _, name, sentence in glossary.entries():
        assert sentence.endswith(".") and len(sentence) < 140, name
    assert set(SUMMARIES) <= set(glossary.TERMS)
    for kind in (MapGroup.__annotations__["kind"],):
        for word in ("VVV", "VVV masked", "QVV"):
            assert word in kind and word in glossary.TERMS
    # What stands under one heading stands together.
    headings = [heading for heading, _, _ in glossary.entries()]
    assert [h for n, h in enumerate(headings) if n == 0 or headings[n - 1] != h] == list(
        dict.fromkeys(headings)
    )


def test_help_lists_them_all_and_finds_among_them(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(900, 700)
    made = TermList(Appearance(), parent)
    made.show()
    listed = {(name.text(), sentence.text()) for name, sentence in made.rows}
    assert listed == {(name, sentence) for _, name, sentence in glossary.entries()}
    made.search.setText("entropy")
    found = [name.text() for name, _ in made.rows if name.isVisible()]
    assert found == ["H (bar beside a row)", "entropy"]


def test_help_opens_it(window: Opened) -> None:
    window.heed.actions["terms"].trigger()
    shown = window.heed.menus.help.terms
    assert shown is not None and shown.isVisible()
    shown.close()


def test_each_word_says_it_where_it_stands(window: Opened) -> None:
    learn, bar = window.heed.views.learn, window.heed.frame.run_bar
    assert learn is not None
    trio, overview = learn.trio, learn.overview
    kinds = {"encoder": "VVV", "decoder": "VVV masked", "cross": "QVV"}
    told: list[tuple[QWidget, str]] = [
        *((trio.panels[name].header.caption, kind) for name, kind in kinds.items()),
        *((overview._heads[name], kind) for name, kind in kinds.items()),
        (trio.tools.mass_box, "mass"),
        (trio.tools.mass_choice, "share"),
        (trio.tools.value_box, "value"),
        (overview.health, "sound"),
        (overview.caption, "bar"),
        (bar.primary, "train"),
        (bar.one_step, "one_step"),
        (bar.stop, "stop"),
    ]
    for widget, key in told:
        sentence = glossary.sentence(key)
        assert widget.toolTip() == widget.accessibleDescription() == sentence, key
        assert widget.statusTip() == sentence
    for key, spark in learn.curves.sparks.items():
        if key in glossary.TERMS:
            assert glossary.sentence(key) == spark.meaning
    for key in ("held_out", "floor"):
        assert glossary.sentence(key) in learn.curves.legend.meaning


@pytest.mark.parametrize(("name", "corner"), [("cross", "in_out"), ("encoder", "queries")])
def test_words_that_are_painted_say_it_under_the_pointer(
    window: Opened, name: str, corner: str
) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    learn._selection.choose_group(name)
    heatmap = learn.trio.panels[name].heatmap
    port = heatmap.grid.port
    assert heatmap.explanation(QPoint(port.left() - 20, port.top() - 8)) == glossary.sentence(
        corner
    )
    assert heatmap.explanation(QPoint(port.right() + 12, port.top() - 8)) == glossary.sentence("H")
    assert heatmap.explanation(port.center()) == ""
    rows = learn.predictions.rows
    assert rows.explanation(QPointF(30, 4)) == glossary.sentence("forced")
    assert rows.explanation(QPointF(rows.width() - 8, 4)) == glossary.sentence("free")
