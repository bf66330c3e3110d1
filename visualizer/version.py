"""Which Heed this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The installed distribution's version; "from source" where nothing is installed."""
    try:
        return installed("heed")
    except PackageNotFoundError:
        return "from source"
