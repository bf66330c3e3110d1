"""Before anything is imported: no screen, one thread, and a home that is thrown away."""

from __future__ import annotations

import os
import tempfile

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# One torch thread a process: quicker at these sizes, and the same bits on every machine.
os.environ["OMP_NUM_THREADS"] = "1"
# Nothing of the user's is read or written, not even before the first fixture.
_FIRST_HOME = tempfile.TemporaryDirectory(prefix="heed-tests-", ignore_cleanup_errors=True)
os.environ["HEED_HOME"] = _FIRST_HOME.name


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has settings, runs and logs of its own."""
    monkeypatch.setenv("HEED_HOME", str(tmp_path_factory.mktemp("home")))
