"""What was understood of sentence pairs."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages.reading import DataReport
from visualizer.panels.report_page import ReportPage
from visualizer.widgets.scale import number

#: Chips of both sides stand beside each other where none is wider, at scale 1.
_HALF = 300


class PairReport(ReportPage):
    """Figures, doubts, first pairs, lengths, skipped rows, columns."""

    def sections(self) -> Iterator[None]:
        report = self._report
        skipped = sum(part.count for part in report.skipped)
        self.add_doubts(self._remarks)
        self.add_figures(
            (
                (f"{report.pairs:,}", self.tr("pairs")),
                (f"{report.training_pairs:,}", self.tr("to learn from")),
                (f"{report.held_out_pairs:,}", self.tr("held out")),
                (f"{report.vocabulary:,}", self.tr("different tokens")),
                (number(report.unknown_rate), self.tr("unknown, held out")),
                (f"{skipped:,}", self.tr("rows skipped")),
            )
        )
        yield
        self._add_examples(report)
        yield
        self.add_lengths(
            (
                (f"{self.tr('source')}  ·  {report.source_column}", report.lengths["source"]),
                (f"{self.tr('target')}  ·  {report.target_column}", report.lengths["target"]),
            )
        )
        self.add_skipped(
            self.tr("Skipped rows"),
            self.tr("left out, never shifted"),
            self.tr("none: every row was taken"),
            report.skipped,
        )
        yield
        self._add_columns(report)

    def _add_examples(self, report: DataReport) -> None:
        self.head(
            self.tr("The first pairs"),
            self.tr("underlined by dots: unknown, read as <unk>"),
        )
        names = (self.tr("source"), self.tr("target"))
        pairs = [
            tuple(self.chips(name, tokens) for name, tokens in zip(names, pair, strict=True))
            for pair in report.tokenized
        ]
        widest = max((c.sizeHint().width() for pair in pairs for c in pair), default=0)
        grid = self.grid()
        grid.setVerticalSpacing(0)
        if widest <= self.appearance.px(_HALF):
            for side, name in enumerate(names):
                grid.addWidget(self.label(name, "note", "low"), 0, side)
                grid.setColumnStretch(side, 1)
                for row, pair in enumerate(pairs):
                    grid.addWidget(pair[side], row + 1, side)
            return
        for place, pair in enumerate(pairs):
            for side, name in enumerate(names):
                grid.addWidget(self.label(name, "note", "low"), 3 * place + side, 0)
                grid.addWidget(pair[side], 3 * place + side, 1)
            grid.setRowMinimumHeight(3 * place + 2, self.appearance.px(6))
        grid.setColumnStretch(1, 1)

    def _add_columns(self, report: DataReport) -> None:
        self.head(self.tr("Columns found"), self.tr("with their first value"))
        grid = self.grid()
        taken = {report.source_column: self.tr("source"), report.target_column: self.tr("target")}
        for row, (name, first) in enumerate(report.columns):
            used = name in taken
            grid.addWidget(self.short(name, "high" if used else "low", bold=used), row, 0)
            grid.addWidget(self.short(" ".join(first.split()), "mid"), row, 1)
            words = self.tr("taken as {0}").format(taken[name]) if used else self.tr("not used")
            grid.addWidget(self.label(words, "note", "mid" if used else "low"), row, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)
