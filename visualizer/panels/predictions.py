"""Predictions: the likeliest tokens at each position, teacher-forced beside free-running."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine.look import Axis, Look
from engine.messages import Frame
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.chips import visible
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.prediction_rows import PredictionRow, PredictionRows
from visualizer.widgets.scale import number

_TARGET = Axis("target")
#: Candidates shown for the selected row.
MOST = 5


class PredictionsPanel(Panel):
    """What the model expects at each target position, and whether it was right.

    Standing beside a map whose rows are the target it can stand its own rows on the map's.
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

    def follow(self, heatmap: Heatmap | None) -> None:
        """Stand the rows on those of a map beside this panel, while its rows are the target."""
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
            or content.row_axis != _TARGET
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
        row = pair.row(_TARGET) if pair else None
        if row is None or not 0 <= row < len(self.rows.rows):
            row = -1
        self.rows.set_selected(row, locked=self._selection.locked is not None)
        self._write_foot(row)

    @Slot(int)
    def _point(self, row: int) -> None:
        self._selection.hover(_word(row) if row >= 0 else None)

    @Slot(int)
    def _choose(self, row: int) -> None:
        """A click locks the word; a second click on it lets go."""
        word = _word(row)
        self._selection.lock(None if word == self._selection.locked else word)

    # ------------------------------------------------------------ words

    def _heading(self, rows: tuple[PredictionRow, ...]) -> tuple[str, str]:
        known = [row.right for row in rows if row.right is not None]
        if not known:
            return self.tr("no reference known"), ""
        right = self.tr("{0} of {1} right").format(sum(known), len(known))
        wrong = len(known) - sum(known)
        return right, self.tr("{0} wrong").format(wrong) if wrong else ""

    def _write_foot(self, row: int) -> None:
        look = self._look
        if look is None or look.predictions is None:
            return
        predictions = look.predictions
        expected = self._expected(row)
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
        before = look.axis_tokens(Axis("target", -1), len(self.rows.rows))[row]
        heading = self.tr("after {0}").format(visible(before.text))
        self.foot.set_candidates(expected or heading, candidates, self._reference_text(row))

    def _plain_foot(self) -> tuple[str, ...]:
        if not any(row.right is not None for row in self.rows.rows):
            return (self.tr("bar = probability"), self._free_text())
        return (*self._legend(), self._free_text())

    def _legend(self) -> tuple[str, ...]:
        return (
            self.tr("✗ outlined, striped = wrong"),
            self.tr("✓ solid bar = right"),
            self.tr("=  the same token, free"),
        )

    def _expected(self, row: int) -> str:
        """For the row, or the first wrong one where none is selected: what was to come."""
        rows = self.rows.rows
        if row < 0:
            row = next((place for place, data in enumerate(rows) if data.right is False), -1)
        if row < 0 or rows[row].right is not False:
            return ""
        data = rows[row]
        chance = number(data.expected_probability)
        return self.tr("expected {0} ({1})").format(visible(data.expected), chance)

    def _reference_text(self, row: int) -> str:
        return self.rows.rows[row].expected if self.rows.rows[row].right is not None else ""

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


class PredictionFoot(QWidget):
    """Under the rows: a legend in words, or the candidates of the selected row."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._lines: tuple[str, ...] = ()
        self._candidates: list[tuple[str, float]] = []
        self._reference = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """All that is written here, line by line."""
        candidates = [f"{text} {number(chance)}" for text, chance in self._candidates]
        return "\n".join([*self._lines, *candidates])

    def set_lines(self, lines: tuple[str, ...]) -> None:
        self._set(tuple(line for line in lines if line), [], "")

    def set_candidates(
        self, heading: str, candidates: list[tuple[str, float]], reference: str
    ) -> None:
        """Candidates, likeliest first; the one that is the reference's gets a tick."""
        self._set((heading,), candidates, reference)

    def _set(
        self, lines: tuple[str, ...], candidates: list[tuple[str, float]], reference: str
    ) -> None:
        if (lines, candidates, reference) != (self._lines, self._candidates, self._reference):
            self._lines, self._candidates, self._reference = lines, candidates, reference
            self.setToolTip(self.text)
            self.setAccessibleDescription(self.text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(16 * (MOST + 1) + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, look.colour("line"))
        font = look.font("note")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        left, width, top = px(12), self.width() - px(24), px(7)
        for place, line in enumerate(self._lines):
            painter.setPen(look.colour("mid" if place == 0 else "low"))
            fitted = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, top, width + 1, px(16)), fitted)
            top += px(16)
        for text, chance in self._candidates:
            row = QRectF(left, top, width, px(16))
            self._paint_candidate(painter, row, text, chance)
            top += px(16)

    def _paint_candidate(self, painter: QPainter, row: QRectF, text: str, chance: float) -> None:
        look = self._appearance
        px = look.px
        known = bool(self._reference) and text == self._reference
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("right" if known else "mid"))
        painter.drawText(row, centre, "✓" if known else "")
        painter.setPen(look.colour("high"))
        bar_left = self.width() * 0.45
        metrics = QFontMetricsF(look.font("note"))
        room = bar_left - px(30) - px(6)
        fitted = metrics.elidedText(visible(text), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(row.adjusted(px(18), 0, 0, 0), centre, fitted)
        bar = QRectF(bar_left, row.center().y() - px(2), px(60), px(4))
        painter.fillRect(bar, look.colour("line"))
        bar.setWidth(bar.width() * chance)
        painter.fillRect(bar, look.colour("mid"))
        painter.setPen(look.colour("mid"))
        painter.drawText(
            row.adjusted(bar_left - row.left() + px(64), 0, 0, 0), centre, number(chance)
        )


def prediction_rows(look: Look) -> tuple[PredictionRow, ...]:
    """The rows of a look: right where no token is likelier than the reference's own."""
    predictions = look.predictions
    if predictions is None:
        return ()
    target = look.sequences.get("target", ())
    free = look.free.tokens if look.free else ()
    rows = []
    for row in range(min(len(predictions.tokens), len(target))):
        best = float(predictions.probabilities[row, 0])
        chance = float(predictions.expected[row])
        known = look.rows_from == "reference" and not np.isnan(chance)
        text = predictions.tokens[row][0]
        rows.append(
            PredictionRow(
                token=text,
                probability=best,
                right=chance >= best if known else None,
                expected=target[row].text,
                expected_probability=chance,
                free=free[row].text if row < len(free) else "",
                special=text == target[row].text and target[row].special,
            )
        )
    return tuple(rows)


def _word(row: int) -> Pair:
    token = TokenReference("target", row)
    return Pair(token, token)
