"""By what files that have changed are told from those that were read."""

from __future__ import annotations

import os
from pathlib import Path

from engine.specification import DataSpecification

#: When each file was last changed (ns) and how long it is; None for one that is not there.
Stamps = tuple[tuple[int, int] | None, ...]


def stamps(data: DataSpecification) -> Stamps:
    """Of the files of some data, as they are now."""
    return tuple(map(_stamp, _files(data)))


def changed(data: DataSpecification, before: Stamps) -> list[str]:
    """The names of those files that are not as they were `before`."""
    both = zip(_files(data), before, strict=True)
    return [Path(file).name for file, stamp in both if _stamp(file) != stamp]


def _files(data: DataSpecification) -> tuple[str, ...]:
    return (*data.files, *data.vocabulary_files)


def _stamp(file: str) -> tuple[int, int] | None:
    try:
        status = os.stat(file)
    except (OSError, ValueError):  # a path with a null character is a ValueError
        return None
    return status.st_mtime_ns, status.st_size
