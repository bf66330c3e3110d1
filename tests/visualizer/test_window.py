"""The real window on a fake engine: every event reaches its place, every control its command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QFontMetricsF
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from engine.catalog import ARCHITECTURES
from engine.catalog.transformer import TRANSFORMER
from engine.messages import commands, events
from engine.specification import DataSpecification
from tests.visualizer import dropping
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import (
    EXAMPLES,
    frame,
    loaded,
    losses,
    specification,
    started,
)
from visualizer import folders
from visualizer.appearance import Appearance
from visualizer.choices import Choices, ChoicesFile, paths_of, title_of
from visualizer.panels.header import PanelHeader
from visualizer.window import MainWindow
from visualizer.workspaces.side import SIDE_PANELS

Open = Callable[..., Opened]
LEFT = Qt.MouseButton.LeftButton


def train(opened: Opened, qtbot: QtBot) -> int:
    """Press Train; the engine begins."""
    qtbot.mouseClick(opened.heed.frame.run_bar.primary, LEFT)
    run = opened.pending
    opened.say(started(run, chosen=opened.host.last(commands.Train).specification))
    return run


# ---------------------------------------------------------------- at the start


def test_it_opens_the_trained_example_and_looks_at_a_sentence(
    open_window: Open, qtbot: QtBot
) -> None:
    opened = open_window()
    asked = opened.host.last(commands.Load)
    assert asked.path.endswith(TRANSFORMER.bundled)
    opened.say(loaded(asked.run, asked.path))
    qtbot.waitUntil(lambda: bool(opened.host.all(commands.Watch)))
    qtbot.waitUntil(lambda: opened.host.last(commands.Watch).data == specification().data)
    assert opened.host.last(commands.Watch).source is None, "the engine chooses one of the data's"
    groups = {"encoder", "decoder", "cross"}
    qtbot.waitUntil(
        lambda: {head.group for head in opened.host.last(commands.Watch).heads} == groups
    )
    assert "trained example" in opened.heed.window.windowTitle()


SPECIFICATION = specification().to_json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"device": 5},
        {"architecture": [1]},
        {"architecture": "none of ours"},
        {"options": [1]},
        {"options": {"heads": "many"}},
        {"data": None},
        {"data": SPECIFICATION["data"] | {"files": [5]}},
        {"recipe": SPECIFICATION["recipe"] | {"betas": 5}},
        {"recipe": SPECIFICATION["recipe"] | {"steps": "x"}},
    ],
)
def test_a_run_bar_that_cannot_be_restored_takes_its_defaults_and_says_so(
    open_window: Open, wrong: dict[str, object]
) -> None:
    ChoicesFile().write(Choices(specification=SPECIFICATION | wrong))
    opened = open_window()
    assert opened.heed.frame.run_bar.specification.architecture == TRANSFORMER.name
    assert "reset" in opened.heed.frame.failure.sentence.text()


def test_a_picture_reaches_every_view_that_is_seen(window: Opened) -> None:
    learn, sentence = window.heed.views.learn, window.heed.views.sentence
    assert learn and sentence
    assert [token.text for token in sentence.rows["source"].tokens][:2] == ["the", "black"]
    assert all(panel.heatmap.content is not None for panel in learn.trio.panels.values())
    assert set(learn.overview.mosaics) == {"encoder", "decoder", "cross"}
    assert learn.predictions.state == "body"
    assert "encoder" in learn.strip.words()


def test_a_view_that_was_hidden_gets_the_newest_picture_when_it_is_shown(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn
    assert learn.masks.state == "empty"
    learn.show_masks(True)
    assert learn.masks.state == "body"


def test_generate_is_made_after_the_first_picture_and_knows_the_model(
    window: Opened, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.heed.views.generate is not None)
    assert window.heed.views.generate is not None
    assert window.heed.views.generate.bar.source.text() == EXAMPLES[0].source


def test_a_late_picture_of_another_run_is_dropped(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn
    window.say(frame(window.run + 40, 7))
    assert "step 2,000" in learn.overview.header.caption.subtitle


# ---------------------------------------------------------------- training


def test_the_run_bar_steers_a_run_from_its_first_step_to_its_end(
    window: Opened, qtbot: QtBot
) -> None:
    bar, lineage = window.heed.frame.run_bar, window.heed.frame.lineage
    stop = lineage.stops["transformer"]
    assert (bar.primary.text(), stop.pill) == ("Train", "trained")
    run = train(window, qtbot)
    assert window.host.last(commands.Train).run == run
    assert (bar.primary.text(), stop.pill) == ("Pause", "live")
    window.say(losses(run, 1, 10, 1.0), losses(run, 11, 1230, 42.0))
    qtbot.waitUntil(lambda: bar.progress.words.text() == "step 1,240 of 2,000")
    assert stop.pill_text == "step 1,240"
    assert "Training" in window.heed.frame.status.text
    assert "30.0 steps/s" in window.heed.frame.status.text
    assert bar.progress.left.text() == "0:25 left"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Pause).run == run
    window.say(events.Paused(run, 1240))
    assert (bar.primary.text(), stop.pill) == ("Resume", "paused")
    qtbot.mouseClick(bar.one_step, LEFT)
    assert window.host.last(commands.OneStep).run == run
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Resume).run == run
    window.say(events.Resumed(run, 1241))
    qtbot.mouseClick(bar.stop, LEFT)
    assert window.host.last(commands.Stop).run == run
    window.say(events.Stopped(run, 1250))
    assert bar.primary.text() == "Train on"
    assert stop.pill_text == "stopped", "1,250 of 2,000 steps are no trained model"
    assert f"run {run}" in window.heed.window.windowTitle()


def test_a_stopped_run_is_kept_and_is_what_the_next_session_opens(
    window: Opened, open_window: Open, qtbot: QtBot
) -> None:
    run = train(window, qtbot)
    window.say(losses(run, 1), events.Stopped(run, 10))
    saved = window.host.last(commands.Save)
    assert saved.training and Path(saved.path).name == f"run-{run:04}"
    (Path(saved.path) / "checkpoint.json").write_text("{}")
    window.say(events.Saved(run, 10, saved.path))
    window.heed.stop()
    again = open_window()
    assert again.host.last(commands.Load).path == saved.path
    assert again.host.last(commands.Load).run == run + 1


def test_a_run_is_kept_every_minute_and_found_again_after_a_crash(
    window: Opened, open_window: Open, qtbot: QtBot
) -> None:
    keeping = window.heed.steering.keeping
    assert keeping.regular.isActive() and keeping.regular.interval() <= 60_000
    keeping.regular.timeout.emit()
    assert not window.host.all(commands.Save), "nothing was trained"
    run = train(window, qtbot)
    window.say(losses(run, 1))
    keeping.regular.timeout.emit()
    saved = window.host.last(commands.Save)
    assert saved.training and (saved.run, Path(saved.path).name) == (run, f"run-{run:04}")
    (Path(saved.path) / "checkpoint.json").write_text("{}")
    window.say(events.Saved(run, 10, saved.path))
    keeping.regular.timeout.emit()
    assert len(window.host.all(commands.Save)) == 1, "nothing is new since"
    qtbot.waitUntil(lambda: ChoicesFile().read()[0].last_run == saved.path)
    # As after a kill: the session before never wrote anything at its end.
    again = open_window()
    assert again.host.last(commands.Load).path == saved.path
    assert again.host.last(commands.Load).run == run + 1


def test_a_last_run_that_cannot_be_opened_gives_way_to_the_example(
    window: Opened, open_window: Open, tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.json").write_text("{}")
    window.heed.choices.last_run = str(tmp_path)
    window.heed.stop()
    again = open_window()
    assert again.host.last(commands.Load).path == str(tmp_path)
    again.say(events.Failed("Opening", "It is damaged.", run=again.pending))
    assert "damaged" in again.heed.frame.failure.sentence.text()
    assert again.host.last(commands.Load).path.endswith(TRANSFORMER.bundled)


def test_more_steps_of_the_same_run_go_on_and_another_seed_begins_anew(
    window: Opened, qtbot: QtBot
) -> None:
    bar = window.heed.frame.run_bar
    run = train(window, qtbot)
    window.say(losses(run, 1, 2000), events.Finished(run, 2000, 60.0, {}))
    window.say(events.Saved(run, 2000, window.host.last(commands.Save).path))
    assert bar.primary.text() == "Train"
    bar.steps.selectAll()
    qtbot.keyClicks(bar.steps, "3,000")
    assert bar.primary.text() == "Train on"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Resume) == commands.Resume(run, 3000)
    bar.seed.selectAll()
    qtbot.keyClicks(bar.seed, "8")
    assert bar.primary.text() == "Train"
    qtbot.mouseClick(bar.primary, LEFT)
    assert window.host.last(commands.Train).specification.seed == 8


def test_a_run_that_is_replaced_is_kept_first(window: Opened, qtbot: QtBot) -> None:
    run = train(window, qtbot)
    window.say(losses(run, 1))
    window.heed.actions["train_anew"].trigger()
    saved = window.host.last(commands.Save)
    assert (saved.run, window.host.commands[-1]) == (run, saved)
    window.say(events.Saved(run, 10, saved.path))
    assert isinstance(window.host.commands[-1], commands.Train)
    said = window.heed.frame.status.text
    assert f"Run {run} is kept at step 10" in said and "Kept runs" in said


def kept_run(number: int, step: int, world: str = "english-french") -> Path:
    """The folder of a kept run, as far as the window reads it."""
    folder = folders.runs() / f"run-{number:04}"
    folder.mkdir(parents=True)
    chosen = specification(data=DataSpecification(world=world))
    (folder / "checkpoint.json").write_text(
        json.dumps({"specification": chosen.to_json(), "step": step})
    )
    return folder


def titles(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


def test_kept_runs_are_listed_by_data_number_and_step(window: Opened) -> None:
    menu = window.heed.actions.filled_late["kept_runs"]
    assert titles(menu) == ["nothing yet"]
    kept_run(6, 752)
    newest = kept_run(12, 1300, "dates")
    (folders.runs() / "run-0013").mkdir()
    window.heed.choices.remember(str(newest))
    world = "Dates"
    assert titles(menu) == [
        f"{world} · run 12 · step 1,300",
        "English → French · run 6 · step 752",
    ]
    assert titles(window.heed.actions.filled_late["recent"])[0] == titles(menu)[0]
    menu.actions()[1].trigger()
    assert window.host.last(commands.Load).path.endswith("run-0006")


def test_what_another_torch_goes_on_with_is_noted(window: Opened, qtbot: QtBot) -> None:
    window.heed.actions["train_anew"].trigger()
    note = "Saved with torch 1, continued with torch 2."
    window.say(replace(started(window.pending), note=note))
    strip = window.heed.frame.failure
    assert strip.isVisible() and strip.sentence.text() == note
    assert strip.problem is not None and not strip.problem.grave


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


def test_the_first_window_leaves_room_for_its_frame(qtbot: QtBot) -> None:
    made = MainWindow(Appearance())
    qtbot.addWidget(made)
    assert made.height() + 30 <= made.screen().availableGeometry().height()


def test_no_two_entries_of_a_menu_have_one_name(window: Opened) -> None:
    window.heed.views.make_generate()
    for name, menu in window.heed.actions.menus.items():
        found = [a.text() for a in menu.actions() if a.isVisible() and not a.isSeparator()]
        assert len(found) == len(set(found)), (name, found)


def test_where_nothing_opens_the_log_its_place_is_said(
    window: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.heed.actions["show_log"].trigger()
    assert str(window.heed.logbook.path) in window.heed.frame.failure.sentence.text()


def test_f6_reaches_the_map_and_no_tool_before_what_a_panel_shows(window: Opened) -> None:
    window.heed.window.activateWindow()
    learn = window.heed.views.learn
    assert learn is not None
    reached = []
    for _ in range(9):
        window.heed.actions["next_part"].trigger()
        reached.append(window.heed.window.focusWidget())
    assert learn.trio.front.shown in reached
    assert not any(isinstance(one.parentWidget(), PanelHeader) for one in reached if one)


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


def test_the_strip_has_a_stop_for_each_architecture(window: Opened) -> None:
    stops = window.heed.frame.lineage.stops
    assert list(stops) == [architecture.name for architecture in ARCHITECTURES]
    assert all(stop.isEnabled() for stop in stops.values())


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("what", "resolved"),
    [
        ("Opening", lambda run: loaded(run)),
        ("Training", lambda run: events.Resumed(run, 1)),
        ("Saving", lambda run: events.Saved(run, 1, "/x")),
    ],
)
def test_a_failure_is_said_with_a_way_out_and_goes_when_it_is_resolved(
    window: Opened, what: str, resolved: Callable[[int], events.Event]
) -> None:
    strip = window.heed.frame.failure
    assert strip.isHidden()
    window.say(events.Failed(what, "It went wrong.", "All is kept.", "details", window.run))
    assert strip.isVisible()
    assert strip.sentence.text() == "It went wrong."
    assert "All is kept." in strip.kept.text() and "heed.log" in strip.kept.text()
    assert strip.way_out.text()
    assert "details" in window.heed.logbook.path.read_text()
    window.say(resolved(window.run))
    assert strip.isHidden()


def test_an_engine_that_cannot_start_is_said_and_nothing_is_awaited(open_window: Open) -> None:
    opened = open_window()
    opened.say(events.Failed("Starting", "The engine could not start: no torch. Set it up again."))
    assert "no torch" in opened.heed.frame.failure.sentence.text()
    assert opened.heed.frame.status.text == "The engine could not start"
    assert opened.heed.steering.bench.pending is None


def test_a_failed_look_is_said_by_the_sentence_alone(window: Opened) -> None:
    window.say(events.Failed("Looking", "It is too long.", run=window.run))
    sentence = window.heed.views.sentence
    assert sentence and sentence.notes.failure.text() == "It is too long."
    assert window.heed.frame.failure.isHidden()


def test_the_newest_failure_is_shown_and_the_older_comes_back(window: Opened) -> None:
    strip = window.heed.frame.failure
    window.say(events.Failed("Training", "NaN."), events.Failed("Saving", "The disk is full."))
    assert strip.sentence.text() == "The disk is full."
    window.say(events.Saved(window.run, 2000, "/x"))
    assert strip.sentence.text() == "NaN."
    strip.put_away()
    assert strip.isHidden()


def test_an_exception_nobody_caught_is_said_and_logged(
    window: Opened, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    window.heed.logbook._hooks = (lambda *found: None, window.heed.logbook._hooks[1])
    try:
        raise RuntimeError("a slot went wrong")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    strip = window.heed.frame.failure
    qtbot.waitUntil(lambda: "a slot went wrong" in strip.sentence.text())
    assert "a slot went wrong" in window.heed.logbook.path.read_text()


# ---------------------------------------------------------------- closing


def test_closing_asks_nothing_when_nothing_can_be_lost(window: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.heed.window.closed):
        window.heed.window.close()


@pytest.fixture
def asked(window: Opened, qtbot: QtBot) -> Opened:
    """A window that trains and is asked to close."""
    run = train(window, qtbot)
    window.say(losses(run, 1))
    window.heed.window.close()
    assert window.heed.window.isVisible()
    assert window.heed.steering.keeping.question is not None
    return window


def press(opened: Opened, qtbot: QtBot, button: QMessageBox.StandardButton) -> None:
    question = opened.heed.steering.keeping.question
    assert question is not None
    qtbot.mouseClick(question.button(button), LEFT)


def test_closing_while_training_can_be_cancelled(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Cancel)
    assert asked.heed.window.isVisible()
    assert not asked.host.all(commands.Save)


def test_closing_while_training_can_discard(asked: Opened, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asked.heed.window.closed):
        press(asked, qtbot, QMessageBox.StandardButton.Discard)
    assert not asked.host.all(commands.Save)


def test_closing_while_training_can_save_and_waits_for_it(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Save)
    saving = asked.host.last(commands.Save)
    assert asked.heed.window.isVisible()
    with qtbot.waitSignal(asked.heed.window.closed):
        asked.say(events.Saved(asked.run, 10, saving.path))


def test_a_window_that_cannot_save_stays_and_says_why(asked: Opened, qtbot: QtBot) -> None:
    press(asked, qtbot, QMessageBox.StandardButton.Save)
    asked.say(events.Failed("Saving", "The disk is full.", run=asked.run))
    assert asked.heed.window.isVisible()
    assert asked.heed.frame.failure.sentence.text() == "The disk is full."
    asked.heed.window.close()
    assert asked.heed.steering.keeping.question is not None


# ---------------------------------------------------------------- files


def drop(opened: Opened, *paths: Path) -> None:
    assert dropping.drop(opened.heed.window, *paths)


def test_a_dropped_folder_is_opened_as_a_checkpoint(window: Opened, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.json").write_text("{}")
    drop(window, tmp_path)
    assert window.host.last(commands.Load).path == str(tmp_path)
    window.say(loaded(window.pending, str(tmp_path)))
    assert window.heed.choices.recent[0] == str(tmp_path)
    assert tmp_path.name in window.heed.window.windowTitle()


def test_a_file_inside_a_checkpoint_opens_the_checkpoint(window: Opened, tmp_path: Path) -> None:
    for name in ("checkpoint.json", "weights-0.safetensors"):
        (tmp_path / name).write_text("{}")
    drop(window, tmp_path / "weights-0.safetensors")
    assert window.host.last(commands.Load).path == str(tmp_path / "weights-0.safetensors")


def test_dropped_files_are_read_and_reported_before_anything_trains(
    window: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    left, right = tmp_path / "a.en", tmp_path / "a.fr"
    for path in (left, right):
        path.write_text("a b\n")
    drop(window, left, right)
    read = window.host.last(commands.ReadData)
    assert read.data.files == (str(left), str(right))
    assert not window.host.all(commands.Train)
    dialog = window.heed.steering.filing.dialog
    assert dialog is not None
    window.say(events.Failed("Reading", "It is empty.", request=read.request))
    assert window.heed.frame.failure.isHidden()  # the dialog says it
    dialog.train_requested.emit(read.data)  # type: ignore[attr-defined]
    assert window.host.last(commands.Train).specification.data == read.data
    pair = window.heed.choices.recent[0]
    assert paths_of(pair) == [str(left), str(right)], "one entry, which opens both again"
    assert title_of(pair) == f"{left.name} + {right.name}"
    menu = window.heed.actions.filled_late["recent"]
    assert titles(menu)[0] == title_of(pair)
    bar = window.heed.frame.run_bar
    assert [a.text() for a in bar.world.build_menu().actions() if a.isChecked()] == [title_of(pair)]
    bar.set_data(DataSpecification(world="dates"))
    (again,) = [a for a in bar.world.build_menu().actions() if a.text() == title_of(pair)]
    for entry in (menu.actions()[0], again):
        entry.trigger()
        assert window.host.last(commands.ReadData).data.files == (str(left), str(right))
        assert window.heed.steering.filing.dialog is not None
        window.heed.steering.filing.dialog.close()
    dialog.close()
    assert window.heed.steering.filing.dialog is None


def test_a_file_that_is_gone_is_said_and_forgotten(window: Opened, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.tsv")
    window.heed.choices.recent = [gone]
    window.heed.steering.filing.open_recent(gone)
    assert gone in window.heed.frame.failure.sentence.text()
    assert window.heed.choices.recent == []


def test_saving_goes_where_it_went_before(window: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    run = train(window, qtbot)
    window.say(losses(run, 1), events.Paused(run, 10))
    window.heed.steering.filing.save_to(str(tmp_path / "mine"))
    assert window.host.last(commands.Save) == commands.Save(run, str(tmp_path / "mine"), True)
    window.say(events.Saved(run, 10, str(tmp_path / "mine")))
    window.heed.actions["save"].trigger()
    assert len(window.host.all(commands.Save)) == 2
    assert not window.heed.steering.bench.unsaved


# ---------------------------------------------------------------- what survives


def test_choices_survive_a_restart(window: Opened, open_window: Open, qtbot: QtBot) -> None:
    heed = window.heed
    heed.actions["theme_light"].trigger()
    heed.actions["larger"].trigger()
    heed.frame.run_bar.set_specification(replace(specification(seed=21), device="mps"))
    assert heed.views.learn is not None
    heed.views.learn.trio.options.set_form("lines")
    heed.views.learn.columns.setSizes([200, 900, 150, 130])
    sizes = heed.views.learn.columns.sizes()
    heed.views.show_workspace("generate")
    heed.stop()
    again = open_window().heed
    assert (again.choices.theme, again.choices.scale) == ("light", 1.1)
    assert again.frame.run_bar.specification.seed == 21
    assert again.frame.run_bar.specification.device == "mps"
    assert again.views.workspace == "generate"
    assert again.views.learn is not None
    assert again.views.learn.trio.options.state()["form"] == "lines"
    again.views.show_workspace("learn")
    assert again.views.learn.columns.sizes() == pytest.approx(sizes, abs=40)


def test_damaged_choices_are_said_and_the_window_opens(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visualizer import folders

    folders.configuration().mkdir(parents=True)
    (folders.configuration() / "choices.json").write_text("{broken")
    opened = open_window()
    assert "damaged" in opened.heed.frame.failure.sentence.text()


# ---------------------------------------------------------------- pictures


def test_a_picture_carries_model_step_and_seed(window: Opened, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    learn = window.heed.views.learn
    assert learn is not None
    path = tmp_path / "map.png"
    assert window.heed.menus.pictures.write(learn.trio.panels["cross"], str(path))
    image = QImage(str(path))
    assert image.width() >= 2 * learn.trio.panels["cross"].width()
    facts = {key: image.text(key) for key in image.textKeys()}
    assert (facts["Model"], facts["Step"], facts["Seed"]) == ("transformer", "2000", "7")
    assert "Cross" in facts["Title"]


def test_a_picture_that_cannot_be_written_is_said(window: Opened, tmp_path: Path) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    assert not window.heed.menus.pictures.write(learn.overview, str(tmp_path / "no" / "x.png"))
    assert "x.png could not be written" in window.heed.frame.failure.sentence.text()


def test_copying_puts_the_view_in_front_on_the_clipboard(window: Opened, qapp: object) -> None:
    from PySide6.QtGui import QGuiApplication

    window.heed.actions["copy_picture"].trigger()
    assert not QGuiApplication.clipboard().image().isNull()


# ---------------------------------------------------------------- layout


@pytest.mark.parametrize(
    ("width", "tabs"),
    [(1600, []), (1280, ["Predictions"]), (1024, ["Heads", "Predictions"])],
)
def test_each_width_has_an_arrangement_in_which_every_view_is_reached(
    open_window: Open, width: int, tabs: list[str], qtbot: QtBot
) -> None:
    opened = open_window(size=(width, 800))
    learn = opened.heed.views.learn
    assert learn is not None
    side = ["Learning", *(each.shown_title for each in SIDE_PANELS)]
    shown = [learn.columns.tabs.tabText(i) for i in range(learn.columns.tabs.count())]
    assert shown == [*tabs, *side]
    assert opened.heed.window.width() == width
    opened.heed.window.resize(1600, 900)
    qtbot.waitUntil(lambda: learn.columns.tabs.count() == len(side))
    learn.columns.tabs.setCurrentWidget(learn.curves)
    assert all(view.isVisible() for view in (learn.overview, learn.predictions, learn.curves))


def test_what_belongs_to_the_window_is_drawn_in_its_style(
    window: Opened, qapp: QApplication
) -> None:
    # There it would be taken to every widget of the process, which holds a change of size up.
    assert qapp.styleSheet() == ""
    menu = window.heed.actions.menus["View"]
    theme = window.heed.appearance.theme
    assert menu.grab().toImage().pixelColor(2, 2).name() == theme.panel.lower()
    heights = []
    for scale in (1.0, 2.0):
        window.heed.presentation.set_scale(scale)
        heights.append(menu.sizeHint().height())
    assert heights[1] > 1.6 * heights[0]


def test_every_scale_is_laid_out_at_every_height(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    for scale in (1.5, 1.0, 2.0, 1.25):
        window.heed.presentation.set_scale(scale)
        for height in range(640, 1000, 60):
            window.heed.window.resize(1440, height)
            # A layout that never comes to rest recurses until the process dies.
            window.heed.window.grab()
    assert learn.overview.isVisible()


def test_a_panel_fills_the_space_and_gives_it_back(window: Opened, qtbot: QtBot) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    learn.columns.tabs.setCurrentWidget(learn.curves)
    qtbot.mouseDClick(learn.curves.header, LEFT, pos=QPoint(30, 10))
    assert learn.curves.isVisible() and not learn.overview.isVisible()
    window.heed.actions["clear"].trigger()
    assert learn.curves.isVisible() and learn.overview.isVisible()
