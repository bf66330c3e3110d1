"""What the tokens are: words, characters, fitted pieces, or those of a vocabulary file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from engine.specification import FITTED, DataSpecification
from visualizer.appearance import Appearance
from visualizer.widgets.drop_button import DropButton
from visualizer.widgets.label import Label
from visualizer.widgets.segmented import Segmented

_FILE = "file"


class TokenChoices(QWidget):
    """Kinds of token; for running text a vocabulary of the field, too, from one file or two.

    Signals: `chosen(data)` with the DataSpecification that the user's choice makes.
    """

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, data: DataSpecification, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._data = data
        self._fitted = [
            ("word", self.tr("word")),
            ("character", self.tr("character")),
            ("bpe", "BPE"),
        ]
        self.kinds = Segmented(
            appearance,
            self._fitted,
            tips={_FILE: self.tr("vocab.txt, tokenizer.json, or vocab.json with merges.txt")},
            parent=self,
        )
        self.kinds.setAccessibleName(self.tr("Tokens"))
        self.kinds.changed.connect(self._take)
        self.files = DropButton(appearance, self.tr("Vocabulary"), self)
        self.files.clicked.connect(self.choose_files)
        head = Label(appearance, self.tr("Tokens"), "note", "low", parent=self)
        self._column = QVBoxLayout(self)
        for widget in (head, self.kinds, self.files):
            self._column.addWidget(widget)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.set_data(data)

    def set_data(self, data: DataSpecification) -> None:
        """Show other choices, without a signal."""
        self._data = data
        offered = [*self._fitted]
        if data.kind == "text" or data.vocabulary_files:
            offered.append((_FILE, self.tr("file …")))
        self.kinds.set_options(offered)
        tokens = data.tokenization if data.tokenization in FITTED else FITTED[0]
        self.kinds.set_value(_FILE if data.vocabulary_files else tokens)
        self.files.setVisible(bool(data.vocabulary_files))
        names = " + ".join(Path(path).name for path in data.vocabulary_files)
        self.files.set_value(names, "\n".join(data.vocabulary_files))

    @Slot(str)
    def _take(self, key: str) -> None:
        if key == _FILE:
            self.choose_files()
            return
        kind = next(kind for kind in FITTED if kind == key)
        self.chosen.emit(replace(self._data, tokenization=kind, vocabulary_files=()))

    @Slot()
    def choose_files(self) -> None:
        """Ask for the vocabulary; without an answer all stays as it was."""
        near = self._data.vocabulary_files or self._data.files
        paths, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Choose vocab.txt or tokenizer.json, or vocab.json and merges.txt"),
            str(Path(near[0]).parent) if near else "",
            self.tr("Vocabulary (*.txt *.json *.bpe);;All (*)"),
        )
        if paths:
            self.chosen.emit(replace(self._data, vocabulary_files=tuple(paths)))
        else:
            self.set_data(self._data)

    @Slot()
    def _restyle(self) -> None:
        self._column.setContentsMargins(0, self._appearance.px(8), 0, 0)
        self._column.setSpacing(self._appearance.px(6))
