"""The engine knows no screen, the window no torch. Each rule is tried in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
QT = {"PySide6", "shiboken6", "pyqtgraph"}
# Imported before the first paint.
START_UP = ["visualizer.app", "visualizer.window"]


def modules(package: str) -> list[str]:
    """Every module below `package`, read off the files so that none is imported to find it."""
    names = []
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def loaded_after(code: str) -> set[str]:
    """The top-level modules in sys.modules after `code` ran in a Python of its own."""
    tail = "\nimport json, sys\nprint(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def imports(names: list[str]) -> str:
    return "\n".join(f"import {name}" for name in names)


def test_no_module_of_the_engine_loads_qt_or_the_window() -> None:
    names = modules("engine")
    assert "engine.layers.attention" in names
    loaded = loaded_after(imports(names))
    assert "torch" in loaded
    assert not loaded & (QT | {"visualizer"})


def test_no_module_of_the_window_loads_torch() -> None:
    names = modules("visualizer")
    assert "visualizer.widgets.heatmap" in names
    loaded = loaded_after(imports(names))
    assert "PySide6" in loaded
    assert "torch" not in loaded


def test_what_shows_the_window_leaves_pyqtgraph_for_later() -> None:
    loaded = loaded_after(imports(START_UP))
    assert not loaded & {"pyqtgraph", "torch", "tokenizers"}


def test_the_command_itself_loads_neither() -> None:
    assert not loaded_after("import visualizer.__main__") & (QT | {"torch"})


@pytest.mark.parametrize("subcommand", ["train", "look"])
def test_subcommands_without_a_window_load_no_qt(subcommand: str) -> None:
    code = f"""
import contextlib, io
from visualizer.__main__ import main
with contextlib.redirect_stdout(io.StringIO()) as said:
    code = main(["{subcommand}", "--help"])
assert code == 0 and "heed {subcommand}" in said.getvalue()
"""
    assert not loaded_after(code) & QT
