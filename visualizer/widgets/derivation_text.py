"""Lines of a derivation: words, equations, operations with what comes out, columns of numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from visualizer.appearance import Appearance, Role
from visualizer.inspector.numbers import number
from visualizer.inspector.page import Equation, Heading, Sentence, Step, Terms
from visualizer.widgets.axis_labels import elided

#: Width of the names at the left, and of the numbers at the right, at scale 1.
NAMES, NUMBERS = 62, 50
#: Most width of an index or of "48 others" before the columns of terms.
_INDEX = 58


def wrapped(text: str, font: QFont, width: int) -> list[str]:
    """The text in lines of at most `width`; a word that is wider is broken."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    option = layout.textOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines


def line_height(a: Appearance, role: Role = "text") -> int:
    """From one line of a role's type to the next."""
    return QFontMetrics(a.font(role)).height() + a.px(1)


def draw_number(
    painter: QPainter, a: Appearance, rect: QRect, text: str, *, decimals: int = 3
) -> None:
    """A number whose point stands `decimals` figures from the right edge, so that points align."""
    metrics = painter.fontMetrics()
    whole, point, fraction = text.partition(".")
    baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
    if not point or "e" in fraction:
        painter.drawText(rect.right() + 1 - metrics.horizontalAdvance(text), baseline, text)
        return
    at = rect.right() + 1 - metrics.horizontalAdvance("0" * decimals)
    at -= metrics.horizontalAdvance(".")
    painter.drawText(at - metrics.horizontalAdvance(whole), baseline, whole)
    painter.drawText(at, baseline, f".{fraction}")


# ------------------------------------------------------------ words


def _paragraphs(item: Heading | Sentence | Equation) -> list[tuple[str, Role, str, bool]]:
    """Text, role of type, role of colour and weight of each paragraph."""
    match item:
        case Heading():
            found: list[tuple[str, Role, str, bool]] = [(item.text, "name", "high", True)]
            return [*found, (item.note, "note", "low", False)] if item.note else found
        case Equation():
            found = [(item.text, "text", "high", False)]
            return [*found, (item.source, "note", "low", False)] if item.source else found
        case Sentence():
            return [(item.text, "note", item.colour, False)]


def words_height(item: Heading | Sentence | Equation, width: int, a: Appearance) -> int:
    """Of paragraphs broken at this width."""
    return sum(
        len(wrapped(text, a.font(role, bold), width)) * line_height(a, role)
        for text, role, _, bold in _paragraphs(item)
    )


def draw_words(
    painter: QPainter, item: Heading | Sentence | Equation, rect: QRect, a: Appearance
) -> None:
    """Paragraphs, one under the other."""
    top = rect.top()
    for text, role, colour, bold in _paragraphs(item):
        painter.setFont(a.font(role, bold))
        painter.setPen(a.colour(colour))
        for line in wrapped(text, a.font(role, bold), rect.width()):
            painter.drawText(QPoint(rect.left(), top + painter.fontMetrics().ascent()), line)
            top += line_height(a, role)


# ------------------------------------------------------------ operations


def _formula_room(width: int, a: Appearance) -> int:
    return width - a.px(NAMES) - a.px(NUMBERS)


def _apart(item: Step, width: int, a: Appearance) -> list[str]:
    """The formula in lines of its own, where it does not fit between name and number."""
    font = a.font("text")
    if QFontMetrics(font).horizontalAdvance(item.formula) <= _formula_room(width, a):
        return []
    return wrapped(item.formula, font, width - a.px(8))


def step_height(item: Step, width: int, a: Appearance) -> int:
    """One line, and more for a long formula."""
    return (1 + len(_apart(item, width, a))) * line_height(a) + a.px(2)


def draw_step(painter: QPainter, item: Step, rect: QRect, a: Appearance) -> None:
    """Name, formula, number."""
    line = QRect(rect.left(), rect.top(), rect.width(), line_height(a))
    middle = Qt.AlignmentFlag.AlignVCenter
    apart = _apart(item, rect.width(), a)
    painter.setFont(a.font("text"))
    painter.setPen(a.colour("mid"))
    painter.drawText(line, middle, item.name)
    formula = line.adjusted(a.px(NAMES), 0, -a.px(NUMBERS), 0)
    for place, text in enumerate(apart, 1):
        painter.drawText(line.translated(a.px(8), place * line.height()), middle, text)
    if not apart:
        painter.drawText(formula, middle, item.formula)
    if item.result is not None:
        painter.setFont(a.font("text", bold=item.strong))
        painter.setPen(a.colour("high"))
        draw_number(painter, a, line, number(item.result))


# ------------------------------------------------------------ columns


def terms_height(item: Terms, width: int, a: Appearance) -> int:
    """A head and a line for each row."""
    return (1 + len(item.rows)) * line_height(a, "note")


def draw_terms(painter: QPainter, item: Terms, rect: QRect, a: Appearance) -> None:
    """Indices at the left, numbers under their symbols."""
    height = line_height(a, "note")
    count = len(item.columns)
    left, each = a.px(_INDEX), (rect.width() - a.px(_INDEX)) / count
    painter.setFont(a.font("note"))
    metrics = painter.fontMetrics()
    for place, symbol in enumerate(item.columns):
        right = rect.left() + left + round((place + 1) * each)
        painter.setPen(a.colour("low"))
        painter.drawText(
            QRect(right - round(each), rect.top(), round(each), height),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            symbol,
        )
    for line, (name, values) in enumerate(item.rows, 1):
        top = rect.top() + line * height
        painter.setPen(a.colour("low"))
        painter.drawText(
            QRect(rect.left(), top, left, height),
            Qt.AlignmentFlag.AlignVCenter,
            elided(name, metrics, left),
        )
        painter.setPen(a.colour("high"))
        for place, value in enumerate(values):
            if value is not None:
                right = rect.left() + left + round((place + 1) * each)
                cell = QRect(right - round(each), top, round(each), height)
                draw_number(painter, a, cell, number(value))
