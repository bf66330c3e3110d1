"""Numbers as they stand in a derivation: .782, −1.24, 18.40, 4.2e−5."""

from __future__ import annotations

import math


def number(value: float) -> str:
    """Three decimals below 1 and two above; very small and very large ones by powers of ten."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size == 0:
        return "0"
    if size < 0.0005 or size >= 99_999.5:
        digits, power = f"{size:.1e}".split("e")
        text = f"{digits.removesuffix('.0')}e{int(power)}"
    else:
        text = f"{size:.3f}"
        text = f"{size:.2f}" if float(text) >= 1 else text[1:]
    text = text.replace("-", "−")
    return f"−{text}" if value < 0 else text


def factor(value: float) -> str:
    """A number within a product or a sum: in brackets where it is negative."""
    return f"({number(value)})" if value < 0 else number(value)
