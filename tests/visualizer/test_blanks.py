"""Words of a text turned into blanks and back, whatever kind of token they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.seen.look import Look
from engine.seen.tokens import Token
from tests.visualizer.looks import bert_look
from visualizer.blanks import Blanks

TEXT = "lena has a red ball . she gives the red ball to tom ."


def look_of(text: str, *tokens: str, parts: tuple[str, ...] = ()) -> Look:
    """A look at a text cut into these tokens."""
    parts = parts or ("",) * len(tokens)
    words = tuple(
        Token(7, token, special=token == "[MASK]", drawn="masked" if token == "[MASK]" else "")
        if not part
        else Token(7, token, part=part)
        for token, part in zip(tokens, parts, strict=True)
    )
    frame = [Token(4, "[CLS]", special=True), Token(5, "[SEP]", special=True)]
    line = (frame[0], *words, frame[1], frame[1])
    return replace(bert_look(), sequences={"text": line}, source_text=text)


def test_a_drawn_text_is_whole_again_but_for_the_blank() -> None:
    """Masked and random words stand in the text as they really were."""
    blanks = Blanks()
    blanks.stand_on(bert_look())
    assert blanks.toggle(9) == TEXT.replace("gives", "[MASK]")
    assert not any(blanks.can_toggle(place) for place in (0, 7, 16, 17, 99)), "[CLS], [SEP], <pad>"


def test_a_second_blank_joins_the_first_and_each_comes_back() -> None:
    blanks = Blanks()
    blanks.stand_on(bert_look())
    one = blanks.toggle(4)
    assert one == "lena has a [MASK] ball . she gives the red ball to tom ."
    blanks.stand_on(look_of(one, *one.split()))
    # [SEP] stands elsewhere in this look: the fourth word is still the fourth.
    assert blanks.word(4) == "red"
    two = blanks.toggle(1)
    assert two == "[MASK] has a [MASK] ball . she gives the red ball to tom ."
    assert blanks.toggle(4) == "[MASK] has a red ball . she gives the red ball to tom ."
    assert blanks.toggle(1) == TEXT


def test_a_look_that_is_late_does_not_lose_the_words() -> None:
    """While a model trains, looks at the text before may still arrive."""
    blanks = Blanks()
    blanks.stand_on(bert_look())
    one = blanks.toggle(4)
    assert one is not None
    blanks.stand_on(bert_look())
    blanks.stand_on(look_of(one, *one.split()))
    assert blanks.toggle(4) == TEXT


def test_a_blank_that_was_typed_has_no_word_to_come_back() -> None:
    text = "lena has a [MASK] ball ."
    blanks = Blanks()
    blanks.stand_on(look_of(text, *text.split()))
    assert not blanks.can_toggle(4) and blanks.toggle(4) is None
    assert blanks.toggle(2) == "lena [MASK] a [MASK] ball ."


@pytest.mark.parametrize(
    ("text", "tokens", "place", "expected"),
    [
        ("The cats  ran.", ("The", "cats", "ran", "."), 2, "The [MASK]  ran."),
        ("The cats ran", ("▁The", "▁ca", "ts", "▁ran"), 3, "The ca[MASK] ran"),
        ("un able", ("un", "able"), 1, "[MASK] able"),
        ("playing on", ("play", "##ing", "on"), 2, "play[MASK] on"),
        ("a cat", ("a", "␣", "c", "a", "t"), 2, "a[MASK]cat"),
    ],
    ids=["word", "bpe", "first", "wordpiece", "character"],
)
def test_every_kind_of_token(text: str, tokens: tuple[str, ...], place: int, expected: str) -> None:
    blanks = Blanks()
    blanks.stand_on(look_of(text, *tokens))
    assert blanks.toggle(place) == expected


def test_a_character_of_two_tokens_is_one_blank() -> None:
    blanks = Blanks()
    blanks.stand_on(look_of("the 猫 ran", "the", "猫", "猫", "ran", parts=("", "1/2", "2/2", "")))
    assert not blanks.can_toggle(3)
    assert blanks.toggle(2) == "the [MASK] ran"
    assert blanks.can_toggle(4), "what follows is found again"


def test_a_word_that_does_not_stand_in_the_text_cannot_be_blanked() -> None:
    blanks = Blanks()
    blanks.stand_on(look_of("abc def", "xyz", "def"))
    assert not blanks.can_toggle(1) and blanks.toggle(1) is None


def test_a_word_comes_back_though_its_rest_was_cut_into_other_tokens() -> None:
    blanks = Blanks()
    blanks.stand_on(look_of("Lena has a ball.", "▁Le", "na", "▁has", "▁a", "▁ball", "."))
    one = blanks.toggle(2)
    assert one == "Le[MASK] has a ball."
    blanks.stand_on(look_of(one, "▁L", "e", "[MASK]", "▁has", "▁a", "▁ba", "ll", "."))
    assert blanks.word(3) == "na"
    two = blanks.toggle(7)
    assert two == "Le[MASK] has a ba[MASK]."
    blanks.stand_on(look_of(two, "▁L", "e", "[MASK]", "▁has", "▁a", "▁ba", "[MASK]", "."))
    assert blanks.toggle(3) == "Lena has a ba[MASK]."
