"""Lines of text for the watched sentence: source, and target if one is known; or one text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.label import Label


class SentenceEditor(QWidget):
    """Enter asks to watch what is written, Esc gives up; an empty source is not accepted.

    A running text has no target: then there is one line. A target that was offered belongs to the
    source that was offered: with another source it counts only if it was edited too.

    Signals: `accepted(source, target)` with an empty target where none is known; `cancelled`.
    """

    accepted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.source = _Line(self)
        self.target = _Line(self)
        self.source.setPlaceholderText(self.tr("type a sentence to watch"))
        self.target.setPlaceholderText(self.tr("leave empty to see the model’s own output"))
        self.source.setAccessibleName(self.tr("source"))
        self.target.setAccessibleName(self.tr("target"))
        self._offered = "", ""
        self._names = [Label(appearance, role="note", colour="low", parent=self) for _ in range(2)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for row, line in enumerate((self.source, self.target)):
            line.returnPressed.connect(self._accept)
            line.cancelled.connect(self.cancelled)
            self._grid.addWidget(self._names[row], row, 0)
            self._grid.addWidget(line, row, 1)
        self._names[1].setText(self.tr("target"))
        appearance.changed.connect(self._restyle)
        self._restyle()

    def begin(self, source: str, target: str | None) -> None:
        """Offer these texts for editing and take the keyboard; None for a text without a target."""
        self._offered = source.strip(), (target or "").strip()
        self.source.setText(source)
        self.target.setText(target or "")
        for part in (self.target, self._names[1]):
            part.setVisible(target is not None)
        self._names[0].setText(self.tr("text") if target is None else self.tr("source"))
        self.source.setAccessibleName(self._names[0].text())
        self._mark(self.source, wrong=False)
        self.source.setFocus()
        self.source.selectAll()

    @Slot()
    def _accept(self) -> None:
        source = self.source.text().strip()
        self._mark(self.source, wrong=not source)
        if source:
            target = self.target.text().strip()
            stale = source != self._offered[0] and target == self._offered[1]
            self.accepted.emit(source, "" if stale else target)
        else:
            self.source.setFocus()

    @Slot()
    def _restyle(self) -> None:
        self._grid.setVerticalSpacing(self._appearance.px(2))
        self._grid.setHorizontalSpacing(self._appearance.px(8))
        for name in self._names:
            name.setFixedWidth(self._appearance.px(46))
        for line in (self.source, self.target):
            line.setFont(self._appearance.font("name"))
            line.setFixedHeight(self._appearance.px(24))
            self._mark(line, wrong=False)

    def _mark(self, line: QLineEdit, wrong: bool) -> None:
        theme = self._appearance.theme
        line.setStyleSheet(
            f"QLineEdit {{ background: {theme.well}; color: {theme.high};"
            f" padding: 0 6px; min-height: 0;"
            f" border: 1px solid {theme.wrong if wrong else theme.strong_line};"
            f" border-radius: 4px; selection-background-color: {theme.focus};"
            f" selection-color: {theme.panel}; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.wrong if wrong else theme.focus}; }}"
        )


class _Line(QLineEdit):
    """A line that keeps Esc for itself.

    Signals: `cancelled` on Esc.
    """

    cancelled = Signal()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()  # Before the window's Esc, which clears the selection.
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
