"""An architecture in words: what it is, its equation, and what the symbol pointed at stands for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from engine.catalog.entry import Architecture, Symbol
from engine.specification import Scalar
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.diagram import symbols
from visualizer.widgets.equation_line import EquationLine
from visualizer.widgets.label import Label


class ModelWords(QScrollArea):
    """Summary, equation, source; below them the meaning of one symbol.

    Signals: `symbol_pointed(symbol)`, a Symbol or None; `symbol_chosen(symbol)`.
    """

    symbol_pointed = Signal(object)
    symbol_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._entry: Architecture | None = None
        self._structure = Structure()
        self._options: Mapping[str, Scalar] = {}
        self._known: dict[str, int] = {}
        self._symbol: Symbol | None = None
        self._heights: dict[tuple[int, str], int] = {}  # of the longest meaning, by width and font
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget(self)
        self._column = QVBoxLayout(self._content)
        self.summary = self._text("note", "mid")
        self.equation = EquationLine(appearance, self._content)
        self.source = self._text("note", "low")
        self.meaning = self._text("note", "high")
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for widget in (self.summary, self.equation, self.source, self.meaning):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(self._content)
        self.equation.symbol_pointed.connect(self._pointed)
        self.equation.symbol_chosen.connect(self.symbol_chosen)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _text(self, role: str, colour: str) -> Label:
        label = Label(self._appearance, role=role, colour=colour, parent=self._content)  # type: ignore[arg-type]
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def set_model(
        self, entry: Architecture, structure: Structure, options: Mapping[str, Scalar]
    ) -> None:
        """Describe an architecture and the model that runs."""
        self._entry, self._structure, self._options = entry, structure, options
        self._symbol = None
        self._heights.clear()
        self.summary.setText("\n".join(entry.summary))
        self.source.setText(entry.source)
        pieces = symbols.pieces(entry.equation, entry.symbols)
        self.equation.set_equation(pieces, self.say)
        self._say()
        self._reserve()

    def set_known(self, known: Mapping[str, int]) -> None:
        """How long the watched sentence is, for sizes."""
        if dict(known) != self._known:
            self._known = dict(known)
            self._heights.clear()
            self.equation.describe(self.say)
            self._say()

    def say(self, symbol: Symbol) -> str:
        """What a symbol is, and how large in this model."""
        size = symbols.size(symbol, self._structure, self._options, self._known)
        if not size:
            size = self.tr("This model has none.") if self._structure.blocks else ""
        return f"{symbol.meaning}\n{size}".strip()

    def as_text(self) -> str:
        """All of it as plain text."""
        if self._entry is None:
            return ""
        entry = self._entry
        title = f"{entry.title} ({entry.year})"
        return "\n".join((title, *entry.summary, entry.equation, entry.source, ""))

    def heightForWidth(self, width: int) -> int:
        """What all of it takes, room for the longest meaning included."""
        margins = self._column.contentsMargins()
        # A scroll bar that is there before would make it stay: lines are as long as beside one.
        bar = self.verticalScrollBar().sizeHint().width()
        room = width - margins.left() - margins.right() - bar
        parts = [self.summary.heightForWidth(room), self.source.heightForWidth(room)]
        parts += [self.equation.heightForWidth(room), self._longest(room)]
        around = margins.top() + margins.bottom() + self._column.spacing() * len(parts)
        return sum(parts) + around

    def height_to_equation(self, width: int) -> int:
        """What the words down to the equation take, so that no line cuts it."""
        margins = self._column.contentsMargins()
        bar = self.verticalScrollBar().sizeHint().width()
        room = width - margins.left() - margins.right() - bar
        parts = self.summary.heightForWidth(room), self.equation.heightForWidth(room)
        return margins.top() + sum(parts) + 2 * self._column.spacing()

    def sizeHint(self) -> QSize:
        width = max(self.viewport().width(), self._appearance.px(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(160), self._appearance.px(60))

    @Slot(object)
    def _pointed(self, symbol: object) -> None:
        self._symbol = symbol if isinstance(symbol, Symbol) else None
        self._say()
        if self.equation.has_keyboard():
            self.ensureWidgetVisible(self.meaning, 0, 0)
        self.symbol_pointed.emit(self._symbol)

    def _say(self) -> None:
        if self._symbol is not None:
            self.meaning.setText(self.say(self._symbol))
            self.meaning.set_colour("high")
        else:
            self.meaning.setText(self.tr("Point at a symbol to see what it is, and where."))
            self.meaning.set_colour("low")

    def _reserve(self) -> None:
        """Keep room for the longest meaning, so that nothing moves while symbols are read."""
        margins = self._column.contentsMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        self.meaning.setMinimumHeight(self._longest(room))

    def _longest(self, width: int) -> int:
        """Height of the longest meaning in lines of this width."""
        # Layouts ask many times in a row, and a size is looked for among all of a model's blocks.
        key = width, self.meaning.font().key()
        if key not in self._heights:
            metrics, room = self.meaning.fontMetrics(), QRect(0, 0, max(width, 1), 10_000)
            flags = Qt.TextFlag.TextWordWrap.value
            said = [self.say(symbol) for symbol in self._entry.symbols] if self._entry else []
            heights = (metrics.boundingRect(room, flags, text).height() for text in said)
            self._heights[key] = max(heights, default=0)
        return self._heights[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reserve()

    @Slot()
    def _restyle(self) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._column.setSpacing(px(6))
        self.setStyleSheet(
            f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {theme.panel}; }}"
        )
        self._reserve()
