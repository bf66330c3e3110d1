"""Which columns of a table hold source and target, and whether its first line names them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from engine.messages.reading import DataReport
from engine.specification import DataSpecification
from visualizer.appearance import Appearance
from visualizer.widgets.choice_button import ChoiceButton
from visualizer.widgets.label import Label
from visualizer.widgets.segmented import Segmented

#: Most letters of a column's first value beside its name.
_SHOWN = 34
_HEADERS: dict[str, bool | None] = {"auto": None, "yes": True, "no": False}


class ColumnChoices(QWidget):
    """Source, target and header of one file of pairs.

    Signals: `chosen(data)` with the DataSpecification that the user's choice makes.
    """

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, data: DataSpecification, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._data = data
        self._shown = ("", "")
        self.source = ChoiceButton(appearance, self.tr("Source"), self)
        self.target = ChoiceButton(appearance, self.tr("Target"), self)
        self.source.changed.connect(self._take_source)
        self.target.changed.connect(self._take_target)
        self.swap = QPushButton(self.tr("Swap source and target"), self)
        self.swap.clicked.connect(self._swap)
        self.header = Segmented(
            appearance,
            [("auto", self.tr("automatic")), ("yes", self.tr("yes")), ("no", self.tr("no"))],
            parent=self,
        )
        self.header.setAccessibleName(self.tr("Does the first line name the columns?"))
        self.header.changed.connect(self._take_header)
        head = Label(appearance, self.tr("Columns"), "note", "low", parent=self)
        self._header_head = Label(
            appearance, self.tr("First line names the columns"), "note", "low", parent=self
        )
        self._column = QVBoxLayout(self)
        for widget in (head, self.source, self.target, self.swap, self._header_head, self.header):
            self._column.addWidget(widget)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.set_data(data)

    def set_data(self, data: DataSpecification) -> None:
        """Show other choices, without a signal; columns are offered with the next report."""
        self._data = data
        self.header.set_value(next(k for k, v in _HEADERS.items() if v == data.header))
        one_file = len(data.files) == 1
        self.header.setVisible(one_file)
        self._header_head.setVisible(one_file)
        self._offer((), data.source_column, data.target_column)

    def keep(self, data: DataSpecification) -> None:
        """Other choices were made beside these."""
        self._data = data

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
        self.chosen.emit(replace(self._data, source_column=source, target_column=target))

    @Slot(str)
    def _take_header(self, key: str) -> None:
        # Columns are called otherwise now, so the reader chooses them anew.
        header = _HEADERS[key]
        self.chosen.emit(replace(self._data, header=header, source_column="", target_column=""))

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))
        self._header_head.setContentsMargins(0, px(8), 0, 0)
        self.swap.setFixedHeight(px(28))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2].rstrip() + " …"
