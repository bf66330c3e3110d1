"""An equation whose symbols can be pointed at: each is a small link of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from engine.catalog.entry import Symbol
from visualizer.appearance import Appearance
from visualizer.diagram.symbols import Piece
from visualizer.widgets import formula
from visualizer.widgets.pointing import band_colour

#: At scale 1: beside a symbol's text, above and below it.
BESIDE, ABOVE = 1, 3


class SymbolLink(QAbstractButton):
    """One symbol. Pointing at it, or having the keyboard on it, emits `pointed(on)`."""

    pointed = Signal(bool)

    def __init__(self, appearance: Appearance, symbol: Symbol, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.symbol = symbol
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(symbol.text)

    def sizeHint(self) -> QSize:
        font, px = self._appearance.font("name"), self._appearance.px
        wide = formula.width(self.symbol.text, font) + 2 * px(BESIDE)
        return QSize(round(wide + 0.5), round(QFontMetricsF(font).height()) + 2 * px(ABOVE))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px, painter = self._appearance, self._appearance.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("name")
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.underMouse() or self.hasFocus()
        if on or self.isDown():
            painter.setBrush(band_colour(look))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(place, px(3), px(3))
        line = QPointF(px(BESIDE), px(ABOVE) + QFontMetricsF(font).ascent())
        painter.setPen(look.colour("high"))
        formula.draw(painter, line, self.symbol.text, font)
        under = QPen(look.colour("selection" if on else "low"), 1, Qt.PenStyle.CustomDashLine)
        under.setDashPattern([1, 2])
        painter.setPen(under)
        foot = self.height() - 1.5
        painter.drawLine(QPointF(px(BESIDE), foot), QPointF(self.width() - px(BESIDE), foot))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), px(2)))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), px(3), px(3))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit(self.underMouse())


class EquationLine(QWidget):
    """The equation, broken into lines where it is too long.

    Signals: `symbol_pointed(symbol)`, a Symbol or None; `symbol_chosen(symbol)` on a click.
    """

    symbol_pointed = Signal(object)
    symbol_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        #: Text or link from left to right, a text cut where a line may end.
        self._parts: list[str | SymbolLink] = []
        self._texts: list[tuple[QPointF, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Equation"))
        appearance.changed.connect(self._restyle)

    @property
    def links(self) -> tuple[SymbolLink, ...]:
        """The symbols from left to right."""
        return tuple(part for part in self._parts if isinstance(part, SymbolLink))

    def set_equation(self, pieces: Sequence[Piece], say: Callable[[Symbol], str]) -> None:
        """Show an equation; `say` tells a screen reader what a symbol is."""
        for link in self.links:
            link.hide()
            link.deleteLater()
        self._parts = []
        for piece in pieces:
            if piece.symbol is None:
                words = piece.text.split(" ")
                self._parts += [f"{word} " for word in words[:-1]] + words[-1:]
                continue
            link = SymbolLink(self._appearance, piece.symbol, self)
            link.pointed.connect(self._pointed)
            link.clicked.connect(self._clicked)
            link.show()
            self._parts.append(link)
        self.describe(say)
        self.setAccessibleDescription("".join(piece.text for piece in pieces))
        self._place(self.width())
        self.updateGeometry()
        self.update()

    def describe(self, say: Callable[[Symbol], str]) -> None:
        """Say anew what each symbol is; sizes follow the watched sentence."""
        for link in self.links:
            said = say(link.symbol)
            link.setAccessibleDescription(said)
            link.setToolTip(said)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on one of the symbols."""
        return any(link.hasFocus() for link in self.links)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        width = max(self.width(), self._appearance.px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(80), self.heightForWidth(max(self.width(), 1)))

    def _place(self, width: int, move: bool = True) -> int:
        """Put the parts in lines; gives their height."""
        font, px = self._appearance.font("name"), self._appearance.px
        line = round(QFontMetricsF(font).height()) + 2 * px(ABOVE)
        ascent = QFontMetricsF(font).ascent() + px(ABOVE)
        x, y, texts = 0.0, 0, []
        for unit in self._unbroken():
            wides = [_width(part, font) for part in unit]
            if x and x + sum(wides) > width:
                x, y = 0.0, y + line
            for part, wide in zip(unit, wides, strict=True):
                if isinstance(part, SymbolLink):
                    if move:
                        part.setGeometry(round(x), y, part.sizeHint().width(), line)
                elif x or part.strip():
                    texts.append((QPointF(x, y + ascent), part))
                else:
                    continue
                x += wide
        if move:
            self._texts = texts
        return y + line

    def _unbroken(self) -> list[list[str | SymbolLink]]:
        """Parts that stay in one line: a line may end after a space only."""
        found: list[list[str | SymbolLink]] = [[]]
        for part in self._parts:
            found[-1].append(part)
            if isinstance(part, str) and part.endswith(" "):
                found.append([])
        return [unit for unit in found if unit]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._appearance.colour("mid"))
        for at, text in self._texts:
            formula.draw(painter, at, text, self._appearance.font("name"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width())

    @Slot()
    def _restyle(self) -> None:
        self._place(self.width())
        self.updateGeometry()
        self.update()

    @Slot(bool)
    def _pointed(self, on: bool) -> None:
        link = self.sender()
        if isinstance(link, SymbolLink):
            self.symbol_pointed.emit(link.symbol if on else None)

    @Slot()
    def _clicked(self) -> None:
        link = self.sender()
        if isinstance(link, SymbolLink):
            self.symbol_chosen.emit(link.symbol)


def _width(part: str | SymbolLink, font: QFont) -> float:
    if isinstance(part, SymbolLink):
        return part.sizeHint().width()
    return formula.width(part, font)
