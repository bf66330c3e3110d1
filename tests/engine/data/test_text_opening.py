"""From a specification of running text to a corpus and its report."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.data import generating, worlds
from engine.data.fitness import require_fit
from engine.data.generating import WORLD_SEED
from engine.data.opening import open_corpus, opening, reading
from engine.data.problem import DataProblem
from engine.data.text_corpus import TextCorpus
from engine.data.text_opening import last_part
from engine.data.tokenizer import SPECIAL, Tokenizer
from engine.messages.reading import DataReport
from engine.specification import DataSpecification
from tests.engine.data.conftest import finish

Opened = tuple[TextCorpus, DataReport]
Open = Callable[..., Opened]


@pytest.fixture
def read(file: Callable[[str, str | bytes], str]) -> Open:
    """The corpus and the report of one file with this content."""

    def from_content(content: str, **choices: Any) -> Opened:
        data = DataSpecification(kind="text", files=(file("a.txt", content),), **choices)
        corpus, report = finish(reading(data, request=4))
        assert isinstance(corpus, TextCorpus)
        return corpus, report

    return from_content


def book(documents: int, each: int = 4) -> str:
    """One sentence a line, a blank line between documents, none twice."""
    blocks = (
        "\n".join(f"The {number} cats see dog {line}." for line in range(each))
        for number in range(documents)
    )
    return "\n\n".join(blocks)


def test_the_stories_open() -> None:
    corpus, report = finish(reading(DataSpecification(kind="text", world="stories")))
    assert isinstance(corpus, TextCorpus)
    (world,) = worlds.TEXT_WORLDS
    assert (corpus.name, corpus.title) == (world.name, world.title)
    assert len(corpus.training) == len(corpus.training.texts) == 26_000
    assert len(corpus.held_out) == 1000
    assert not set(corpus.training.texts) & set(corpus.held_out.texts)
    assert not {example.source for example in corpus.examples} & set(corpus.training.texts)
    assert corpus.tokenizer.kind == "word" and corpus.tokenizer.special_count == len(SPECIAL)
    assert report.unknown_rate == 0.0 and not report.warnings
    assert report.form == "built-in world"
    assert report.sentences == sum(len(p.sentences) for p in (corpus.training, corpus.held_out))
    # The world's chances and the floor are of the very tokens that the corpus has.
    assert corpus.log_probabilities is not None
    nats = tokens = 0.0
    for number, story in enumerate(corpus.held_out.texts):
        found = corpus.log_probabilities(story)
        assert found is not None
        rows = corpus.held_out.sequence_documents == number
        assert len(found) == int((corpus.held_out.sequences.lengths[rows] - 1).sum())
        nats, tokens = nats - sum(found), tokens + len(found)
    assert nats / tokens == pytest.approx(corpus.floor, abs=0.03)


def test_stories_offered_to_watch_are_never_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = tuple(worlds.STORIES.stories(WORLD_SEED, 40))
    world = replace(worlds.STORIES, examples=drawn[:5])
    monkeypatch.setattr(generating, "find", lambda _: world)
    corpus = open_corpus(DataSpecification(kind="text", world="stories", limit=40))
    assert isinstance(corpus, TextCorpus)
    assert tuple(example.source for example in corpus.examples) == drawn[:5]
    assert {*corpus.training.texts, *corpus.held_out.texts} == set(drawn[5:])


def test_no_document_is_on_both_sides_and_all_are_there(read: Open) -> None:
    corpus, report = read(book(300))
    learned, judged = set(corpus.training.texts), set(corpus.held_out.texts)
    assert not learned & judged
    assert learned | judged == set(book(300).split("\n\n"))
    assert 5 <= len(judged) <= 30
    assert (report.pairs, report.held_out_pairs) == (300, len(judged))
    assert report.training_pairs == len(learned)
    assert report.sentences == 1200
    assert report.lengths == {"document": (28, 28, 28, 28), "sentence": (7, 7, 7, 7)}
    words = {word for text in learned for word in text.replace(".", " .").split()}
    assert report.vocabulary == len(SPECIAL) + len(words)
    assert report.examples[0].target == "" and report.tokenized[0][1] == ()
    assert report.examples[0].source == book(1)
    assert report.request == 4


def test_repeated_documents_stay_on_one_side(read: Open) -> None:
    corpus, _ = read("\n\n".join([book(40)] * 3))
    assert not set(corpus.training.texts) & set(corpus.held_out.texts)
    assert len(corpus.training) + len(corpus.held_out) == 120


def test_of_one_document_the_end_is_held_out(read: Open) -> None:
    text = "\n".join(f"line {n} of a poem, that goes on," for n in range(400))
    corpus, report = read(text)
    assert len(corpus.training) == len(corpus.held_out) == 1
    first, second = corpus.training.texts[0], corpus.held_out.texts[0]
    assert f"{first}\n{second}" == text
    assert second.startswith("line 38")
    assert corpus.single and (report.pairs, report.training_pairs, report.held_out_pairs) == (
        1,
        1,
        0,
    )
    tokens = report.training_tokens + report.held_out_tokens
    assert report.lengths["document"] == (tokens,) * 4
    assert tokens == sum(len(line.replace(",", " ,").split()) for line in text.split("\n"))
    same, twice = read(f"{text}<|endoftext|>{text}")
    assert same.fingerprint == corpus.fingerprint and same.single and twice.pairs == 1


def test_two_documents_are_two(read: Open) -> None:
    corpus, report = read(book(2))
    assert not corpus.single
    assert (report.pairs, report.training_pairs, report.held_out_pairs) == (2, 1, 1)
    assert "has 2 documents" in report.unfit["cloze"].sentence


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("word " * 39 + "end", "word end"),
        ("x" * 100, "x" * 5),
        ("Aa bb. " * 40, None),
        ("猫看狗。" * 40, "猫看狗。" * 2),
    ],
)
def test_the_seam_is_the_best_there_is(text: str, second: str | None) -> None:
    one, two = last_part(text.strip())
    assert "".join((one + two).split()) == "".join(text.split())
    assert two == second if second else two.startswith("Aa bb.")


def test_each_line_can_be_a_document(read: Open) -> None:
    lines = [f"The {number} cats ran. They hid." for number in range(60)]
    corpus, report = read("\n".join(lines), documents="line")
    assert {*corpus.training.texts, *corpus.held_out.texts} == set(lines)
    assert report.pairs == 60 and report.sentences == 120 and not report.unfit
    assert open_corpus(report.data).fingerprint == corpus.fingerprint
    assert read("\n".join(lines))[0].fingerprint != corpus.fingerprint


ONE_SENTENCE = [f"only sentence {n}" for n in range(50)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book(1, 40), "is a single document"),
        ("\n<|endoftext|>\n".join(ONE_SENTENCE), "has 50 documents, 0 of two sentences or more\\."),
        (
            "\n<|endoftext|>\n".join(
                # None of the three falls among those held out.
                [*ONE_SENTENCE, *(f"Cats {n} run.\nDogs {n} sit." for n in range(3))]
            ),
            "has 53 documents, 3 of two sentences or more, and none of these is held out",
        ),
    ],
)
def test_pairs_of_sentences_need_documents(read: Open, content: str, words: str) -> None:
    corpus, report = read(content)
    with pytest.raises(DataProblem, match=f"{words}.*blank line between documents") as raised:
        require_fit(corpus, "cloze")
    assert report.unfit["cloze"].sentence == str(raised.value)
    assert list(report.unfit) == ["cloze"]
    require_fit(corpus, "language model")


def test_documents_are_enough(read: Open) -> None:
    corpus, report = read(book(30))
    assert corpus.training.pairable == len(corpus.training)
    assert not report.unfit
    require_fit(corpus, "cloze")


def test_what_holds_no_known_word_has_no_cloze(read: Open, file: Callable[[str, str], str]) -> None:
    words = file("vocab.txt", "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "zebra"]))
    corpus, report = read(book(60), vocabulary_files=(words,))
    assert "knows no word" in report.unfit["cloze"].sentence
    with pytest.raises(DataProblem, match="knows no word"):
        require_fit(corpus, "cloze")


def test_the_fingerprint_is_of_the_text(read: Open) -> None:
    original = read(book(50))[0].fingerprint
    assert read(book(50))[0].fingerprint == original
    assert read("\ufeff" + book(50).replace("\n", "\r\n"))[0].fingerprint == original
    assert read(book(50).replace("dog 3", "hog 3", 1))[0].fingerprint != original
    assert read(book(50), limit=49)[0].fingerprint != original
    assert read(book(50), documents="file")[0].fingerprint != original


def test_limit_counts_documents(read: Open) -> None:
    assert read(book(50), limit=20)[1].pairs == 20
    world = DataSpecification(kind="text", world="stories", limit=100)
    assert finish(reading(world))[1].pairs == 100


def test_a_checkpoints_vocabulary_is_used_as_it_is(file: Callable[[str, str], str]) -> None:
    tokenizer = Tokenizer.fit(["the cats see"], "word", 20, cloze=True)
    data = DataSpecification(kind="text", files=(file("a.txt", book(30)),))
    assert open_corpus(data, tokenizer).tokenizer is tokenizer


@pytest.mark.parametrize("tokenization", ["word", "character", "bpe"])
def test_passages_to_watch_are_held_out_and_short(read: Open, tokenization: str) -> None:
    for content in (
        book(400, each=9),
        "\n".join(f"Line {n} goes on and on, and" for n in range(900)),
    ):
        corpus, _ = read(content, tokenization=tokenization, max_length=50)
        assert 2 <= len(corpus.examples) <= 12
        for example in corpus.examples:
            assert example.target == ""
            assert any(example.source in text for text in corpus.held_out.texts)
            assert 1 < len(corpus.tokenizer.encode(example.source)) <= 50


def test_chinese(read: Open) -> None:
    generator = np.random.default_rng(0)
    lines = ["".join(generator.choice(list("我们在这里猫狗看见了"), 9)) + "。" for _ in range(600)]
    corpus, report = read("".join(lines))
    assert report.lengths["sentence"] == (10, 10, 10, 10)
    assert report.sentences == 600
    assert report.unknown_rate == 0.0
    assert not any("spaces" in warning for warning in report.warnings)
    assert corpus.examples


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("序 " + "狐狸跑了。" * 200, 400),  # no space near the end: cut between characters
        ("word " * 400, 399),  # the 80th word ends just before the end
        ("antelopes " * 90, 399),
        ("a" * 390 + " " + "b" * 500, 390),
    ],
)
def test_a_long_document_is_shown_to_near_the_end_of_what_has_room(
    read: Open, line: str, shown: int
) -> None:
    _, report = read("\n\n".join([line, *(f"A fox {n}. It hid." for n in range(30))]))
    (text,) = (e.source for e in report.examples if line.startswith(e.source))
    assert len(text) == shown


def test_an_endless_line_without_spaces_takes_no_square_of_its_length(read: Open) -> None:
    generator = np.random.default_rng(0)
    text = "".join(generator.choice(list("我们在这里猫狗看见了"), 60_000))
    started = time.process_time()
    corpus, report = read(text)
    assert time.process_time() - started < 20
    assert corpus.training.predicted + corpus.held_out.predicted == len(text) + 2
    assert report.lengths["sentence"][3] == DataSpecification().max_length


def test_the_vocabulary_may_come_from_files(read: Open, file: Callable[[str, str], str]) -> None:
    words = file(
        "vocab.txt", "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cats"])
    )
    corpus, report = read(book(60), vocabulary_files=(words,))
    assert corpus.tokenizer.kind == "wordpiece"
    assert report.vocabulary == len(SPECIAL) + 2
    assert any("vocabulary fitted to the text" in warning for warning in report.warnings)
    with pytest.raises(DataProblem, match="There is no file"):
        read(book(60), vocabulary_files=("/nowhere/vocab.txt",))


def test_warnings(read: Open) -> None:
    few = read(book(20))[1].warnings
    assert any("to learn from" in warning for warning in few)
    assert not any("to learn from" in warning for warning in read(book(200))[1].warnings)
    strange = "\n\n".join(f"first word{n} here.\nsecond term{n} here." for n in range(500))
    assert any("The vocabulary lacks" in warning for warning in read(strange)[1].warnings)


def test_what_concerns_one_task_is_said_to_it_alone(read: Open) -> None:
    report = read(book(200), max_length=5)[1]
    (about,) = report.task_warnings["cloze"]
    assert "800 of the sentences have more than 5 tokens; BERT" in about
    assert report.remarks("cloze") == (*report.warnings, about)
    assert report.remarks("language model") == report.warnings
    assert not any("BERT" in warning for warning in report.warnings)
    assert not read(book(200))[1].task_warnings


@pytest.mark.parametrize(
    ("content", "choices", "words"),
    [
        ("hello", {}, "too little text"),
        ("one two", {}, "too little text"),
        ("a\n<|endoftext|>\nb", {}, "too little text"),
        (" \n \n", {}, "holds no text"),
        (book(40), {"vocabulary_size": 7}, "A vocabulary of 7 has no room"),
    ],
)
def test_too_little_is_refused_in_words(
    read: Open, content: str, choices: dict[str, int], words: str
) -> None:
    with pytest.raises(DataProblem, match=words):
        read(content, **choices)


def test_worlds_of_the_other_kind_are_refused() -> None:
    with pytest.raises(DataProblem, match=r"“dates” is pairs of sentences.*“stories”"):
        open_corpus(DataSpecification(kind="text", world="dates"))
    with pytest.raises(DataProblem, match=r"“stories” is running text.*“dates”"):
        open_corpus(DataSpecification(kind="pairs", world="stories"))
    with pytest.raises(DataProblem, match=r"no world called “mars”.*stories"):
        open_corpus(DataSpecification(kind="text", world="mars"))
    with pytest.raises(DataProblem, match="gives 0 to"):
        open_corpus(DataSpecification(kind="text", world="stories", limit=10**9))


@pytest.mark.parametrize("stage", ["reading", "fitting the vocabulary", "cutting into tokens"])
def test_progress_and_giving_up(file: Callable[[str, str], str], stage: str) -> None:
    data = DataSpecification(kind="text", files=(file("a.txt", book(8000)),), tokenization="bpe")
    steps = opening(data)
    reached = False
    for step in steps:
        assert 0 <= step.bytes_read <= step.bytes_total
        if step.stage == stage:
            reached = True
            break
    assert reached
    steps.close()
    for thread in threading.enumerate():
        if thread.name == "heed-data":
            thread.join(30)
            assert not thread.is_alive()


def test_a_floor_is_known_of_the_world_alone(read: Open) -> None:
    corpus, _ = read(book(30))
    assert math.isnan(corpus.floor) and corpus.log_probabilities is None
