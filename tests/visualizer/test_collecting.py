"""Garbage is collected on the window's thread and nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from visualizer.collecting import Collector


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    made = Collector()
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


def _garbage(count: int) -> None:
    """Widgets that only a collection can find: each is held by a cycle."""
    for _ in range(count):
        widget = QWidget()
        widget.myself = widget  # type: ignore[attr-defined]


def test_widgets_die_in_the_windows_thread(collector: Collector, qtbot: QtBot) -> None:
    died: list[int] = []

    class Watched(QWidget):
        def __del__(self) -> None:
            died.append(threading.get_ident())

    for _ in range(50):
        widget = Watched()
        widget.myself = widget  # type: ignore[attr-defined]
    del widget
    collected: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            collected.append(threading.get_ident())

    def litter() -> None:
        for _ in range(20_000):
            cycle: list[object] = []
            cycle.append(cycle)

    gc.callbacks.append(note)
    try:
        thread = threading.Thread(target=litter)
        thread.start()
        thread.join()
        assert not collected and not died, "another thread's objects trigger nothing"
        collector.collect()
        qtbot.wait(1)
    finally:
        gc.callbacks.remove(note)
    assert set(collected) == {threading.get_ident()}
    assert set(died) == {threading.get_ident()} and len(died) == 50


def test_the_timer_collects(collector: Collector, qtbot: QtBot) -> None:
    _garbage(10)
    before = gc.get_stats()[0]["collections"]
    collector._timer.setInterval(1)
    litter = [[] for _ in range(5_000)]  # type: ignore[var-annotated]
    qtbot.waitUntil(lambda: sum(s["collections"] for s in gc.get_stats()) > before)
    assert len(litter) == 5_000
