"""The binding's table of types is large enough before a second thread adds to it."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.benchmarks.test_type_table import died
from visualizer import app, startup, type_table

SHARED = pytest.mark.skipif(sys.version_info >= (3, 12), reason="no table is shared")


class Known(QObject):
    """A type that is in the table before."""


@SHARED
def test_room_is_made_and_no_type_forgotten() -> None:
    before = Known()
    assert type_table.make_room()
    after = type("After", (QObject,), {})()
    assert before.metaObject().className() == "Known"
    assert after.metaObject().className() == "After"


@SHARED
def test_a_thread_may_define_types_while_the_window_paints() -> None:
    # Without room about every second one of such a crowd dies.
    with ThreadPoolExecutor(6) as crowd:
        assert not any(crowd.map(died, [True] * 6))


@SHARED
def test_each_key_is_taken_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[int] = []
    forgotten: list[int] = []

    class Function:
        def __init__(self, keys: list[int]) -> None:
            self._keys = keys

        def __call__(self, key: int) -> None:
            self._keys.append(key)

    class Library:
        PepType_SOTP = Function(entered)
        PepType_SOTP_delete = Function(forgotten)

    monkeypatch.setattr(type_table, "_library", Library)
    assert type_table.make_room()
    assert len(set(entered)) == type_table.ROOM
    assert entered == forgotten and 0 not in entered


def test_another_version_of_the_binding_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shiboken6, "__version_info__", (6, 12, 0, "", ""))
    monkeypatch.setattr(type_table, "_library", None)
    assert not type_table.make_room()


@SHARED
def test_a_library_without_the_functions_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_table, "_library", object)
    assert not type_table.make_room()


def test_room_is_made_before_a_module_that_uses_qt_is_imported(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, modules = startup.STAGES[0]
    assert (stage, modules) == ("types", ("ctypes",))
    told: list[tuple[str, bool]] = []

    def noted() -> bool:
        here = threading.current_thread() is threading.main_thread()
        told.append(("room", here))
        return True

    monkeypatch.setattr(app, "make_room", noted)
    heed = app.Heed()
    qtbot.addWidget(heed.window)
    monkeypatch.setattr(heed._startup, "go_on", lambda: told.append(("go on", True)))
    heed._reached("types")
    assert told == [("room", True), ("go on", True)]
