"""How a file is to be read: columns, header, tokens, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from engine.messages import DataReport
from engine.specification import DataSpecification, Tokenization
from visualizer.appearance import Appearance
from visualizer.widgets.choice_button import ChoiceButton
from visualizer.widgets.label import Label
from visualizer.widgets.number_field import NumberField, whole_number
from visualizer.widgets.segmented import Segmented

#: Most letters of a column's first value beside its name.
_SHOWN = 34
_HEADERS: dict[str, bool | None] = {"auto": None, "yes": True, "no": False}
_TOKENS: tuple[Tokenization, ...] = ("word", "character", "bpe")
_NumberName = Literal["vocabulary_size", "max_length", "limit"]


class ReadingChoices(QWidget):
    """A column of controls that always shows one DataSpecification.

    Signals: `changed` when the user chose otherwise.
    """

    changed = Signal()

    def __init__(
        self, appearance: Appearance, data: DataSpecification, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._data = data
        self.source = ChoiceButton(appearance, self.tr("Source"), self)
        self.target = ChoiceButton(appearance, self.tr("Target"), self)
        self.source.changed.connect(self._take_source)
        self.target.changed.connect(self._take_target)
        self.swap = QPushButton(self.tr("Swap source and target"), self)
        self.swap.clicked.connect(self._swap)
        self.header = Segmented(
            appearance,
            [("auto", self.tr("automatic")), ("yes", self.tr("yes")), ("no", self.tr("no"))],
        )
        self.header.setAccessibleName(self.tr("Does the first line name the columns?"))
        self.header.changed.connect(self._take_header)
        self.tokens = Segmented(
            appearance,
            [("word", self.tr("word")), ("character", self.tr("character")), ("bpe", "BPE")],
        )
        self.tokens.setAccessibleName(self.tr("Tokens"))
        self.tokens.changed.connect(self._take_tokens)
        self.numbers: dict[_NumberName, NumberField] = {
            "vocabulary_size": NumberField(appearance, "", whole_number(8, 200_000), 9),
            "max_length": NumberField(appearance, "", whole_number(1, 512), 9),
            "limit": NumberField(appearance, "", whole_number(0, 100_000_000), 9),
        }
        self._captions: dict[_NumberName, str] = {
            "vocabulary_size": self.tr("Vocabulary at most"),
            "max_length": self.tr("Longest, in tokens"),
            "limit": self.tr("Pairs at most (0: all)"),
        }
        for name, field in self.numbers.items():
            field.setAccessibleName(self._captions[name])
            field.number_changed.connect(self._take_number)
        self._heads: list[Label] = []
        self._column = QVBoxLayout(self)
        self.setObjectName("choices")
        self._fill()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.set_data(data)

    @property
    def data(self) -> DataSpecification:
        """What is chosen."""
        return self._data

    def set_data(self, data: DataSpecification) -> None:
        """Show other choices, without a signal."""
        self._data = data
        self.header.set_value(next(k for k, v in _HEADERS.items() if v == data.header))
        self.tokens.set_value(data.tokenization)
        for name, field in self.numbers.items():
            field.set_number(getattr(data, name))
        one_file = len(data.files) == 1
        self.header.setVisible(one_file)
        self._header_head.setVisible(one_file)
        self._offer((), data.source_column, data.target_column)

    def show_report(self, report: DataReport) -> None:
        """Offer the columns found, and show which two were taken."""
        self._offer(report.columns, report.source_column, report.target_column)

    def _offer(self, columns: tuple[tuple[str, str], ...], source: str, target: str) -> None:
        options = [
            (name, name, f"{name}    {_shortened(first)}" if first else name)
            for name, first in columns
        ]
        for button, key in ((self.source, source), (self.target, target)):
            button.setEnabled(bool(columns))
            button.set_options(options, key)
            if not columns:
                button.set_value("…")
        self.swap.setEnabled(len(columns) > 1)
        self._shown = (source, target)

    # ------------------------------------------------------------ what the user does

    @Slot(str)
    def _take_source(self, name: str) -> None:
        """A column chosen for both sides changes places with the other."""
        source, target = self._shown
        self._take_columns(name, source if name == target else target)

    @Slot(str)
    def _take_target(self, name: str) -> None:
        source, target = self._shown
        self._take_columns(target if name == source else source, name)

    @Slot()
    def _swap(self) -> None:
        source, target = self._shown
        self._take_columns(target, source)

    def _take_columns(self, source: str, target: str) -> None:
        self._shown = (source, target)
        self.source.set_value(source)
        self.target.set_value(target)
        self._change(replace(self._data, source_column=source, target_column=target))

    @Slot(str)
    def _take_header(self, key: str) -> None:
        # Columns are called otherwise now, so the reader chooses them anew.
        self._change(replace(self._data, header=_HEADERS[key], source_column="", target_column=""))

    @Slot(str)
    def _take_tokens(self, key: str) -> None:
        kind = next(kind for kind in _TOKENS if kind == key)
        self._change(replace(self._data, tokenization=kind))

    @Slot(object)
    def _take_number(self, number: float) -> None:
        for name, field in self.numbers.items():
            if field is self.sender():
                changes: dict[str, int] = {name: int(number)}
                self._change(replace(self._data, **changes))  # type: ignore[arg-type]

    def _change(self, data: DataSpecification) -> None:
        if data != self._data:
            self._data = data
            self.changed.emit()

    # ------------------------------------------------------------ building

    def _fill(self) -> None:
        self._head(self.tr("Columns"))
        for widget in (self.source, self.target, self.swap):
            self._column.addWidget(widget)
        self._header_head = self._head(self.tr("First line names the columns"))
        self._column.addWidget(self.header)
        self._head(self.tr("Tokens"))
        self._column.addWidget(self.tokens)
        self._head(self.tr("How much"))
        grid = QGridLayout()
        for row, (name, field) in enumerate(self.numbers.items()):
            caption = Label(self._appearance, self._captions[name], colour="mid", elide=True)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(0, 1)
        self._column.addLayout(grid)
        self._column.addStretch(1)

    def _head(self, text: str) -> Label:
        label = Label(self._appearance, text, role="note", colour="low")
        self._heads.append(label)
        self._column.addWidget(label)
        return label

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(16), px(4), px(12), px(12))
        self._column.setSpacing(px(6))
        for label in self._heads[1:]:
            label.setContentsMargins(0, px(8), 0, 0)
        self.swap.setFixedHeight(px(28))
        self.setStyleSheet(f"#choices {{ background: {self._appearance.theme.panel}; }}")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2].rstrip() + " …"
