"""The rows of heads as Qt asks for them: in the order they are sorted, of one group or of all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine.summaries import SELF_ONLY
from visualizer import glossary
from visualizer.widgets.head_grid_content import HEAD, STATE, HeadGridContent

_Index = QModelIndex | QPersistentModelIndex


class HeadGridModel(QAbstractTableModel):
    """One row a head, columns as in :class:`HeadGridContent`.

    Attributes
    ----------
    content : None until there is a look.
    rows : (shown,) rows of the content, in the order in which they are shown.
    column, falling : what they are sorted by, and whether the largest stands first.
    group : the only group that is shown; "" for all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content: HeadGridContent | None = None
        self.rows: NDArray[np.int64] = np.zeros(0, np.int64)
        self.column, self.falling, self.group = HEAD, False, ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.content.columns if self.content is not None else ()

    def show(self, content: HeadGridContent) -> None:
        """Show other numbers: in place, unless they are of other heads."""
        before, self.content = self.content, content
        same = before is not None and (
            (before.references, before.columns) == (content.references, content.columns)
        )
        if not same:
            self.column = self.column if self.column in content.columns else HEAD
            self.group = self.group if self.group in content.groups else ""
        self._arrange(reset=not same)

    def sort_by(self, column: str, falling: bool) -> None:
        """Put the rows in another order."""
        self.column, self.falling = column, falling
        self._arrange()

    def choose_group(self, group: str) -> None:
        """Show one group alone, or with "" all."""
        self.group = group
        self._arrange(reset=True)

    def _arrange(self, reset: bool = False) -> None:
        if self.content is None:
            return
        rows = self.content.order(self.column, self.falling, self.group)
        if reset:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            # As many rows as before, so that whoever scrolled stays where he is.
            self.rows = rows
            last = self.index(len(rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        name = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(name)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.meaning(name)
        if role == Qt.ItemDataRole.AccessibleTextRole and name == self.column:
            way = self.tr("largest first") if self.falling else self.tr("smallest first")
            return f"{self.title(name)}, {way}"
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.content is None:
            return None
        row, name = int(self.rows[index.row()]), self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.content.text(row, name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, name)
        return None

    def _tip(self, row: int, name: str) -> str:
        assert self.content is not None
        head = self.content.text(row, HEAD)
        if name in (HEAD, STATE):
            said = self.content.said(row) or self.content.text(row, STATE)
            return f"{head}: {said}"
        if not self.content.known[name][row]:
            if name in SELF_ONLY:
                return self.tr("{0}: rows and columns are not the same tokens").format(head)
            return self.tr("{0}: none of its columns is such a token").format(head)
        return f"{head}: {name} {float(self.content.values[name][row]):.4g}"

    def title(self, name: str) -> str:
        """What a column is called."""
        return {HEAD: self.tr("head"), STATE: self.tr("map")}.get(name, name)

    def meaning(self, name: str) -> str:
        """What a column says, in a sentence."""
        if name == HEAD:
            return self.tr("Which head it is: kind of attention, layer and head, each from 1.")
        return glossary.sentence("sound" if name == STATE else name)
