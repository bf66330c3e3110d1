"""What was understood of a file: figures, doubts, examples, lengths, columns, skipped rows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from engine.look import Token
from engine.messages import DataReport
from visualizer.appearance import Appearance, Role
from visualizer.widgets.chips import Chips
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.label import Label
from visualizer.widgets.scale import number

#: Line numbers named of each reason for skipping.
_LINES = 8
#: Chips of both sides stand beside each other where none is wider, at scale 1.
_HALF = 300
#: All figures stand beside each other where their numbers are no wider together, at scale 1.
_FIGURES = 400


class DataReportView(QScrollArea):
    """One report as a page to read from top to bottom, what matters most first."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._report: DataReport | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What was understood of the data"))
        appearance.changed.connect(self._rebuild)

    @property
    def text(self) -> str:
        """Every word on the page, for search and for tests."""
        page = self.widget()
        labels = page.findChildren(Label) if page else []
        return "\n".join(label.text() for label in labels)

    def show_report(self, report: DataReport) -> None:
        """Replace the page."""
        self._report = report
        self._rebuild()

    @Slot()
    def _rebuild(self) -> None:
        if self._report is None:
            return
        report, px = self._report, self._appearance.px
        page = QWidget(self)
        page.setObjectName("page")
        page.setStyleSheet(f"#page {{ background: {self._appearance.theme.panel}; }}")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(px(16), px(6), px(16), px(16))
        self._column.setSpacing(px(8))
        for warning in report.warnings:
            self._column.addWidget(_Doubt(self._appearance, warning))
        self._add_figures(report)
        self._add_examples(report)
        self._add_lengths(report)
        self._add_skipped(report)
        self._add_columns(report)
        self._column.addStretch(1)
        self.setWidget(page)

    # ------------------------------------------------------------ sections

    def _add_figures(self, report: DataReport) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._appearance.px(12))
        grid.setVerticalSpacing(self._appearance.px(6))
        skipped = sum(part.count for part in report.skipped)
        figures = (
            (f"{report.pairs:,}", self.tr("pairs")),
            (f"{report.training_pairs:,}", self.tr("to learn from")),
            (f"{report.held_out_pairs:,}", self.tr("held out")),
            (f"{report.vocabulary:,}", self.tr("different tokens")),
            (number(report.unknown_rate), self.tr("unknown, held out")),
            (f"{skipped:,}", self.tr("rows skipped")),
        )
        numbers = [self._label(value, "title", "high", bold=True) for value, _ in figures]
        wide = sum(number.sizeHint().width() + self._appearance.px(12) for number in numbers)
        beside = len(figures) if wide <= self._appearance.px(_FIGURES) else len(figures) // 2
        for place, (value, (_, words)) in enumerate(zip(numbers, figures, strict=True)):
            block = QVBoxLayout()
            block.setSpacing(0)
            block.addWidget(value)
            name = self._label(words, "note", "low")
            name.setWordWrap(True)
            block.addWidget(name)
            block.addStretch(1)
            grid.addLayout(block, place // beside, place % beside)
            grid.setColumnStretch(place % beside, 1)
        self._column.addLayout(grid)

    def _add_examples(self, report: DataReport) -> None:
        self._head(
            self.tr("The first pairs, as tokens"),
            self.tr("dotted underline: unknown, the model reads <unk>"),
        )
        names = (self.tr("source"), self.tr("target"))
        pairs = [
            tuple(self._chips(name, tokens) for name, tokens in zip(names, pair, strict=True))
            for pair in report.tokenized
        ]
        widest = max((c.sizeHint().width() for pair in pairs for c in pair), default=0)
        grid = self._grid()
        grid.setVerticalSpacing(0)
        if widest <= self._appearance.px(_HALF):
            for side, name in enumerate(names):
                grid.addWidget(self._label(name, "note", "low"), 0, side)
                grid.setColumnStretch(side, 1)
                for row, pair in enumerate(pairs):
                    grid.addWidget(pair[side], row + 1, side)
            return
        for place, pair in enumerate(pairs):
            for side, name in enumerate(names):
                grid.addWidget(self._label(name, "note", "low"), 3 * place + side, 0)
                grid.addWidget(pair[side], 3 * place + side, 1)
            grid.setRowMinimumHeight(3 * place + 2, self._appearance.px(6))
        grid.setColumnStretch(1, 1)

    def _add_lengths(self, report: DataReport) -> None:
        self._head(self.tr("Lengths"), self.tr("in tokens, without <s> and </s>"))
        grid = self._grid()
        heads = (
            self.tr("shortest"),
            self.tr("median"),
            self.tr(".95 are no longer than"),
            self.tr("longest"),
        )
        for column, head in enumerate(heads):
            above = self._label(head, "note", "low")
            above.setWordWrap(True)
            above.setAlignment(_RIGHT | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(above, 0, column + 1)
            grid.setColumnStretch(column + 1, 2)
        for row, side in enumerate(("source", "target")):
            name = report.source_column if side == "source" else report.target_column
            title = self.tr("source") if side == "source" else self.tr("target")
            grid.addWidget(self._short(f"{title}  ·  {name}", "mid"), row + 1, 0)
            for column, length in enumerate(report.lengths[side]):
                grid.addWidget(
                    self._label(f"{length:,}", "text", "high"), row + 1, column + 1, _RIGHT
                )
        grid.setColumnStretch(0, 3)

    def _add_skipped(self, report: DataReport) -> None:
        if not report.skipped:
            self._head(self.tr("Skipped rows"), self.tr("none: every row was taken"))
            return
        self._head(self.tr("Skipped rows"), self.tr("left out, never shifted"))
        grid = self._grid()
        for row, part in enumerate(report.skipped):
            shown = ", ".join(f"{line:,}" for line in part.lines[:_LINES])
            more = " …" if part.count > min(len(part.lines), _LINES) else ""
            grid.addWidget(self._label(f"{part.count:,}", "text", "high"), row, 0, _RIGHT)
            reason = self._label(part.reason, "text", "mid")
            reason.setWordWrap(True)
            grid.addWidget(reason, row, 1)
            words = self.tr("line {0}") if part.count == 1 else self.tr("lines {0}")
            lines = self._label(words.format(shown) + more, "note", "low")
            lines.setWordWrap(True)
            grid.addWidget(lines, row, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _add_columns(self, report: DataReport) -> None:
        self._head(self.tr("Columns found"), self.tr("with their first value"))
        grid = self._grid()
        taken = {report.source_column: self.tr("source"), report.target_column: self.tr("target")}
        for row, (name, first) in enumerate(report.columns):
            used = name in taken
            grid.addWidget(self._short(name, "high" if used else "low", bold=used), row, 0)
            grid.addWidget(self._short(" ".join(first.split()), "mid"), row, 1)
            words = self.tr("taken as {0}").format(taken[name]) if used else self.tr("not used")
            grid.addWidget(self._label(words, "note", "mid" if used else "low"), row, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)

    # ------------------------------------------------------------ building blocks

    def _head(self, title: str, note: str) -> None:
        px = self._appearance.px
        row = QHBoxLayout()
        row.setContentsMargins(0, px(10), 0, 0)
        row.setSpacing(px(10))
        row.addWidget(self._label(title, "text", "high", bold=True))
        short = Label(self._appearance, note, "note", "low", elide=True)
        row.addWidget(short, 1)
        self._column.addLayout(row)

    def _chips(self, name: str, tokens: tuple[Token, ...]) -> Chips:
        chips = Chips(self._appearance)
        chips.set_tokens(tokens)
        chips.setAccessibleName(name)
        return chips

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._appearance.px(16))
        grid.setVerticalSpacing(self._appearance.px(4))
        self._column.addLayout(grid)
        return grid

    def _label(self, text: str, role: Role, colour: str, bold: bool = False) -> Label:
        return Label(self._appearance, text, role=role, colour=colour, bold=bold)

    def _short(self, text: str, colour: str, bold: bool = False) -> Label:
        """One line that gives way where there is no room; the tooltip has it in full."""
        label = Label(self._appearance, text, "text", colour, bold, elide=True)
        label.setToolTip(text)
        return label


class _Doubt(QWidget):
    """A sentence that gives pause, with a mark before it."""

    def __init__(self, appearance: Appearance, sentence: str) -> None:
        super().__init__()
        self._appearance = appearance
        label = Label(appearance, sentence, role="text", colour="high")
        label.setWordWrap(True)
        row = QHBoxLayout(self)
        px = appearance.px
        row.setContentsMargins(px(36), px(7), px(10), px(7))
        row.addWidget(label)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("raised"))
        painter.fillRect(0, 0, 3, self.height(), look.colour("wrong"))
        paint_icon(painter, "warning", QRectF(px(11), px(6), px(17), px(17)), look.colour("wrong"))


_RIGHT = Qt.AlignmentFlag.AlignRight
