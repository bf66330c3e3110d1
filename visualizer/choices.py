"""What the user chose, kept over a restart: one JSON file, written atomically."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visualizer import folders

if TYPE_CHECKING:
    from engine.specification import Kind

#: How many recent files are remembered.
RECENT = 10
#: The largest scale, see visualizer.presentation.
LARGEST = 2.0
#: What each of the choices is called where it could not be read.
TITLES = {
    "theme": "the theme",
    "scale": "the size of type",
    "geometry": "the window’s place and size",
    "splitters": "the dividing lines",
    "views": "what was set in the views",
    "sentences": "the watched sentences",
    "workspace": "the workspace",
    "recent": "recent files",
    "texts": "which recent files are texts",
    "last_run": "the last run",
    "runs": "the number of runs",
    "specification": "the run bar",
    "folder": "the last folder",
}
#: Files that are read together and called by all their names.
_NAMED = 3
#: Between two files that are one entry; no path holds it.
_AND = "\0"


def entry(paths: Sequence[str]) -> str:
    """One file or folder, or two aligned files, as one entry of the recent ones."""
    return _AND.join(paths)


def paths_of(recent: str) -> list[str]:
    """The inverse of `entry`."""
    return recent.split(_AND)


def title_of(recent: str) -> str:
    """How an entry is called in a menu."""
    return called(paths_of(recent))


def called(paths: Sequence[str]) -> str:
    """How files that are read together are called: all of few by their names, many by the first."""
    names = [Path(path).name or path for path in paths]
    return " + ".join(names if len(names) <= _NAMED else [names[0], f"{len(names) - 1} more"])


@dataclass
class Choices:
    """Everything that survives a restart.

    Attributes
    ----------
    theme : "system", "dark" or "light".
    scale : of type and fixed sizes, 1 to 2.
    geometry : the window's place and size, as Qt encodes it, in base64.
    splitters : Qt's state of each splitter by its object name, in base64.
    views : what was set in each view, as the view itself gives it.
    sentences : by kind of data the sentence watched last and the data it belongs to, as
        `visualizer.watched` gives them.
    workspace : "learn" or "generate".
    recent : files and folders opened, newest first; two aligned files are one entry, see `entry`.
    texts : those of them that hold running text.
    last_run : folder of the run kept last; "" for none.
    runs : how many runs there have been, so that numbers go on counting.
    specification : the run bar's choices, as RunSpecification.to_json gives them.
    folder : where the last file dialog ended.
    """

    theme: str = "system"
    scale: float = 1.0
    geometry: str = ""
    splitters: dict[str, str] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    sentences: dict[str, dict[str, Any]] = field(default_factory=dict)
    workspace: str = "learn"
    recent: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    last_run: str = ""
    runs: int = 0
    specification: dict[str, Any] = field(default_factory=dict)
    folder: str = ""

    def remember(self, *paths: str, kind: Kind = "pairs") -> None:
        """Put a file, a folder or files read together at the head of the recent ones."""
        new = entry(paths)
        others = [other for other in self.recent if other != new and other not in paths]
        self.recent = [new, *others][:RECENT]
        texts = {*self.texts} - {new} | ({new} if kind == "text" else set())
        self.texts = [recent for recent in self.recent if recent in texts]

    def kind_of(self, recent: str) -> Kind:
        """As what an entry of the recent ones was read."""
        return "text" if recent in self.texts else "pairs"

    def forget(self, path: str) -> None:
        """Take a file or folder out of the recent ones, alone or with another."""
        self.recent = [other for other in self.recent if path not in paths_of(other)]


class ChoicesFile:
    """The choices on disk; whatever is wrong with the file, reading it gives usable choices."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or folders.configuration() / "choices.json"

    def read(self) -> tuple[Choices, str]:
        """The choices, and a sentence about what could not be read ("" if all could)."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Choices(), ""
        except OSError as problem:
            return Choices(), f"Your choices could not be read ({problem}); Heed starts afresh."
        except UnicodeDecodeError:
            return Choices(), self._set_aside()
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            return Choices(), self._set_aside()
        choices, damaged = _from_json(values)
        if damaged:
            named = ", ".join(TITLES[name] for name in damaged)
            return choices, f"Some of your choices could not be read and were reset: {named}."
        return choices, ""

    def write(self, choices: Choices) -> str:
        """Replace the file in one move; returns a sentence if that failed, else ""."""
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with open(temporary, "w", encoding="utf-8") as file:
                # Paths need not be text that UTF-8 can say; escaped, they come back as they were.
                json.dump(asdict(choices), file, ensure_ascii=True, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError as problem:
            with contextlib.suppress(OSError):
                temporary.unlink()
            return f"Your choices could not be saved: {problem.strerror} ({self.path})."
        return ""

    def _set_aside(self) -> str:
        aside = self.path.with_name(self.path.name + ".damaged")
        try:
            os.replace(self.path, aside)
        except OSError:
            return "The file of your choices was damaged; Heed starts afresh."
        return f"The file of your choices was damaged; Heed starts afresh and kept it as {aside}."


def _from_json(values: dict[str, Any]) -> tuple[Choices, list[str]]:
    choices, damaged = Choices(), []
    for each in fields(Choices):
        if each.name not in values:
            continue
        value = values[each.name]
        if _is_sound(each.name, value, getattr(choices, each.name)):
            setattr(choices, each.name, value)
        else:
            damaged.append(each.name)
    return choices, damaged


def _is_sound(name: str, value: object, default: object) -> bool:
    match name:
        case "scale":
            return _is_number(value, 1, LARGEST)
        case "theme":
            return value in ("system", "dark", "light")
        case "runs":
            return _is_number(value, 0, 10**9) and isinstance(value, int)
        case "geometry":
            return _is_base64(value)
        case "splitters":
            return isinstance(value, dict) and all(_is_base64(v) for v in value.values())
        case "last_run" | "folder":
            return _is_path(value)
        case "recent" | "texts":
            return isinstance(value, list) and all(
                isinstance(each, str) and all(_is_path(path) for path in paths_of(each))
                for each in value
            )
        case "sentences":
            return isinstance(value, dict) and all(
                isinstance(kept, dict) and _is_text(json.dumps(kept, ensure_ascii=False))
                for kept in value.values()
            )
        case "views":
            return isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())
    return type(value) is type(default)


def _is_number(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and least <= value <= most


def _is_text(value: object) -> bool:
    """Half a pair of UTF-16 is none, though JSON can say it."""
    try:
        return isinstance(value, str) and bool(value.encode() or True)
    except UnicodeEncodeError:
        return False


def _is_base64(value: object) -> bool:
    return isinstance(value, str) and value.isascii()


def _is_path(value: object) -> bool:
    """Whether it could be one: what stands there is seen when it is opened."""
    try:
        return isinstance(value, str) and "\0" not in value and bool(os.fsencode(value) or True)
    except UnicodeEncodeError:
        return False
