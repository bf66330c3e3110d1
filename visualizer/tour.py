"""`heed tour DIR`: drives the real window through its views without a display, and draws each."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from engine.catalog import ARCHITECTURES
from engine.messages import events
from engine.messages.frames import Frame
from visualizer import opening
from visualizer.app import Heed

#: Milliseconds between two looks at whether what is waited for has come.
_BEAT = 50
#: Seconds after which waiting is given up and the picture taken as it is.
_PATIENCE = 60.0
SMALL, LARGE = QSize(1280, 800), QSize(1920, 1080)
#: Training steps shown.
STEPS = 60

_PAIRS = """\
Go now.\tVa maintenant.
I am cold.\tJ'ai froid.
We are not alone.\tNous ne sommes pas seuls.
The cat is black.\tLe chat est noir.
Where is my book?\tOù est mon livre ?
She reads a letter.\tElle lit une lettre.
They came too late.\tIls sont venus trop tard.
It is raining again.\tIl pleut encore.
"""


class Tour(QObject):
    """A script of pauses and pictures; every yield says what to wait for."""

    def __init__(self, heed: Heed, folder: Path) -> None:
        super().__init__()
        self._heed = heed
        self._folder = folder
        self._script = self._stops()
        self._until: Callable[[], bool] = _at_once
        self._waited = 0.0
        self._frames = 0
        self._failure = ""
        self.saved: list[Path] = []
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT)
        self._beat.timeout.connect(self._go_on)
        heed.complete.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        self._heed.steering.bench.received.connect(self._count)
        self._beat.start()

    @Slot(object)
    def _count(self, event: object) -> None:
        if isinstance(event, Frame):
            self._frames += 1
        elif isinstance(event, events.Failed):
            self._failure = event.sentence
            print(f"heed: {event.what}: {event.sentence}", file=sys.stderr)

    @Slot()
    def _go_on(self) -> None:
        self._waited += _BEAT / 1000
        if not self._until() and self._waited < _PATIENCE:
            return
        self._waited = 0.0
        try:
            self._until = next(self._script)
        except StopIteration:
            self._beat.stop()
            QApplication.exit(0)

    def _stops(self) -> Iterator[Callable[[], bool]]:
        heed = self._heed
        views, bench = heed.views, heed.steering.bench
        assert views.learn is not None
        yield self._a_frame()
        yield from self._sizes("learn, trained example")
        heed.window.resize(LARGE)
        for name in ("encoder", "decoder", "cross"):
            views.learn.trio.maximise(name)
            yield self._calm()
            self._save(f"learn, {name} attention fills the space")
        views.learn.trio.options.set_form("lines")
        yield self._calm()
        self._save("learn, attention as lines")
        views.learn.trio.options.set_form("map")
        views.learn.trio.maximise("")
        views.learn.show_masks(True)
        yield self._calm()
        self._save("learn, masks")
        views.learn.show_masks(False)
        yield from self._lineage()
        heed.steering.train_or_pause()
        yield lambda: bench.step >= STEPS and bench.running
        self._frames = 0
        yield self._a_frame()
        yield from self._sizes("learn, training")
        heed.steering.stop()
        yield lambda: not bench.open_run
        yield from self._generate()
        yield from self._data()

    def _lineage(self) -> Iterator[Callable[[], bool]]:
        """The trained example of every other architecture, and each view in its middle."""
        steering, learn = self._heed.steering, self._heed.views.learn
        assert learn is not None
        first = steering.frame.run_bar.specification.architecture
        trained = [entry for entry in ARCHITECTURES if opening.bundled(entry.name)]
        for entry in [entry for entry in trained if entry.name != first]:
            self._frames = 0
            steering.switching.choose(entry.name)
            yield self._a_frame()
            for _ in learn.middle.offered or ("",):
                yield self._calm()
                yield from self._sizes(f"learn, {entry.title}, {learn.middle.view or 'no map'}")
                learn.middle.choose_next()
        steering.switching.choose(first)
        yield (
            lambda: (
                (there := steering.bench.specification) is not None
                and (there.architecture == first)
            )
        )

    def _sizes(self, name: str) -> Iterator[Callable[[], bool]]:
        for theme in ("dark", "light"):
            self._heed.presentation.set_theme(theme)
            for size in (SMALL, LARGE):
                self._heed.window.resize(size)
                yield self._calm()
                self._save(f"{name}, {theme}, {size.width()} × {size.height()}")
        self._heed.presentation.set_theme("dark")

    def _generate(self) -> Iterator[Callable[[], bool]]:
        heed = self._heed
        heed.steering.open_bundled()
        yield lambda: heed.steering.bench.state == "loaded"
        generate = heed.views.make_generate()
        heed.views.show_workspace("generate")
        generate.generate("the black cat does not eat the fish")
        yield lambda: generate.stepping.root is not None
        for _ in range(6):
            generate.walk.step()
            yield lambda: generate.stepping.state != "waiting"
        for theme in ("dark", "light"):
            heed.presentation.set_theme(theme)
            yield self._calm()
            self._save(f"generate, {theme}")
        heed.views.show_workspace("learn")

    def _data(self) -> Iterator[Callable[[], bool]]:
        heed = self._heed
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pairs.tsv"
            path.write_text(_PAIRS * 40, encoding="utf-8")
            heed.steering.filing.open_paths([str(path)])
            dialog = heed.steering.filing.dialog
            assert dialog is not None
            dialog.resize(980, 640)  # the size it asks for; the screen here is smaller
            yield lambda: getattr(dialog, "report", None) is not None
            yield self._calm()
            self._save("opening a file of pairs", dialog)
            dialog.close()
            yield self._calm()

    def _a_frame(self) -> Callable[[], bool]:
        return lambda: self._frames > 0

    def _calm(self) -> Callable[[], bool]:
        """A few beats, so that layouts and curves have settled."""
        left = iter(range(6))
        return lambda: next(left, None) is None

    def _save(self, name: str, view: QWidget | None = None) -> None:
        path = self._folder / f"{len(self.saved) + 1:02} {name}.png"
        if (view or self._heed.window).grab().save(str(path)):
            self.saved.append(path)
            print(path, flush=True)
        else:
            print(f"heed: {path} could not be written.", file=sys.stderr)
            self._beat.stop()
            QApplication.exit(2)


def _at_once() -> bool:
    return True


def tour(folder: str) -> int:
    """Draw every view into `folder`; returns the exit code."""
    there = Path(folder)
    try:
        there.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        print(f"heed: {folder} cannot be made: {problem.strerror}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        # A tour neither sees nor changes the user's own choices and runs.
        os.environ["HEED_HOME"] = home
        application = QApplication(sys.argv[:1])
        application.setQuitOnLastWindowClosed(False)
        heed = Heed(theme="dark", scale=1.0)
        heed.window.resize(SMALL)
        tour_guide = Tour(heed, there)
        heed.show()
        code = application.exec()
        heed.window.hide()
        heed.stop(timeout=10)
        del tour_guide
    return code
