"""How often a process dies in which one thread adds types while the window's thread paints.

The window's thread paints three hundred styled widgets without end, for which Qt asks for their
meta-objects; another defines thousands of classes of Qt objects, as an import does. Without room
in the binding's table of types this ends in a segmentation fault now and then
(visualizer.type_table says why); with room it should never. Twice as many processes as cores run
at a time: what takes microseconds is long enough only for a thread that is interrupted in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.benchmarks import pairs
from tests.benchmarks.processes import ROOT

PROCESSES = pairs.size(200, 1)
#: Classes that are defined: the table is laid out anew about nine times meanwhile.
TYPES = pairs.size(20_000, 1_000)


def stress(types: int, room: bool) -> None:
    """In a process of its own: define so many types beside a window that paints."""
    import threading

    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton, QWidget

    from visualizer import type_table
    from visualizer.startup import SWITCH_INTERVAL

    sys.setswitchinterval(SWITCH_INTERVAL)
    if room:
        type_table.ROOM = types + 2_000
        assert type_table.make_room()
    application = QApplication([])
    window = QWidget()
    grid = QGridLayout(window)
    kinds = (QLabel, type("Label", (QLabel,), {}), QPushButton, type("Push", (QPushButton,), {}))
    for place in range(300):
        grid.addWidget(kinds[place % len(kinds)](str(place)), place // 20, place % 20)
    application.setStyleSheet("QLabel { color: red } QPushButton { color: blue }")
    window.resize(1200, 800)
    window.show()
    kept: list[type] = []

    def define() -> None:
        while len(kept) < types:
            kept.append(type("Defined", (QObject,), {}))
        os._exit(0)

    timer = QTimer()
    timer.timeout.connect(window.update)
    timer.start(0)
    threading.Thread(target=define, daemon=True).start()
    application.exec()


def died(room: bool) -> bool:
    """Whether a process with or without room did."""
    call = f"from {__name__} import stress; stress({TYPES}, {room})"
    command = [sys.executable, "-c", call]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert done.returncode <= 0, done.stderr.decode()
    return done.returncode < 0


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="no table is shared")
def test_type_table() -> None:
    pairs.headline(f"Processes that die while a thread defines {TYPES:,} types")
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as crowd:
        ends = list(crowd.map(died, [False, True] * PROCESSES))
    print(f"   without room  {sum(ends[::2])} of {PROCESSES}")
    print(f"   with room     {sum(ends[1::2])} of {PROCESSES}   target 0")


if __name__ == "__main__":
    test_type_table()
