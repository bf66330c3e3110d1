"""How far the opening of a corpus has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One pause point: what is being done, the lines and bytes read so far, and bytes in all.

    `stage` is "reading", "fitting the vocabulary", "cutting into tokens" or "generating".
    """

    stage: str
    lines: int = 0
    bytes_read: int = 0
    bytes_total: int = 0
