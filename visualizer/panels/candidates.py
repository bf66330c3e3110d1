"""The rivals for one token: which the model thought likely, which was written, choose another."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engine.seen.predictions import GenerationStep
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.stepping import SPECIAL, Stepping
from visualizer.widgets.candidate_table import Candidate, CandidateTable, probability_text
from visualizer.widgets.icon import icon
from visualizer.widgets.label import Label
from visualizer.written_tree import path_name


class CandidatesPanel(Panel):
    """A table of the likeliest tokens, a field that finds one among them, and the entropy.

    Signals: `chosen(rank)`, counted from 0, when the user wants another token.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(
            appearance, QCoreApplication.translate("CandidatesPanel", "Candidates"), parent=parent
        )
        self._candidates: list[Candidate] = []
        self._written = -1
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("find a token …"))
        self.field.setAccessibleName(self.tr("Find a token among the candidates"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._choose_found)
        self._search = self.field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.count = Label(appearance, role="note", colour="low")
        self.table = CandidateTable(appearance, self)
        self.table.setAccessibleName(self.tr("Candidates for this token"))
        self.table.chosen.connect(self.chosen)
        self.entropy = Label(appearance, role="text", colour="mid")
        self.verdict = Label(appearance, role="note", colour="low")
        for label in (self.entropy, self.verdict):
            label.setWordWrap(True)
        self.set_body(self._build())
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_stepping(self, stepping: Stepping) -> None:
        """Show the candidates among which the last token was chosen."""
        node, here = stepping.deciding, stepping.here
        if node is None or here is None or node.step is None:
            return
        step = node.step
        written = here if here is not node else None
        self.set_subtitle(
            self.tr("in: {0} → out: {1}").format(
                node.token.text, written.token.text if written else "?"
            )
        )
        ids = [int(number) for number in step.ids]
        tags = {
            child.token.id: self.tr("path {0}").format(path_name(child.number))
            for child in node.children
        }
        if written is not None and written.rank > 1:
            tags[written.token.id] = self.tr("by hand")
        elif len(node.children) < 2:
            tags = {}
        self._written = written.rank - 1 if written else -1
        self._candidates = [
            Candidate(rank, number, text, float(share), number in SPECIAL, tags.get(number, ""))
            for rank, (number, text, share) in enumerate(
                zip(ids, step.tokens, step.probabilities, strict=True)
            )
        ]
        self._say(step, written.rank if written else 0)
        self._filter(self.field.text())

    def find_token(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus()
        self.field.selectAll()

    def _say(self, step: GenerationStep, rank: int) -> None:
        equal = math.exp(step.entropy)
        self.entropy.setText(
            self.tr("entropy {0} nats ≈ choosing among {1} equal tokens").format(
                f"{step.entropy:.2f}", f"{equal:,.1f}"
            )
        )
        if not rank:
            text = self.tr("Nothing chosen yet: a click or a number key writes one of these.")
        else:
            share = float(step.probabilities[rank - 1])
            surprise = -math.log(max(share, 1e-38)) if share < 1 else 0.0
            if rank == 1:
                words = self.tr("“{0}” is the likeliest, p {1}, surprise {2} nats")
            else:
                words = self.tr("you chose “{0}”, p {1}, surprise {2} nats; the likeliest is “{3}”")
            text = words.format(
                step.tokens[rank - 1], probability_text(share), f"{surprise:.2f}", step.tokens[0]
            )
        self.verdict.setText(text)

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        shown = [c for c in self._candidates if wanted in c.text.casefold()]
        total = len(self._candidates)
        if not wanted:
            self.count.setText(self.tr("the {0} likeliest").format(total))
        elif shown:
            self.count.setText(self.tr("{0} of {1}").format(len(shown), total))
        else:
            self.count.setText(self.tr("not among the {0} likeliest").format(total))
        self.table.show_candidates(shown, self._written)

    @Slot()
    def _choose_found(self) -> None:
        """Enter in the field writes the likeliest token found."""
        if self.field.text().strip() and self.table.candidates:
            rank = self.table.candidates[0].rank
            self.field.clear()
            self.chosen.emit(rank)

    def _build(self) -> QWidget:
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._row = QHBoxLayout()
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.count)
        self._words = QVBoxLayout()
        self._words.addWidget(self.entropy)
        self._words.addWidget(self.verdict)
        self._column.addLayout(self._row)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(self._words)
        return body

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._search.setIcon(icon("search", self.appearance, "low"))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._row.setContentsMargins(px(12), px(8), px(12), px(4))
        self._row.setSpacing(px(8))
        self._words.setContentsMargins(px(12), px(8), px(12), px(10))
        self._words.setSpacing(px(3))
        self.field.setFont(self.appearance.font("text"))
        self.field.setFixedHeight(px(28))
