"""The run bar in its window: data, sizes, seed and device are chosen, and nothing on it moves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.catalog.transformer import TRANSFORMER
from tests.visualizer.conftest import Opened


def test_the_run_bar_stands_still_whatever_the_run_does(window: Opened, qtbot: QtBot) -> None:
    bar = window.heed.frame.run_bar

    def places() -> list[tuple[int, int]]:
        QApplication.processEvents()
        shown = (bar.world, bar.model, bar.seed, bar.steps, bar.device, bar.progress)
        return [(control.x(), control.width()) for control in shown]

    for width in (1024, 1280, 1440):
        window.heed.window.resize(width, 800)
        bar.device.show_computing("", 0)
        bar.show_run("loaded", 2000, 2000, None, False)
        idle = places()
        bar.device.show_computing("cpu", 2)
        for state in ("waiting", "training", "paused", "stopped"):
            bar.show_run(state, 1240, 2000, 25.0 if state == "training" else None, False)
            assert places() == idle, (width, state)
        if width >= 1280:
            metrics = QFontMetricsF(bar.font())
            assert metrics.horizontalAdvance("Device  CPU, 2 threads") + 34 <= bar.device.width()
            assert metrics.horizontalAdvance("World  English → French") + 34 <= bar.world.width()


def test_the_sizes_come_from_the_catalogue_and_say_what_is_wrong(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    bar.open_form()
    form = bar.form
    assert form is not None
    assert set(form.options) == {option.name for option in TRANSFORMER.options}
    row = form.rows["d_model"]
    row.control.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(row.control, "1")
    assert "8 to 2048" in row.note.text()
    assert bar.specification.options.get("d_model", 64) == 64
    qtbot.keyClicks(row.control, "28")
    assert bar.specification.options["d_model"] == 128
    assert row.note.text() == TRANSFORMER.options[0].meaning
    assert "d 128" in bar.model.value
    form.close()


def test_sizes_that_do_not_go_together_are_said_at_the_field(window: Opened, qtbot: QtBot) -> None:
    bar = window.heed.frame.run_bar
    bar.open_form()
    form = bar.form
    assert form is not None
    width, heads = form.rows["d_model"], form.rows["heads"]
    heads.control.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(heads.control, "7")
    assert heads.note.text() == "7 heads do not divide a model width of 64."
    assert bar.specification.options.get("heads", 4) == 4
    qtbot.keyClick(heads.control, Qt.Key.Key_Return)
    assert heads.control.text() == "7", "it is put right in the other field"  # type: ignore[union-attr]
    assert heads.note.text().startswith("7 heads")
    width.control.selectAll()  # type: ignore[union-attr]
    qtbot.keyClicks(width.control, "70")
    assert width.note.text() == width.option.meaning
    assert heads.note.text() == heads.option.meaning
    assert (bar.specification.options["d_model"], bar.specification.options["heads"]) == (70, 7)
    form.close()


def test_a_number_that_is_none_is_said_below_its_field(window: Opened, qtbot: QtBot) -> None:
    seed = window.heed.frame.run_bar.seed
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "-3")
    assert seed.problem == "a whole number from 0"
    assert seed.property("wrong") is True
    assert window.heed.frame.run_bar.specification.seed == 7
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert (seed.text(), seed.problem) == ("7", "")


def test_worlds_and_devices_are_chosen_from_menus(window: Opened) -> None:
    bar = window.heed.frame.run_bar
    worlds = {a.data(): a for a in bar.world.build_menu().actions() if a.data()}
    assert {"dates", "english-french"} <= set(worlds)
    worlds["dates"].trigger()
    assert bar.specification.data.world == "dates"
    assert bar.specification.recipe == TRANSFORMER.recipe("dates")
    devices = {a.data(): a for a in bar.device.build_menu().actions() if a.isCheckable()}
    assert "not tested" in devices["mps"].text()
    devices[2].trigger()
    assert bar.specification.threads == 2
