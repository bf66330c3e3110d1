"""Plain text as people bring it, and the documents found in it."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable
from typing import Any

import pytest

from engine.data.gathered import GatheredText
from engine.data.problem import DataProblem
from engine.data.readers import running_text
from engine.data.readers.running_text import gathering_text
from engine.specification import DataSpecification
from tests.engine.data.conftest import finish

Read = Callable[..., GatheredText]

BERT = "One stood here.\nTwo sat there.\n\nThree ran off.\n“Four!” she said.\nFive slept."
SPEECHES = "First Citizen:\nBefore we go,\nhear me speak.\n\nAll:\nSpeak,\nspeak now,\n" * 3


@pytest.fixture
def read(file: Callable[[str, str | bytes], str]) -> Read:
    def gather(*contents: str | bytes, **choices: Any) -> GatheredText:
        files = tuple(file(f"{n}.txt", content) for n, content in enumerate(contents))
        return finish(gathering_text(DataSpecification(kind="text", files=files, **choices)))

    return gather


BERT_DOCUMENTS = BERT.split("\n\n")


@pytest.mark.parametrize(
    "content",
    [
        BERT,
        BERT + "\n",
        BERT + "\n\n\n",
        "\n\n" + BERT,
        BERT.replace("\n\n", "\n \t \n\u00a0\n"),
        BERT.replace("\n", "\r\n"),
        BERT.replace("\n", "\r"),
        codecs.BOM_UTF8 + BERT.encode(),
        codecs.BOM_UTF16_LE + BERT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + BERT.encode("utf-16-be"),
        gzip.compress(BERT.encode()),
    ],
)
def test_one_sentence_a_line_and_blank_lines(read: Read, content: str | bytes) -> None:
    found = read(content)
    assert found.documents == BERT_DOCUMENTS
    assert found.form == "plain text, blank lines between documents, one sentence a line"
    assert not found.warnings


@pytest.mark.parametrize(
    "content",
    [
        "A cat ran. It hid.\nIt slept.\n<|endoftext|>\nA dog ran.\n\nIt barked.",
        "A cat ran. It hid.\nIt slept.<|endoftext|>A dog ran.\n\nIt barked.<|endoftext|>",
        "\n<|endoftext|> A cat ran. It hid.\nIt slept. <|endoftext|><|endoftext|>\r\n"
        "A dog ran.\n\nIt barked.\n",
    ],
)
def test_marks_between_documents(read: Read, content: str) -> None:
    found = read(content)
    assert found.documents == ["A cat ran. It hid.\nIt slept.", "A dog ran.\n\nIt barked."]
    assert found.form.startswith("plain text, <|endoftext|> between documents")


def test_speeches_are_running_text_and_the_user_may_say_otherwise(read: Read) -> None:
    found = read(SPEECHES)
    assert found.documents == [SPEECHES.strip()]
    assert found.form == "plain text, one document"
    assert "documents end at a blank line" in found.warnings[0]
    chosen = read(SPEECHES, documents="blank line")
    assert len(chosen.documents) == SPEECHES.count("\n\n") + 1
    assert not chosen.warnings


STORIES = "A cat ran. It hid.\nA dog sat! Who knew? Nobody.\nThe end came. It went."


@pytest.mark.parametrize(
    "content",
    [STORIES, STORIES + "\n", STORIES.replace("\n", "\r\n"), STORIES.replace("\n", "\n \n\n")],
)
def test_each_line_is_a_document_where_the_user_says_so(read: Read, content: str) -> None:
    found = read(content, documents="line")
    assert found.documents == STORIES.split("\n")
    assert found.form == "plain text, a document on each line, several sentences a line"
    assert not found.warnings
    assert read(content, documents="line", limit=2).documents == STORIES.split("\n")[:2]


def test_lines_are_never_taken_for_documents_unasked_but_that_is_offered(read: Read) -> None:
    found = read(STORIES)
    assert found.documents == [STORIES] and found.form == "plain text, one document"
    assert found.warnings == [
        "Its 3 lines have several sentences each. If each is a document of its own, let each line "
        "be a document."
    ]
    # Neither two lines, nor one sentence a line, nor lines that are cut where they are full.
    for other in (STORIES[: STORIES.rindex("\n")], BERT.replace("\n\n", "\n"), "On and. On\n" * 9):
        assert not read(other).warnings


def test_one_long_line_a_line_separator_and_chinese(read: Read) -> None:
    line = "word " * 300_000 + "end"
    assert read(line).documents == [line]
    assert read("one\u2028two\u0085three\x0cfour five").documents == [
        "one\u2028two\u0085three\x0cfour five"
    ]
    chinese = read("猫来了。\n狗来了！\n\n“人来了。”\n都走了？")
    assert len(chosen := chinese.documents) == 2
    assert chosen[1] == "“人来了。”\n都走了？"


def test_each_file_ends_a_document(read: Read) -> None:
    found = read("first text", "second text", "third text\n")
    assert found.documents == ["first text", "second text", "third text"]
    assert found.form == "plain text, 3 files, each a document"
    assert read("a<|endoftext|>b", "c").documents == ["a", "b", "c"]


def test_a_choice_that_finds_nothing_is_remarked(read: Read) -> None:
    assert "no <|endoftext|>" in read("one text", documents="endoftext").warnings[0]
    assert "no blank line" in read("one text", documents="blank line").warnings[0]
    assert "one line only" in read("one text\n", documents="line").warnings[0]
    assert "<|endoftext|>" in read("a<|endoftext|>b", documents="file").documents[0]


def test_marks_of_other_formats_are_remarked(read: Read) -> None:
    assert "JSON" in read('{"text": "once upon a time"}\n').warnings[0]
    assert "HTML" in read("<html><body>once</body></html>").warnings[0]


def test_limit_and_most(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(BERT, limit=1).documents == BERT_DOCUMENTS[:1]
    monkeypatch.setattr(running_text, "_MOST_CHARACTERS", 20)
    found = read(BERT)
    assert found.documents == [BERT[:20].strip()]
    assert found.warnings == ["Only the first 20 characters are used."]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (" \n\u200b\n", "holds no text"),
        (b"\x89PNG\0\0\0", "binary file"),
        (b"caf\xe9 au lait", "not UTF-8"),
        (b"PK\x03\x04abc", "ZIP archive"),
        ("abc\0def" + "x" * 70_000, "binary file"),
    ],
)
def test_what_is_no_text_is_refused_in_words(read: Read, content: str | bytes, words: str) -> None:
    with pytest.raises(DataProblem, match=words):
        read(content)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(DataProblem, match="There is no file"):
        finish(gathering_text(DataSpecification(kind="text", files=("/nowhere/a.txt",))))


def test_of_many_files_a_sentence_names_the_first(read: Read) -> None:
    with pytest.raises(DataProblem, match=r"^“0.txt” and 4 more holds no text"):
        read(*[" \n"] * 5)
