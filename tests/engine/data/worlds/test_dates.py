"""Dates: spellings, weekdays, alignment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.data.worlds import find
from engine.data.worlds.dates import FORMATS, MONTHS, WEEKDAYS

DATES = find("dates")


def right_words(source: str, target: str) -> list[str]:
    """The characters that each target character may attend to."""
    links = DATES.align(tuple(source), tuple(target))
    return ["".join(source[at] for at in sorted(link)) for link in links]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("tue 3 march 1998", "1998-03-03"),
        ("3 march 1998", "1998-03-03"),
        ("3 mar 1998", "1998-03-03"),
        ("3rd of march 1998", "1998-03-03"),
        ("march 3, 1998", "1998-03-03"),
        ("tuesday, march 3rd 1998", "1998-03-03"),
        ("1998 march 3", "1998-03-03"),
        ("03/04/1998", "1998-04-03"),
        ("3.4.1998", "1998-04-03"),
        ("1 jan 1900", "1900-01-01"),
        ("31.12.2050", "2050-12-31"),
        ("29 february 2000", "2000-02-29"),
        ("11th of may 1912", "1912-05-11"),
        ("22nd of september 1922", "1922-09-22"),
        ("23rd of june 2023", "2023-06-23"),
        ("2 may 2001", "2001-05-02"),
    ],
)
def test_spellings(source: str, target: str) -> None:
    assert DATES.expected(source) == target


@pytest.mark.parametrize(
    "source",
    [
        "wed 3 march 1998",  # a Tuesday
        "wednesday, march 3rd 1998",
        "29 february 1900",  # no leap year
        "31.6.1998",
        "3.13.1998",
        "0.1.1998",
        "31.12.1899",
        "1.1.2051",
        "3 march 98",
        "3/4/1998",
        "03.04.1998",
        "3th of march 1998",
        "11st of may 1912",
        "1998-03-03",
        "1998 mar 3",
        "march 3 1998",
        "march 3rd, 1998",
        "3 march 1998 ad",
    ],
)
def test_what_is_no_date_of_the_world(source: str) -> None:
    assert DATES.expected(source) is None


def test_weekdays_are_those_of_a_reference_day_counted_on() -> None:
    # 1 January 1900 was a Monday; from there on the days are counted, without datetime's weekday.
    day = date(1900, 1, 1)
    for number in range(0, 55_152, 13):
        when = day + timedelta(days=number)
        name = WEEKDAYS[number % 7]
        assert DATES.expected(f"{name[:3]} {when.day} {MONTHS[when.month - 1]} {when.year}")
        others = [other for other in WEEKDAYS if other != name]
        wrong = f"{others[number % 6][:3]} {when.day} {MONTHS[when.month - 1]} {when.year}"
        assert DATES.expected(wrong) is None


def test_every_generated_weekday_is_right() -> None:
    named = 0
    for source, target in DATES.pairs(3, 20_000):
        first = source.split()[0].rstrip(",")
        day = date.fromisoformat(target)
        assert 1900 <= day.year <= 2050
        if first in WEEKDAYS or f"{first}" in {name[:3] for name in WEEKDAYS}:
            assert day.strftime("%A").lower().startswith(first)
            named += 1
    assert named > 3000


def test_no_two_days_share_a_spelling() -> None:
    meant: dict[str, date] = {}
    for number in range(0, 55_152, 3):
        when = date(1900, 1, 1) + timedelta(days=number)
        for write in FORMATS:
            assert meant.setdefault(write(when), when) == when
    assert len(FORMATS) >= 7


def test_alignment_of_a_named_month() -> None:
    assert right_words("tue 3 march 1998", "1998-03-03") == [
        *("1", "9", "9", "8", "", "march", "march", "", "3", "3"),
    ]
    source = "sunday, may 25th 1902"
    assert right_words(source, "1902-05-25") == ["1", "9", "0", "2", "", "may", "may", "", "2", "5"]
    # The 2 is the day's, not the year's.
    assert DATES.align(tuple(source), tuple("1902-05-25"))[8] == {source.index("25")}


def test_alignment_of_a_month_in_digits() -> None:
    links = DATES.align(tuple("03/04/1998"), tuple("1998-04-03"))
    assert [sorted(link) for link in links] == [[6], [7], [8], [9], [], [3], [4], [], [0], [1]]
    links = DATES.align(tuple("3.4.1998"), tuple("1998-04-03"))
    assert [sorted(link) for link in links] == [[4], [5], [6], [7], [], [2], [2], [], [0], [0]]


def test_every_digit_of_a_year_or_day_is_right_at_its_equal() -> None:
    for source, target in DATES.pairs(5, 2000):
        right = right_words(source, target)
        for digit, characters in zip(target, right, strict=True):
            if digit == "-":
                assert characters == ""
            elif digit != "0" and characters.isdigit():
                assert characters == digit


def test_tokens_of_more_than_a_character_are_foreign() -> None:
    links = DATES.align(("3 ", "march", " 1998"), tuple("1998-03-03"))
    assert links == (frozenset(),) * 10
