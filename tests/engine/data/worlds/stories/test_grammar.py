"""The grammar: chances that sum to 1, one derivation for each story, exact sums."""

from __future__ import annotations

from itertools import combinations
from math import exp, fsum, isclose, log, prod, sqrt
from random import Random

import pytest

from engine.data.worlds.stories import END, STORIES
from engine.data.worlds.stories.entropy import coincidence, entropy, expected_tokens, longest
from engine.data.worlds.stories.grammar import Rule, rules, situations
from engine.data.worlds.stories.reading import Node, sentences
from engine.data.worlds.stories.scene import Scene, freedom
from engine.data.worlds.stories.situation import BEGINNING, Situation
from engine.data.worlds.stories.subjects import SUBJECTS
from engine.data.worlds.stories.words import DECIDED, LEXICON

SITUATIONS = situations()


def scene(generator: Random) -> Scene:
    """A scene in which every role has taken a word."""
    found = Scene()
    for role in LEXICON:
        candidates = found.candidates(role)
        found.bind(role, candidates[int(generator.random() * len(candidates))])
    return found


def nodes(node: Node) -> list[Node]:
    return [node, *(below for child in node.children.values() for below in nodes(child))]


def test_chances_sum_to_one_in_every_situation() -> None:
    for now in SITUATIONS:
        assert isclose(fsum(rule.chance for rule in rules(now)), 1.0, abs_tol=1e-12)
        assert all(rule.chance > 0 for rule in rules(now))


def test_no_two_rules_of_a_situation_share_their_symbols() -> None:
    for now in SITUATIONS:
        assert len({rule.symbols for rule in rules(now)}) == len(rules(now))


def test_no_sentence_is_the_beginning_of_another() -> None:
    for now in SITUATIONS:
        for node in nodes(sentences(now)):
            assert node.after is None or not node.children


@pytest.mark.parametrize("seed", range(4))
def test_the_next_token_tells_which_symbol_wrote_it(seed: int) -> None:
    # Else a story would have two derivations, and its tokens' chances would have to be summed.
    here = scene(Random(seed))
    for now in SITUATIONS:
        for node in nodes(sentences(now)):
            words = [frozenset(here.words(symbol)) for symbol in node.children]
            assert not any(one & other for one, other in combinations(words, 2))


def test_a_slot_leaves_as_many_choices_whatever_came_first() -> None:
    for role, words in LEXICON.items():
        assert len(set(words)) == len(words)
        found = Scene()
        earlier, choices = DECIDED.get(role, ("hero", {}))
        for word in LEXICON[earlier]:
            found.bind(earlier, word)
            assert len(set(found.candidates(role))) == freedom(f"+{role}")
            assert set(found.candidates(role)) <= set(words)
        assert not choices or set(choices) == set(LEXICON[earlier])


def test_each_word_of_a_subject_belongs_to_it_alone() -> None:
    words = [word for subject in SUBJECTS for kind in subject[1:] for word in kind]
    words += [subject.use for subject in SUBJECTS]
    assert len(words) == len(set(words))
    assert {tuple(map(len, subject[1:])) for subject in SUBJECTS} == {(3, 2, 2, 2, 4)}


def test_sentences_refer_only_to_what_has_been_told() -> None:
    # Along every path: a symbol @role is decided by a +role before it.
    told: dict[Situation, frozenset[str]] = {BEGINNING: frozenset()}
    for now in SITUATIONS:
        for rule in rules(now):
            known = set(told[now])
            for symbol in rule.symbols:
                if symbol[0] == "@":
                    assert symbol[1:].partition(".")[0] in known, (now, rule)
                elif symbol[0] == "+":
                    known.add(symbol[1:])
            if rule.after:
                told[rule.after] = told.get(rule.after, frozenset(known)) & known


def test_the_sums_by_hand_where_one_sentence_is_left() -> None:
    # Situations with the most sentences can only end; so the entropy one sentence before is that
    # of a choice among its rules, each followed by free and equal slots.
    last = max(now.sentences for now in SITUATIONS)
    for now in SITUATIONS:
        if now.sentences == last:
            assert rules(now) == (Rule(1.0, (END,), None),)
            assert (entropy(now), expected_tokens(now), coincidence(now)) == (0.0, 1.0, 1.0)
            assert longest(now) == 1
    now = next(now for now in SITUATIONS if now.sentences == last - 1)
    each = [(rule.chance / (ways := prod(map(freedom, rule.symbols))), ways) for rule in rules(now)]
    assert isclose(entropy(now), -fsum(ways * p * log(p) for p, ways in each), rel_tol=1e-12)
    assert isclose(coincidence(now), fsum(ways * p**2 for p, ways in each), rel_tol=1e-12)


def test_repetitions_are_too_rare_to_skew_a_corpus() -> None:
    # Pairs of equal stories to be expected among 27,000 drawn: most likely none.
    assert coincidence() < 1e-9
    assert 27_000**2 / 2 * coincidence() < 0.25


def test_exact_sums_against_stories_drawn() -> None:
    generator = Random(11)
    drawn = [STORIES.draw(generator) for _ in range(4000)]
    logs = [STORIES.log_probabilities(story) for story in drawn]
    surprise = [-fsum(found) for found in logs if found is not None]
    lengths = [float(len(found)) for found in logs if found is not None]
    assert len(surprise) == len(drawn)
    for sample, exact in ((surprise, STORIES.entropy), (lengths, STORIES.tokens_a_story)):
        mean = fsum(sample) / len(sample)
        variance = fsum((value - mean) ** 2 for value in sample) / (len(sample) - 1)
        assert abs(mean - exact) < 2.5 * sqrt(variance / len(sample))


def test_the_whole_of_a_small_corner_sums_to_one() -> None:
    # All stories that begin so, to their second full stop: their chances, multiplied out by
    # `distribution` alone, sum to 1.
    beginning = ("lena", "has", "a", "red", "ball", ".")
    total, open_ends = 0.0, [(beginning, 0.0)]
    while open_ends:
        prefix, so_far = open_ends.pop()
        following = STORIES.distribution(prefix)
        assert following is not None
        for token, chance in following.items():
            if token == ".":
                total += exp(so_far + log(chance))
            else:
                open_ends.append(((*prefix, token), so_far + log(chance)))
    assert isclose(total, 1.0, rel_tol=1e-9)
