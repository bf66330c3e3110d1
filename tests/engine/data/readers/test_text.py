"""Encodings, line ends and damage."""

from __future__ import annotations

import codecs
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.data.problem import DataProblem
from engine.data.readers import text
from engine.data.readers.text import TextFile

Write = Callable[[str, "str | bytes"], str]


def lines(path: str) -> list[str]:
    return [line for _, line in TextFile(path).lines()]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_marks_and_line_ends_are_no_text(file: Write, mark: bytes, end: str, last: str) -> None:
    path = file("a.txt", mark + f"één{end}{end}zwei{end}{last}".encode())
    assert lines(path) == ["één", "", "zwei", *([last] if last else [])]


@pytest.mark.parametrize(
    ("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_utf_16_with_its_mark(file: Write, mark: bytes, codec: str) -> None:
    assert lines(file("a.txt", mark + "a\tb\r\n我们\t😀\r\n".encode(codec))) == ["a\tb", "我们\t😀"]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e", "\r"])
def test_only_a_line_feed_ends_a_line(file: Write, odd: str) -> None:
    assert lines(file("a.txt", f"one{odd}still one\ntwo\n")) == [f"one{odd}still one", "two"]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u200b"])
def test_odd_spaces_stay_in_the_text(file: Write, space: str) -> None:
    assert lines(file("a.txt", f"Va{space}!\n")) == [f"Va{space}!"]


def test_gzip_is_known_by_its_bytes(file: Write) -> None:
    content = "".join(f"line {number}\n" for number in range(50_000))
    packed = TextFile(file("a.txt", gzip.compress(content.encode())))
    assert [line for _, line in packed.lines()] == content.split("\n")[:-1]
    assert packed.bytes_read == packed.bytes_total


def test_lines_are_whole_wherever_the_chunks_end(
    file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "één\r\n我们\n\n😀 zwei\r\nend"
    path = file("a.txt", content)
    wide = file("b.txt", codecs.BOM_UTF16_LE + content.encode("utf-16-le"))
    for size in range(3, 12):
        monkeypatch.setattr(text, "_CHUNK", size)
        for name in (path, wide):
            assert lines(name) == ["één", "我们", "", "😀 zwei", "end"]


@pytest.mark.parametrize("before", [3, 100_000])
def test_a_byte_that_is_not_utf_8_is_named_by_line_and_place(file: Write, before: int) -> None:
    content = b"fine\n" * before + b"caf" + b"\xe9\tcoffee\nfine\n"
    with pytest.raises(DataProblem) as caught:
        lines(file("a.txt", content))
    sentence = str(caught.value)
    assert f"line {before + 1} " in sentence
    assert "0xE9" in sentence
    assert f"byte {5 * before + 3:,} " in sentence
    assert "save it as UTF-8" in sentence


def test_a_byte_between_two_chunks_is_named_as_well(
    file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file("a.txt", b"fine\n\xe6\x88\xff\n")
    for size in range(4, 9):
        monkeypatch.setattr(text, "_CHUNK", size)
        with pytest.raises(DataProblem, match=r"line 2 holds the byte 0xE6 \(byte 5 "):
            lines(path)


def test_nul_characters_are_refused_with_their_line(file: Write) -> None:
    content = b"fine\n" * 20_000 + b"fi\0ne\n"
    with pytest.raises(DataProblem, match=r"NUL character in line 20001\b"):
        lines(file("a.txt", content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary file"),
        ("a\tb\n".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        (codecs.BOM_UTF32_LE + "a\tb\n".encode("utf-32-le"), "UTF-32"),
        (b"PK\x03\x04rest", "ZIP archive"),
        (b"PAR1rest", "Parquet"),
        (b"%PDF-1.4", "PDF"),
        (gzip.compress(os.urandom(1 << 16))[:999], "cut off"),
        (b"\x1f\x8b\x08\x00broken bytes", "does not unpack"),
        (b"x" * ((1 << 20) + 1 + (1 << 18)), "longer than a million characters"),
        (b"a\tb\r" * (1 << 19), "carriage return alone"),
    ],
)
def test_what_is_no_text_is_refused_in_words(file: Write, content: bytes, words: str) -> None:
    with pytest.raises(DataProblem, match=words) as caught:
        lines(file("a.txt", content))
    assert "“a.txt”" in str(caught.value)


def test_a_damaged_gzip_is_refused(file: Write) -> None:
    packed = bytearray(gzip.compress(b"some text\n" * 1000))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(DataProblem, match=r"does not unpack|cut off"):
        lines(file("a.gz", bytes(packed)))


def test_missing_files_folders_and_devices(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"There is no file “.*nowhere\.tsv”"):
        TextFile(str(tmp_path / "nowhere.tsv"))
    with pytest.raises(DataProblem, match="is a folder"):
        TextFile(str(tmp_path))
    with pytest.raises(DataProblem, match="not an ordinary file"):
        TextFile(os.devnull)
    with pytest.raises(DataProblem, match="cannot be the name of a file"):
        TextFile("a\0b")


def test_a_file_that_may_not_be_read(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = TextFile(file("a.tsv", "a\tb\n"))

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(DataProblem, match=r"“a\.tsv” may not be read"):
        list(opened.lines())


def test_a_disk_that_fails_midway(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = TextFile(file("a.tsv", "a\tb\n"))

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", broken)
    with pytest.raises(DataProblem, match=r"“a.tsv” could not be read: Input/output error\."):
        list(opened.lines())
