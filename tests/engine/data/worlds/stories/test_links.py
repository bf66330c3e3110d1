"""Which token is decided by which."""

from __future__ import annotations

from engine.data.worlds.stories import STORIES, Link
from engine.data.worlds.stories.links import links
from engine.data.worlds.stories.subjects import SUBJECT_OF, SUBJECTS
from engine.data.worlds.stories.words import (
    BOYS,
    COLOURS,
    COLOURS_OF_THE_SECOND,
    GIRLS,
    KEYS,
)


def readable(text: str) -> list[tuple[str, str, list[tuple[int, str]]]]:
    tokens = text.split()
    return [
        (kind, tokens[position], [(at, tokens[at]) for at in sorted(sources)])
        for kind, position, sources in links(tokens)
    ]


def test_what_a_gift_is_decided_by() -> None:
    text = "lena has a red ball . she gives the red ball to tom , and he thanks her ."
    assert readable(text) == [
        ("pronoun", "she", [(0, "lena")]),
        ("colour", "red", [(3, "red")]),
        ("object", "ball", [(4, "ball")]),
        ("pronoun", "he", [(12, "tom")]),
        ("pronoun", "her", [(0, "lena")]),
    ]


def test_a_verb_agrees_with_its_subject_and_not_with_the_noun_in_between() -> None:
    text = "tom has a red ball . the dogs near the cat are hungry . the key to the doors is"
    assert readable(text) == [
        ("agreement", "are", [(7, "dogs")]),
        ("agreement", "is", [(15, "key")]),
    ]


def test_later_mentions_are_right_as_well() -> None:
    text = "tom has a red ball . tom takes the red ball and throws it in the park . "
    assert readable(text + "later , tom takes the red")[-2:] == [
        ("name", "tom", [(0, "tom"), (6, "tom")]),
        ("colour", "red", [(3, "red"), (9, "red")]),
    ]
    assert ("use", "throws", [(4, "ball"), (10, "ball")]) in readable(text)


def test_they_stand_for_animals_and_verbs_agree_with_them() -> None:
    text = "tom has a red hat . the goats near tom are wet . they follow tom . he feeds them ."
    assert readable(text) == [
        ("name", "tom", [(0, "tom")]),
        ("agreement", "are", [(7, "goats")]),
        ("pronoun", "they", [(7, "goats")]),
        ("agreement", "follow", [(13, "they")]),
        ("name", "tom", [(0, "tom"), (9, "tom")]),
        ("pronoun", "he", [(0, "tom"), (9, "tom"), (15, "tom")]),
        ("pronoun", "them", [(7, "goats")]),
    ]


def test_of_two_things_each_has_its_colour() -> None:
    text = "tom has a red hat . lena has a grey coat . tom takes the red hat"
    assert readable(text)[1:] == [
        ("colour", "red", [(3, "red")]),
        ("object", "hat", [(4, "hat")]),
    ]


def test_links_point_back_at_words_of_the_right_kind() -> None:
    animals = {word for subject in SUBJECTS for word in subject.animals}
    plurals = {*KEYS.values(), "they"}.union(*(subject.animals[1::2] for subject in SUBJECTS))
    meant = {"she": GIRLS, "her": GIRLS, "he": BOYS, "him": BOYS}
    seen: set[str] = set()
    for story in STORIES.stories(3, 1000):
        tokens = story.split()
        for kind, position, sources in STORIES.phenomena(story):
            seen.add(kind)
            token = tokens[position]
            assert sources and max(sources) < position
            words = {tokens[at] for at in sources}
            assert len(words) == 1
            (word,) = words
            every = {at for at in range(position) if tokens[at] == word}
            if kind in ("name", "colour", "object"):
                assert word == token
            if kind in ("name", "colour", "pronoun"):
                assert sources == every
            if kind == "colour":
                assert word in (*COLOURS, *COLOURS_OF_THE_SECOND)
            if kind == "use":
                assert SUBJECT_OF[word].use == token
            if kind == "pronoun":
                assert word in meant.get(token, animals)
            if kind == "agreement":
                assert token in (("are", "follow") if word in plurals else ("is", "follows"))
                assert len(sources) == 1 and "." not in tokens[min(sources) : position]
    assert seen == {"pronoun", "name", "colour", "object", "use", "agreement"}


def test_a_beginning_is_linked_as_far_as_it_is_one() -> None:
    whole = STORIES.phenomena("lena has a red ball . she gives the red ball to tom .")
    assert STORIES.phenomena("lena has a red ball . she gives the red") == whole[:2]
    assert STORIES.phenomena("lena has a red ball . she gives the blue ball to tom .") == whole[:1]
    assert whole[0] == Link("pronoun", 6, frozenset({0}))
    assert STORIES.phenomena("nothing of the kind") == ()
