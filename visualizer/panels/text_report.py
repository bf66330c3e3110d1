"""What was understood of running text."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages.reading import DataReport
from visualizer.panels.report_page import ReportPage
from visualizer.widgets.scale import number

#: Lines of the first document seen at once.
_LINES = 6


class TextReport(ReportPage):
    """Figures, doubts, the first document, lengths, what was skipped."""

    def sections(self) -> Iterator[None]:
        report = self._report
        self.add_doubts(self._remarks)
        self.add_figures(
            (
                (f"{report.pairs:,}", self._documents(report)),
                (f"{report.training_tokens:,}", self.tr("tokens to learn from")),
                (f"{report.held_out_tokens:,}", self.tr("tokens held out")),
                (f"{report.sentences:,}", self.tr("sentences")),
                (f"{report.vocabulary:,}", self.tr("different tokens")),
                (number(report.unknown_rate), self.tr("unknown, held out")),
            )
        )
        yield
        self._add_first(report)
        yield
        lengths = [(self.tr("sentence"), report.lengths["sentence"])]
        if report.pairs > 1:
            lengths.insert(0, (self.tr("document"), report.lengths["document"]))
        self.add_lengths(lengths)
        self.add_skipped(
            self.tr("Skipped"),
            self.tr("left out"),
            self.tr("nothing: all of the text was taken"),
            report.skipped,
        )

    def _documents(self, report: DataReport) -> str:
        """What the number of documents counts, with how many of them are held out."""
        if report.pairs == 1:
            return self.tr("document, its end held out")
        return self.tr("documents, {0} held out").format(f"{report.held_out_pairs:,}")

    def _add_first(self, report: DataReport) -> None:
        self.head(
            self.tr("The first tokens"),
            self.tr("underlined by dots: unknown, read as <unk>"),
        )
        tokens = report.tokenized[0][0] if report.tokenized else ()
        self.grid().addWidget(self.chips(self.tr("First document"), tokens, _LINES), 0, 0)
