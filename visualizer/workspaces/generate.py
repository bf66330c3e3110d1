"""Generate: one token forward, one back, another chosen, with the attention that led there."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from engine.catalog import Architecture
from engine.messages.events import Failed, Generated, Loaded, Started
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.panels.stepper import PACES, StepperBar
from visualizer.prompts import Prompts
from visualizer.selection import Selection
from visualizer.stepping import Stepping
from visualizer.workspaces.generation_actions import GenerationActions
from visualizer.workspaces.generation_page import GenerationPage
from visualizer.workspaces.generation_views import GenerationViews
from visualizer.workspaces.walk import Walk
from visualizer.writer import Writer

#: Milliseconds after which waiting is said.
_PATIENCE = 300


class GenerateWorkspace(QWidget):
    """Controls, the sentence being written, candidates, paths, and why.

    Stepping over what is known asks the engine nothing; a question is asked once. A model of
    another architecture on the bench ends the generation; one of the same leaves it, with the
    weights that it began with.

    Signals: `generate_requested(source)` to begin with the weights as they are now; `begun` when
    the first candidates have come; `extend_requested(written)`, token ids, for the candidates that
    follow; `learn_requested` where there is nothing to do but in Learn; `said(sentence)` for the
    status line.
    """

    generate_requested = Signal(str)
    begun = Signal()
    extend_requested = Signal(tuple)
    learn_requested = Signal()
    said = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.stepping = Stepping()
        self._appearance = appearance
        self._beginning = False
        self._writer = Writer()
        self.prompts = Prompts()
        self.bar = StepperBar(appearance, self)
        self._both = QWidget(self)
        self._page = GenerationPage(appearance, self._both)
        self.notice = self._page.notice
        self.views = GenerationViews(appearance, selection, self._both)
        self.written, self.candidates = self.views.written, self.views.candidates
        self.paths, self.map, self.why = self.views.paths, self.views.map, self.views.why
        self.panels: list[Panel] = self.views.panels
        self.walk = Walk(self.stepping, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._say_waiting)
        self._build()
        self._actions = GenerationActions(self, self.views)
        self.addActions(self.bar.actions_for_menu())
        self._connect()
        self.walk.set_pace(PACES[self.bar.pace.value()])
        self.bar.limit.set_number(self.stepping.limit)
        self._show()

    # ------------------------------------------------------------ what comes in

    @Slot(object)
    def receive(self, event: object) -> None:
        """Answers to what was asked; what stands on the bench; how far training has come."""
        if isinstance(event, Generated):
            before = self.stepping.root
            if self.stepping.receive(event):
                if self.stepping.root is not before:
                    self.stepping.structure = self._writer.structure(event.run)
                    self.begun.emit()
                self._answered()
        elif isinstance(event, Failed):
            if event.what == "Generating" and not self.stepping.outdated(event.request):
                self._fail(event)
        elif isinstance(event, Loaded | Started):
            self._stand_on(event)
        elif self._writer.follow(event):
            self._show_weights()

    def _stand_on(self, event: Loaded | Started) -> None:
        """A run is on the bench: what its data begins with, and whether it writes."""
        if self._writer.stand_on(event):
            self._give_up()
            self.stepping.end()
        present = self.bar.source.text()
        prompt = self.prompts.turn_to(event.specification.data, event.examples, present)
        self.bar.set_kind(self.prompts.kind)
        self.bar.set_examples(self.prompts.offered(event.examples))
        if prompt != present:
            self.bar.set_source(prompt)
        self._show()

    def show_vacant(self, entry: Architecture | None) -> None:
        """Say that there is no model of this architecture yet; None: what is there is shown."""
        self._writer.vacant = entry
        self._show()

    def expect(self, request: int) -> None:
        """Say under which number Generate was sent; answers with a lower one are then dropped."""
        self.stepping.expect(request)

    def set_source(self, text: str) -> None:
        """Offer this sentence, or the beginning of this text, such as the watched one."""
        self.bar.set_source(self.prompts.of(text))
        self._show_empty()

    # ------------------------------------------------------------ what the user does

    @Slot(str)
    def generate(self, source: str) -> None:
        """Begin anew from `source`, with the weights as they are now."""
        self.walk.pause()
        self._beginning = True
        self.bar.set_source(source)
        self._patience.start()
        self.generate_requested.emit(source)

    def actions_for_menu(self) -> list[QAction]:
        """Every action of this workspace, for the window's menus."""
        own = self._actions
        return [*self.bar.actions_for_menu(), *own.walking, *own.choosing]

    # ------------------------------------------------------------ asking and being answered

    @Slot(tuple)
    def _ask(self, written: tuple[int, ...]) -> None:
        self._patience.start()
        self.extend_requested.emit(written)

    def _answered(self) -> None:
        self._patience.stop()
        self._beginning = False
        self.candidates.show_body()
        focused = QApplication.focusWidget()
        if not self.stepping.line() and focused is not None and self.isAncestorOf(focused):
            self.candidates.table.setFocus()  # Off the field, where the arrows move the cursor.
        self._show()

    def _fail(self, failure: Failed) -> None:
        self._patience.stop()
        self._beginning = False
        self.walk.halt()
        self.stepping.give_up()
        self._show()
        title, again = self.tr("Generating failed"), self.tr("Try again")
        if self.stepping.root is None:
            self._show_failed(failure, title, again)
        else:
            kept = failure.kept or self.tr("Everything written so far is kept.")
            self.candidates.show_failed(title, failure.sentence, kept, again, self._try_again)

    def _show_failed(self, failure: Failed, title: str, again: str) -> None:
        """Nothing began: because of what was asked, or because such a model does not write."""
        if self._writer.entry is not None and not self._writer.writes:
            learn = self.learn_requested.emit
            self._page.say_unable(self._writer.entry, learn, failure.sentence)
            return
        words = f"{failure.sentence}\n{failure.kept}" if failure.kept else failure.sentence
        self._page.say_failed(title, words, again, self.bar.generate)

    @Slot()
    def _try_again(self) -> None:
        self.candidates.show_body()
        self.walk.step()

    @Slot()
    def _say_waiting(self) -> None:
        sentence = self.tr("Asking the model …")
        if self.stepping.root is None:
            self._page.say_waiting(sentence, self._give_up)
        elif self.stepping.state == "waiting":
            self.candidates.show_loading(sentence, None, self._give_up)

    @Slot()
    def _give_up(self) -> None:
        self._patience.stop()
        self._beginning = False
        self.walk.halt()
        self.stepping.give_up()
        self.candidates.show_body()
        self._show()

    # ------------------------------------------------------------ showing

    @Slot()
    def _show(self) -> None:
        stepping = self.stepping
        if stepping.state in ("ended", "limit", "full"):
            self.walk.halt()
        self.bar.show_stepping(stepping, self.walk.running)
        self.bar.set_writing(self._writer.writes)
        self._actions.show_stepping(stepping)
        self._show_weights()
        if stepping.root is None or self._writer.vacant is not None:
            self._show_empty()
            return
        self.setFocusProxy(self.candidates.table)
        self._pages.setCurrentIndex(1)
        self.views.show_stepping(stepping)

    def _show_empty(self) -> None:
        writer, learn = self._writer, self.learn_requested.emit
        if writer.vacant is not None:
            self._page.say_vacant(writer.vacant, learn)
        elif self.stepping.root is not None or self._beginning:
            return
        elif writer.entry is not None and not writer.writes:
            self._page.say_unable(writer.entry, learn)
        else:
            prompt, type_ = self.bar.source.text().strip(), self.bar.source.setFocus
            self._page.invite(self.prompts.kind, prompt, self.bar.generate, type_)
        usual, first = self.bar.generate_button, self.notice.first_button()
        self.setFocusProxy(usual if usual.isEnabled() or first is None else first)
        self._pages.setCurrentIndex(0)

    def _show_weights(self) -> None:
        self.bar.show_weights(self.stepping, self._writer)

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self._pages = QStackedLayout(self._both)
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.views)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._both, 1)

    def _connect(self) -> None:
        self.bar.generate_requested.connect(self.generate)
        walk, bar = self.walk, self.bar
        walk.moved.connect(self._show)
        walk.asked.connect(self._ask)
        bar.step_action.triggered.connect(walk.step)
        bar.back_action.triggered.connect(walk.back)
        bar.rewind_action.triggered.connect(walk.rewind)
        bar.run_action.triggered.connect(walk.run)
        bar.pace_changed.connect(walk.set_pace)
        bar.limit_changed.connect(walk.set_limit)
        self.written.position_chosen.connect(walk.go_to)
        self.map.position_chosen.connect(walk.go_to)
        self.paths.node_chosen.connect(walk.follow)
        self.candidates.chosen.connect(walk.choose)
        self._actions.chosen.connect(walk.choose)
        self.views.said.connect(self.said)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.setFocus()  # So that the keys step from the first moment.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that the focused view has no use for means the same as everywhere here."""
        pressed = QKeySequence(event.keyCombination())
        for action in self.actions():
            if action.isEnabled() and action.shortcut() == pressed:
                action.trigger()
                return
        super().keyPressEvent(event)
