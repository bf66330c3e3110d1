"""The strip above the work that says what failed, what is kept, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from visualizer.appearance import Appearance
from visualizer.widgets.icon import icon_pixmap, paint_icon
from visualizer.widgets.label import Label


@dataclass(frozen=True)
class Problem:
    """What the strip says.

    `what` names what failed and is how the problem is found again when it has been resolved;
    `grave` ones are framed as failures, the others as a note.
    """

    what: str
    sentence: str
    kept: str = ""
    log: str = ""
    button: str = ""
    way_out: Callable[[], object] | None = None
    grave: bool = True


class FailureStrip(QWidget):
    """One problem at a time, the newest; when it is resolved the one before it shows again.

    Signals: `details_requested` for the log.
    """

    details_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._problems: dict[str, Problem] = {}
        self.sentence = Label(appearance, parent=self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.kept = Label(appearance, role="note", colour="mid", parent=self)
        self.kept.setWordWrap(True)
        self.way_out = QPushButton(self)
        self.way_out.clicked.connect(self._leave)
        self.details = QPushButton(self.tr("Log"), self)
        self.details.clicked.connect(self.details_requested)
        self.close_button = QToolButton(self)
        self.close_button.setToolTip(self.tr("Put away (Esc)"))
        self.close_button.setAccessibleName(self.tr("Put away"))
        self.close_button.clicked.connect(self.put_away)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.sentence, 3)
        self._row.addWidget(self.kept, 2)
        for button in (self.way_out, self.details, self.close_button):
            self._row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """The one that is shown."""
        return next(reversed(self._problems.values()), None)

    def report(self, problem: Problem) -> None:
        """Show a problem, in place of an older one of the same kind."""
        self._problems.pop(problem.what, None)
        self._problems[problem.what] = problem
        self._show()

    def resolve(self, *kinds: str) -> None:
        """Take away the problems of these kinds: what failed has been done."""
        found = [kind for kind in kinds if self._problems.pop(kind, None)]
        if found:
            self._show()

    @Slot()
    def put_away(self) -> None:
        """Take away the one that is shown."""
        if self.problem:
            self.resolve(self.problem.what)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("raised"))
        colour = look.colour("wrong" if self.problem and self.problem.grave else "mid")
        painter.fillRect(0, 0, 3, self.height(), colour)
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.colour("line"))
        name = "warning" if self.problem and self.problem.grave else "info"
        side = px(18)
        paint_icon(painter, name, QRectF(px(14), (self.height() - side) / 2, side, side), colour)

    def _show(self) -> None:
        problem = self.problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        self.sentence.setText(problem.sentence)
        log = self.tr("Log: {0}").format(problem.log) if problem.log else ""
        self.kept.setText("\n".join(part for part in (problem.kept, log) if part))
        self.kept.setVisible(bool(self.kept.text()))
        self.way_out.setText(problem.button)
        self.way_out.setVisible(bool(problem.button))
        self.details.setVisible(bool(problem.log))
        self.update()

    @Slot()
    def _leave(self) -> None:
        problem = self.problem
        if problem and problem.way_out:
            self.resolve(problem.what)
            problem.way_out()

    @Slot()
    def _restyle(self) -> None:
        look, px = self._appearance, self._appearance.px
        self._row.setContentsMargins(px(42), px(6), px(8), px(7))
        self._row.setSpacing(px(8))
        for button in (self.way_out, self.details):
            button.setFont(look.font("text"))
        self.close_button.setIcon(icon_pixmap("close", look.colour("mid").name(), px(16), 2))
        self.close_button.setIconSize(QSize(px(16), px(16)))
