"""Opening running text: its documents, and vocabularies of the field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from engine.specification import DataSpecification
from tests.visualizer.dialogs.opening import Opening, choose, report_text


@pytest.fixture
def text(qtbot: QtBot) -> Iterator[Opening]:
    data = DataSpecification(kind="text", world="")
    opening = Opening(qtbot, "/data/story.txt", data=data)
    yield opening
    if isValid(opening.dialog):
        opening.dialog.close()


def test_running_text_has_documents_and_no_columns(text: Opening, qtbot: QtBot) -> None:
    choices = text.dialog.choices
    assert text.last.data.kind == "text"
    assert choices.columns.isHidden() and choices.documents.isVisible()
    report_text(text)
    first = text.last.request
    choose(choices.documents, "endoftext")
    qtbot.waitUntil(lambda: text.last.request != first)
    assert text.last.data.documents == "endoftext" and text.last.data.kind == "text"


def test_a_vocabulary_of_the_field_takes_the_place_of_a_fitted_one(
    text: Opening, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_text(text)
    tokens, first = text.dialog.choices.tokens, text.last.request
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    QTest.keyClick(tokens.kinds, Qt.Key.Key_End)
    assert tokens.kinds.value == "word" and tokens.files.isHidden(), "nothing was chosen"
    chosen = ["/data/vocab.json", "/data/merges.txt"]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    QTest.keyClick(tokens.kinds, Qt.Key.Key_End)
    assert tokens.files.isVisible() and tokens.files.value == "vocab.json + merges.txt"
    assert text.dialog.choices.numbers["vocabulary_size"].isHidden(), "the files have a size"
    qtbot.waitUntil(lambda: text.last.request != first)
    assert text.last.data.vocabulary_files == tuple(chosen)
    QTest.keyClick(tokens.kinds, Qt.Key.Key_Home)
    assert text.dialog.choices.data.vocabulary_files == () and tokens.files.isHidden()
