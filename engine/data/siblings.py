"""Files that belong together by their names, such as train.en and train.de."""

from __future__ import annotations

from pathlib import Path


def sibling(path: Path) -> Path | None:
    """A file beside this one that differs in its language only, the first by name."""
    packed = ".gz" if path.name.endswith(".gz") else ""
    stem = Path(path.name.removesuffix(packed)).stem
    try:
        beside = sorted(
            other
            for other in path.parent.iterdir()
            if other.name != path.name
            and other.name.endswith(packed)
            and Path(other.name.removesuffix(packed)).stem == stem
        )
    except OSError:
        return None
    return beside[0] if beside else None
