"""One context as a sum: annotations by their weight, one under another, down to c_i."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.context_content import ContextContent, Term
from visualizer.widgets.scale import number
from visualizer.widgets.signed_strip import paint_absent, paint_strip
from visualizer.widgets.token_text import visible

#: Pixels at scale 1: the lowest and the tallest line, and the columns of words and of weights.
LINE, TALLEST, WORDS, WEIGHTS = 16, 24, 84, 42
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class ContextSum(QWidget):
    """The weightiest source words in reading order, all others in one line, and their sum."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.content: ContextContent | None = None
        self.row = -1
        self.column = -1
        #: The summands that there is room for.
        self.terms: tuple[Term, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The context as a sum"))
        appearance.changed.connect(self._restyle)

    def set_content(self, content: ContextContent, row: int, column: int = -1) -> None:
        """Show the context of a row, with the source word of a column marked."""
        self.content, self.row, self.column = content, row, column
        self._lay_out()
        self.setAccessibleDescription(self.text)
        self.update()

    @property
    def text(self) -> str:
        """All that is written here, line by line."""
        if not self._shown():
            return ""
        lines = [f"{self._word(term)} × {number(term.weight)}" for term in self.terms]
        return "\n".join([self.head(), *lines, self.foot()])

    def head(self) -> str:
        """Which context this is, of which word."""
        if self.content is None or not self._shown():
            return ""
        word = visible(self.content.rows[self.row].text)
        return self.tr("“{0}”: c{1} = Σⱼ α{1}ⱼ hⱼ").format(word, self._number())

    def foot(self) -> str:
        """How well the sum meets the vector that the decoder was given."""
        found = self.content.difference(self.row) if self.content and self._shown() else None
        if found is None:
            return self.tr("not looked at yet")
        said = self.tr("The sum and the decoder’s own c differ by at most {0}.")
        return said.format(f"{found:.0e}" if found else "0")

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(400), self._appearance.px(LINE * 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(LINE * 6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @Slot()
    def _restyle(self) -> None:
        self._lay_out()
        self.updateGeometry()
        self.update()

    def _lay_out(self) -> None:
        px = self._appearance.px
        room = int((self.height() - px(4)) / px(LINE)) - 3
        if self.content is not None and self._shown():
            self.terms = self.content.terms(self.row, max(room, 3))
        else:
            self.terms = ()

    def _shown(self) -> bool:
        return self.content is not None and 0 <= self.row < len(self.content.rows)

    def _number(self) -> str:
        """i, counted from 1 as in the paper."""
        return str(self.row + 1).translate(_SUBSCRIPTS)

    def _word(self, term: Term) -> str:
        if term.token is None:
            return self.tr("{0} others").format(term.count)
        return visible(term.token.text)

    def strip_rect(self, place: int) -> QRectF:
        """Where the strip of a summand stands; that of the sum comes after the last of them."""
        px = self._appearance.px
        left, line = px(WORDS + WEIGHTS), self._line_height()
        top = line * (place + 1) + (px(3) if place == len(self.terms) else 0)
        return QRectF(left, top + px(2), max(self.width() - left - px(12), 1), line - px(4))

    def _line_height(self) -> float:
        px = self._appearance.px
        fitted = (self.height() - px(4)) / (len(self.terms) + 3)
        return min(max(fitted, px(LINE) - 1), px(TALLEST))

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.content is None or not self._shown():
            return
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        line, terms = self._line_height(), self.terms
        self._write(painter, QRectF(0, 0, self.width(), line), self.head(), "high", bold=True)
        if not terms:
            self._write(painter, QRectF(0, line, self.width(), line), self.foot(), "low")
            return
        for place, term in enumerate(terms):
            strip = self.strip_rect(place)
            chosen = term.column == self.column and term.column >= 0
            self._name(painter, strip, self._word(term), f"× {number(term.weight)}", chosen)
            paint_strip(painter, look, strip, term.values, 1.0)
            if chosen:
                painter.setPen(QPen(look.colour("selection"), 2))
                painter.drawRect(strip.adjusted(-1, -1, 1, 0))
        total = self.strip_rect(len(terms))
        painter.setPen(QPen(look.colour("strong_line"), 1))
        y = round(total.top() - px(3))
        painter.drawLine(0, y, round(total.right()), y)
        self._name(painter, total, f"c{self._number()}", "=", True)
        contexts: NDArray[np.float32] | None = self.content.contexts
        if contexts is None:
            paint_absent(painter, look, total)
        else:
            paint_strip(painter, look, total, contexts[self.row], 1.0)
        foot = QRectF(0, total.bottom() + px(2), self.width(), px(14))
        self._write(painter, foot, self.foot(), "low")

    def _name(self, painter: QPainter, strip: QRectF, word: str, weight: str, bright: bool) -> None:
        px = self._appearance.px
        row = QRectF(0, strip.top(), px(WORDS) - px(4), strip.height())
        self._write(painter, row, word, "high" if bright else "mid", bold=bright)
        beside = QRectF(px(WORDS), strip.top(), px(WEIGHTS) - px(4), strip.height())
        self._write(painter, beside, weight, "high" if bright else "mid")

    def _write(
        self, painter: QPainter, rect: QRectF, text: str, role: str, bold: bool = False
    ) -> None:
        letters = self._appearance.lettering
        letters.write(painter, rect, text, "note", role, bold, cut="middle")
