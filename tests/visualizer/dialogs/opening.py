"""A dialog that opens data, what it sent, and answers as the engine gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.messages.commands import Cancel, Command, ReadData
from engine.messages.reading import DataReport, Example, SkippedRows
from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.dialogs.open_data import OpenDataDialog

COLUMNS = (("id", "1"), ("english", "Go."), ("french", "Va !"))


class Opening:
    """A dialog and what it sent."""

    def __init__(self, qtbot: QtBot, *paths: str, **choices: Any) -> None:
        self.sent: list[Command] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        files = paths or ("/data/pairs.tsv",)
        self.dialog = OpenDataDialog(Appearance(), self.sent.append, files, self.window, **choices)
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.accepted: list[object] = []
        self.dialog.train_requested.connect(self.accepted.append)

    @property
    def last(self) -> ReadData:
        asked = [command for command in self.sent if isinstance(command, ReadData)]
        return asked[-1]

    @property
    def cancelled(self) -> list[int]:
        return [command.request for command in self.sent if isinstance(command, Cancel)]

    def report(self, **changes: object) -> DataReport:
        """The engine's answer to the last question."""
        data = self.last.data
        words = (Token(5, "Go"), Token(3, "zut", unknown=True)), (Token(6, "Va"), Token(7, "!"))
        report = DataReport(
            request=self.last.request,
            data=data,
            form="tab-separated table, 3 columns, with a header line",
            columns=COLUMNS,
            source_column=data.source_column or "english",
            target_column=data.target_column or "french",
            pairs=12_345,
            training_pairs=12_000,
            held_out_pairs=345,
            examples=(Example("Go zut", "Va !"),),
            tokenized=(words,),
            lengths={"source": (1, 4, 9, 33), "target": (2, 5, 11, 44)},
            vocabulary=4321,
            unknown_rate=0.031,
            skipped=(SkippedRows("not 3 columns", 3, (17, 204, 1999)),),
            warnings=("The target takes only 2 values.",),
        )
        report = replace(report, **changes)  # type: ignore[arg-type]
        self.dialog.receive(report)
        return report


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(button, key: str) -> None:
    """Choose from the menu of a drop button, with its keys."""
    QTest.keyClick(button, Qt.Key.Key_Space)
    menu = button.menu_of_options
    assert menu.isVisible()
    action = next(action for action in menu.actions() if action.data() == key)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def report_text(opening: Opening, **changes: object) -> DataReport:
    lengths = {"document": (1, 4, 9, 33), "sentence": (1, 3, 8, 20)}
    words = ((Token(7, "once"),), ())
    return opening.report(columns=(), lengths=lengths, tokenized=(words,), sentences=9, **changes)
