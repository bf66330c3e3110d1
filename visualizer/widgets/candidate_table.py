"""The likeliest next tokens as rows: rank, token, id, and how likely, as a bar and a number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from visualizer.appearance import Appearance
from visualizer.theme import mix

_WALKING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_End,
)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Candidate:
    """One rival for the next token; `rank` counts from 0; `tag` says where it was chosen."""

    rank: int
    id: int
    text: str
    probability: float
    special: bool = False
    tag: str = ""


class CandidateModel(QAbstractTableModel):
    """Candidates by row; columns rank, token, id, probability."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidates: list[Candidate] = []
        self.chosen = -1

    def show(self, candidates: list[Candidate], chosen: int) -> None:
        self.beginResetModel()
        self.candidates, self.chosen = candidates, chosen
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.candidates)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("#", self.tr("token"), self.tr("id"), self.tr("probability"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        candidate = self.candidates[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                str(candidate.rank + 1),
                candidate.text,
                str(candidate.id),
                probability_text(candidate.probability),
            )[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = self.tr(", chosen") if candidate.rank == self.chosen else ""
            value = probability_text(candidate.probability)
            return f"{candidate.rank + 1}, {candidate.text}, {value}{chosen}"
        return None


class CandidateTable(QTableView):
    """A click or Enter on a row chooses it; Up, Down, Page Up, Page Down and End walk.

    Signals: `chosen(rank)`, counted from 0.
    """

    chosen = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._model = CandidateModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Row(appearance, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._choose)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_candidates(self, candidates: list[Candidate], chosen: int) -> None:
        """Show these; `chosen` is the rank of the one that was written, −1 for none."""
        self._model.show(candidates, chosen)
        for row, candidate in enumerate(candidates):
            if candidate.rank == chosen:
                self.setCurrentIndex(self._model.index(row, 0))
                break

    @property
    def candidates(self) -> list[Candidate]:
        """The rows on show."""
        return self._model.candidates

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() in _WALKING:
            super().keyPressEvent(event)
        else:
            event.ignore()  # Arrows step, digits choose, letters do other things: no type-ahead.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.candidates[index.row()].rank)

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        theme, px = look.theme, look.px
        self.setFont(look.font("name"))
        self.horizontalHeader().setFont(look.font("note"))
        self.horizontalHeader().setFixedHeight(px(24))
        self.verticalHeader().setDefaultSectionSize(px(25))
        self.verticalHeader().setMinimumSectionSize(px(20))
        self.setStyleSheet(
            f"QTableView {{ background: {theme.panel}; border: none; outline: none; }}"
            f"QTableView:focus {{ border: none; }}"
            f"QHeaderView::section {{ background: {theme.panel}; color: {theme.low}; border: none;"
            f" border-bottom: 1px solid {theme.line}; padding: 0 {px(6)}px; }}"
            f"QHeaderView {{ background: {theme.panel}; border: none; }}"
        )
        self._spread()

    def _spread(self) -> None:
        px = self._appearance.px
        width = self.viewport().width()
        number = px(34)
        id_ = px(52)
        bar = min(max(round((width - number - id_) * 0.48), px(96)), px(190))
        # Where there is no room for all, the number of a token is the first to go.
        narrow = width - number - id_ - bar < px(72)
        self.setColumnHidden(2, narrow)
        id_ = 0 if narrow else id_
        for column, size in enumerate((number, width - number - id_ - bar, id_, bar)):
            self.setColumnWidth(column, size)


class _Row(QStyledItemDelegate):
    """Paints one cell of the table."""

    def __init__(self, appearance: Appearance, table: CandidateTable) -> None:
        super().__init__(table)
        self._appearance = appearance
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._appearance.px(40), self._appearance.px(25))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, table = self._appearance, self._table
        model = table.model()
        assert isinstance(model, CandidateModel)
        candidate = model.candidates[index.row()]
        chosen = candidate.rank == model.chosen
        rect = QRectF(option.rect)
        painter.save()
        if chosen:
            theme = look.theme
            painter.fillRect(rect, QColor(mix(theme.band, theme.panel, theme.band_opacity)))
        if index.row() == table.currentIndex().row() and table.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = rect.adjusted(look.px(6), 0, -look.px(6), 0)
        if index.column() == 0:
            self._text(painter, inner, str(candidate.rank + 1), "note", "low", right=True)
        elif index.column() == 1:
            self._token(painter, inner, candidate, chosen)
        elif index.column() == 2:
            self._text(painter, inner, str(candidate.id), "note", "low", right=True)
        else:
            self._bar(painter, inner, candidate.probability, chosen)
        painter.restore()

    def _text(
        self, painter: QPainter, rect: QRectF, text: str, size: str, colour: str, right: bool
    ) -> None:
        painter.setFont(self._appearance.font(size))  # type: ignore[arg-type]
        painter.setPen(self._appearance.colour(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _token(self, painter: QPainter, rect: QRectF, candidate: Candidate, chosen: bool) -> None:
        look = self._appearance
        room = rect.width()
        if candidate.tag:
            metrics = QFontMetricsF(look.font("tick"))
            width = metrics.horizontalAdvance(candidate.tag) + look.px(10)
            height = look.px(17)
            tag = QRectF(rect.right() - width, rect.center().y() - height / 2, width, height)
            painter.setPen(QPen(look.colour("selection" if chosen else "strong_line"), 1))
            painter.setBrush(look.colour("raised"))
            painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setFont(look.font("tick"))
            painter.setPen(look.colour("selection" if chosen else "mid"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, candidate.tag)
            room -= width + look.px(6)
        font = look.font("name", bold=chosen)
        text = QFontMetricsF(font).elidedText(candidate.text, Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(font)
        painter.setPen(look.colour("low" if candidate.special and not chosen else "high"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _bar(self, painter: QPainter, rect: QRectF, share: float, chosen: bool) -> None:
        look = self._appearance
        number = look.px(44)
        height = look.px(9)
        track = QRectF(rect.left(), rect.center().y() - height / 2, rect.width() - number, height)
        painter.fillRect(track, look.colour("well"))
        width = max(track.width() * min(max(share, 0.0), 1.0), 1.0)
        painter.fillRect(
            QRectF(track.left(), track.top(), width, height), QColor(look.theme.series[0])
        )
        right = QRectF(rect.right() - number + look.px(6), rect.top(), number, rect.height())
        colour = "high" if chosen else "mid"
        self._text(painter, right, probability_text(share), "note", colour, right=False)


def probability_text(share: float) -> str:
    """.52, .008 where two digits say nothing, < .001 below that, 1.0."""
    if share >= 0.995:
        return "1.0"
    if share >= 0.00995:
        return f"{share:.2f}".removeprefix("0")
    if share >= 0.0005:
        return f"{share:.3f}".removeprefix("0")
    return "< .001"
