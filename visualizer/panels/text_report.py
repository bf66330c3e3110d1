"""What was understood of running text."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from engine.messages.reading import DataReport
from engine.seen.tokens import Token
from visualizer.appearance import Appearance
from visualizer.panels.report_page import ReportPage
from visualizer.widgets.scale import number

#: Width of a line of chips at scale 1; one that is longer than the page scrolls.
_LINE = 590
#: Lines of the first document shown at most.
_LINES = 8


class TextReport(ReportPage):
    """Figures, doubts, the first document, lengths, what was skipped."""

    def __init__(self, appearance: Appearance, report: DataReport, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.add_doubts(report.warnings)
        self.add_figures(
            (
                (f"{report.pairs:,}", self.tr("documents")),
                (f"{report.training_pairs:,}", self.tr("to learn from")),
                (f"{report.held_out_pairs:,}", self.tr("held out")),
                (f"{report.sentences:,}", self.tr("sentences")),
                (f"{report.vocabulary:,}", self.tr("different tokens")),
                (number(report.unknown_rate), self.tr("unknown, held out")),
            )
        )
        self._add_first(report)
        self.add_lengths(
            (
                (self.tr("document"), report.lengths["document"]),
                (self.tr("sentence"), report.lengths["sentence"]),
            )
        )
        self.add_skipped(
            self.tr("Skipped"),
            self.tr("left out"),
            self.tr("nothing: all of the text was taken"),
            report.skipped,
        )
        self.end()

    def _add_first(self, report: DataReport) -> None:
        self.head(
            self.tr("The first document, as tokens"),
            self.tr("dotted underline: unknown, the model reads <unk>"),
        )
        tokens = report.tokenized[0][0] if report.tokenized else ()
        grid = self.grid()
        grid.setVerticalSpacing(0)
        for row, line in zip(range(_LINES), self._lines(tokens), strict=False):
            grid.addWidget(self.chips(self.tr("First document"), line), row, 0)

    def _lines(self, tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
        """The tokens in lines that are as full as can be."""
        ruler, start = self.chips("", ()), 0
        ruler.hide()
        for end in range(1, len(tokens) + 1):
            ruler.set_tokens(tokens[start:end])
            if end - start > 1 and ruler.sizeHint().width() > self.appearance.px(_LINE):
                yield tokens[start : end - 1]
                start = end - 1
        if start < len(tokens):
            yield tokens[start:]
