"""What a report on data is made of: figures, doubts, lengths, skipped rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.messages.reading import DataReport, SkippedRows
from engine.seen.tokens import Token
from visualizer.appearance import Appearance, Role
from visualizer.panels.doubt import Doubt
from visualizer.widgets.chips import Chips
from visualizer.widgets.label import Label

#: Line numbers named of each reason for skipping.
_LINES = 8
#: All figures stand beside each other where their numbers are no wider together, at scale 1.
_FIGURES = 400
_RIGHT = Qt.AlignmentFlag.AlignRight


class ReportPage(QWidget):
    """A column of sections, in the order in which they are added.

    A subclass says in `sections()` which; each yield is a place where the window may paint and
    take a key before the next is made.
    """

    def __init__(
        self,
        appearance: Appearance,
        report: DataReport,
        remarks: tuple[str, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._report = report
        self._remarks = remarks
        self._coming: Iterator[None] | None = None
        self.appearance = appearance
        px = appearance.px
        self.setObjectName("page")
        self.setStyleSheet(f"#page {{ background: {appearance.theme.panel}; }}")
        # A subclass of QWidget paints the ground of a style sheet only where it is told to.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(6), px(16), px(16))
        self._column.setSpacing(px(8))

    def sections(self) -> Iterator[None]:
        """Add them, one after another."""
        raise NotImplementedError

    def add_next(self) -> bool:
        """Add what comes before the next yield; False once there is nothing more."""
        if self._coming is None:
            self._coming = self.sections()
        try:
            next(self._coming)
        except StopIteration:
            self._column.addStretch(1)
            return False
        return True

    # ------------------------------------------------------------ sections

    def add_doubts(self, sentences: Sequence[str]) -> None:
        """What gives pause."""
        for sentence in sentences:
            self._column.addWidget(Doubt(self.appearance, sentence, self))

    def add_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """An even number of (number, what it counts)."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.appearance.px(12))
        grid.setVerticalSpacing(self.appearance.px(6))
        numbers = [self.label(value, "title", "high", bold=True) for value, _ in figures]
        wide = sum(number.sizeHint().width() + self.appearance.px(12) for number in numbers)
        beside = len(figures) if wide <= self.appearance.px(_FIGURES) else len(figures) // 2
        for place, (value, (_, words)) in enumerate(zip(numbers, figures, strict=True)):
            block = QVBoxLayout()
            block.setSpacing(0)
            block.addWidget(value)
            name = self.label(words, "note", "low")
            name.setWordWrap(True)
            block.addWidget(name)
            block.addStretch(1)
            grid.addLayout(block, place // beside, place % beside)
            grid.setColumnStretch(place % beside, 1)
        self._column.addLayout(grid)

    def add_lengths(self, rows: Sequence[tuple[str, tuple[int, int, int, int]]]) -> None:
        """Of what, and its shortest, median, 95th percentile and longest."""
        self.head(self.tr("Lengths"), self.tr("in tokens, without <s> and </s>"))
        grid = self.grid()
        heads = (
            self.tr("shortest"),
            self.tr("median"),
            self.tr(".95 are no longer than"),
            self.tr("longest"),
        )
        for column, head in enumerate(heads):
            above = self.label(head, "note", "low")
            above.setWordWrap(True)
            above.setAlignment(_RIGHT | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(above, 0, column + 1)
            grid.setColumnStretch(column + 1, 2)
        for row, (name, lengths) in enumerate(rows):
            grid.addWidget(self.short(name, "mid"), row + 1, 0)
            for column, length in enumerate(lengths):
                figure = self.label(f"{length:,}", "text", "high")
                grid.addWidget(figure, row + 1, column + 1, _RIGHT)
        grid.setColumnStretch(0, 3)

    def add_skipped(self, title: str, note: str, none: str, skipped: Sequence[SkippedRows]) -> None:
        """Why lines were left out, how many, and which."""
        if not skipped:
            self.head(title, none)
            return
        self.head(title, note)
        grid = self.grid()
        for row, part in enumerate(skipped):
            shown = ", ".join(f"{line:,}" for line in part.lines[:_LINES])
            more = " …" if part.count > min(len(part.lines), _LINES) else ""
            grid.addWidget(self.label(f"{part.count:,}", "text", "high"), row, 0, _RIGHT)
            reason = self.label(part.reason, "text", "mid")
            reason.setWordWrap(True)
            grid.addWidget(reason, row, 1)
            words = self.tr("line {0}") if part.count == 1 else self.tr("lines {0}")
            lines = self.label(words.format(shown) + more, "note", "low")
            lines.setWordWrap(True)
            grid.addWidget(lines, row, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    # ------------------------------------------------------------ building blocks

    def head(self, title: str, note: str) -> None:
        """Begin a section."""
        px = self.appearance.px
        row = QHBoxLayout()
        row.setContentsMargins(0, px(10), 0, 0)
        row.setSpacing(px(10))
        row.addWidget(self.label(title, "text", "high", bold=True))
        short = Label(self.appearance, note, "note", "low", elide=True, parent=self)
        row.addWidget(short, 1)
        self._column.addLayout(row)

    def chips(self, name: str, tokens: tuple[Token, ...], most: int = 1) -> Chips:
        """Tokens in `most` lines; `name` is what they are called for those who hear the page."""
        chips = Chips(self.appearance, self)
        chips.set_lines(most)
        chips.set_tokens(tokens)
        chips.setAccessibleName(name)
        return chips

    def grid(self) -> QGridLayout:
        """Cells of a table, empty, below what was added last."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.appearance.px(16))
        grid.setVerticalSpacing(self.appearance.px(4))
        self._column.addLayout(grid)
        return grid

    def label(self, text: str, role: Role, colour: str, bold: bool = False) -> Label:
        """Words in the appearance of the page."""
        return Label(self.appearance, text, role=role, colour=colour, bold=bold, parent=self)

    def short(self, text: str, colour: str, bold: bool = False) -> Label:
        """One line that gives way where there is no room; the tooltip has it in full."""
        label = Label(self.appearance, text, "text", colour, bold, elide=True, parent=self)
        label.setToolTip(text)
        return label
