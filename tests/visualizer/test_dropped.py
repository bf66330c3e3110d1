"""Files, folders and text dropped on the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages import commands
from engine.messages.reading import DataReport
from tests.visualizer.conftest import Opened
from tests.visualizer.dialogs.opening import choose
from tests.visualizer.dropping import drag, drop
from visualizer import opening
from visualizer.choices import called
from visualizer.dialogs.open_data import OpenDataDialog
from visualizer.widgets.number_field import NumberField

STORY = "A fox ran. It hid.\n\nA hen sat. It slept.\n\nA cat saw it. It left.\n"


def dialog(window: Opened) -> OpenDataDialog:
    found = window.heed.steering.filing.dialog
    assert isinstance(found, OpenDataDialog)
    return found


def say_report(window: Opened) -> None:
    """The engine answers what it was asked last."""
    read = window.host.last(commands.ReadData)
    text = read.data.kind == "text"
    sides = ("document", "sentence") if text else ("source", "target")
    window.say(
        DataReport(
            request=read.request,
            data=read.data,
            form="some form",
            columns=(),
            source_column="",
            target_column="",
            pairs=9,
            training_pairs=8,
            held_out_pairs=1,
            examples=(),
            tokenized=(),
            lengths=dict.fromkeys(sides, (1, 2, 3, 4)),
            vocabulary=9,
            unknown_rate=0.0,
            skipped=(),
        )
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def fields(window: Opened) -> list[QWidget]:
    """Everything on screen that would take what is dropped for itself."""
    main = window.heed.window
    found = [part for part in main.findChildren(QWidget) if part.acceptDrops() and part.isVisible()]
    assert any(isinstance(part, NumberField) for part in found)
    return found


def test_a_text_is_opened_wherever_it_falls(window: Opened, story: Path) -> None:
    main = window.heed.window
    for part in fields(window):
        words = part.text() if isinstance(part, NumberField) else ""
        assert drop(main, story, at=part.mapTo(main, part.rect().center()))
        if isinstance(part, NumberField):
            assert part.text() == words, "its address was typed into a field"
        read = window.host.last(commands.ReadData).data
        assert (read.kind, read.files) == ("text", (str(story),))
        assert dialog(window).foot.model.entry.kind == "text"
        dialog(window).close()


def test_what_is_chosen_in_the_dialog_trains(window: Opened, story: Path) -> None:
    drop(window.heed.window, story)
    say_report(window)
    foot = dialog(window).foot
    assert foot.model.key == "gpt", "a Transformer is in front"
    choose(foot.model, "nnlm")
    foot.train.click()
    trained = window.host.last(commands.Train).specification
    assert trained.architecture == "nnlm" and trained.data.files == (str(story),)
    assert window.heed.frame.run_bar.specification.architecture == "nnlm"


def test_a_text_that_was_guessed_wrongly_trains_a_model_of_pairs(
    window: Opened, story: Path, qtbot: QtBot
) -> None:
    drop(window.heed.window, story)
    say_report(window)
    asked = window.host.last(commands.ReadData)
    QTest.keyClick(dialog(window).choices.kind, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.host.last(commands.ReadData) is not asked)
    say_report(window)
    choose(dialog(window).foot.model, "seq2seq")
    dialog(window).foot.train.click()
    trained = window.host.last(commands.Train).specification
    assert (trained.architecture, trained.data.kind) == ("seq2seq", "pairs")


def test_words_are_dropped_into_a_field_and_nowhere_else(window: Opened) -> None:
    main, mime = window.heed.window, QMimeData()
    mime.setText("12")
    field = next(part for part in fields(window) if isinstance(part, NumberField))
    field.clear()
    assert drag(main, mime, field.mapTo(main, field.rect().center()))
    assert field.text() == "12"
    assert not drag(main, mime, main.rect().bottomRight() - main.rect().center() / 4)
    assert window.heed.steering.filing.dialog is None


def test_other_files_dropped_on_the_dialog_are_read_instead(window: Opened, story: Path) -> None:
    drop(window.heed.window, story)
    first = window.host.last(commands.ReadData)
    pairs = story.with_name("pairs.tsv")
    pairs.write_text("one\teins\ntwo\tzwei\n")
    assert drop(dialog(window), pairs)
    read = window.host.last(commands.ReadData)
    assert (read.data.kind, read.data.files) == ("pairs", (str(pairs),))
    assert window.host.last(commands.Cancel).request == first.request
    assert dialog(window).heading.text() == "pairs.tsv"


def test_the_window_behind_the_dialog_takes_nothing(window: Opened, story: Path) -> None:
    drop(window.heed.window, story)
    before, asked = dialog(window), len(window.host.all(commands.ReadData))
    assert not drop(window.heed.window, story)
    assert dialog(window) is before and len(window.host.all(commands.ReadData)) == asked


def test_texts_in_a_folder_are_a_document_each(window: Opened, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(STORY)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "more").mkdir()
    assert drop(window.heed.window, tmp_path)
    read = window.host.last(commands.ReadData).data
    assert [Path(file).name for file in read.files] == ["a.txt", "b.txt", "c.md"]
    assert read.kind == "text"
    assert dialog(window).heading.text() == "a.txt + b.txt + c.md"


def test_the_only_file_in_a_folder_is_opened(window: Opened, story: Path) -> None:
    assert drop(window.heed.window, story.parent)
    assert window.host.last(commands.ReadData).data.files == (str(story),)


def test_a_folder_of_several_tables_asks_which(window: Opened, tmp_path: Path) -> None:
    for name in ("train.tsv", "dev.tsv", "test.tsv"):
        (tmp_path / name).write_text("one\teins\n")
    assert drop(window.heed.window, tmp_path)
    assert not window.host.all(commands.ReadData)
    said = window.heed.frame.failure.sentence.text()
    assert tmp_path.name in said and "3 files" in said


@pytest.mark.parametrize("names", [("train.tsv", "dev.tsv"), ("dev.txt", "train.txt")])
def test_two_tables_of_a_folder_are_not_taken_for_aligned(
    window: Opened, tmp_path: Path, names: tuple[str, str]
) -> None:
    for name in names:
        (tmp_path / name).write_text("one\teins\ntwo\tzwei\n")
    assert drop(window.heed.window, tmp_path)
    assert not window.host.all(commands.ReadData)
    said = window.heed.frame.failure.sentence.text()
    assert all(name in said for name in names) and "Open the one" in said


def test_two_texts_of_a_folder_are_no_pairs(window: Opened, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(STORY)
    drop(window.heed.window, tmp_path)
    assert window.host.last(commands.ReadData).data.kind == "text"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("README.md", "pairs.tsv"), None),
        (("train.csv", "train.tsv"), "pairs"),
        (("train.en.txt", "train.en.md"), "pairs"),
        (("a.csv", "b.csv", "c.csv"), None),
    ],
)
def test_what_belongs_together(tmp_path: Path, names: tuple[str, ...], kind: str | None) -> None:
    for name in names:
        (tmp_path / name).write_text("One.\n")
    assert opening.kind_together([str(tmp_path / name) for name in names]) == kind


def test_a_folder_of_many_texts_is_refused(tmp_path: Path) -> None:
    for number in range(opening.MOST_FILES + 1):
        (tmp_path / f"{number}.txt").write_text(STORY)
    assert "201 texts, and at most 200" in opening.found([str(tmp_path)]).refusal


def test_a_folder_on_the_dialog_is_asked_as_one_on_the_window(
    window: Opened, story: Path, tmp_path: Path
) -> None:
    drop(window.heed.window, story)
    say_report(window)
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in ("train.tsv", "dev.tsv"):
        (folder / name).write_text("one\teins\n")
    asked = len(window.host.all(commands.ReadData))
    assert drop(dialog(window), folder)
    assert len(window.host.all(commands.ReadData)) == asked
    notice, foot = dialog(window).pages.notice, dialog(window).foot
    assert notice.isVisible() and "dev.tsv + train.tsv" in notice.headline
    assert not foot.train.isEnabled()
    dialog(window).read()
    say_report(window)
    assert foot.train.isEnabled() and dialog(window).heading.text() == story.name


def test_a_checkpoint_on_the_dialog_is_opened_in_its_place(
    window: Opened, story: Path, tmp_path: Path
) -> None:
    drop(window.heed.window, story)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "checkpoint.json").write_text("{}")
    assert drop(dialog(window), kept)
    assert window.host.last(commands.Load).path == str(kept)
    assert window.heed.steering.filing.dialog is None


def test_a_folder_of_nothing_known_is_said(window: Opened, tmp_path: Path) -> None:
    (tmp_path / "train.de").write_text("eins\n")
    loads = len(window.host.all(commands.Load))
    assert drop(window.heed.window, tmp_path)
    assert len(window.host.all(commands.Load)) == loads
    assert "neither a checkpoint nor" in window.heed.frame.failure.sentence.text()


def test_a_checkpoints_folder_stays_whole(tmp_path: Path, story: Path) -> None:
    (tmp_path / "checkpoint.json").write_text("{}")
    assert opening.inside([str(tmp_path)]) == [str(tmp_path)]
    assert opening.inside([str(story), str(tmp_path)]) == [str(story), str(tmp_path)]


def test_many_files_are_called_by_the_first() -> None:
    assert called(["/a/one.txt", "/a/two.txt"]) == "one.txt + two.txt"
    assert called([f"/a/{n}.txt" for n in range(40)]) == "0.txt + 39 more"
