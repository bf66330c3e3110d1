"""What a run is called, everywhere in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from visualizer import opening


def run_title(run: int, path: str = "") -> str:
    """“run 12”, “trained example”, or the folder a model came from.

    `path` is where it was opened; "" where it was trained under this number.
    """
    translate = QCoreApplication.translate
    if path and opening.is_bundled(path):
        return translate("RunTitle", "trained example")
    name = Path(path).name if path else f"run-{run}"
    before, _, number = name.partition("run-")
    ours = not before and number.isdecimal()
    return translate("RunTitle", "run {0}").format(int(number)) if ours else name
