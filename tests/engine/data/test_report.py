"""What a person is told before training."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from engine.data.opening import reading
from engine.messages.reading import DataReport, Example
from engine.specification import DataSpecification
from tests.engine.data.conftest import finish

Report = Callable[..., DataReport]


@pytest.fixture
def report(file: Callable[[str, str | bytes], str]) -> Report:
    def read(content: str, **choices: Any) -> DataReport:
        data = DataSpecification(files=(file("a.tsv", content),), **choices)
        return finish(reading(data, request=9))[1]

    return read


def sentences(count: int, seed: int = 0) -> str:
    generator = random.Random(seed)

    def text(words: int) -> str:
        return " ".join(generator.choices(["the", "cat", "sees", "a", "dog"], k=words))

    return "".join(f"{text(2 + n % 5)} {n}\t{text(3)}\n" for n in range(count))


def test_the_figures(report: Report) -> None:
    found = report(sentences(2000), vocabulary_size=9000)
    assert found.request == 9
    assert found.data.tokenization == "word"
    assert found.pairs == found.training_pairs + found.held_out_pairs == 2000
    assert found.lengths == {"source": (3, 5, 7, 7), "target": (3, 3, 3, 3)}
    assert found.vocabulary == 4 + 5 + found.training_pairs
    assert found.columns[0][0] == found.source_column == "column 1"
    assert found.examples[0] == Example(*sentences(1).rstrip("\n").split("\t"))
    assert len(found.examples) == len(found.tokenized) == 5
    source, target = found.tokenized[1]
    assert " ".join(token.text for token in source) == found.examples[1].source
    assert " ".join(token.text for token in target) == found.examples[1].target
    assert not found.skipped


def test_the_unknown_rate_is_of_held_out_tokens_without_their_ends(report: Report) -> None:
    found = report("".join(f"the cat {n}\tle chat\n" for n in range(2000)))
    assert found.unknown_rate == pytest.approx(1 / 5)


def test_good_data_gets_no_warnings(report: Report) -> None:
    rows = "".join(
        f"{a} {b} {c}\t{c} {b} {a}\n" for a in range(12) for b in range(12) for c in range(12)
    )
    assert report(rows).warnings == ()


@pytest.mark.parametrize("tokenization", ["word", "bpe", "character"])
def test_chinese(report: Report, tokenization: str) -> None:
    """Trap 6: split by spaces it would be one token a sentence; here nothing is unknown."""
    generator = random.Random(0)
    rows = "".join(
        f"the cat {n}\t{''.join(generator.choices('我们在这里猫狗看见了', k=9))}。\n"
        for n in range(1500)
    )
    found = report(rows, tokenization=tokenization)
    shown = [token.text for token in found.tokenized[0][1]]
    assert "".join(shown).replace("▁", "") == found.examples[0].target
    if tokenization != "bpe":
        assert found.lengths["target"] == (10, 10, 10, 10)
    assert not any("spaces" in warning for warning in found.warnings)


def test_unsegmented_text_and_unknown_words_are_remarked(report: Report) -> None:
    """Trap 6, for a script whose words need a dictionary."""
    generator = random.Random(0)
    rows = "".join(
        f"{''.join(generator.choices('กขคงจฉชซ', k=30))}\tsentence {n}\n" for n in range(1200)
    )
    warnings = report(rows).warnings
    assert any("The source has 30 characters to a word" in warning for warning in warnings)
    assert any("held-out tokens" in warning and "BPE" in warning for warning in warnings)


@pytest.mark.parametrize(("size", "helps"), [(400, True), (9000, False)])
@pytest.mark.parametrize("tokenization", ["word", "bpe"])
def test_a_larger_vocabulary_is_advised_only_where_this_one_is_full(
    report: Report, tokenization: str, size: int, helps: bool
) -> None:
    generator = random.Random(0)
    signs = [chr(0x4E00 + n) for n in range(20_000)]
    rows = "".join(
        f"{' '.join(generator.choices(signs, k=4))}\tsentence {n}\n" for n in range(1200)
    )
    found = report(rows, tokenization=tokenization, vocabulary_size=size)
    (advice,) = [warning for warning in found.warnings if "held-out tokens" in warning]
    assert (found.vocabulary >= size) is helps
    assert ("larger vocabulary" in advice) is helps
    assert helps or "more pairs" in advice


def test_few_pairs_are_remarked(report: Report) -> None:
    assert any("only 50 pairs" in warning for warning in report(sentences(50)).warnings)


def test_labels_are_remarked(report: Report) -> None:
    rows = "sentence\tlabel\n" + "".join(f"text {n}\t{n % 2}\n" for n in range(90))
    assert any("only 2 values (“0”, “1”)" in warning for warning in report(rows).warnings)


def test_repetitions_are_kept_and_remarked(report: Report) -> None:
    found = report(sentences(1200) * 2)
    assert found.pairs == 2400
    assert any("1,200 pairs are exact repetitions" in warning for warning in found.warnings)


def test_mostly_skipped_rows_are_remarked(report: Report) -> None:
    found = report(sentences(40) + "no tab here\n" * 60)
    assert (found.pairs, found.skipped[0].count) == (40, 60)
    assert any("More rows were skipped (60)" in warning for warning in found.warnings)


def test_much_left_out_for_its_length_is_remarked(report: Report) -> None:
    found = report(sentences(2000), max_length=5)
    assert any("longer than 5 tokens" in warning for warning in found.warnings)


def test_the_same_column_twice_is_remarked_once(report: Report) -> None:
    found = report(sentences(1200), source_column="0", target_column="0")
    assert sum("same" in warning for warning in found.warnings) == 1


def test_the_same_text_on_both_sides_is_remarked(report: Report) -> None:
    rows = "".join(f"text {n}\ttext {n}\n" for n in range(1200))
    assert any("same text in every pair" in warning for warning in report(rows).warnings)


def test_a_world_has_a_report_too() -> None:
    _, found = finish(reading(DataSpecification(world="dates", limit=500)))
    assert found.form == "built-in world"
    assert found.pairs == 500
