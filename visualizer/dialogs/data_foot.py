"""The foot of the dialog that opens data: another file, the model, and training it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.catalog.entry import Task
from engine.messages.reading import Unfit
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.dialogs.model_choice import ModelChoice
from visualizer.learners import Learners
from visualizer.panels.doubt import Doubt
from visualizer.widgets.label import Label


class DataFoot(QWidget):
    """Buttons in a row; above them why the chosen model cannot learn from the data."""

    def __init__(self, appearance: Appearance, known: Learners, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._known = known
        self._kind: Kind = known.present.kind
        self._ready = False
        self._status = ""
        self.why_not = Doubt(appearance, "", self)
        self.why_not.hide()
        self.other = QPushButton(self.tr("Choose another file …"), self)
        self.status = Label(appearance, role="note", colour="low", elide=True, parent=self)
        self.model = ModelChoice(appearance, known, self)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.train = QPushButton("", self)
        self.train.setObjectName("primary")
        self.model.changed.connect(self._show_model)
        for button in (self.other, self.model, self.cancel):
            button.setAutoDefault(False)
        self.train.setDefault(True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.other)
        self._row.addWidget(self.status, 1)
        for button in (self.model, self.cancel, self.train):
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.why_not)
        self._column.addLayout(self._row)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def offer(self, kind: Kind, unfit: Mapping[Task, Unfit], ready: bool, status: str) -> None:
        """What can be trained on data of this kind; `ready` once it is read."""
        self._kind, self._ready, self._status = kind, ready, status
        self.model.offer(kind, unfit)
        self._show_model()

    def take_focus(self) -> None:
        """To what comes next: training, or the choice of a model that can be trained."""
        (self.train if self.train.isEnabled() else self.model).setFocus()

    @Slot()
    def _show_model(self) -> None:
        lack = self.model.unfit
        self.train.setText(self.tr("Train {0} on this").format(self.model.entry.title))
        self.train.setEnabled(self._ready and lack is None)
        said = "  ·  ".join(filter(None, (self._about_present(), self._status)))
        self.status.setText(said)
        self.status.setToolTip(said)
        self.why_not.setVisible(self._ready and lack is not None)
        if lack is not None:
            words = self.tr("{0} Or choose another model below.")
            if self._kind == "text":
                words = self.tr(
                    "{0} If it has documents, say under Documents where they end; or choose "
                    "another model below."
                )
            self.why_not.label.setText(words.format(lack.sentence))

    def _about_present(self) -> str:
        """Why not the model in front is offered, where that learns from the other kind of data."""
        present = self._known.present
        if not self._ready or present.kind == self._kind:
            return ""
        if present.kind == "pairs":
            return self.tr("{0} learns from sentence pairs").format(present.title)
        return self.tr("{0} learns from running text").format(present.title)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(px(16), px(10), px(16), px(12))
        self._column.setSpacing(px(10))
        self._row.setSpacing(px(8))
        for button in (self.other, self.cancel, self.train):
            button.setFixedHeight(px(28))
