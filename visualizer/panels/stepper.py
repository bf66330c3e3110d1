"""The controls of a generation: rewind, back, step, run; what to read, with which weights."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.panels.over import why_over
from visualizer.stepping import Stepping
from visualizer.widgets.icon import icon
from visualizer.widgets.label import Label
from visualizer.widgets.number_field import NumberField, whole_number
from visualizer.writer import Writer

HEIGHT = 44
#: Pixels at scale 1 of the field, at least, before words beside it go.
FIELD = 200
#: Tokens a second that the pace slider offers, slowest first.
PACES = (1, 2, 4, 8, 15, 30)
#: Examples in the menu beside the field.
_OFFERED = 20


class StepperBar(QWidget):
    """One line of controls; each button stands for an action with a key.

    Signals: `generate_requested(source)`; `limit_changed(tokens)`; `pace_changed(tokens a second)`.
    """

    generate_requested = Signal(str)
    limit_changed = Signal(int)
    pace_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._running = False
        self._may_be_empty = False
        self._faces: list[tuple[QAbstractButton, QAction, str, str]] = []
        self.rewind_action = self._action(self.tr("Rewind"), Qt.Key.Key_Home)
        self.back_action = self._action(self.tr("Back"), Qt.Key.Key_Left)
        self.step_action = self._action(self.tr("Step"), Qt.Key.Key_Right)
        self.run_action = self._action(self.tr("Run"), Qt.Key.Key_Space)
        self.generate_action = QAction(self.tr("Generate"), self)
        self.generate_action.triggered.connect(self.generate)
        self._tools = [
            self._tool(self.rewind_action, "rewind"),
            self._tool(self.back_action, "previous"),
        ]
        self.step_button = self._button(self.step_action, "step", "primary")
        self.run_button = self._button(self.run_action, "train", "")
        self.generate_button = self._button(self.generate_action, "generate", "")
        self.pace = QSlider(Qt.Orientation.Horizontal, self)
        self.pace.setRange(0, len(PACES) - 1)
        self.pace.setPageStep(1)
        # Not by a click: the arrows go on stepping after the pace was drawn with the mouse.
        self.pace.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pace.setAccessibleName(self.tr("Tokens a second"))
        self.pace_name = Label(appearance, self.tr("pace"), "note", "low", parent=self)
        self.pace_label = Label(appearance, role="note", colour="mid")
        self.limit = NumberField(appearance, self.tr("at most"), whole_number(1, 512), 3, self)
        self.limit.setToolTip(self.tr("Most tokens of a path"))
        self.source = QLineEdit(self)
        self.source.returnPressed.connect(self.generate)
        self.examples = QMenu(self)
        self.examples.triggered.connect(self._take_example)
        self.examples_action = QAction(self.tr("Examples"), self)
        self.examples_action.setToolTip(self.tr("Sentences the model was not trained on"))
        self.examples_action.setEnabled(False)
        self.examples_action.triggered.connect(self._offer_examples)
        self._tools.append(self._tool(self.examples_action, "down"))
        self.weights = Label(appearance, role="note", colour="mid", elide=True)
        self.weights.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.set_kind("pairs")
        self._row = QHBoxLayout(self)
        self._fill()
        self.pace.valueChanged.connect(self._set_pace)
        self.pace.setValue(2)
        self.limit.number_changed.connect(self._set_limit)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_kind(self, kind: Kind) -> None:
        """A sentence to translate is asked for, or the beginning of a text, which may be empty."""
        self._may_be_empty = kind == "text"
        if self._may_be_empty:
            self.source.setAccessibleName(self.tr("Prompt: what the text begins with"))
            self.source.setPlaceholderText(self.tr("the beginning of a text, or nothing …"))
        else:
            self.source.setAccessibleName(self.tr("Source: what the model reads"))
            self.source.setPlaceholderText(self.tr("a sentence to read …"))

    def set_writing(self, able: bool) -> None:
        """Whether the model on the bench writes at all."""
        self.source.setEnabled(able)
        self.generate_action.setEnabled(able)
        self.examples_action.setEnabled(able and not self.examples.isEmpty())

    def set_source(self, text: str) -> None:
        """What Generate reads next."""
        self.source.setText(text)
        self.source.setCursorPosition(0)

    def set_examples(self, sources: list[str]) -> None:
        """Offer these in the menu beside the field."""
        self.examples.clear()
        for source in sources[:_OFFERED]:
            self.examples.addAction(source)
        self.examples_action.setEnabled(bool(sources))

    def show_stepping(self, stepping: Stepping, running: bool) -> None:
        """Offer what can be done from here."""
        state = stepping.state
        can_step = state == "open"
        self.rewind_action.setEnabled(stepping.position > 0)
        self.back_action.setEnabled(stepping.position > 0 or state == "waiting")
        self.step_action.setEnabled(can_step)
        self.run_action.setEnabled(running or can_step)
        self.run_action.setText(self.tr("Pause") if running else self.tr("Run"))
        over = why_over(stepping)
        for action in (self.step_action, self.run_action):
            action.setToolTip(over[:1].upper() + over[1:])
        self._running = running
        self._tint()

    def show_weights(self, stepping: Stepping, writer: Writer) -> None:
        """Say which weights write, and what stands on the bench if that is something else."""
        if stepping.root is None:
            text = self.tr("Weights: those on the bench") if writer.writes else ""
        else:
            title, step = writer.title(stepping.run), f"{stepping.step:,}"
            text = self.tr("Weights: {0}, step {1}").format(title, step)
            if writer.run and writer.run != stepping.run:
                now = writer.title(writer.run)
                text += self.tr("  ·  on the bench: {0}").format(now)
            elif writer.step > stepping.step:
                text += self.tr("  ·  training is at {0}").format(f"{writer.step:,}")
        if text == self.weights.text():
            return  # it is asked with every piece of news, and sharing the line costs something
        self.weights.setText(text)
        kept = self.tr("Weights are kept as they were when this generation began.")
        self.weights.setToolTip(f"{text}\n{kept}" if stepping.root is not None else text)
        self._share()

    @Slot()
    def generate(self) -> None:
        """Begin anew with what stands in the field."""
        text = self.source.text().strip()
        if text or self._may_be_empty:
            self.generate_requested.emit(text)
        else:
            self.source.setFocus()

    @Slot()
    def _offer_examples(self) -> None:
        self.examples.popup(self.source.mapToGlobal(self.source.rect().bottomLeft()))

    @Slot(QAction)
    def _take_example(self, action: QAction) -> None:
        self.set_source(action.text())
        self.generate()

    def actions_for_menu(self) -> list[QAction]:
        return [
            self.step_action,
            self.back_action,
            self.rewind_action,
            self.run_action,
            self.generate_action,
            self.examples_action,
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(900), self._appearance.px(HEIGHT))

    # ------------------------------------------------------------ building

    def _action(self, text: str, key: Qt.Key) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setIconVisibleInMenu(False)
        return action

    def _tool(self, action: QAction, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("framed")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._faces.append((button, action, name, "high"))
        return button

    def _button(self, action: QAction, name: str, object_name: str) -> QPushButton:
        """A push button that does what the action does and shows its state."""
        button = QPushButton(action.text(), self)
        button.setObjectName(object_name)
        button.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        role = "primary_text" if object_name == "primary" else "high"
        self._faces.append((button, action, name, role))
        return button

    @Slot()
    def _follow(self) -> None:
        for button, action, _, _ in self._faces:
            if isinstance(button, QPushButton):
                button.setText(action.text())
                button.setEnabled(action.isEnabled())
                button.setToolTip(action.toolTip())

    def _fill(self) -> None:
        buttons = *self._tools[:2], self.step_button, self.run_button
        for part in (*buttons, self.pace_name, self.pace, self.pace_label, self.limit):
            self._row.addWidget(part)
        self._row.addWidget(self.source, 1)
        self._row.addWidget(self._tools[2])
        self._row.addWidget(self.generate_button)
        self._row.addWidget(self.weights)

    def _share(self) -> None:
        """The field has what the rest leaves over; where that is little, words give way to it.

        First what follows a dot in the words on the weights, then the slider's name, then all of
        these: pointing at the button beside says them.
        """
        gap, margins, text = self._row.spacing(), self._row.contentsMargins(), self.weights.text()
        buttons = self.step_button, self.run_button, self.generate_button
        staying = *self._tools, *buttons, self.pace, self.pace_label, self.limit
        free = self.width() - margins.left() - margins.right() - self._appearance.px(FIELD)
        for part in staying:
            free -= max(part.minimumWidth(), part.minimumSizeHint().width()) + gap
        lengths = self.pace_name.text(), text, text.split(" · ")[0].rstrip()
        advance = self.weights.fontMetrics().horizontalAdvance
        name, whole, short = (advance(words) + 1 + gap for words in lengths)
        self.pace_name.setVisible(named := free >= name + short)
        free -= name if named else 0
        self.weights.setVisible(shown := bool(text) and free >= short)
        self.weights.setFixedWidth(max(min(whole, free) - gap, 0))
        self.generate_action.setToolTip("" if shown else text)

    @Slot(int)
    def _set_pace(self, place: int) -> None:
        self.pace_label.setText(self.tr("{0}/s").format(PACES[place]))
        self.pace_changed.emit(PACES[place])

    @Slot(object)
    def _set_limit(self, limit: float) -> None:
        self.limit_changed.emit(int(limit))

    def _tint(self) -> None:
        for button, action, name, role in self._faces:
            if action is self.run_action and self._running:
                name = "pause"
            made = icon(name, self._appearance, role if action.isEnabled() else "low")
            if isinstance(button, QToolButton):
                action.setIcon(made)  # A tool button takes its icon from its action.
            else:
                button.setIcon(made)

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(12), 0)
        self._row.setSpacing(px(8))
        for button, *_ in self._faces:
            button.setFixedHeight(px(28))
            button.setIconSize(QSize(px(16), px(16)))
            button.setFont(self._appearance.font("text"))
        for tool in self._tools:
            tool.setFixedWidth(px(30))
        self.pace.setFixedWidth(px(72))
        self.pace_label.setFixedWidth(px(28))
        self.source.setFixedHeight(px(28))
        self.source.setFont(self._appearance.font("text"))
        self._tint()
        self._share()
        self.update()
