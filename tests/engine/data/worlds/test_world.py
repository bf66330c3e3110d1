"""What holds of every world."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest

from engine.data.worlds import WORLDS, World, find

COUNT = 20_000

# A checkpoint's world is made again from its name: whoever changes these changes what the models
# of older checkpoints were trained on.
DIGESTS = {
    "dates": "df0b5503cf76d47b",
    "numbers": "9b5c51b237d0a13d",
    "digits-words": "0748385373a70c70",
    "english-french": "1f226a26f72c70cc",
}


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: world.name)
def world(request: pytest.FixtureRequest) -> World:
    assert isinstance(request.param, World)
    return request.param


@pytest.fixture(scope="module")
def pairs(world: World) -> list[tuple[str, str]]:
    return world.pairs(seed=7, count=COUNT)


def digest(world: World) -> str:
    return hashlib.sha256(repr(world.pairs(seed=0, count=1000)).encode()).hexdigest()[:16]


def test_there_are_four_with_names_of_their_own() -> None:
    assert [world.name for world in WORLDS] == list(DIGESTS)
    assert find("english-french").title == "English → French"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"“french”.*dates, numbers, digits-words, english-french"):
        find("french")


def test_sources_are_distinct(pairs: list[tuple[str, str]]) -> None:
    assert len({source for source, _ in pairs}) == len(pairs) == COUNT


def test_a_seed_decides_and_a_longer_list_begins_with_the_shorter(
    world: World, pairs: list[tuple[str, str]]
) -> None:
    assert world.pairs(7, 500) == pairs[:500]
    assert world.pairs(8, 500) != pairs[:500]


def test_pairs_stay_what_they_were(world: World) -> None:
    assert digest(world) == DIGESTS[world.name]


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_another_process_makes_the_same_pairs(hash_seed: str) -> None:
    program = (
        "import hashlib\nfrom engine.data.worlds import WORLDS\n"
        "for world in WORLDS:\n"
        "    text = repr(world.pairs(seed=0, count=1000)).encode()\n"
        "    print(world.name, hashlib.sha256(text).hexdigest()[:16])\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert dict(line.split() for line in done.stdout.splitlines()) == DIGESTS


def test_neither_torch_nor_qt_is_needed() -> None:
    program = (
        "import sys, engine.data.worlds.english_french\n"
        "print([name for name in ('torch', 'PySide6', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_more_than_there_are_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match=f"“{world.name}”"):
        world.pairs(0, world.capacity + 1)
    assert world.pairs(0, 0) == []


def test_every_pair_is_what_is_expected(world: World, pairs: list[tuple[str, str]]) -> None:
    wrong = [pair for pair in pairs if world.expected(pair[0]) != pair[1]]
    assert wrong == []


def test_text_and_tokens_are_inverse(world: World, pairs: list[tuple[str, str]]) -> None:
    for side in (side for pair in pairs[:2000] for side in pair):
        assert world.text(world.tokens(side)) == side
        assert side == side.lower() == " ".join(side.split())


def test_capitals_and_spaces_of_a_typed_source_do_not_matter(world: World) -> None:
    for source, target in world.examples:
        assert world.expected(f"  {source.upper()} ") == target


def test_examples_are_of_the_world(world: World) -> None:
    assert len(world.examples) >= 5
    for source, target in world.examples:
        assert world.expected(source) == target


def test_every_alignment_is_in_range(world: World, pairs: list[tuple[str, str]]) -> None:
    for source, target in pairs[:5000]:
        source_tokens, target_tokens = world.tokens(source), world.tokens(target)
        links = world.align(source_tokens, target_tokens)
        assert len(links) == len(target_tokens)
        assert all(0 <= at < len(source_tokens) for link in links for at in link)
        silent = {token for token, link in zip(target_tokens, links, strict=True) if not link}
        assert silent <= {"-", "and"}


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        " ",
        "colourless green ideas sleep furiously",
        "the",
        "the cat",
        "because it is hungry",
        "\N{PILE OF POO} ☃",
        "<unk> <unk>",
        "die katze schläft",
        "½",
        "٣ مارس ١٩٩٨",
        "12345678",
        "the " * 600,
    ],
)
def test_foreign_text_has_no_translation_and_no_alignment(world: World, foreign: str) -> None:
    assert world.expected(foreign) is None
    tokens = world.tokens(foreign)
    assert world.align(tokens, ("a", "b")) == (frozenset(), frozenset())
    assert world.align(tokens, ()) == ()


def test_a_wrong_target_is_aligned_up_to_its_first_wrong_token(world: World) -> None:
    source, target = world.examples[2]
    source_tokens, target_tokens = world.tokens(source), list(world.tokens(target))
    right = world.align(source_tokens, target_tokens)
    assert world.align(source_tokens, target_tokens[:2]) == right[:2]
    nothing: frozenset[int] = frozenset()
    assert world.align(source_tokens, [*target_tokens, "?"]) == (*right, nothing)
    target_tokens[1] = "?"
    got = world.align(source_tokens, target_tokens)
    assert got == (right[0],) + (nothing,) * (len(target_tokens) - 1)
