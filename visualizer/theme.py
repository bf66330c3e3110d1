"""Colours, in two themes. Ink is attention: the frame is grey, only data has a hue.

The tables were chosen once for contrast and for protan, deutan and tritan vision; a role, not a
colour, is what other modules name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Theme:
    """Roles as "#RRGGBB"."""

    name: str
    window: str
    panel: str
    raised: str
    well: str
    line: str
    strong_line: str
    high: str
    mid: str
    low: str
    selection: str
    band: str
    band_opacity: float
    keyline: str
    focus: str
    live: str
    right: str
    wrong: str
    nan: str
    primary: str
    primary_text: str
    hatch_line: str
    hatch_ground: str
    time_cursor: str
    weight_stops: tuple[str, ...]
    signed_stops: tuple[str, ...]
    series: tuple[str, ...]


DARK = Theme(
    name="dark",
    window="#0E1116",
    panel="#14181E",
    raised="#1B2028",
    well="#0A0D11",
    line="#262C36",
    strong_line="#384150",
    high="#E8EBF0",
    mid="#AAB3C0",
    low="#7F8A99",
    selection="#FFC53D",
    band="#FFC53D",
    band_opacity=0.13,
    keyline="#0A0D11",
    focus="#6CB2FF",
    live="#4CD6A0",
    right="#6FC3F2",
    wrong="#FF8A65",
    nan="#FF3DBB",
    primary="#E8EBF0",
    primary_text="#12161C",
    hatch_line="#3A4453",
    hatch_ground="#10141A",
    time_cursor="#FFFFFF",
    weight_stops=tuple(
        "#1A1E25 #263356 #2E4C7E #2D6AA4 #1D8DBA #21AFC6 #57D1C7 #A1EDBF #F7FCC6".split()
    ),
    signed_stops=tuple(
        "#CEB5FE #A48ADD #7B60BC #4B406B #24211F #6C442C #BB6835 #DC975C #FCC687".split()
    ),
    series=tuple("#56B4E9 #EB9500 #9BCD99 #8557C8 #C3441F #3C9888 #F0EC52 #63FEFF".split()),
)

LIGHT = Theme(
    name="light",
    window="#EEF0F3",
    panel="#FFFFFF",
    raised="#F5F6F8",
    well="#E6E9ED",
    line="#DADEE4",
    strong_line="#B9C0CA",
    high="#171B21",
    mid="#47505D",
    low="#68727F",
    selection="#C47D00",
    band="#F0A500",
    band_opacity=0.17,
    keyline="#171B21",
    focus="#1864D6",
    live="#0B7A55",
    right="#0B66A6",
    wrong="#B4380F",
    nan="#D6008F",
    primary="#20252D",
    primary_text="#FFFFFF",
    hatch_line="#B4BCC7",
    hatch_ground="#F3F4F6",
    time_cursor="#000000",
    weight_stops=tuple(
        "#FBFCFB #C4E6D1 #8BCEBC #4BB4B3 #1295AD #0073A3 #16538C #1B356E #131F46".split()
    ),
    signed_stops=tuple(
        "#3D206F #65499C #9174CA #C2B5E3 #F8F6F4 #E9C0A2 #D5894D #A55F2F #773913".split()
    ),
    series=tuple("#0072B2 #E26B1B #022187 #963F70 #6A4D01 #7885F8 #9D8D92 #610030".split()),
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of "#RRGGBB"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@cache
def colour_table(stops: tuple[str, ...]) -> NDArray[np.uint32]:
    """(256,) uint32 0xFFRRGGBB, interpolated between evenly spaced stops straight in OKLab."""
    # numpy is imported here and not above: the window's first paint names roles, not tables,
    # and must not wait for it.
    import numpy as np

    to_lms, to_lab = np.array(_TO_LMS), np.array(_TO_LAB)
    srgb = np.array([rgb(stop) for stop in stops]) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ to_lms.T) @ to_lab.T
    at = np.linspace(0, len(stops) - 1, 256)
    between = np.stack([np.interp(at, np.arange(len(stops)), lab[:, c]) for c in range(3)], axis=1)
    cones = between @ np.linalg.inv(to_lab).T
    linear = np.clip(cones**3 @ np.linalg.inv(to_lms).T, 0, 1)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = np.rint(encoded * 255).astype(np.uint32).T
    table: NDArray[np.uint32] = np.uint32(0xFF000000) | red << 16 | green << 8 | blue
    return table.astype(np.uint32)


def mix(over: str, under: str, opacity: float) -> str:
    """`over` painted on `under`: opaque, so that nothing need be blended while painting."""
    pairs = zip(rgb(over), rgb(under), strict=True)
    parts = (round(above * opacity + below * (1 - opacity)) for above, below in pairs)
    return "#{:02X}{:02X}{:02X}".format(*parts)


# OKLab after Ottosson 2020: linear sRGB -> cone responses -> cube root -> lightness and two axes.
_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
