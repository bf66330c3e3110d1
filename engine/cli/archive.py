"""The file that holds the arrays of a look."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import numpy as np

from engine.cli.arrays import Arrays
from engine.problem import Problem


def writable(out: str) -> Path:
    """The path `out`, as far as one can tell before there is something to write.

    Raises
    ------
    Problem
        It is a folder, or in none.
    """
    path = Path(out)
    if path.is_dir():
        raise Problem(f"--out {out} is a folder; name a file in it, such as look.npz.")
    if not path.absolute().parent.is_dir():
        raise Problem(f"--out {out}: there is no folder {path.absolute().parent}.")
    return path


def write(contents: Arrays, path: Path) -> None:
    """Write `contents` to `path`, which holds either all of them afterwards or what it did before.

    Raises
    ------
    Problem
        The file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as stream:
                np.savez(stream, **contents)  # type: ignore[arg-type]
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, path)
        finally:
            with contextlib.suppress(OSError):  # the failure itself is what is reported
                part.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(f"{path} could not be written: {error.strerror or error}.") from error
