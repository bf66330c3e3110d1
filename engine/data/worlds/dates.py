"""Dates as people write them → ISO 8601, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from engine.data.worlds.world import Derivation, World, pick

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST = date(1900, 1, 1).toordinal()
LAST = date(2050, 12, 31).toordinal()


def _ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st."""
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


# Every source has one reading: in numbers alone the day comes first (03/04/1998 is the third of
# April), and years have all four digits (’10 could be 1910 or 2010).
FORMATS: tuple[Callable[[date], str], ...] = (
    lambda d: f"{WEEKDAYS[d.weekday()][:3]} {d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    lambda d: f"{_ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {_ordinal(d.day)} {d.year}",
    lambda d: f"{d.year} {MONTHS[d.month - 1]} {d.day}",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
)

_NAMED = "(?P<month>" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + ")"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_PATTERNS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?:[a-z]+,? )?{_DAY}(?:[a-z]{{2}} of)? {_NAMED} {_YEAR}",
        rf"(?:[a-z]+, )?{_NAMED} {_DAY}(?:,|[a-z]{{2}}) {_YEAR}",
        rf"{_YEAR} {_NAMED} {_DAY}",
        rf"{_DAY}[/.](?P<month>\d{{1,2}})[/.]{_YEAR}",
    )
)


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == text[:3])


def _digit_links(span: tuple[int, int]) -> tuple[frozenset[int], frozenset[int]]:
    """Tens and units of a number written with one or two digits at `span`.

    The zero in front of a lone digit is said by that digit: that nothing stands before it.
    """
    start, stop = span
    return frozenset({start}), frozenset({stop - 1})


def derive(tokens: Sequence[str]) -> Derivation | None:
    """Reads a date; None unless it is written as one of :data:`FORMATS` would write it."""
    if any(len(token) != 1 for token in tokens):
        return None
    text = "".join(tokens)
    match = next((found for p in _PATTERNS if (found := p.fullmatch(text))), None)
    if match is None:
        return None
    try:
        when = date(int(match["year"]), _month_number(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if not FIRST <= when.toordinal() <= LAST or text not in (write(when) for write in FORMATS):
        return None
    year = tuple(frozenset({position}) for position in range(*match.span("year")))
    if match["month"].isdigit():
        month = _digit_links(match.span("month"))
    else:
        month = (frozenset(range(*match.span("month"))),) * 2
    nothing: frozenset[int] = frozenset()
    links = (*year, nothing, *month, nothing, *_digit_links(match.span("day")))
    return Derivation(tuple(tokens), tuple(when.isoformat()), links)


def draw(generator: Random) -> tuple[str, str]:
    """Any day of the world in any format."""
    when = date.fromordinal(FIRST + int(generator.random() * (LAST - FIRST + 1)))
    return pick(generator, FORMATS)(when), when.isoformat()


DATES = World(
    name="dates",
    title="Dates",
    description="Dates from 1900 to 2050 in nine spellings become year-month-day, character by "
    "character. In 03/04/1998 the day comes first.",
    tokenization="character",
    examples=(
        ("tue 3 march 1998", "1998-03-03"),
        ("3.3.1998", "1998-03-03"),
        ("july 20, 1969", "1969-07-20"),
        ("24/12/2024", "2024-12-24"),
        ("2001 may 9", "2001-05-09"),
        ("31st of december 1999", "1999-12-31"),
        ("thursday, november 9th 1989", "1989-11-09"),
    ),
    draw=draw,
    derive=derive,
)
