"""Opening a file: progress, report, another choice, cancelling, failure."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from engine.data.problem import DataProblem
from engine.data.readers.form import reader
from engine.messages.events import Failed
from engine.messages.reading import Reading, SkippedRows
from tests.visualizer.dialogs.opening import Opening, choose, click, report_text
from visualizer.appearance import Appearance
from visualizer.dialogs.open_data import OpenDataDialog
from visualizer.widgets.chips import Chips


@pytest.fixture
def opening(qtbot: QtBot) -> Iterator[Opening]:
    opening = Opening(qtbot)
    yield opening
    if isValid(opening.dialog):  # Closed, it deletes itself.
        opening.dialog.close()


def test_it_asks_at_once_and_shows_how_far_reading_has_come(opening: Opening) -> None:
    dialog = opening.dialog
    assert opening.last.data.files == ("/data/pairs.tsv",)
    assert not opening.last.data.world and not dialog.foot.train.isEnabled()
    dialog.receive(Reading(opening.last.request, 91_240, 40, 100))
    assert dialog.pages.notice.isVisible() and dialog.pages.notice.state == "loading"
    assert dialog.pages.notice.headline == "91,240 lines"
    dialog.receive(Reading(opening.last.request + 1, 5, 1, 100))
    assert dialog.pages.notice.headline == "91,240 lines", "another request's progress is not ours"
    dialog.receive(Reading(opening.last.request, 100_000, 100, 100))
    assert "cutting" in dialog.pages.notice.headline


def test_the_report_says_all_that_was_understood(opening: Opening) -> None:
    opening.report()
    dialog, text = opening.dialog, opening.dialog.pages.view.text
    assert dialog.pages.view.isVisible() and dialog.foot.train.isEnabled()
    assert "tab-separated table, 3 columns" in dialog.form.text()
    for words in (
        "12,345",
        "12,000",
        "345",
        "4,321",
        ".03",
        "not 3 columns",
        "lines 17, 204, 1,999",
        "The target takes only 2 values.",
        "33",
        "44",
        "taken as source",
        "not used",
        "Go.",
    ):
        assert words in text, words
    chips = dialog.pages.view.findChildren(Chips)
    assert [[token.text for token in line.tokens] for line in chips] == [["Go", "zut"], ["Va", "!"]]
    assert chips[0].tokens[1].unknown
    assert (
        dialog.choices.columns.source.value == "english"
        and dialog.choices.columns.target.value == "french"
    )


def test_half_of_two_aligned_files_can_be_opened_with_the_other(
    qtbot: QtBot, tmp_path: Path
) -> None:
    here, beside = tmp_path / "val.en", tmp_path / "val.de"
    for path in (here, beside):
        path.write_text("one\n")
    opening = Opening(qtbot, str(here))
    try:
        reader([str(here)])
    except DataProblem as problem:
        opening.dialog.receive(Failed("Reading", str(problem), request=opening.last.request))
    first = opening.dialog.pages.notice.first_button()
    assert first is not None and first.text() == "Open both"
    click(first)
    assert opening.last.data.files == (str(here), str(beside))
    opening.dialog.receive(Failed("Reading", "No.", request=opening.last.request))
    first = opening.dialog.pages.notice.first_button()
    assert first is not None and first.text() != "Open both"
    opening.dialog.close()


@pytest.mark.parametrize("width", [760, 900, 980])
def test_the_report_is_never_wider_than_its_page(opening: Opening, width: int) -> None:
    long = "a_column_with_a_very_long_name_that_somebody_chose_for_it"
    opening.dialog.resize(width, 640)
    opening.report(
        columns=((long, "1"), ("english", "Go. " * 80), ("french", "Va !")),
        source_column=long,
        pairs=12_345_678,
        training_pairs=12_000_000,
        skipped=(
            SkippedRows("longer than 100 tokens, which is more than allowed", 1_234_567, (17,)),
        ),
    )
    QApplication.processEvents()
    view = opening.dialog.pages.view
    page = view.widget()
    assert page is not None and page.width() <= view.viewport().width()


def test_another_column_reads_again_once_the_user_rests(opening: Opening, qtbot: QtBot) -> None:
    opening.report()
    first = opening.last.request
    choose(opening.dialog.choices.columns.source, "id")
    assert not opening.dialog.foot.train.isEnabled()
    opening.dialog.choices.tokens.kinds.setFocus()
    QTest.keyClick(opening.dialog.choices.tokens.kinds, Qt.Key.Key_End)
    assert opening.last.request == first, "not before the rest"
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert (opening.last.data.source_column, opening.last.data.tokenization) == ("id", "bpe")
    assert opening.last.data.target_column == "french"
    assert opening.cancelled == [], "nothing was being read"
    assert opening.dialog.pages.view.isVisible(), "the last report stays to be looked at"
    opening.report()
    assert opening.dialog.foot.train.isEnabled()


def test_a_change_while_reading_cancels_and_old_answers_are_dropped(
    opening: Opening, qtbot: QtBot
) -> None:
    first = opening.last.request
    QTest.keyClick(opening.dialog.choices.columns.header, Qt.Key.Key_Right)
    assert opening.cancelled == [first]
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert opening.last.data.header is True
    report = opening.report(request=first)
    assert opening.dialog.report is None and not opening.dialog.foot.train.isEnabled()
    opening.dialog.receive(replace(report, request=opening.last.request))
    assert opening.dialog.report is not None


def test_the_same_column_on_both_sides_swaps_them(opening: Opening, qtbot: QtBot) -> None:
    opening.report()
    first = opening.last.request
    choose(opening.dialog.choices.columns.source, "french")
    qtbot.waitUntil(lambda: opening.last.request != first)
    data = opening.last.data
    assert (data.source_column, data.target_column) == ("french", "english")
    opening.report()
    second = opening.last.request
    click(opening.dialog.choices.columns.swap)
    qtbot.waitUntil(lambda: opening.last.request != second)
    assert opening.last.data.source_column == "english"


def test_another_header_lets_the_reader_choose_the_columns_anew(
    opening: Opening, qtbot: QtBot
) -> None:
    opening.report()
    choose(opening.dialog.choices.columns.source, "id")
    QTest.keyClick(opening.dialog.choices.columns.header, Qt.Key.Key_End)
    first = opening.last.request
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert opening.last.data.header is False and opening.last.data.source_column == ""


def test_numbers_are_checked_before_they_are_asked(opening: Opening, qtbot: QtBot) -> None:
    opening.report()
    first = opening.last.request
    field = opening.dialog.choices.numbers["max_length"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0")
    assert field.problem
    field.selectAll()
    QTest.keyClicks(field, "20")
    assert not field.problem
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert opening.last.data.max_length == 20


def test_escape_cancels_the_reading_first_and_then_the_dialog(opening: Opening) -> None:
    request = opening.last.request
    QTest.keyClick(opening.dialog, Qt.Key.Key_Escape)
    assert opening.cancelled == [request] and opening.dialog.isVisible()
    assert "cancelled" in opening.dialog.pages.notice.headline
    opening.report()
    assert opening.dialog.report is None, "what comes after all is not taken"
    button = opening.dialog.pages.notice.first_button()
    assert button is not None
    click(button)
    assert opening.last.request != request
    opening.report()
    QTest.keyClick(opening.dialog, Qt.Key.Key_Escape)
    assert not opening.dialog.isVisible() and opening.cancelled == [request]


def test_closing_while_reading_cancels_and_a_pending_change_is_never_asked(
    opening: Opening, qtbot: QtBot
) -> None:
    request = opening.last.request
    click(opening.dialog.foot.cancel)
    assert opening.cancelled == [request]
    qtbot.wait(1)
    assert len(opening.sent) == 2


def test_train_hands_over_exactly_what_was_read(opening: Opening) -> None:
    report = opening.report()
    click(opening.dialog.foot.train)
    assert opening.accepted == [report.data] == [opening.last.data]
    assert opening.cancelled == []


def test_a_file_that_changed_since_is_read_and_shown_anew(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("one\teins\n")
    opening = Opening(qtbot, str(path))
    try:
        opening.report(warnings=())
        asked = opening.last
        path.write_text("one\teins\ntwo\tzwei\n")
        click(opening.dialog.foot.train)
        assert opening.accepted == [] and opening.last is not asked
        assert not opening.dialog.foot.train.isEnabled()
        report = opening.report(pairs=2)
        said = opening.dialog.foot.status.text()
        assert "Changed since it was read: pairs.tsv" in said and "Remarks: 1" in said
        click(opening.dialog.foot.train)
        assert opening.accepted == [report.data]
    finally:
        if isValid(opening.dialog):
            opening.dialog.close()


def test_a_failure_is_said_in_words_with_the_way_out(
    opening: Opening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opening.dialog
    dialog.receive(Failed("Reading", "pairs.tsv has one column only.", request=99_999))
    assert dialog.pages.notice.state == "loading"
    dialog.receive(
        Failed("Reading", "pairs.tsv has one column only.", request=opening.last.request)
    )
    assert dialog.pages.notice.state == "failed" and "one column" in dialog.pages.notice.headline
    assert not dialog.foot.train.isEnabled()
    chosen = ["/data/a.en", "/data/a.fr"]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    button = dialog.pages.notice.first_button()
    assert button is not None and button.text() == "Choose another file"
    click(button)
    assert opening.last.data.files == tuple(chosen)
    assert dialog.heading.text() == "a.en + a.fr"
    assert dialog.choices.columns.header.isHidden(), "aligned files have no header"


def test_dialogs_come_and_go(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for _ in range(20):
        dialog = OpenDataDialog(Appearance(), lambda command: None, ["a.tsv"], window)
        dialog.show()
        dialog.close()
        del dialog
        gc.collect()
        qtbot.wait(0)


def test_the_switch_reads_again_as_the_other_kind(opening: Opening, qtbot: QtBot) -> None:
    opening.report()
    choices, first = opening.dialog.choices, opening.last.request
    QTest.keyClick(choices.kind, Qt.Key.Key_End)
    assert choices.columns.isHidden() and not opening.dialog.foot.train.isEnabled()
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert opening.last.data.kind == "text"
    report_text(opening)
    second = opening.last.request
    QTest.keyClick(choices.kind, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: opening.last.request != second)
    assert opening.last.data.kind == "pairs" and choices.columns.isVisible()
