"""Number words ↔ digits, from zero to 999,999, word by word in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from engine.data.worlds.world import Derivation, World, pick

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
LARGEST = 999_999
MOST_WORDS = 11  # nine hundred and ninety nine thousand nine hundred and ninety nine
_VALUES = {word: value for value, word in enumerate(SMALL)} | {
    word: 10 * value for value, word in enumerate(TENS) if value > 1
}


class _Word(NamedTuple):
    """A number word and what it says: the places of digits, counted from the right, units 0."""

    text: str
    places: tuple[int, ...] = ()
    magnitude: bool = False


def _below_thousand(number: int, shift: int, led: bool) -> list[_Word]:
    """British style, “and” before tens and units wherever something was said before them.

    `shift` is the place of the units; `led` tells whether thousands were said before.
    """
    words: list[_Word] = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words += [_Word(SMALL[hundreds], (shift + 2,)), _Word("hundred", (shift + 2,), True)]
    if rest and (hundreds or led):
        words.append(_Word("and"))
    if 10 <= rest < 20:
        words.append(_Word(SMALL[rest], (shift + 1, shift)))
    else:
        tens, units = divmod(rest, 10)
        if tens:
            words.append(_Word(TENS[tens], (shift + 1,)))
        if units:
            words.append(_Word(SMALL[units], (shift,)))
    return words


def _spell(number: int) -> list[_Word]:
    if number == 0:
        return [_Word("zero", (0,))]
    thousands, rest = divmod(number, 1000)
    words = _below_thousand(thousands, 3, led=False)
    if thousands:
        words.append(_Word("thousand", (3,), True))
    return words + _below_thousand(rest, 0, led=bool(thousands))


def words(number: int) -> str:
    """`number` in words: “three hundred and forty two thousand and seven”."""
    return " ".join(word.text for word in _spell(number))


def _read(tokens: Sequence[str]) -> int | None:
    """The number that `tokens` may spell; whether they spell it properly is for others to say."""
    total = group = 0
    for token in tokens:
        if token == "hundred":
            group *= 100
        elif token == "thousand":
            total, group = group * 1000, 0
        elif token in _VALUES:
            group += _VALUES[token]
        elif token != "and":
            return None
    return total + group


def derive_digits(tokens: Sequence[str]) -> Derivation | None:
    """Words → digits.

    A digit is said by its word, both digits of a number from ten to nineteen by the one word.
    A zero is said by a gap: by the last word before it, the first number word or magnitude after
    it, and an “and” between them.
    """
    number = _read(tokens) if 1 <= len(tokens) <= MOST_WORDS else None
    if number is None or number > LARGEST:
        return None
    spelled = _spell(number)
    if [word.text for word in spelled] != list(tokens):
        return None
    digits = str(number)
    said = {
        place: position
        for position, word in enumerate(spelled)
        if not word.magnitude
        for place in word.places
    }
    links = []
    for place in range(len(digits) - 1, -1, -1):
        if place in said:
            links.append(frozenset({said[place]}))
        else:
            links.append(_gap(spelled, place))
    return Derivation(tuple(tokens), tuple(digits), tuple(links))


def _gap(spelled: list[_Word], place: int) -> frozenset[int]:
    """The words on both sides of the unsaid `place`."""
    # “thousand” has the last place of its group, so it stands before just the places right of it.
    before = max(
        position for position, word in enumerate(spelled) if word.places and word.places[-1] > place
    )
    after = before + 1
    if after < len(spelled) and spelled[after].text == "and":
        after += 1
    return frozenset(range(before, min(after + 1, len(spelled))))


def derive_words(tokens: Sequence[str]) -> Derivation | None:
    """Digits → words.

    A word is said by its digits, “hundred” by the digit that it multiplies, “thousand” by the
    last digit of the thousands; nothing says “and”.
    """
    if not 1 <= len(tokens) <= 6 or any(token not in _DIGITS for token in tokens):
        return None
    digits = "".join(tokens)
    number = int(digits)
    if str(number) != digits:
        return None
    spelled = _spell(number)
    links = tuple(frozenset(len(digits) - 1 - place for place in word.places) for word in spelled)
    return Derivation(tuple(tokens), tuple(word.text for word in spelled), links)


_DIGITS = frozenset("0123456789")
# How many digits: long numbers are many, but short ones must be met too.
_LENGTHS = (1, 2, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6)


def _draw_number(generator: Random) -> int:
    """Round and holed numbers are more frequent than chance would make them."""
    length = pick(generator, _LENGTHS)
    number = int(generator.random() * 10**length)
    for place in range(length - 1):
        if generator.random() < 0.15:
            number -= number // 10**place % 10 * 10**place
    return number


def _draw_to_digits(generator: Random) -> tuple[str, str]:
    number = _draw_number(generator)
    return words(number), " ".join(str(number))


def _draw_to_words(generator: Random) -> tuple[str, str]:
    number = _draw_number(generator)
    return " ".join(str(number)), words(number)


_EXAMPLES = (
    ("forty two", "4 2"),
    ("nine hundred and seven", "9 0 7"),
    ("two thousand and seventeen", "2 0 1 7"),
    ("sixty thousand five hundred", "6 0 5 0 0"),
    ("three hundred and forty two thousand and seven", "3 4 2 0 0 7"),
    ("one hundred and fifteen thousand eight hundred and ninety", "1 1 5 8 9 0"),
)

NUMBERS = World(
    name="numbers",
    title="Number words → digits",
    description="Numbers from zero to 999,999 in words become digits. The zeros that nobody says "
    "aloud must be put where they belong.",
    tokenization="word",
    examples=_EXAMPLES,
    draw=_draw_to_digits,
    derive=derive_digits,
)

DIGITS = World(
    name="digits-words",
    title="Digits → number words",
    description="Numbers from 0 to 999,999 in digits become words. What a digit is called depends "
    "on how many follow it.",
    tokenization="word",
    examples=tuple((target, source) for source, target in _EXAMPLES),
    draw=_draw_to_words,
    derive=derive_words,
)
