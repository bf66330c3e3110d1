"""One prediction of a window, from its words to what comes next: strips of numbers, and bars."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.seen.predictions import Predictions
from visualizer.appearance import Appearance
from visualizer.widgets.scale import number
from visualizer.widgets.signed_strip import paint_absent, paint_strip, round_limit
from visualizer.widgets.token_text import visible
from visualizer.widgets.window_content import WindowContent

#: Pixels at scale 1: a line, the tallest one, the column of names and that of words.
LINE, TALLEST, NAMES, WORDS = 17, 26, 32, 62
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: Candidates shown besides the right word.
MOST = 5


class WindowFlow(QWidget):
    """The k words, their vectors one under another, hidden units, the likeliest next words."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.content: WindowContent | None = None
        self.place = -1
        #: What the strip of hidden units is, in the model's own words; "" where there are none.
        self.hidden_title = ""
        #: The embeddings' strips show −limit to limit.
        self.limit = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("From the window to the next word"))
        appearance.changed.connect(self._restyle)

    def set_content(self, content: WindowContent, place: int, hidden_title: str) -> None:
        """Show one prediction."""
        self.content, self.place, self.hidden_title = content, place, hidden_title
        if content.vectors is not None:
            self.limit = round_limit(content.vectors)
        text = self.text
        self.setAccessibleDescription(text)
        self.update()

    # ------------------------------------------------------------ what is written

    @property
    def text(self) -> str:
        """All that is written here, line by line."""
        if self.content is None or not 0 <= self.place < len(self.content.tokens):
            return ""
        words = [f"{name} {word}" for name, word in self.window_lines()]
        chances = [f"{word} {number(chance)}" for word, chance, _ in self.candidates()]
        return "\n".join([self.head(), *words, *chances, *self.surprise()])

    def head(self) -> str:
        """What x is."""
        assert self.content is not None
        k = self.content.window
        vectors = self.content.vectors
        far = str(k).translate(_SUBSCRIPTS)
        made = "x = C(wₜ₋₁)" if k == 1 else f"x = [C(wₜ₋₁); …; C(wₜ₋{far})]"
        if vectors is None:
            return made
        return self.tr("{0} · {1} × {2} numbers").format(made, k, vectors.shape[1])

    def window_lines(self) -> tuple[tuple[str, str], ...]:
        """(name, word) of each place of the window, nearest first."""
        assert self.content is not None
        return tuple(
            (f"t−{back}", visible(self.content.word(position).text))
            for back, position in enumerate(self.content.seen(self.place), 1)
        )

    def candidates(self) -> tuple[tuple[str, float, bool], ...]:
        """(word, probability, whether it is the right one), likeliest first, the right one last.

        The right word is added where it is not among the likeliest.
        """
        found = self._predictions()
        if found is None or self.content is None:
            return ()
        right = self.content.tokens[self.place]
        rows = [
            (visible(text), float(chance), int(id) == right.id)
            for text, chance, id in zip(
                found.tokens[self.place][:MOST],
                found.probabilities[self.place],
                found.ids[self.place],
                strict=False,
            )
        ]
        chance = float(found.expected[self.place])
        if not any(is_right for *_, is_right in rows) and not math.isnan(chance):
            rows.append((visible(right.text), chance, True))
        return tuple(rows)

    def surprise(self) -> tuple[str, ...]:
        """How surprising the right word was to the model, and to the grammar where it is known."""
        found = self._predictions()
        if found is None or self.content is None:
            return ()
        chance = float(found.expected[self.place])
        if math.isnan(chance):
            return ()
        word = visible(self.content.tokens[self.place].text)
        nats = _nats(-math.log(max(chance, 1e-30)))
        lines = [self.tr("surprise at “{0}”: {1} nats").format(word, nats)]
        if found.known is not None and np.isfinite(found.known[self.place]):
            known = _nats(-float(found.known[self.place]))
            lines.append(self.tr("the grammar’s own: {0} nats").format(known))
        return tuple(lines)

    def _predictions(self) -> Predictions | None:
        found = self.content.look.predictions if self.content is not None else None
        return found if found is not None and 0 <= self.place < len(found.tokens) else None

    # ------------------------------------------------------------ geometry

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(280), self._appearance.px(LINE) * self._line_count())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(160))

    def strip_rect(self, back: int) -> QRectF:
        """Where the vector of the word `back` places before the prediction stands."""
        left, line = self._left(), self._line_height()
        height = line - 2 * self._inset()
        return QRectF(left, back * line + self._inset(), max(self.width() - left - 1, 1), height)

    def _left(self) -> int:
        return self._appearance.px(NAMES + WORDS + 6)

    def _inset(self) -> float:
        return self._appearance.px(5) / 2

    def _line_height(self) -> float:
        """Lines take the height there is, within what can be read and looks like one list."""
        px = self._appearance.px
        return min(max((self.height() - px(4)) / self._line_count(), px(13)), px(TALLEST))

    def _line_count(self) -> int:
        window = self.content.window if self.content is not None else 4
        return window + MOST + 9

    @Slot()
    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.content is None or not 0 <= self.place < len(self.content.tokens):
            return
        painter = QPainter(self)
        line = self._line_height()
        top = self._line(painter, 0.0, line, self.head(), "mid")
        seen = self.content.seen(self.place)
        for back, (name, word) in enumerate(self.window_lines(), 1):
            self._name(painter, QRectF(0, top, self.width(), line), name, word)
            values = self.content.embedding(seen[back - 1])
            self._strip(painter, self.strip_rect(back), values, self.limit)
            top += line
        top = self._legend(painter, top, line)
        if self.hidden_title:
            values = self.content.hidden(self.place)
            said = self.hidden_title
            if values is not None:
                said = self.tr("{0} · {1} hidden units, −1 to 1").format(said, len(values))
            top = self._line(painter, top, line, said, "mid")
            strip = QRectF(0, top + self._inset(), self.width() - 1, line - 2 * self._inset())
            self._strip(painter, strip, values, 1.0)
            top += line * 1.4
        top = self._line(painter, top, line, self.tr("what comes next"), "mid")
        for word, chance, right in self.candidates():
            self._candidate(painter, QRectF(0, top, self.width(), line), word, chance, right)
            top += line
        for said in self.surprise():
            top = self._line(painter, top, line, said, "high")

    def _line(self, painter: QPainter, top: float, height: float, text: str, role: str) -> float:
        painter.setFont(self._appearance.font("note"))
        painter.setPen(self._appearance.colour(role))
        fitted = QFontMetricsF(painter.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(
            QRectF(0, top, self.width() + 1, height), Qt.AlignmentFlag.AlignVCenter, fitted
        )
        return top + height

    def _name(self, painter: QPainter, row: QRectF, name: str, word: str) -> None:
        look, px = self._appearance, self._appearance.px
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        painter.drawText(row, centre, name)
        painter.setFont(look.font("note", bold=True))
        painter.setPen(look.colour("high"))
        fitted = QFontMetricsF(painter.font()).elidedText(
            word, Qt.TextElideMode.ElideMiddle, px(WORDS)
        )
        painter.drawText(row.adjusted(px(NAMES), 0, 0, 0), centre, fitted)

    def _strip(
        self, painter: QPainter, rect: QRectF, values: NDArray[np.float32] | None, limit: float
    ) -> None:
        if values is None:
            paint_absent(painter, self._appearance, rect)
        else:
            paint_strip(painter, self._appearance, rect, values, limit)

    def _legend(self, painter: QPainter, top: float, line: float) -> float:
        look = self._appearance
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        said = self.tr("each a word’s vector, −{0:g} to {0:g}").format(self.limit)
        if self.content is not None and self.content.vectors is None:
            said = self.tr("each a word’s vector, not looked at yet")
        left = self._left()
        fitted = QFontMetricsF(painter.font()).elidedText(
            said, Qt.TextElideMode.ElideRight, self.width() - left
        )
        painter.drawText(QRectF(left, top, self.width() - left + 1, line * 0.9), fitted)
        return top + line * 1.2

    def _candidate(
        self, painter: QPainter, row: QRectF, word: str, chance: float, right: bool
    ) -> None:
        look, px = self._appearance, self._appearance.px
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("note", bold=right))
        painter.setPen(look.colour("right" if right else "low"))
        painter.drawText(row, centre, "✓" if right else "")
        painter.setPen(look.colour("high" if right else "mid"))
        bar_left = self._left()
        fitted = QFontMetricsF(painter.font()).elidedText(
            word, Qt.TextElideMode.ElideMiddle, bar_left - px(24)
        )
        painter.drawText(row.adjusted(px(18), 0, 0, 0), centre, fitted)
        wide = max(row.width() - bar_left - px(34), px(20))
        bar = QRectF(bar_left, row.center().y() - px(2), wide, px(4))
        painter.fillRect(bar, look.colour("line"))
        bar.setWidth(wide * chance)
        painter.fillRect(bar, look.colour("right" if right else "mid"))
        painter.drawText(
            QRectF(bar_left + wide + px(6), row.top(), px(30), row.height()), centre, number(chance)
        )


def _nats(value: float) -> str:
    return f"{abs(value):.2f}"  # a surprise is never below 0, whatever is left of rounding
