"""The trained models that come with Heed."""

from __future__ import annotations

from pathlib import Path

import assets
from engine import catalog


def bundled() -> dict[str, Path]:
    """Folders by name, of those that are there."""
    names = [entry.bundled for entry in catalog.ARCHITECTURES if entry.bundled]
    folders = {name: assets.FOLDER / "checkpoints" / name for name in names}
    return {name: folder for name, folder in folders.items() if folder.is_dir()}
