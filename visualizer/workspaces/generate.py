"""Generate: one token forward, one back, another chosen, with the attention that led there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from engine.messages import Failed, Frame, Generated, Loaded, Losses, Started
from visualizer.appearance import Appearance
from visualizer.panels.notice import Notice
from visualizer.panels.panel import Panel
from visualizer.panels.stepper import PACES, StepperBar
from visualizer.selection import Selection
from visualizer.stepping import Node, Stepping
from visualizer.workspaces.generation_actions import GenerationActions
from visualizer.workspaces.generation_views import GenerationViews

#: Milliseconds after which waiting is said.
_PATIENCE = 300
#: Most letters of a sentence on a button.
_SHOWN = 40


class _Page(QWidget):
    """Ground in the colour of a panel."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._appearance.colour("panel"))


class GenerateWorkspace(QWidget):
    """Controls, the sentence being written, candidates, paths, and why.

    Stepping over what is known asks the engine nothing; a question is asked once.

    Signals: `generate_requested(source)` to begin with the weights as they are now; `begun` when
    the first candidates have come; `extend_requested(written)`, token ids, for the candidates that
    follow; `said(sentence)` for the status line.
    """

    generate_requested = Signal(str)
    begun = Signal()
    extend_requested = Signal(tuple)
    said = Signal(str)

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.stepping = Stepping()
        self._appearance = appearance
        self._beginning = False
        self._bench = (0, 0)
        self.bar = StepperBar(appearance, self)
        self._both = QWidget(self)
        self._page = _Page(appearance, self._both)
        self.notice = Notice(appearance, self._page)
        self.views = GenerationViews(appearance, selection, self._both)
        self.written, self.candidates = self.views.written, self.views.candidates
        self.paths, self.map, self.why = self.views.paths, self.views.map, self.views.why
        self.panels: list[Panel] = self.views.panels
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._say_waiting)
        self._build()
        self._actions = GenerationActions(self, self.views)
        self.addActions(self.bar.actions_for_menu())
        self._connect()
        self._set_pace(PACES[self.bar.pace.value()])
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
                    self.begun.emit()
                self._answered()
        elif isinstance(event, Failed):
            if event.what == "Generating":
                self._fail(event)
        elif isinstance(event, Loaded | Started):
            self._bench = (event.run, event.step)
            sources = [example.source for example in event.examples]
            self.bar.set_examples(sources)
            if sources and not self.bar.source.text():
                self.bar.set_source(sources[0])
            self._show_weights()
            self._show_empty()
        elif isinstance(event, Frame):
            self._bench = (event.run, event.step)
            self._show_weights()
        elif isinstance(event, Losses) and len(event.values):
            self._bench = (event.run, event.first + len(event.values) - 1)
            self._show_weights()

    def expect(self, request: int) -> None:
        """Say under which number Generate was sent; answers with a lower one are then dropped."""
        self.stepping.expect(request)

    def set_source(self, text: str) -> None:
        """Offer this sentence to generate from, such as the watched one."""
        self.bar.set_source(text)
        self._show_empty()

    # ------------------------------------------------------------ what the user does

    @Slot(str)
    def generate(self, source: str) -> None:
        """Begin anew from `source`, with the weights as they are now."""
        self.pause()
        self._beginning = True
        self.bar.set_source(source)
        self._patience.start()
        self.generate_requested.emit(source)

    @Slot()
    def step(self) -> None:
        """One token forward."""
        self.stepping.forward()
        self._ask()
        self._show()

    @Slot()
    def back(self) -> None:
        """One token back; nothing is forgotten."""
        self.pause()
        self.stepping.back()
        self._show()

    @Slot()
    def rewind(self) -> None:
        """Back to the beginning."""
        self.pause()
        self.stepping.rewind()
        self._show()

    @Slot()
    def run(self) -> None:
        """Step at the pace of the slider, or pause."""
        if self._clock.isActive():
            self.pause()
        elif self.stepping.state == "open":
            self._clock.start()
            self.step()

    def pause(self) -> None:
        """Run no further."""
        self._clock.stop()
        self._show()

    @property
    def running(self) -> bool:
        return self._clock.isActive()

    @Slot(int)
    def choose(self, rank: int) -> None:
        """Write candidate `rank` (from 0) in place of the last token and go on from there."""
        self.stepping.choose(rank)
        self._show()

    @Slot(int)
    def go_to(self, position: int) -> None:
        """Stand behind the first `position` tokens."""
        self.pause()
        self.stepping.go_to(position)
        self._show()

    @Slot(object)
    def follow(self, node: Node) -> None:
        """Stand behind a token of any path."""
        self.pause()
        self.stepping.follow(node)
        self._show()

    def actions_for_menu(self) -> list[QAction]:
        """Every action of this workspace, for the window's menus."""
        own = self._actions
        return [*self.bar.actions_for_menu(), *own.walking, *own.choosing]

    # ------------------------------------------------------------ asking and being answered

    def _ask(self) -> None:
        question = self.stepping.question()
        if question is not None:
            self._patience.start()
            self.extend_requested.emit(question)

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
        self._clock.stop()
        self.stepping.give_up()
        self._show()
        title, again = self.tr("Generating failed"), self.tr("Try again")
        if self.stepping.root is None:
            words = f"{failure.sentence}\n{failure.kept}" if failure.kept else failure.sentence
            self.notice.show_state("failed", title, words, [(again, self.bar.generate)])
        else:
            kept = failure.kept or self.tr("Everything written so far is kept.")
            self.candidates.show_failed(title, failure.sentence, kept, again, self._try_again)

    @Slot()
    def _try_again(self) -> None:
        self.candidates.show_body()
        self.step()

    @Slot()
    def _say_waiting(self) -> None:
        sentence = self.tr("Asking the model …")
        if self.stepping.root is None:
            self.notice.show_state("loading", "", sentence, [(self.tr("Cancel"), self._give_up)])
        elif self.stepping.state == "waiting":
            self.candidates.show_loading(sentence, None, self._give_up)

    @Slot()
    def _give_up(self) -> None:
        self._patience.stop()
        self._beginning = False
        self._clock.stop()
        self.stepping.give_up()
        self.candidates.show_body()
        self._show()

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        stepping = self.stepping
        if stepping.state in ("ended", "limit"):
            self._clock.stop()
        self.bar.show_stepping(stepping, self.running)
        self._actions.set_enabled(stepping.root is not None)
        self._show_weights()
        if stepping.root is None:
            self.setFocusProxy(self.bar.generate_button)
            self._show_empty()
            return
        self.setFocusProxy(self.candidates.table)
        self._pages.setCurrentIndex(1)
        self.views.show_stepping(stepping)

    def _show_empty(self) -> None:
        if self.stepping.root is not None or self._beginning:
            return
        self._pages.setCurrentIndex(0)
        source = self.bar.source.text().strip()
        short = source if len(source) <= _SHOWN else source[: _SHOWN - 2].rstrip() + " …"
        sentence = self.tr(
            "Nothing generated yet.\nThe model reads a sentence and writes its own, token by "
            "token. At every token you see the candidates and the attention that led to it, and "
            "you can choose another."
        )
        buttons: list[tuple[str, Callable[[], object]]]
        if source:
            buttons = [(self.tr("Generate from “{0}”").format(short), self.bar.generate)]
        else:
            buttons = [(self.tr("Type a sentence"), self.bar.source.setFocus)]
        self.notice.show_state("empty", "", sentence, buttons)

    def _show_weights(self) -> None:
        stepping, (run, step) = self.stepping, self._bench
        if stepping.root is None:
            text = self.tr("Weights: those on the bench")
        else:
            text = self.tr("Weights: run {0}, step {1}, kept").format(
                stepping.run, f"{stepping.step:,}"
            )
            if run and run != stepping.run:
                text += self.tr("  ·  on the bench: run {0}").format(run)
            elif step > stepping.step:
                text += self.tr("  ·  training is at {0}").format(f"{step:,}")
        self.bar.say_weights(text)

    @Slot()
    def _tick(self) -> None:
        if self.stepping.state != "waiting":
            self.step()

    @Slot(int)
    def _set_pace(self, pace: int) -> None:
        self._clock.setInterval(1000 // pace)

    @Slot(int)
    def _set_limit(self, limit: int) -> None:
        self.stepping.limit = limit
        self._show()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        row = QHBoxLayout(self._page)
        row.addStretch(1)
        row.addWidget(self.notice, 3)
        row.addStretch(1)
        self.notice.setMaximumWidth(self._appearance.px(620))
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
        self.bar.step_action.triggered.connect(self.step)
        self.bar.back_action.triggered.connect(self.back)
        self.bar.rewind_action.triggered.connect(self.rewind)
        self.bar.run_action.triggered.connect(self.run)
        self.bar.pace_changed.connect(self._set_pace)
        self.bar.limit_changed.connect(self._set_limit)
        self.written.position_chosen.connect(self.go_to)
        self.map.position_chosen.connect(self.go_to)
        self.paths.node_chosen.connect(self.follow)
        self.candidates.chosen.connect(self.choose)
        self._actions.chosen.connect(self.choose)
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
