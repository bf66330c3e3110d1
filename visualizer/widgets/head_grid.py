"""A table of heads that is sorted by a click on a column; a click on a row chooses the head."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from engine.map_health import Health
from engine.seen.maps import HeadReference
from visualizer.appearance import Appearance
from visualizer.widgets import health
from visualizer.widgets.head_grid_content import HEAD, STATE, HeadGridContent
from visualizer.widgets.head_grid_header import HeadGridHeader
from visualizer.widgets.head_grid_model import HeadGridModel
from visualizer.widgets.head_grid_painting import GLYPH, MARGIN, Column, Row, RowPainting

#: At scale 1: height of a row, and the most room that a number takes.
HEIGHT, MOST = 23, 104
_WALKING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ALONG = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End})


class HeadGrid(QTableView):
    """Up and Down choose the head above or below, Left and Right a column, Space sorts by it.

    A column sorts from its largest number down, and once more from its smallest up; that of the
    heads begins with their own order. What is sorted stays sorted while numbers change.

    Signals: `chosen(HeadReference)`; `opened(HeadReference)` on a double click or Enter;
    `column_told(name)` when the meaning of another column is to be told: of the one under the
    pointer, or the one that keys have come to; `folded(names)` when other columns have no room.
    """

    folded = Signal(tuple)
    chosen = Signal(object)
    opened = Signal(object)
    column_told = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.heads = HeadGridModel(self)
        self.setModel(self.heads)
        self.header = HeadGridHeader(appearance, self.heads, self)
        self.setHorizontalHeader(self.header)
        self._painting = RowPainting(appearance)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        # Rows that change places must not pull the scroll bar along with the cursor.
        self.setAutoScroll(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Columns that have no room are folded away, and told of.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hidden: tuple[str, ...] = ()
        self.verticalHeader().hide()
        self.setAccessibleName(self.tr("Numbers of every head"))
        self.pressed.connect(self._pressed)
        self.doubleClicked.connect(self._open)
        self.entered.connect(self._entered)
        self.header.sectionClicked.connect(self._title_clicked)
        self.header.sectionEntered.connect(self._tell)
        appearance.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ what is shown

    def set_content(self, content: HeadGridContent) -> None:
        """Show other numbers, sorted as before and scrolled to where it was."""
        at, columns = self._cursor(), self.heads.columns
        self.heads.show(content)
        if columns != self.heads.columns:
            self._tell(0)
        self._put_cursor(*at)
        self._spread()

    def sort_by(self, name: str, falling: bool) -> None:
        """Sort by a column."""
        at = self._cursor()
        self.heads.sort_by(name, falling)
        self._put_cursor(*at)
        self._spread()
        self.header.viewport().update()

    def show_group(self, name: str) -> None:
        """Show the heads of one group alone, or with "" of all."""
        at = self._cursor()
        self.heads.choose_group(name)
        self._put_cursor(*at)

    def mark(self, chosen: Collection[HeadReference], front: str) -> None:
        """Mark the chosen heads, strongest the one of the group in front."""
        self._painting.chosen, self._painting.front = frozenset(chosen), front
        self.viewport().update()

    def come_to(self, reference: HeadReference) -> None:
        """Put the cursor on a head and scroll to it; nothing happens where it is not shown."""
        self._put_cursor(reference, self.header.told)
        index = self.currentIndex()
        if index.isValid() and self._reference(index) == reference:
            self.scrollTo(index)

    # ------------------------------------------------------------ the cursor

    def _reference(self, index: QModelIndex) -> HeadReference | None:
        content = self.heads.content
        if content is None or not index.isValid():
            return None
        return content.references[int(self.heads.rows[index.row()])]

    def _cursor(self) -> tuple[HeadReference | None, str]:
        index = self.currentIndex()
        columns = self.heads.columns
        return self._reference(index), columns[index.column()] if index.isValid() else HEAD

    def _put_cursor(self, reference: HeadReference | None, name: str) -> None:
        """On the row that this head has now; where it is not shown, nowhere."""
        content, columns = self.heads.content, self.heads.columns
        if content is None:
            return
        column = columns.index(name) if name in columns else 0
        row = next(
            (n for n, at in enumerate(self.heads.rows) if content.references[at] == reference), -1
        )
        self.selectionModel().setCurrentIndex(
            self.heads.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate
        )

    # ------------------------------------------------------------ what the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Space:
            self._sort(self.header.told)
        elif key in _WALKING | _ALONG:
            super().keyPressEvent(event)
            index = self.currentIndex()
            self.scrollTo(index)
            self._tell(index.column())
            if key in _WALKING:
                self._pressed(index)
        else:
            event.ignore()

    @Slot(QModelIndex)
    def _pressed(self, index: QModelIndex) -> None:
        # On the press: by the release another row may have come under the pointer.
        reference = self._reference(index)
        if reference is not None:
            self.chosen.emit(reference)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        reference = self._reference(index)
        if reference is not None:
            self.opened.emit(reference)

    @Slot(QModelIndex)
    def _entered(self, index: QModelIndex) -> None:
        self._tell(index.column())

    @Slot(int)
    def _title_clicked(self, section: int) -> None:
        self._tell(section)
        self._sort(self.heads.columns[section])

    def _sort(self, name: str) -> None:
        again = name == self.heads.column
        self.sort_by(name, not self.heads.falling if again else name != HEAD)

    @Slot(int)
    def _tell(self, section: int) -> None:
        if 0 <= section < len(self.heads.columns):
            self.header.told = self.heads.columns[section]
            self.header.viewport().update()
            self.column_told.emit(self.header.told)

    # ------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """All cells in one go: a delegate would be asked for each, several times slower."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._appearance.colour("panel"))
        content = self.heads.content
        if content is None:
            return
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        stop = last + 1 if last >= 0 else len(self.heads.rows)
        rows = [
            Row(int(self.heads.rows[n]), self.rowViewportPosition(n), self.rowHeight(n))
            for n in range(max(first, 0), stop)
        ]
        columns = [
            Column(name, self.columnViewportPosition(n), self.columnWidth(n))
            for n, name in enumerate(self.heads.columns)
            if name not in self._hidden
        ]
        self._painting.paint(painter, content, rows, columns)
        if self.hasFocus() and self.currentIndex().isValid():
            self._painting.paint_cursor(painter, self.visualRect(self.currentIndex()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._spread()

    def least_width(self) -> int:
        """Pixels at which every column shows all it has to say, beside a scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return sum(self._least(name) for name in self.heads.columns) + bar

    def _least(self, name: str) -> int:
        a, content = self._appearance, self.heads.content
        title = self.header.least_width(name)
        if content is None or name not in (HEAD, STATE):
            return title
        if name == STATE:
            metrics = QFontMetrics(a.font("note"))
            texts = [health.name(state) for state in Health]
            extra = 2 * MARGIN
        else:
            metrics = QFontMetrics(a.font("text"))
            texts = [max((content.text(n, HEAD) for n in range(len(content.references))), key=len)]
            extra = GLYPH + 2 * MARGIN
        return max(title, *(metrics.horizontalAdvance(text) + a.px(extra) for text in texts))

    def _spread(self) -> None:
        """Share out the width: numbers take up to their most, the state what is left."""
        names = self.heads.columns
        if not names:
            return
        least = {name: self._least(name) for name in names}
        kept = frozenset({HEAD, STATE, self.heads.column})
        hidden = fold(least, kept, self.viewport().width())
        shown = [name for name in names if name not in hidden]
        spare = max(self.viewport().width() - sum(least[name] for name in shown), 0)
        most = self._appearance.px(MOST)
        used = 0
        for place, name in enumerate(names):
            self.setColumnHidden(place, name in hidden)
            wide = least[name]
            if name not in (HEAD, STATE):
                wide = min(wide + spare // max(len(shown) - 1, 1), max(most, wide))
            if name in shown and name != STATE:
                used += wide
                self.setColumnWidth(place, wide)
        last = max(self.viewport().width() - used, 1)
        self.setColumnWidth(names.index(STATE), last)
        self.updateGeometries()
        if hidden != self._hidden:
            self._hidden = hidden
            self.folded.emit(hidden)

    @Slot()
    def _restyle(self) -> None:
        a, px = self._appearance, self._appearance.px
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(px(HEIGHT))
        self.header.setFixedHeight(self.header.sizeHint().height())
        panel = a.colour("panel").name()
        self.setStyleSheet(
            f"QTableView, QTableView:focus {{ background: {panel}; border: none;"
            f" border-bottom: 1px solid {a.colour('line').name()}; }}"
            f"QHeaderView {{ background: {panel}; border: none; }}"
        )
        self._spread()


def fold(least: Mapping[str, int], kept: Collection[str], room: int) -> tuple[str, ...]:
    """The columns to leave out, the last first, so that the others have the room they need.

    least : pixels that each column needs, in order; those `kept` are never left out.
    """
    left_out: list[str] = []
    needed = sum(least.values())
    for name in reversed(list(least)):
        if needed <= room:
            break
        if name not in kept:
            left_out.append(name)
            needed -= least[name]
    return tuple(left_out)
