"""The runs in Heed's own folder, as a person knows them: by data, number and step."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.specification import DataSpecification, RunSpecification
from visualizer import folders
from visualizer.opening import MANIFEST

#: No more digits than a number of steps or runs ever has.
_OURS = re.compile(r"run-(\d{4,9})")


@dataclass(frozen=True)
class KeptRun:
    """One run that was kept without being asked for."""

    path: str
    number: int
    data: DataSpecification
    step: int

    def title(self, data_title: Callable[[DataSpecification], str]) -> str:
        """As in “English → French · run 6 · step 752”."""
        said = QCoreApplication.translate("KeptRun", "{0} · run {1} · step {2}")
        return said.format(data_title(self.data), self.number, f"{self.step:,}")


def number_of(path: Path) -> int | None:
    """The run that is kept in this folder; None if it is no folder of ours."""
    found = _OURS.fullmatch(path.name)
    return int(found[1]) if found and path.parent == folders.runs() else None


def all_folders() -> list[Path]:
    """The folders of all kept runs, the newest run first."""
    try:
        found = [path for path in folders.runs().iterdir() if number_of(path) is not None]
    except OSError:
        return []
    return sorted(found, key=lambda path: number_of(path) or 0, reverse=True)


def by_age() -> list[Path]:
    """The same, those written last first: numbers say nothing once they began again."""
    return sorted(all_folders(), key=_written, reverse=True)


def highest() -> int:
    """The highest number in use; 0 if there is none."""
    return max((number_of(path) or 0 for path in all_folders()), default=0)


def reserve(number: int) -> Path:
    """A new folder for this run, under the next free number where another window took its own."""
    while True:
        folder = folders.runs() / f"run-{number:04}"
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir()
        except FileExistsError:
            if not folder.parent.is_dir():
                return folder  # whoever writes there says what is wrong
            number += 1
        except OSError:
            return folder
        else:
            return folder


def _written(folder: Path) -> float:
    """When a checkpoint was last written there, else when the folder was made."""
    for path in (folder / MANIFEST, folder):
        with contextlib.suppress(OSError):
            return path.stat().st_mtime
    return 0.0


def read(path: str) -> KeptRun | None:
    """What is kept in a folder; None if that is no run of ours or cannot be read."""
    number = number_of(Path(path))
    if number is None:
        return None
    try:
        manifest = json.loads((Path(path) / MANIFEST).read_text(encoding="utf-8"))
        specification = RunSpecification.from_json(manifest["specification"])
        return KeptRun(path, number, specification.data, int(manifest["step"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def kept() -> list[KeptRun]:
    """All runs that can be opened, the newest first."""
    return [run for path in all_folders() if (run := read(str(path))) is not None]
