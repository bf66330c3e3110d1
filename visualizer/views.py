"""The sentence and the workspaces: made after the window is up, joined to the bench."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSplitter, QWidget

from engine.messages import commands, events
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from visualizer.panels.sentence import SentencePanel
from visualizer.selection import Selection
from visualizer.steering import Steering
from visualizer.workspaces.generate import GenerateWorkspace
from visualizer.workspaces.learn import LearnWorkspace

WORKSPACES = ("learn", "generate")
#: Milliseconds between the first picture and the making of Generate.
_AFTER_FIRST = 1500
#: Milliseconds between the making of two views. With 0 the next call is an event in the queue that
#: is being emptied, so that all would be made in one turn.
_BETWEEN = 1


class Views(QObject):
    """Makes the views one after another, so that the event loop runs in between.

    Generate is made when it is first asked for, or once the first picture is on screen.

    Signals: `complete` when the sentence and Learn stand; `generate_made`;
    `workspace_changed(name)`.
    """

    complete = Signal()
    generate_made = Signal()
    workspace_changed = Signal(str)

    def __init__(self, steering: Steering) -> None:
        super().__init__(steering)
        self._steering = steering
        self._frame = steering.frame
        self._latest: dict[type, object] = {}
        self.selection = Selection(self)
        self.sentence: SentencePanel | None = None
        self.learn: LearnWorkspace | None = None
        self.generate: GenerateWorkspace | None = None
        self.workspace = "learn"
        self._missed: list[object] = []
        self._look: Look | None = None
        steering.bench.received.connect(self._receive)

    def begin(self) -> None:
        """Make the first view now and the others in the turns that follow."""
        self._making = self._make()
        self._make_next()

    @property
    def front(self) -> QWidget | None:
        """The view that a picture is taken of: the focused one of the workspace in front."""
        if self.workspace == "learn":
            return self.learn.front if self.learn else None
        if self.generate is None:
            return None
        return self.generate.views.front

    @Slot(str)
    def show_workspace(self, name: str) -> None:
        """Bring a workspace to the front; the run bar and the sentence belong to Learn."""
        if name not in WORKSPACES or self.learn is None:
            return
        self.workspace = name
        shown = self.learn if name == "learn" else self.make_generate()
        self._frame.work.setCurrentWidget(shown)
        shown.setFocus()
        self._stand()
        learning = name == "learn"
        self._frame.run_bar.setVisible(learning)
        self._show_sentence()
        self._frame.rail.choose(name)
        if not learning and self.sentence is not None:
            self._offer_sentence()
        self.workspace_changed.emit(name)

    @Slot()
    def _show_vacant(self) -> None:
        """An architecture without a model has nothing to show, and no sentence to look at."""
        if self.learn is not None:
            self.learn.show_vacant(self._steering.switching.vacant)
        if self.generate is not None:
            self.generate.show_vacant(self._steering.switching.vacant)
        self._show_sentence()

    def _show_sentence(self) -> None:
        if self.sentence is not None:
            vacant = self._steering.switching.vacant is not None
            self.sentence.setVisible(self.workspace == "learn" and not vacant)

    def state(self) -> dict[str, str]:
        """Where every dividing line stands, for the choices."""
        found = dict(self._steering.choices.splitters)
        if self.learn is not None:
            found |= self.learn.state()
        for splitter in self._splitters():
            found[splitter.objectName()] = bytes(splitter.saveState().toBase64().data()).decode()
        return found

    def settings(self) -> dict[str, dict[str, Any]]:
        """What is set in each view, for the choices."""
        if self.learn is None:
            return {}
        return {
            "maps": self.learn.trio.state(),
            "middle": self.learn.middle.state(),
            "curves": self.learn.curves.choices(),
        }

    def _splitters(self) -> list[QSplitter]:
        if self.generate is None:
            return []
        return [s for s in self.generate.findChildren(QSplitter) if s.objectName()]

    def build_plots(self) -> None:
        """pyqtgraph is imported: make the curves."""
        if self.learn is not None:
            self.learn.build_plots()

    # ------------------------------------------------------------ making

    @Slot()
    def _make_next(self) -> None:
        if next(self._making, "end") is None:
            QTimer.singleShot(_BETWEEN, self, self._make_next)

    def _make(self) -> Iterator[None]:
        """All views; a yield lets the event loop run."""
        self._make_sentence()
        yield
        yield from self._make_learn()
        yield
        for event in self._missed:
            self._deliver(event)
        self._missed = []
        self.complete.emit()

    def _make_sentence(self) -> None:
        self.sentence = SentencePanel(self._steering.appearance, self.selection)
        self._frame.sentence_slot.addWidget(self.sentence)
        self.sentence.watch_requested.connect(self._steering.watch)
        self.sentence.draw_requested.connect(self._steering.watched.draw_again)
        # The window owns the keys: Ctrl+E saves a picture in every view.
        self.sentence.edit_action.setShortcuts([QKeySequence("Ctrl+L"), QKeySequence("F2")])
        self.sentence.next_action.setShortcut(QKeySequence("Ctrl+N"))

    def _make_learn(self) -> Iterator[None]:
        work = self._frame.work
        learn = LearnWorkspace(self._steering.appearance, self.selection, work, at_once=False)
        work.addWidget(learn)
        for _ in learn.building():
            yield
            _polish(learn)
            yield
        yield
        self.learn = learn
        if self.sentence is not None:
            self.learn.accompany(self.sentence)
        self.learn.heads_wanted.connect(self._steering.watched.want_heads)
        self.learn.tables_wanted.connect(self._steering.watched.want_tables)
        self._steering.switching.changed.connect(self._show_vacant)
        self.learn.train_requested.connect(self._steering.train_or_pause)
        self.learn.runs_wanted.connect(self._steering.series.begin)
        self.learn.said.connect(self._frame.status.say)
        self.learn.restore(
            {
                name: state
                for name, state in self._steering.choices.splitters.items()
                if name.startswith("learn")
            }
        )
        settings = self._steering.choices.views
        self.learn.trio.restore(settings.get("maps", {}))
        self.learn.middle.restore(settings.get("middle", {}))
        self.learn.curves.set_choices(settings.get("curves", {}))
        yield
        self._frame.work.setCurrentWidget(self.learn)
        # Asked for before the first look, which then captures them at once.
        heads = [HeadReference(name, *self.selection.head(name)) for name in self.learn.trio.panels]
        self._steering.watched.want_heads(tuple(heads))
        self._show_vacant()

    @Slot()
    def make_generate(self) -> GenerateWorkspace:
        """The workspace Generate, made now if it does not stand yet."""
        if self.generate is not None:
            return self.generate
        work = self._frame.work
        self.generate = GenerateWorkspace(self._steering.appearance, self.selection, work)
        work.addWidget(self.generate)
        self.generate.generate_requested.connect(self._generate)
        self.generate.extend_requested.connect(self._extend)
        self.generate.said.connect(self._frame.status.say)
        self.generate.begun.connect(self._stand)
        self.generate.learn_requested.connect(self._go_to_learn)
        for splitter in self._splitters():
            kept = self._steering.choices.splitters.get(splitter.objectName(), "")
            if kept:
                splitter.restoreState(QByteArray.fromBase64(kept.encode()))
        for event in self._latest.values():
            self.generate.receive(event)
        self.generate.show_vacant(self._steering.switching.vacant)
        self.generate_made.emit()
        return self.generate

    # ------------------------------------------------------------ events

    @Slot(object)
    def _receive(self, event: object) -> None:
        if self.learn is None:
            self._missed.append(event)
        else:
            self._deliver(event)

    def _deliver(self, event: object) -> None:
        if isinstance(event, Frame):
            self._look = event.look
            if self.workspace == "learn":
                self._stand()
        for view in (self.sentence, self.learn, self.generate):
            # The sentence takes a picture in turn with the views of Learn, or they would disagree.
            if view is not None and not (view is self.sentence and isinstance(event, Frame)):
                view.receive(event)
        if self.generate is None:
            self._remember(event)

    @Slot()
    def _stand(self) -> None:
        """The shared selection points into the sentence of the workspace in front."""
        if self.workspace == "learn":
            if self._look is not None:
                own = ("target",) if self._look.rows_from == "own" else ()
                self.selection.stand_on(self._look.sequences, own)
        elif self.generate is not None and self.generate.stepping.root is not None:
            self.selection.stand_on(self.generate.stepping.sequences)

    def _remember(self, event: object) -> None:
        """Keep what Generate has to know when it is made; make it after the first picture."""
        if isinstance(event, events.Loaded | events.Started):
            self._latest = {events.Loaded: event}
        elif isinstance(event, Frame | events.Losses):
            self._latest[type(event)] = event
        if isinstance(event, Frame):
            QTimer.singleShot(_AFTER_FIRST, self, self.make_generate)

    # ------------------------------------------------------------ generating

    @Slot(str)
    def _generate(self, source: str) -> None:
        request = self._steering.bridge.new_request()
        if self.generate is not None:
            self.generate.expect(request)
        self._steering.bridge.send(commands.Generate(request, source))

    @Slot(tuple)
    def _extend(self, written: tuple[int, ...]) -> None:
        request = self._steering.bridge.new_request()
        self._steering.bridge.send(commands.Extend(request, written))

    @Slot()
    def _go_to_learn(self) -> None:
        self.show_workspace("learn")

    def _offer_sentence(self) -> None:
        shown = self.sentence.source_text if self.sentence is not None else ""
        source = self._steering.watched.source or shown
        if source and self.generate is not None and self.generate.stepping.root is None:
            self.generate.set_source(source)


def _polish(parent: QWidget) -> None:
    """Let the style see new widgets now, and not all of them at their first paint."""
    for widget in parent.findChildren(QWidget):
        widget.ensurePolished()
