"""Where Heed keeps what outlives a session: choices, runs and the log.

The environment variable HEED_HOME puts all three under one folder, which tests and portable
installations use.
"""

from __future__ import annotations

import os
from pathlib import Path


def configuration() -> Path:
    """The folder of the choices file."""
    return _folder("config")


def runs() -> Path:
    """The folder in which finished and stopped runs are kept, one folder each."""
    return _folder("data") / "runs"


def log() -> Path:
    """The folder of the log file."""
    return _folder("log")


def _folder(kind: str) -> Path:
    home = os.environ.get("HEED_HOME", "")
    if home:
        return Path(home) / kind
    import platformdirs

    here = platformdirs.PlatformDirs("heed", appauthor=False)
    places = {"config": here.user_config_path, "data": here.user_data_path}
    return places.get(kind, here.user_log_path)
