"""Predictions: the likeliest tokens at each position, and how they fared."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.tokens import Axis
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Pair, Selection, token_at
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.prediction_foot import MOST, PredictionFoot
from visualizer.widgets.prediction_painting import nats
from visualizer.widgets.prediction_row import PredictionRow, prediction_rows
from visualizer.widgets.prediction_rows import PredictionRows
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import visible


class PredictionsPanel(Panel):
    """What the model expects at each token, and whether it was right, or how surprised it was.

    Standing beside a map whose rows are the same tokens it can stand its own rows on the map's.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Predictions"))
        self._selection = selection
        self._look: Look | None = None
        self._map: Heatmap | None = None
        self.rows = PredictionRows(appearance)
        self.foot = PredictionFoot(appearance)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows, 1)
        column.addWidget(self.foot)
        self.set_body(body)
        self.rows.pointed.connect(self._point)
        self.rows.chosen.connect(self._choose)
        selection.changed.connect(self._mark)
        self.show_empty(
            self.tr("No sentence is watched yet.\nWhat the model expects next is shown here.")
        )

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self.set_look(event.look)
            self.set_subtitle(self.tr("step {0}").format(f"{event.step:,}"))

    def set_look(self, look: Look) -> None:
        """Show the predictions of a look."""
        self._look = look
        if look.predictions is None:
            self.show_empty(self.tr("This model predicts no next token."))
            return
        rows = prediction_rows(look)
        self.rows.set_rows(rows, *self._heading(rows))
        self._mark()
        self.show_body()
        self._align()

    @property
    def _axis(self) -> Axis:
        """What stands at the rows."""
        predictions = self._look.predictions if self._look else None
        return predictions.rows if predictions else Axis("target")

    def follow(self, heatmap: Heatmap | None) -> None:
        """Stand the rows on those of a map beside this panel, while its rows are the same."""
        if self._map is not None:
            self._map.rows_changed.disconnect(self._align)
        self._map = heatmap
        if heatmap is not None:
            heatmap.rows_changed.connect(self._align)
        self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._align()

    # ------------------------------------------------------------ beside a map

    @Slot()
    def _align(self) -> None:
        heatmap = self._map
        content = heatmap.content if heatmap is not None else None
        if (
            heatmap is None
            or content is None
            or content.row_axis != self._axis
            or content.shape[0] != len(self.rows.rows)
            or heatmap.row_height < self.rows.least_height
            or not heatmap.isVisible()
            or heatmap.window() is not self.window()
        ):
            self.rows.follow(None)
            self.foot.setVisible(True)
            return
        port = heatmap.grid.port
        shift = self.rows.mapFromGlobal(heatmap.mapToGlobal(QPoint(0, 0))).y()
        top = heatmap.first_row_top + shift
        first, end = port.top() + shift, port.top() + port.height() + shift
        bottom = min(top + heatmap.row_height * len(self.rows.rows), end)
        room = self._body_height() - self.foot.sizeHint().height()
        self.foot.setVisible(bottom <= room)
        self.rows.follow(top, heatmap.row_height, first, end)

    def _body_height(self) -> int:
        return self.body.height() if self.body else 0

    # ------------------------------------------------------------ selection

    @Slot()
    def _mark(self) -> None:
        pair = self._selection.shown
        row = pair.row(self._axis) if pair else None
        if row is None or not 0 <= row < len(self.rows.rows):
            row = -1
        self.rows.set_selected(row, locked=self._selection.locked is not None)
        self._write_foot(row)

    @Slot(int)
    def _point(self, row: int) -> None:
        self._selection.hover(self._word(row) if row >= 0 else None)

    @Slot(int)
    def _choose(self, row: int) -> None:
        """A click locks the word; a second click on it lets go."""
        word = self._word(row)
        self._selection.lock(None if word == self._selection.locked else word)

    def _word(self, row: int) -> Pair:
        token = token_at(self._axis, row)
        return Pair(token, token)

    # ------------------------------------------------------------ words

    def _heading(self, rows: tuple[PredictionRow, ...]) -> tuple[str, str, str]:
        """What is said of all rows; the second part in a colour of its own."""
        if any(row.sort == "surprise" for row in rows):
            return self._surprise_heading(rows)
        asked = [row for row in rows if row.sort == "answer"]
        known = [row.right for row in asked if row.right is not None]
        cloze = any(row.sort == "quiet" for row in rows)
        if not known:
            if not cloze:
                return self.tr("no reference known"), "", "mid"
            one, more = self.tr("1 word"), self.tr("{0} words")
            words = one if len(asked) == 1 else more.format(len(asked))
            # The verdict on the segments has a bar, too, and is no word.
            verdict = any(row.sort == "verdict" for row in rows)
            return words, self.tr("and the verdict") if verdict else "", "mid"
        said = self.tr("{0} of {1} words right") if cloze else self.tr("{0} of {1} right")
        right = said.format(sum(known), len(known))
        wrong = len(known) - sum(known)
        return right, self.tr("{0} wrong").format(wrong) if wrong else "", "wrong"

    def _surprise_heading(self, rows: tuple[PredictionRow, ...]) -> tuple[str, str, str]:
        mean = float(np.mean([row.surprise for row in rows]))
        said = self.tr("{0} nats").format(nats(mean))
        grammar = float(np.mean([row.grammar for row in rows]))
        more = self.tr("grammar {0}").format(nats(grammar)) if np.isfinite(grammar) else ""
        return said, more, "mid"

    def _write_foot(self, row: int) -> None:
        look = self._look
        if look is None or look.predictions is None:
            return
        predictions = look.predictions
        expected = self._expected(row)
        sort = self.rows.rows[row].sort if row >= 0 else "answer"
        if sort in ("quiet", "verdict"):
            self.foot.set_lines(tuple(self.rows.tip(row).split("\n")))
            return
        if row < 0:
            self.foot.set_lines(
                (expected, *self._legend(), self._free_text()) if expected else self._plain_foot()
            )
            return
        candidates = [
            (text, float(probability))
            for text, probability in zip(
                predictions.tokens[row][:MOST], predictions.probabilities[row], strict=False
            )
        ]
        self.foot.set_candidates(
            (expected,) if expected else self._heading_of(row),
            candidates,
            self._reference_text(row),
        )

    def _heading_of(self, row: int) -> tuple[str, ...]:
        """Over the candidates of a row: what they follow, or what stands there."""
        data = self.rows.rows[row]
        if data.sort == "surprise":
            rank = self.tr("rank {0}").format(data.rank) if data.rank else self.tr("far down")
            said = self.tr("“{0}”: {1}, {2} nats").format(
                visible(data.expected), rank, nats(data.surprise)
            )
            grammar = self.tr("grammar: {0} nats").format(nats(data.grammar))
            return (said, grammar) if np.isfinite(data.grammar) else (said,)
        if data.into:
            return (self.tr("after “{0}”").format(visible(data.into)),)
        return (self.tr("at token {0}, “{1}”").format(row + 1, data.out),)

    def _plain_foot(self) -> tuple[str, ...]:
        rows = self.rows.rows
        if any(row.sort == "surprise" for row in rows):
            unranked = any(not row.rank for row in rows)
            grammar = any(np.isfinite(row.grammar) for row in rows)
            return (
                self.tr("bar = surprise, −log p"),
                self.tr("number = rank of what came"),
                self.tr("– = further down than ranked") if unranked else "",
                self.tr("│ = the grammar’s own") if grammar else "",
            )
        if not any(row.right is not None for row in rows):
            return (self.tr("bar = probability"), self._free_text())
        return (*self._legend(), self._free_text())

    def _legend(self) -> tuple[str, ...]:
        lines = (self.tr("✗ outlined, striped = wrong"), self.tr("✓ solid bar = right"))
        if any(row.sort == "quiet" for row in self.rows.rows):
            return (*lines, self.tr("no mark = not asked"))
        return (*lines, self.tr("=  the same token, free"))

    def _expected(self, row: int) -> str:
        """For the row, or the first wrong one where none is selected: what was to come."""
        rows = self.rows.rows[row : row + 1] if row >= 0 else self.rows.rows
        wrong = (data for data in rows if data.right is False and data.sort == "answer")
        data = next(wrong, None)
        if data is None:
            return ""
        chance = number(data.expected_probability)
        said = self.tr("expected “{0}” ({1})").format(visible(data.expected), chance)
        return said if row >= 0 else self.tr("first ✗ token: {0}").format(said)

    def _reference_text(self, row: int) -> str:
        data = self.rows.rows[row]
        known = data.right is not None or data.sort == "surprise"
        return data.expected if known else ""

    def _free_text(self) -> str:
        """The whole free-running output, where it is not the target itself."""
        look = self._look
        if look is None or look.free is None:
            return ""
        written = [token.text for token in look.free.tokens]
        if written == [token.text for token in look.sequences.get("target", ())]:
            return ""
        text = " ".join(visible(word) for word in written)
        return self.tr("free: {0}").format(text if look.free.ended else f"{text} …")
