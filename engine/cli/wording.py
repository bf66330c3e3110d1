"""Numbers and foreign text as they are printed."""

from __future__ import annotations

import math

from engine.figures import FIGURES

#: From here on a number is written with an exponent.
_LARGE = 10_000


def share(value: float | None) -> str:
    """A share as .931, and "-" where there is none."""
    if value is None or math.isnan(value):
        return "-"
    text = f"{value:.3f}"
    return text.removeprefix("0") if value < 1 and not text.startswith("1") else text


def figure(name: str, value: float) -> str:
    """A held-out figure as its kind is written, in eight places at most."""
    match FIGURES[name].kind:
        case "share":
            return share(value)
        case "nats":
            return "-" if math.isnan(value) else f"{value:.3f}"
    return f"{value:.3f}" if value < _LARGE else f"{value:.1e}"


def duration(seconds: float) -> str:
    """Hours, minutes and seconds: 0:01:05."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def harmless(text: str) -> str:
    """Text of a user's file without what would make a terminal do things."""
    return "".join(c if c.isprintable() else "·" for c in text)


def shortened(text: str, length: int) -> str:
    """At most `length` characters of one line, harmless."""
    text = harmless(text)
    return text if len(text) <= length else text[: length - 1] + "…"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 thread, 2 threads."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
