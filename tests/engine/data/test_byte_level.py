"""Bytes as characters, and bytes that are no text."""

from __future__ import annotations

import pytest
from tokenizers import decoders, pre_tokenizers

from engine.data.byte_level import BYTES, fallback, readable, spelled


def test_the_alphabet_is_the_librarys() -> None:
    assert set(BYTES) == set(pre_tokenizers.ByteLevel.alphabet())
    assert sorted(BYTES.values()) == list(range(256))
    split = pre_tokenizers.ByteLevel(add_prefix_space=False)
    for code in (*range(0x180), 0x2028, 0x4E2D, 0x1F44D):
        token = "".join(part for part, _ in split.pre_tokenize_str(chr(code)))
        assert spelled(token) == chr(code).encode()
        assert decoders.ByteLevel().decode([token]) == chr(code)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("é 👍".encode(), "é 👍"),
        (b"\xc3", "⟨C3⟩"),
        (b" \xf0\x9f", " ⟨F0⟩⟨9F⟩"),
        (b"a\xa9b\xc3\xa9\xc3", "a⟨A9⟩bé⟨C3⟩"),
        (b"\x80" * 5000, "⟨80⟩" * 5000),
    ],
)
def test_bytes_that_are_no_character_show_in_hexadecimal(data: bytes, text: str) -> None:
    assert readable(data) == text


def test_bytes_that_sentencepiece_falls_back_on() -> None:
    assert fallback("<0xC3>") == b"\xc3"
    assert fallback("<0x41>x") is fallback("<0xc3>") is fallback("A") is None
