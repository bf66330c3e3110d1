"""What a shared object asks for is read as the loader reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from visualizer.elf import needed_libraries
from visualizer.system_libraries import qt_folder

QT = qt_folder()
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or QT is None, reason="reads PySide6's Qt for Linux"
)


def qt_gui() -> Path:
    assert QT is not None
    return QT / "lib" / "libQt6Gui.so.6"


def test_qt_asks_for_its_own_and_the_systems_libraries() -> None:
    names = needed_libraries(qt_gui())
    assert {"libQt6Core.so.6", "libfontconfig.so.1", "libc.so.6"} <= set(names)


@pytest.mark.skipif(which("ldd") is None, reason="ldd is the reference")
def test_names_agree_with_the_loader() -> None:
    listing = subprocess.run(["ldd", str(qt_gui())], capture_output=True, text=True).stdout
    assert all(name in listing for name in needed_libraries(qt_gui()))


@pytest.mark.parametrize("length", [0, 5, 6, 40, 63, 64, 100, 700, 5_000])
def test_a_cut_off_file_asks_for_nothing(tmp_path: Path, length: int) -> None:
    cut = tmp_path / "cut.so"
    cut.write_bytes(qt_gui().read_bytes()[:length])
    assert needed_libraries(cut) == []


def test_a_file_of_another_kind_asks_for_nothing(tmp_path: Path) -> None:
    other = tmp_path / "libGL.so.1"
    other.write_text("INPUT(libGL.so.1.7.0)" * 100)
    assert needed_libraries(other) == []
