"""The process ends whenever its window is closed, however far the window has come."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Heed on an engine that only takes notes, in a process of its own.
PROCESS = """
import signal, sys
from functools import partial
# Whoever runs the tests may ignore signals (nohup, a job in the background): not here.
for name in ("SIGINT", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
from PySide6.QtCore import QTimer
from tests.visualizer.fake_engine import FakeHost
from visualizer import app

class Watched(app.Heed):
    def __init__(self, path):
        super().__init__(path, make_host=FakeHost)
        name = sys.argv[1]
        if name == "complete":
            self.complete.connect(partial(QTimer.singleShot, 0, self.window.close))
        elif name == "announce":
            self.complete.connect(lambda: print("complete", flush=True))
        elif name == "quit":
            self.complete.connect(lambda: self.actions["quit"].trigger())
        else:
            built = getattr(self, name)
            def close_after(*rest):
                built(*rest)
                self.window.close()
            stages = {"_build_steering": "steering", "_build_views": "views"}
            if name in stages:
                self._stages[stages[name]] = close_after
            else:
                setattr(self, name, close_after)

app.Heed = Watched
code = app.run("")
print("ended", code)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "stage",
    ["_furnish", "_show_frame", "_build_steering", "_build_views", "complete", "quit"],
)
def test_a_window_that_is_closed_ends_the_process(stage: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROCESS, stage],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "ended 0"), ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_of_the_system_ends_it_as_a_click_does(name: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", PROCESS, "announce"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "complete\n"
    process.send_signal(signal.Signals[name])
    assert process.communicate(timeout=20)[0] == "ended 0\n"
    assert process.returncode == 0
