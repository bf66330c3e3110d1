"""Files in the window: dropped, read and reported, opened again, saved where they were."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.messages import commands, events
from engine.specification import DataSpecification
from tests.visualizer import dropping
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import loaded, losses
from tests.visualizer.window_controls import titles, train
from visualizer.choices import paths_of, title_of


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
