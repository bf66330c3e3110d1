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
    name = Path(path).name
    number = name.removeprefix("run-") if path else str(run)
    return translate("RunTitle", "run {0}").format(int(number)) if number.isdecimal() else name
