"""What a vocabulary answers, whether it was fitted on a text or comes from files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from engine.specification import Tokenization

#: A vocabulary is never larger than this.
MOST_TOKENS = 1_000_000


class Piece(NamedTuple):
    """One token of a text.

    Attributes
    ----------
    id : its number in the vocabulary.
    stood : what it covers of the text; the whole character where it covers a part of one.
    shown : what a person reads: `stood`, with the sign of the vocabulary's kind ("##").
    part : "1/2" for the first of two tokens that share a character, "" for whole characters.
    """

    id: int
    stood: str
    shown: str
    part: str = ""


class Vocabulary(Protocol):
    """Text to ids and back; the special tokens come first and are never found in a text."""

    @property
    def kind(self) -> Tokenization:
        """What its tokens are."""

    @property
    def special_count(self) -> int:
        """How many special tokens there are: 4 for pairs, 7 for running text."""

    def __len__(self) -> int:
        """How many tokens there are, the special ones included."""

    def encode(self, text: str) -> list[int]:
        """The ids of a text that holds no halves of characters."""

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, quicker than one by one."""

    def cut(self, text: str) -> Iterator[Piece]:
        """The tokens of a text with what stood there."""

    def shown(self, id: int) -> str:
        """An ordinary token as a person reads it outside any text."""

    def join(self, ids: Sequence[int]) -> str:
        """The text of ordinary tokens, <unk> and [MASK]."""

    def content(self) -> dict[str, Any]:
        """All that it needs to be made again, in plain values."""
