"""How soon the window is there, how soon it shows attention, and whether it lives meanwhile.

First paint: from the start of the process to the window's first paint event, `heed`'s real window
against the barest PySide6 window of the same size, in fresh processes that alternate, files
cached. Both go through Python's start, the import of Qt's widgets and one paint.

First map: from that first paint to the first paint of a map with attention in it, with the
imports of torch, numpy and pyqtgraph on the way and a checkpoint opened. A 5 ms timer runs from
the first paint on until the map is painted and every view stands; its longest gap is the longest
time in which the window would not have answered.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import pairs, processes

if TYPE_CHECKING:
    from visualizer.app import Heed

PAIRS = pairs.size(7, 1)


def bare(spawned: float) -> None:
    """In a process of its own: an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            processes.answer(first_paint=time.monotonic() - spawned)

    application = QApplication(sys.argv[:1])
    window = Window()
    window.setWindowTitle("Bare")
    window.resize(1440, 900)
    window.show()
    application.exec()


def heed_window(spawned: float, checkpoint: str, until_map: bool) -> None:
    """In a process of its own: `heed`, until its first paint or until it shows attention."""
    from visualizer import __main__ as command_line
    from visualizer.app import Heed

    show = Heed.show

    def observed(self: Heed) -> None:
        self.window.painted.connect(lambda: _painted(self, spawned, until_map))
        show(self)

    Heed.show = observed  # type: ignore[method-assign]
    command_line.main([checkpoint])


def _painted(heed: Heed, spawned: float, until_map: bool) -> None:
    first_paint = time.monotonic()
    if not until_map:
        processes.answer(first_paint=first_paint - spawned)
    from tests.benchmarks.real_window import Ticks, when_map_painted

    ticks = Ticks()
    moments: dict[str, float] = {}

    def reached(name: str) -> Callable[[], None]:
        def note() -> None:
            moments.setdefault(name, time.monotonic() - first_paint)
            if len(moments) == 2:
                gap = max(ticks.late) + 0.005
                processes.answer(
                    first_paint=first_paint - spawned,
                    first_map=moments["map"],
                    complete=moments["complete"],
                    gap=gap,
                    gaps=sorted(ticks.late, reverse=True)[:6],
                )

        return note

    heed.complete.connect(reached("complete"))
    when_map_painted(heed, reached("map"))


def test_first_paint(tmp_path: Path) -> None:
    pairs.headline("First paint of the window against a bare PySide6 window, fresh processes")
    checkpoint = str(processes.small_checkpoint(tmp_path))

    def ours() -> float:
        found = processes.measure(heed_window, checkpoint=checkpoint, until_map=False)
        return float(found["first_paint"])

    contestants = {"Heed": ours, "bare": lambda: float(processes.measure(bare)["first_paint"])}
    pairs.interleaved(1, contestants)  # to have the files in memory
    measured = pairs.interleaved(PAIRS, contestants)
    for name, values in measured.items():
        pairs.line(name, values, "s")
    pairs.line("Heed against bare", pairs.ratios(*measured.values()), "×", "≤ 1.5")


def test_first_map(tmp_path: Path) -> None:
    pairs.headline("From first paint to first map: the longest gap of a 5 ms timer")
    checkpoint = str(processes.small_checkpoint(tmp_path))
    found: list[dict[str, Any]] = [
        processes.measure(heed_window, checkpoint=checkpoint, until_map=True) for _ in range(PAIRS)
    ]
    pairs.line("longest gap", [1e3 * one["gap"] for one in found], "ms", "≤ 50")
    pairs.line("first map, after first paint", [one["first_map"] for one in found], "s")
    pairs.line("every view, after first paint", [one["complete"] for one in found], "s")
    for one in found:
        print("   longest gaps, ms: " + " ".join(f"{1e3 * gap + 5:.0f}" for gap in one["gaps"]))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        test_first_paint(Path(folder))
        test_first_map(Path(folder))
