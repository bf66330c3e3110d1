"""One sentence after another: what is selected, watched and read when tokens or data change."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages import commands
from engine.messages.reading import Example
from engine.specification import DataSpecification, RunSpecification
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import EXAMPLES, frame, loaded, specification, started
from tests.visualizer.generations import generated
from tests.visualizer.looks import chinese_look, example_look
from visualizer.selection import Pair, TokenReference
from visualizer.workspaces.generate import GenerateWorkspace

LEFT = Qt.MouseButton.LeftButton


def word(sequence: str, place: int) -> Pair:
    token = TokenReference(sequence, place)
    return Pair(token, token)


def begin(window: Opened, qtbot: QtBot, words: list[str] | None = None) -> GenerateWorkspace:
    """Generate, by the button of the rail, from a sentence."""
    qtbot.mouseClick(window.heed.frame.rail.buttons["generate"], LEFT)
    generate = window.heed.views.generate
    assert generate is not None
    generate.generate(" ".join(words or ["x"]))
    request = window.host.last(commands.Generate).request
    window.say(generated(request=request, run=window.run, words=words))
    return generate


# ---------------------------------------------------------------- the selection


def test_a_word_locked_in_learn_does_not_break_generate(window: Opened, qtbot: QtBot) -> None:
    sentence, selection = window.heed.views.sentence, window.heed.views.selection
    assert sentence is not None
    window.heed.views.make_generate()
    source = sentence.rows["source"]
    qtbot.mouseClick(source, LEFT, pos=source.chip(11).center().toPoint())
    assert selection.locked == word("source", 11)
    qtbot.mouseClick(window.heed.frame.rail.buttons["generate"], LEFT)
    generate = window.heed.views.generate
    assert generate is not None and not generate.written.source.tokens
    generate.written.source.resize(300, 26)
    assert selection.locked == word("source", 11), "nothing else is on screen yet"
    begin(window, qtbot, ["a", "b"])
    assert selection.locked is None, "another sentence"
    assert not generate.written.source.locked


def test_what_is_locked_stays_locked_where_the_sentence_is_the_same(
    window: Opened, qtbot: QtBot
) -> None:
    selection = window.heed.views.selection
    selection.lock(word("source", 2))
    window.say(frame(window.run, 2001))
    generate = begin(window, qtbot)
    assert selection.locked == word("source", 2)
    assert generate.written.source.locked == {2}
    selection.lock(word("source", 3))
    window.say(frame(window.run, 2002, chinese_look()))
    assert selection.locked == word("source", 3), "Learn is not in front"
    qtbot.mouseClick(window.heed.frame.rail.buttons["learn"], LEFT)
    assert selection.locked is None


def test_another_world_clears_the_selection(window: Opened) -> None:
    selection = window.heed.views.selection
    selection.lock(word("source", 2))
    window.say(frame(window.run, 2001, chinese_look()))
    assert selection.locked is None


def test_a_row_of_the_models_own_output_stays_locked_while_it_is_rewritten(
    window: Opened,
) -> None:
    selection = window.heed.views.selection
    own = {"rows_from": "own"}
    window.say(frame(window.run, 1, example_look(target="le le le </s>", **own)))  # type: ignore[arg-type]
    selection.lock(word("target", 1))
    window.say(frame(window.run, 2, example_look(target="le chat </s>", **own)))  # type: ignore[arg-type]
    assert selection.locked == word("target", 1)
    window.say(frame(window.run, 3, example_look(target="le chat noir </s>")))
    assert selection.locked is None, "the reference is another sentence"


def test_an_exception_in_a_resize_does_not_come_again_and_again(
    window: Opened, qtbot: QtBot
) -> None:
    """What fails in a resize is said, and saying it resizes; it must not begin inside itself."""
    learn = window.heed.views.learn
    assert learn is not None
    book = window.heed.logbook
    book._hooks = (lambda *found: None, book._hooks[1])
    deep: list[int] = []

    class Broken(QObject):
        inside = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Resize and len(deep) < 20:
                self.inside += 1
                deep.append(self.inside)
                try:
                    raise RuntimeError("no room")
                except RuntimeError:
                    sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
                self.inside -= 1
            return False

    broken = Broken()
    learn.installEventFilter(broken)
    window.heed.window.resize(1300, 800)
    strip = window.heed.frame.failure
    qtbot.waitUntil(lambda: strip.isVisible() and "no room" in strip.sentence.text())
    learn.removeEventFilter(broken)
    assert set(deep) == {1}


# ---------------------------------------------------------------- what is watched


def test_a_sentence_says_to_which_data_it_belongs(window: Opened, qtbot: QtBot) -> None:
    """So that no model of other data looks at it, not even once."""
    sent = window.host
    english = specification().data
    window.heed.steering.watch("a red fish", None)
    qtbot.waitUntil(lambda: sent.last(commands.Watch).source == "a red fish")
    assert sent.last(commands.Watch).data == english
    dates = specification(data=DataSpecification(world="dates"))
    window.heed.steering.bench.train(dates)
    window.say(started(window.pending, chosen=dates))
    qtbot.waitUntil(lambda: sent.last(commands.Watch).data == dates.data)
    assert sent.last(commands.Watch).source is None, "the engine chooses among the new data's"


def test_a_run_of_the_same_data_keeps_the_sentence(window: Opened, qtbot: QtBot) -> None:
    window.heed.steering.watch("a red fish", None)
    qtbot.waitUntil(lambda: window.host.last(commands.Watch).source == "a red fish")
    window.heed.steering.bench.train(replace(specification(), seed=9))
    window.say(started(window.pending, chosen=replace(specification(), seed=9)))
    qtbot.wait(100)
    assert window.host.last(commands.Watch).source == "a red fish"


def test_each_data_keeps_its_sentence_while_others_are_visited(window: Opened) -> None:
    steering = window.heed.steering
    stories = specification(
        architecture="gpt", data=DataSpecification(kind="text", world="stories")
    )
    dates = specification(data=DataSpecification(world="dates"))
    shorter = replace(dates, data=replace(dates.data, max_length=32))
    french = window.heed.steering.bench.specification
    assert french is not None and french.data.world != "dates"

    def visit(chosen: RunSpecification) -> commands.Watch:
        steering.bench.load("anywhere")
        window.say(loaded(window.pending, "anywhere", specification=chosen))
        steering.watched._send()
        return window.host.last(commands.Watch)

    steering.watch("a dog", None)
    assert visit(dates).source is None, "the engine chooses"
    steering.watch("3 march 1998", "1998-03-03")
    visit(stories)
    assert visit(french).source == "a dog"
    assert visit(shorter).source == "3 march 1998", "the same text, cut shorter"
    assert visit(dates).target == "1998-03-03"


def test_a_sentence_that_the_engine_chose_stays_too(window: Opened) -> None:
    steering = window.heed.steering
    look = example_look()
    steering.watched._send()
    window.say(frame(window.run, 2001, look))
    here = steering.bench.specification
    assert here is not None
    for chosen in (specification(data=DataSpecification(world="dates")), here):
        steering.bench.load("anywhere")
        window.say(loaded(window.pending, "anywhere", specification=chosen))
    steering.watched._send()
    asked = window.host.last(commands.Watch)
    assert (asked.source, asked.target) == (look.source_text, look.target_text)


def test_generate_offers_the_sentence_that_is_on_screen(window: Opened, qtbot: QtBot) -> None:
    other = Example("another one", "une autre")
    window.heed.steering.bench.load("/b")
    run = window.pending
    window.say(loaded(run, "/b", examples=(other, *EXAMPLES)), frame(run, 2000))
    qtbot.mouseClick(window.heed.frame.rail.buttons["generate"], LEFT)
    assert window.heed.views.generate is not None
    assert window.heed.views.generate.bar.source.text() == EXAMPLES[0].source


# ---------------------------------------------------------------- the keyboard


@pytest.mark.parametrize("waited", [0, 400])
def test_after_generating_by_mouse_the_arrows_step(
    window: Opened, qtbot: QtBot, waited: int
) -> None:
    window.heed.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window.heed.window)
    qtbot.mouseClick(window.heed.frame.rail.buttons["generate"], LEFT)
    generate = window.heed.views.generate
    assert generate is not None
    button = generate.notice.first_button()
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    qtbot.wait(waited)  # until waiting is said, and the button gives way
    window.say(generated(request=window.host.last(commands.Generate).request, run=window.run))
    assert QApplication.focusWidget() is generate.candidates.table
    qtbot.mouseClick(generate.bar.pace, LEFT)
    assert QApplication.focusWidget() is generate.candidates.table, "pace is drawn in passing"
    pace = generate.bar.pace.value()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert (generate.stepping.position, generate.bar.pace.value()) == (1, pace)


def test_a_key_puts_the_tooltip_away(window: Opened, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QToolTip

    window.heed.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window.heed.window)
    assert window.heed.views.learn is not None
    heatmap = window.heed.views.learn.trio.panels["cross"].heatmap
    heatmap.setFocus()
    qtbot.mouseMove(heatmap, heatmap.grid.cell(1, 1).center())
    qtbot.mouseMove(heatmap, heatmap.grid.cell(2, 1).center())
    assert "noir" in QToolTip.text()
    qtbot.keyClick(heatmap, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
