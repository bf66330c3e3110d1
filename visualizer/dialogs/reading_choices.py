"""How files are to be read: as what, where they divide, into which tokens, and how much."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.messages.reading import DataReport
from engine.specification import DataSpecification, Kind, Separator
from visualizer.appearance import Appearance
from visualizer.dialogs.column_choices import ColumnChoices
from visualizer.dialogs.token_choices import TokenChoices
from visualizer.widgets.choice_button import ChoiceButton
from visualizer.widgets.label import Label
from visualizer.widgets.number_field import NumberField, whole_number
from visualizer.widgets.segmented import Segmented

_KINDS: tuple[Kind, ...] = ("pairs", "text")
_SEPARATORS: tuple[Separator, ...] = ("auto", "blank line", "line", "endoftext", "file")
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
        self.kind = Segmented(
            appearance,
            [("pairs", self.tr("sentence pairs")), ("text", self.tr("running text"))],
            parent=self,
        )
        self.kind.setAccessibleName(self.tr("Read as"))
        self.kind.changed.connect(self._take_kind)
        self.columns = ColumnChoices(appearance, data, self)
        self.documents = ChoiceButton(appearance, self.tr("Documents"), self)
        self.documents.changed.connect(self._take_documents)
        self.tokens = TokenChoices(appearance, data, self)
        for part in (self.columns, self.tokens):
            part.chosen.connect(self._change)
        self.numbers: dict[_NumberName, NumberField] = {
            "vocabulary_size": NumberField(appearance, "", whole_number(8, 200_000), 9, self),
            "max_length": NumberField(appearance, "", whole_number(1, 512), 9, self),
            "limit": NumberField(appearance, "", whole_number(0, 100_000_000), 9, self),
        }
        self._captions = {
            name: Label(appearance, colour="mid", elide=True, parent=self) for name in self.numbers
        }
        for field in self.numbers.values():
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
        self.columns.set_data(data)
        self._show()

    def show_report(self, report: DataReport) -> None:
        """Offer the columns found, and show which two were taken."""
        self.columns.show_report(report)

    def _show(self) -> None:
        data, text = self._data, self._data.kind == "text"
        self.kind.set_value(data.kind)
        self.columns.setVisible(not text)
        self.documents.setVisible(text)
        self.documents.set_options(self._separators(), data.documents)
        self.tokens.set_data(data)
        captions: dict[_NumberName, str] = {
            "vocabulary_size": self.tr("Vocabulary"),
            "max_length": self.tr("Longest piece, in tokens")
            if text
            else self.tr("Longest, in tokens"),
            "limit": self.tr("Documents (0: all)") if text else self.tr("Pairs (0: all)"),
        }
        for name, field in self.numbers.items():
            field.set_number(getattr(data, name))
            field.setAccessibleName(self.tr("At most: {0}").format(captions[name]))
            self._captions[name].setText(captions[name])
        # A vocabulary from files has the size that it has.
        for widget in (self.numbers["vocabulary_size"], self._captions["vocabulary_size"]):
            widget.setVisible(not data.vocabulary_files)

    def _separators(self) -> list[tuple[str, str, str]]:
        names = (
            self.tr("found by itself"),
            self.tr("end at a blank line"),
            self.tr("one a line"),
            self.tr("end at <|endoftext|>"),
            self.tr("one a file"),
        )
        return [(key, name, name) for key, name in zip(_SEPARATORS, names, strict=True)]

    # ------------------------------------------------------------ what the user does

    @Slot(str)
    def _take_kind(self, key: str) -> None:
        """The rest stays, but pairs take no vocabulary from files and other columns."""
        kind = next(kind for kind in _KINDS if kind == key)
        data = replace(self._data, kind=kind, vocabulary_files=())
        self.set_data(data)
        self.changed.emit()

    @Slot(str)
    def _take_documents(self, key: str) -> None:
        self._change(replace(self._data, documents=next(s for s in _SEPARATORS if s == key)))

    @Slot(object)
    def _take_number(self, number: float) -> None:
        for name, field in self.numbers.items():
            if field is self.sender():
                changes: dict[str, int] = {name: int(number)}
                self._change(replace(self._data, **changes))  # type: ignore[arg-type]

    @Slot(object)
    def _change(self, data: DataSpecification) -> None:
        if data != self._data:
            self._data = data
            self.columns.keep(data)
            self._show()
            self.changed.emit()

    # ------------------------------------------------------------ building

    def _fill(self) -> None:
        self._head(self.tr("Read as"))
        self._column.addWidget(self.kind)
        self._column.addWidget(self.columns)
        self._column.addWidget(self.documents)
        self._column.addWidget(self.tokens)
        self._head(self.tr("At most"))
        grid = QGridLayout()
        for row, (name, field) in enumerate(self.numbers.items()):
            grid.addWidget(self._captions[name], row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(0, 1)
        self._column.addLayout(grid)
        self._column.addStretch(1)

    def _head(self, text: str) -> Label:
        label = Label(self._appearance, text, role="note", colour="low", parent=self)
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
        self.columns.setContentsMargins(0, px(8), 0, 0)
        self.setStyleSheet(f"#choices {{ background: {self._appearance.theme.panel}; }}")
