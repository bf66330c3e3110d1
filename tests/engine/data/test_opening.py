"""From a specification to a corpus."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.data import worlds
from engine.data.background import Interest, in_background
from engine.data.corpus import fingerprint
from engine.data.opening import open_corpus, opening, reading
from engine.data.problem import DataProblem
from engine.data.tokenizer import END, Tokenizer
from engine.specification import DataSpecification
from tests.engine.data.conftest import finish

Write = Callable[[str, "str | bytes"], str]

SMALL = DataSpecification(world="english-french", limit=600)


def table(count: int = 400, ends: str = "") -> str:
    return "".join(f"source {n} of many{ends}\tZiel {n} von vielen{ends}\n" for n in range(count))


@pytest.mark.parametrize("world", worlds.WORLDS, ids=lambda world: world.name)
def test_every_world_opens(world: worlds.World) -> None:
    corpus = open_corpus(DataSpecification(world=world.name))
    assert (corpus.name, corpus.title) == (world.name, world.title)
    assert len(corpus.training) >= 20_000
    assert 900 <= len(corpus.held_out) <= 1000
    assert corpus.tokenizer.kind == world.tokenization
    assert [(e.source, e.target) for e in corpus.examples] == list(world.examples)
    assert corpus.expected is not None
    for source, target in corpus.held_out[:50]:
        assert corpus.expected(source) == target
        right = corpus.right_source(source, target)
        assert len(right) == len(corpus.tokenizer.encode(target))
        assert any(right)


def test_ids_are_those_of_the_texts_and_end() -> None:
    corpus = open_corpus(SMALL)
    for pairs, encoded in (
        (corpus.training, corpus.training_ids),
        (corpus.held_out, corpus.held_out_ids),
    ):
        assert len(pairs) == len(encoded)
        for pair, ids in zip(pairs, encoded, strict=True):
            for text, side in zip(pair, ids, strict=True):
                assert side.dtype == np.int32
                assert side.tolist() == [*corpus.tokenizer.encode(text), END]


def test_no_source_is_on_both_sides(file: Write) -> None:
    rows = "".join(f"source {n}\tZiel {n}\nsource {n}\tanderes Ziel {n}\n" for n in range(500))
    corpus = open_corpus(DataSpecification(files=(file("a.tsv", rows),)))
    learned = {source for source, _ in corpus.training}
    judged = {source for source, _ in corpus.held_out}
    assert judged and not learned & judged
    assert len(corpus.training) + len(corpus.held_out) == 1000


def test_the_vocabulary_knows_nothing_of_what_is_held_out(file: Write) -> None:
    rows = "".join(f"s{n} word\tt{n} Wort\n" for n in range(400))
    corpus = open_corpus(DataSpecification(files=(file("a.tsv", rows),)))
    for source, _ in corpus.held_out:
        own, _ = corpus.tokenizer.tokens(source)
        assert own.unknown


def test_the_first_held_out_pairs_are_a_fair_sample_of_a_sorted_file(file: Write) -> None:
    rows = "".join(f"{'very ' * (n // 100)}long {n}\tlang {n}\n" for n in range(4000))
    corpus = open_corpus(DataSpecification(files=(file("a.tsv", rows),)))
    lengths = corpus.held_out_ids.source.lengths
    assert abs(lengths[: len(lengths) // 2].mean() - lengths.mean()) < 0.2 * lengths.mean()


def test_a_checkpoints_vocabulary_is_used_as_it_is(file: Write) -> None:
    tokenizer = Tokenizer.fit(["source of"], "word", 10)
    corpus = open_corpus(DataSpecification(files=(file("a.tsv", table()),)), tokenizer)
    assert corpus.tokenizer is tokenizer


def test_any_change_of_the_data_changes_the_fingerprint(file: Write) -> None:
    def of(content: str, **choices: int) -> str:
        data = DataSpecification(files=(file("a.tsv", content),), **choices)  # type: ignore[arg-type]
        return open_corpus(data).fingerprint

    original = of(table())
    assert of(table()) == original
    assert of("\ufeff" + table().replace("\n", "\r\n")) == original
    assert of(table().replace("source 7 ", "source 7! ")) != original
    assert of(table().replace("Ziel 7 ", "Zeil 7 ")) != original
    assert of(table(399)) != original
    assert of("\n".join(table().splitlines()[::-1])) != original
    assert of(table(), limit=300) != original
    assert fingerprint([("ab", "c")], []) != fingerprint([("a", "bc")], [])
    assert fingerprint([("a", "b")], []) != fingerprint([], [("a", "b")])


def test_every_process_opens_the_same_corpus() -> None:
    program = (
        "from engine.data.opening import open_corpus\n"
        "from tests.engine.data.test_opening import SMALL\n"
        "corpus = open_corpus(SMALL)\n"
        "print(corpus.fingerprint, corpus.training_ids.source.ids.sum(), corpus.held_out[:3])\n"
    )
    answers = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1


def test_progress_rises_to_the_whole(file: Write) -> None:
    path = file("a.tsv", table(30_000))
    steps = list(opening(DataSpecification(files=(path,))))
    assert {step.stage for step in steps} == {
        "reading",
        "fitting the vocabulary",
        "cutting into tokens",
    }
    read = [step.bytes_read for step in steps]
    assert read == sorted(read)
    assert read[-1] == steps[0].bytes_total == Path(path).stat().st_size
    assert any(0 < step.bytes_read < step.bytes_total for step in steps)


@pytest.mark.parametrize("stage", ["reading", "fitting the vocabulary", "cutting into tokens"])
def test_giving_up_leaves_no_thread_behind(file: Write, stage: str) -> None:
    steps = opening(DataSpecification(files=(file("a.tsv", table(20_000)),), tokenization="bpe"))
    for step in steps:
        if step.stage == stage:
            break
    steps.close()
    for thread in threading.enumerate():
        if thread.name == "heed-data":
            thread.join(30)
            assert not thread.is_alive()


def test_work_in_the_background_hands_on_results_and_failures() -> None:
    def answer(_: Interest) -> int:
        time.sleep(0.05)
        return 42

    steps = in_background(answer, "waiting")
    assert next(steps) == "waiting"
    assert finish(steps) == 42

    def fail(_: Interest) -> int:
        raise DataProblem("so")

    with pytest.raises(DataProblem, match="so"):
        finish(in_background(fail, None))


def test_work_that_nobody_waits_for_ends_at_its_next_item() -> None:
    ended = threading.Event()

    def count(interest: Interest) -> int:
        try:
            return sum(time.sleep(0.001) or 1 for _ in interest.while_wanted(range(10**9)))
        finally:
            ended.set()

    steps = in_background(count, None)
    next(steps)
    steps.close()
    assert ended.wait(30)


@pytest.mark.parametrize(
    ("content", "choices", "words"),
    [
        ("one\teins\n", {}, "leaves one pair"),
        ("one\teins\none\tein\n", {}, "one and the same source"),
        ("\tx\n\ty\n", {}, r"holds no pair of sentences: the source is empty \(2\)\."),
        (table(9), {"max_length": 2}, "none of the 9 pairs is short enough"),
        (table(9), {"vocabulary_size": 3}, "A vocabulary of 3 has no room"),
    ],
)
def test_too_little_is_refused_in_words(
    file: Write, content: str, choices: dict[str, int], words: str
) -> None:
    with pytest.raises(DataProblem, match=words):
        open_corpus(DataSpecification(files=(file("a.tsv", content),), **choices))  # type: ignore[arg-type]


def test_unknown_worlds_and_too_much_of_one_are_refused() -> None:
    with pytest.raises(DataProblem, match="no world called “mars”"):
        open_corpus(DataSpecification(world="mars"))
    with pytest.raises(DataProblem, match="gives 0 to"):
        open_corpus(DataSpecification(world="dates", limit=10**9))


def test_long_pairs_are_left_out_and_named(file: Write) -> None:
    content = table(200) + "a b c d e f g h\tkurz\n" + "kurz\t" + "x " * 9 + "\n"
    data = DataSpecification(files=(file("a.tsv", content),), max_length=6)
    corpus, report = finish(reading(data, request=3))
    assert report.skipped[0].reason == "longer than 6 tokens"
    assert report.skipped[0].lines == (201, 202)
    assert report.pairs == 200 == len(corpus.training) + len(corpus.held_out)


def test_held_out_survives_when_all_of_it_was_too_long(file: Write) -> None:
    """The split is made before lengths are known; a second look finds another source."""
    data = DataSpecification(files=(file("a.tsv", table(30)),))
    corpus = open_corpus(data)
    longer = table(30)
    for source, target in corpus.held_out:
        longer = longer.replace(f"{source}\t{target}\n", f"{source}\t{target}{' ja' * 120}\n")
    again = open_corpus(DataSpecification(files=(file("b.tsv", longer),)))
    assert len(again.held_out) >= 1
    assert len(again.training) + len(again.held_out) == 30 - len(corpus.held_out)


@pytest.mark.parametrize("name", [world.name for world in worlds.WORLDS])
def test_what_is_offered_to_watch_is_never_trained_on(name: str) -> None:
    corpus = open_corpus(DataSpecification(world=name))
    trained = {source for source, _ in corpus.training}
    assert corpus.examples
    assert not [example.source for example in corpus.examples if example.source in trained]
    assert len(corpus.training) >= 20_000
