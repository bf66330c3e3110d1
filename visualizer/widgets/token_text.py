"""The text of a token as it is written on screen."""

from __future__ import annotations

from engine.seen.tokens import Token

_INVISIBLE = {" ": "␣", "\n": "↵", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "\u202f": "⍽", "": "∅"}


def visible(text: str) -> str:
    """The text of a token with a sign for each character that cannot be seen."""
    if not text.strip():
        return "".join(_INVISIBLE.get(letter, letter) for letter in text) or _INVISIBLE[""]
    return text.replace("\n", "↵").replace("\t", "⇥")


def as_read(token: Token) -> str:
    """A token's text as it is written on screen, with which part of a character it is."""
    return f"{visible(token.text)} {token.part}" if token.part else visible(token.text)
