"""The story world as others use it."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from math import fsum, isclose, log
from random import Random

import pytest

from engine.data.worlds.stories import END, STORIES
from engine.data.worlds.stories.subjects import SUBJECT_OF, SUBJECTS
from engine.data.worlds.stories.words import (
    BOYS,
    COLOURS,
    COLOURS_OF_THE_SECOND,
    GIRLS,
)
from engine.specification import DataSpecification

# What models of older checkpoints were trained on: made again from the world's name and a seed.
DIGEST = "0f38c1cc8916b401"


@pytest.fixture(scope="module")
def stories() -> list[str]:
    return STORIES.stories(seed=7, count=25_000)


def test_a_seed_decides_and_a_longer_list_begins_with_the_shorter(stories: list[str]) -> None:
    assert STORIES.stories(7, 300) == stories[:300]
    assert STORIES.stories(8, 300) != stories[:300]
    assert STORIES.stories(7, 0) == []


def test_drawing_is_the_same_on_every_machine() -> None:
    drawn = "\n".join(STORIES.stories(0, 1000))
    assert hashlib.sha256(drawn.encode()).hexdigest()[:16] == DIGEST


def test_stories_are_distinct_and_none_had_to_be_left_out(stories: list[str]) -> None:
    assert len(set(stories)) == len(stories) == 25_000
    generator = Random(7)
    assert [STORIES.draw(generator) for _ in range(25_000)] == stories


@pytest.mark.parametrize("count", [-1, STORIES.capacity + 1])
def test_more_than_it_gives_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="gives 0 to 200,000 stories"):
        STORIES.stories(0, count)


def test_all_word_types_occur(stories: list[str]) -> None:
    types = {token for story in stories for token in story.split()}
    assert len(types) >= 182  # 180 words, the comma and the full stop
    assert END not in types
    assert all(token in ".," or (token.isalpha() and token.islower()) for token in types)


def test_two_to_six_sentences_of_the_size_promised(stories: list[str]) -> None:
    counts = {len(STORIES.sentences(story)) for story in stories}
    assert counts == {2, 3, 4, 5, 6}
    assert max(len(story.split()) + 1 for story in stories) <= STORIES.longest_story <= 128
    assert 35 <= STORIES.tokens_a_story <= 45
    assert 0.7 <= STORIES.entropy_a_token <= 0.9
    assert isclose(STORIES.entropy, STORIES.entropy_a_token * STORIES.tokens_a_story)


def test_by_default_no_story_is_cut() -> None:
    assert STORIES.longest_story - 1 <= DataSpecification().max_length  # the end is not counted


def test_sentences_are_the_story_cut_after_each_full_stop(stories: list[str]) -> None:
    for story in stories[:500]:
        sentences = STORIES.sentences(story)
        assert " ".join(sentences) == story
        assert all(sentence.endswith(" .") and sentence.count(".") == 1 for sentence in sentences)
    assert STORIES.sentences("lena has a red ball . she") == ("lena has a red ball .", "she")
    assert STORIES.sentences("") == ()


def test_distribution_gives_the_log_probabilities_step_by_step(stories: list[str]) -> None:
    for story in stories[:150]:
        tokens = (*STORIES.tokens(story), END)
        found = STORIES.log_probabilities(story)
        assert found is not None and len(found) == len(tokens)
        for at, (token, value) in enumerate(zip(tokens, found, strict=True)):
            chances = STORIES.distribution(tokens[:at])
            assert chances is not None
            assert isclose(fsum(chances.values()), 1.0, abs_tol=1e-12)
            assert isclose(log(chances[token]), value, abs_tol=1e-12)
        assert STORIES.log_probabilities(story, ended=False) == found[:-1]
        assert STORIES.log_probabilities(" ".join(tokens[:9]), ended=False) == found[:9]


def test_every_story_reads_back_and_a_changed_word_has_no_chance(stories: list[str]) -> None:
    types = sorted({token for story in stories[:2000] for token in story.split()})
    generator = Random(5)
    foreign = 0
    for story in stories[:400]:
        tokens = list(STORIES.tokens(story))
        at = int(generator.random() * len(tokens))
        chances = STORIES.distribution(tokens[:at])
        assert chances is not None
        other = types[int(generator.random() * len(types))]
        tokens[at] = other
        changed = STORIES.log_probabilities(" ".join(tokens[: at + 1]), ended=False)
        assert (changed is None) == (other not in chances)
        foreign += changed is None
    assert foreign > 300


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lena",
        "lena has a red ball .",  # one sentence
        "lena has a red ball . she",
        "lena has a red ball . he gives the red ball to tom .",
        "lena has a red ball . she gives the blue ball to tom .",
        "lena has a red ball . she gives the red hat to tom .",
        "lena has a red ball . she gives the red ball to anna .",
        "lena has a red ball . she gives the red ball to tom . she shows the red ball to him .",
        "lena has a red ball . she takes the red ball and wears it in the park .",
        "lena has a red ball . she takes the red ball and throws it in the library .",
        "lena has a red ball . tom has a white hat .",
        "lena has a red ball . tom has a white ball .",
        "lena has a red ball . the dogs near lena is hungry .",
        "lena has a red ball . the key to the cabinets are under the red ball .",
        "lena has a red ball . she takes the red ball to the zoo . </s>",
    ],
)
def test_what_is_no_story(text: str) -> None:
    assert STORIES.log_probabilities(text) is None


def test_the_right_ones_beside_them() -> None:
    for text in (
        "lena has a red ball . she takes the red ball and throws it in the park .",
        "Lena has a red ball .  The dogs near Lena are hungry .",
        "lena has a red ball . the key to the cabinets is under the red ball .",
    ):
        assert STORIES.log_probabilities(text) is not None
    assert STORIES.log_probabilities("", ended=False) == ()


def test_a_distribution_of_what_no_story_begins_with() -> None:
    assert STORIES.distribution(("lena", "has", "the")) is None
    assert STORIES.distribution(("red",)) is None
    ended = STORIES.tokens(STORIES.examples[0])
    assert STORIES.distribution((*ended, END)) is None
    beginning = STORIES.distribution(())
    assert beginning is not None and "lena" in beginning and END not in beginning


def test_stories_hold_together(stories: list[str]) -> None:
    # In words alone, without the grammar: one girl and one boy at most, each colour of one thing,
    # no pronoun before its name.
    colours = {*COLOURS, *COLOURS_OF_THE_SECOND}
    for story in stories[:3000]:
        tokens = story.split()
        assert len(set(tokens) & set(GIRLS)) <= 1 and len(set(tokens) & set(BOYS)) <= 1
        coloured: dict[str, str] = {}
        for before, token in pairwise(tokens):
            if token in SUBJECT_OF:
                called = before in colours and coloured.setdefault(before, token) == token
                assert called or (before == "the" and token in coloured.values())
        assert 1 <= len(coloured) == len(set(coloured.values())) <= 2
        for pronouns, names in ((("she", "her"), GIRLS), (("he", "him"), BOYS)):
            first = min((tokens.index(word) for word in pronouns if word in tokens), default=None)
            named = min((tokens.index(name) for name in names if name in tokens), default=None)
            assert first is None or (named is not None and named < first)


def test_a_story_keeps_to_one_subject(stories: list[str]) -> None:
    subjects = [
        {subject.use, *(word for kind in subject[1:] for word in kind)} for subject in SUBJECTS
    ]
    met = [0] * len(SUBJECTS)
    for story in stories[:3000]:
        told = [bool(words & set(story.split())) for words in subjects]
        assert sum(told) == 1
        met[told.index(True)] += 1
    assert min(met) > 3000 / len(SUBJECTS) * 0.8, "all are as likely"


def test_who_has_what_is_followed() -> None:
    given = "lena has a red ball . she gives the red ball to tom . now"
    chances = STORIES.distribution(given.split())
    assert chances == {"tom": 1.0}


def test_examples_are_stories_that_show_each_phenomenon() -> None:
    assert len(STORIES.examples) == 8
    kinds = set()
    for example in STORIES.examples:
        assert STORIES.log_probabilities(example) is not None
        assert 20 <= len(example.split()) <= 45
        kinds |= {link.kind for link in STORIES.phenomena(example)}
    assert kinds == {"pronoun", "name", "colour", "object", "use", "agreement"}
