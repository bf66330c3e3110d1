"""What is offered to begin with, by kind of data."""

from __future__ import annotations

import pytest

from engine.messages.reading import Example
from engine.specification import DataSpecification
from visualizer.prompts import Prompts

PAIRS = DataSpecification(kind="pairs", world="dates")
TEXT = DataSpecification(kind="text", world="stories")
DATES = (Example("3 march 1998", "1998-03-03"),)
STORIES = (
    Example("lena has a ball .", ""),
    Example("lena has a dog .", ""),
    Example("猫" * 99, ""),
)


def test_a_sentence_is_taken_whole_and_a_text_by_its_beginning() -> None:
    prompts = Prompts()
    assert prompts.turn_to(PAIRS, DATES, "") == "3 march 1998"
    assert prompts.turn_to(TEXT, STORIES, "3 march 1998") == "lena has a"
    assert prompts.offered(STORIES) == ["lena has a", "猫" * 24], "each beginning once"


def test_what_stood_in_the_field_comes_back_with_its_data() -> None:
    prompts = Prompts()
    prompts.turn_to(PAIRS, DATES, "")
    prompts.turn_to(TEXT, STORIES, "mine")
    assert prompts.turn_to(PAIRS, DATES, "tom") == "mine"
    assert prompts.turn_to(TEXT, STORIES, "mine") == "tom"
    other = DataSpecification(kind="pairs", world="english-french")
    assert prompts.turn_to(other, (Example("the cat", ""),), "tom") == "the cat"


@pytest.mark.parametrize(("data", "kept"), [(PAIRS, "3 march 1998"), (TEXT, "")])
def test_only_a_text_may_begin_with_nothing(data: DataSpecification, kept: str) -> None:
    examples = DATES if data is PAIRS else STORIES
    prompts = Prompts()
    prompts.turn_to(data, examples, "")
    assert prompts.turn_to(data, examples, "") == kept


def test_what_was_typed_before_the_first_model_came_stays() -> None:
    assert Prompts().turn_to(PAIRS, DATES, "typed early") == "typed early"
