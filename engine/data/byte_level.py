"""Bytes as characters and back, as byte-level BPE writes them (Radford et al. 2019, GPT-2).

Each of the 256 bytes has a character of its own: the printable ones of Latin-1 stand for
themselves, the others for U+0100 and on, so that no token of a vocabulary holds a space.
"""

from __future__ import annotations

import re

_PRINTABLE = (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))
_OTHERS = tuple(byte for byte in range(256) if byte not in _PRINTABLE)

#: The byte that each character of the alphabet stands for.
BYTES = {chr(byte): byte for byte in _PRINTABLE} | {
    chr(0x100 + index): byte for index, byte in enumerate(_OTHERS)
}

#: A single byte as SentencePiece writes it where its vocabulary lacks a character.
_FALLBACK = re.compile(r"<0x([0-9A-F]{2})>")


def spelled(token: str) -> bytes:
    """The bytes that a token of a byte-level vocabulary stands for."""
    return bytes(BYTES[character] for character in token)


def fallback(token: str) -> bytes | None:
    """The byte that a token such as "<0xC3>" stands for; None for any other token."""
    found = _FALLBACK.fullmatch(token)
    return bytes.fromhex(found[1]) if found else None


def readable(data: bytes) -> str:
    """UTF-8 as text, with each byte that is no whole character in hexadecimal: "⟨C3⟩"."""
    text, start = "", 0
    while start < len(data):
        try:
            return text + data[start:].decode()
        except UnicodeDecodeError as error:
            broken = data[start + error.start : start + error.end]
            text += data[start : start + error.start].decode()
            text += "".join(f"⟨{byte:02X}⟩" for byte in broken)
            start += error.end
    return text
