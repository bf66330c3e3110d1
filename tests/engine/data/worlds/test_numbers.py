"""Number words and digits against a slow reference, and their alignment."""

from __future__ import annotations

import pytest

from engine.data.worlds import find
from engine.data.worlds.numbers import words

NUMBERS, DIGITS = find("numbers"), find("digits-words")
BELOW_TWENTY = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
ROUND = {
    **{20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy"},
    **{80: "eighty", 90: "ninety"},
}


def slowly(number: int) -> str:
    """The number in words, by the definition of British number words."""
    if number < 20:
        return BELOW_TWENTY[number]
    if number < 100:
        return ROUND[number - number % 10] + (f" {slowly(number % 10)}" if number % 10 else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % size
    joined = "" if rest == 0 else f" and {slowly(rest)}" if rest < 100 else f" {slowly(rest)}"
    return f"{slowly(number // size)} {name}{joined}"


def right_words(source: str, target: str) -> list[str]:
    """The source words that each target word may attend to."""
    tokens = source.split()
    links = NUMBERS.align(tokens, target.split())
    return [" ".join(tokens[at] for at in sorted(link)) for link in links]


NUMBERS_TRIED = [*range(2000), *range(2000, 1_000_000, 397), *range(0, 1_000_000, 1000), 999_999]


def test_words_equal_the_reference() -> None:
    assert [words(number) for number in NUMBERS_TRIED] == [slowly(n) for n in NUMBERS_TRIED]


def test_both_directions_read_every_number() -> None:
    for number in NUMBERS_TRIED[::3]:
        spaced = " ".join(str(number))
        assert NUMBERS.expected(slowly(number)) == spaced
        assert DIGITS.expected(spaced) == slowly(number)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("three hundred and forty two thousand and seven", "3 4 2 0 0 7"),
        ("nineteen thousand eight hundred", "1 9 8 0 0"),
        ("one thousand one hundred and one", "1 1 0 1"),
        ("nine hundred and ninety nine thousand nine hundred and ninety nine", "9 9 9 9 9 9"),
        ("zero", "0"),
    ],
)
def test_known_numbers(source: str, target: str) -> None:
    assert NUMBERS.expected(source) == target
    assert DIGITS.expected(target) == source


@pytest.mark.parametrize(
    "source",
    [
        "three hundred forty two",
        "and",
        "two and",
        "twenty eleven",
        "two twenty",
        "zero hundred",
        "zero thousand",
        "thousand",
        "hundred thousand",
        "one thousand thousand",
        "one million",
        "one thousand seven",
        "eleven hundred",
        "twenty zero",
        "hundred " * 2000,
    ],
)
def test_what_is_no_number_in_words(source: str) -> None:
    assert NUMBERS.expected(source) is None


@pytest.mark.parametrize("source", ["0 7", "1 0 0 0 0 0 0", "12", "a", "- 3", "1 . 5", "²"])
def test_what_is_no_number_in_digits(source: str) -> None:
    assert DIGITS.expected(source) is None


def test_digits_are_said_by_their_words() -> None:
    source = "three hundred and forty two thousand six hundred and fifteen"
    assert right_words(source, "3 4 2 6 1 5") == ["three", "forty", "two", "six", *["fifteen"] * 2]


def test_zeros_are_said_by_the_words_around_the_gap() -> None:
    gap = "thousand and seven"
    assert right_words("two thousand and seven", "2 0 0 7") == ["two", gap, gap, "seven"]
    assert right_words("five hundred", "5 0 0") == ["five", "hundred", "hundred"]
    assert right_words("twenty thousand and forty", "2 0 0 4 0") == [
        *("twenty", "twenty thousand", "thousand and forty", "forty", "forty"),
    ]
    assert right_words("one hundred thousand", "1 0 0 0 0 0") == [
        *("one", "hundred thousand", "hundred thousand", "thousand", "thousand", "thousand"),
    ]
    assert right_words("zero", "0") == ["zero"]


def test_words_are_said_by_their_digits() -> None:
    tokens = "3 1 5 0 4 2".split()
    target = "three hundred and fifteen thousand and forty two".split()
    links = DIGITS.align(tokens, target)
    assert [sorted(link) for link in links] == [[0], [0], [], [1, 2], [2], [], [4], [5]]


def test_lengths_are_mixed() -> None:
    lengths = [len(target.split()) for _, target in NUMBERS.pairs(0, 20_000)]
    for length in (3, 4, 5, 6):
        assert lengths.count(length) > 500
    assert lengths.count(1) == 10
