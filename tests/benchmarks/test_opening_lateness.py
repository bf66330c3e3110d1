"""How late the window is while a megabyte of the user's text is opened in the dialog.

The tick of `test_gui_lateness`. Three stretches: the dialog comes and the text is read the first
time; then again as characters and as BPE tokens, which the dialog asks for as a user would.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import pairs, processes

if TYPE_CHECKING:
    from collections.abc import Callable

#: Letters in the text, as in the plays of Shakespeare that people begin with.
_SIZE = 1_100_000
#: What is made at the start and shown at last is not to be measured with it.
_SETTLED = 9.0


def text(path: Path) -> None:
    """Sentences of words that occur as words of a language do, few often and many seldom."""
    draw = random.Random(0)
    words = ["".join(draw.choices("etaoinshrdlu", k=draw.randint(1, 9))) for _ in range(12_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    drawn = iter(draw.choices(words, weights, k=_SIZE // 5))
    lines, letters = [], 0
    while letters < _SIZE:
        lines.append(" ".join(next(drawn) for _ in range(draw.randint(4, 12))).capitalize() + ".")
        letters += len(lines[-1]) + 1
    path.write_text("\n".join(lines), encoding="utf-8")


def window(spawned: float, path: str) -> None:
    """In a process of its own: the window, and how late it is while the text is opened."""
    from tests.benchmarks import real_window
    from visualizer.dialogs.open_data import OpenDataDialog

    def course(heed: Any) -> real_window.Course:
        yield real_window.is_complete(heed)
        yield _after(_SETTLED)
        ticks, found = real_window.Ticks(), {}
        filing = heed.steering.filing
        filing.open_paths([path])
        dialog = filing.dialog
        assert isinstance(dialog, OpenDataDialog)
        yield lambda: dialog.report is not None
        yield _after(0.5)
        found["first"] = ticks.milliseconds()
        for kind in ("character", "bpe"):
            ticks.restart()
            shown = dialog.report
            dialog.choices.tokens.kinds.changed.emit(kind)
            yield lambda before=shown: dialog.report is not before
            yield _after(0.5)
            found[kind] = ticks.milliseconds()
        processes.answer(**found)

    real_window.run(course)


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


def test_opening_lateness(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    text(path)
    pairs.headline(f"GUI lateness while {path.stat().st_size / 1e6:.1f} MB of text are opened")
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    answer = processes.measure(window, timeout=120, environment=environment, path=str(path))
    for name, late in answer.items():
        print(
            f"   {name}: p50 {late['p50']:.2f} ms, p99 {late['p99']:.1f} ms, max {late['max']:.1f}"
        )
        assert late["ticks"] > 0


if __name__ == "__main__":
    pytest.main([__file__, "-s"])
