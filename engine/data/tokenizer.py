"""Text to numbers and back: one vocabulary, shared by source and target."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.data.file_vocabulary import FileVocabulary
from engine.data.fitted_vocabulary import FittedVocabulary, fit
from engine.data.pieces import sound, visible
from engine.data.special import (
    CLASSIFY,
    END,
    MASK,
    OF_PAIRS,
    PAD,
    SEPARATE,
    SPECIAL,
    START,
    UNKNOWN,
    UNSEEN,
)
from engine.data.vocabulary import Piece, Vocabulary
from engine.data.vocabulary_files import read
from engine.seen.tokens import Token
from engine.specification import Tokenization

__all__ = [
    "CLASSIFY",
    "END",
    "MASK",
    "PAD",
    "SEPARATE",
    "SPECIAL",
    "START",
    "UNKNOWN",
    "Tokenizer",
]

_FORMAT = "heed vocabulary"

#: Version 1 has the four special tokens of pairs, version 2 all seven.
_VERSIONS = (1, 2)

#: Kinds whose tokens hold the space before them, as a mask in their place does.
_SPACE_WITHIN = ("bpe", "byte-bpe")


class Tokenizer:
    """Words, characters or pieces as ids; ids 0 to 3 are <pad>, <s>, </s> and <unk>.

    In a vocabulary for running text ids 4 to 6 are [CLS], [SEP] and [MASK]. Text that looks like
    a special token ("<s>" in a user's file) is ordinary text.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @classmethod
    def fit(
        cls,
        texts: Iterable[str],
        kind: Tokenization,
        vocabulary_size: int,
        cloze: bool = False,
    ) -> Tokenizer:
        """The tokens of `texts`, most frequent first, ties in the order of their text.

        `vocabulary_size` counts the special tokens in: the four of pairs, or all seven with
        `cloze`. The same texts give the same vocabulary in any order, on any machine.

        Raises
        ------
        ValueError
            There is no room for anything but the special tokens, or tokens of this kind come
            from vocabulary files only.
        """
        return cls(fit(texts, kind, vocabulary_size, cloze))

    @classmethod
    def from_files(cls, paths: Sequence[str]) -> Tokenizer:
        """A vocabulary of the field: GPT-2's two files, BERT's vocab.txt, or a tokenizer.json.

        All seven special tokens come first, then the tokens of the file in its order; the
        file's own special tokens are those, and occur once.

        Raises
        ------
        DataProblem
            A file is missing, no vocabulary, damaged or too large, or the files do not belong
            together.
        """
        return cls(read(paths))

    @property
    def kind(self) -> Tokenization:
        """What the tokens are; pieces of SentencePiece count as "bpe"."""
        return self._vocabulary.kind

    @property
    def special_count(self) -> int:
        """How many special tokens there are: 4 for pairs, 7 for running text."""
        return self._vocabulary.special_count

    def __len__(self) -> int:
        return len(self._vocabulary)

    def encode(self, text: str, masks: bool = False) -> list[int]:
        """The ids of `text`, without <s> and </s>.

        With `masks`, for a text that a person watches, "[MASK]" in it is the mask token; in a
        vocabulary without one, and otherwise, it is ordinary text.
        """
        if masks:
            return [piece.id for piece in self._pieces(text, masks)]
        return self._vocabulary.encode(sound(text))

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, quicker than one by one."""
        return self._vocabulary.encode_all([sound(text) for text in texts])

    def tokens(self, text: str, masks: bool = False) -> tuple[Token, ...]:
        """`text` cut into tokens, each showing what stood there, also where it is unknown.

        `masks` as in :meth:`encode`.
        """
        return tuple(
            self.token(piece.id)
            if piece.id == MASK < self.special_count
            else Token(piece.id, visible(piece.shown), unknown=piece.id == UNKNOWN, part=piece.part)
            for piece in self._pieces(text, masks)
        )

    def words(self, text: str, masks: bool = False) -> tuple[str, ...]:
        """What each token of `text` covers, as it stood: a space is " " here, not "␣"."""
        return tuple(piece.stood for piece in self._pieces(text, masks))

    def token(self, id: int) -> Token:
        """The token with this id as a person reads it outside any text.

        Bytes that are no whole character show as "⟨C3⟩".

        Raises
        ------
        ValueError
            The vocabulary has no such id.
        """
        if not 0 <= id < len(self):
            raise ValueError(f"There is no token {id}; the vocabulary has {len(self)}.")
        if id < self.special_count:
            return Token(id, SPECIAL[id], special=True, unknown=id == UNKNOWN)
        return Token(id, visible(self._vocabulary.shown(id)))

    def decode(self, ids: Iterable[int]) -> str:
        """Text to read: words with spaces between, characters and pieces put together.

        <unk> and [MASK] stay, since something stood there; the other special tokens are left
        out. Bytes that are no whole character show as "⟨C3⟩".
        """
        unseen = {id for id in UNSEEN if id < self.special_count}
        return self._vocabulary.join([int(id) for id in ids if id not in unseen])

    def to_json(self) -> str:
        """All that :meth:`from_json` needs."""
        version = 1 if self.special_count == OF_PAIRS else 2
        content = {"format": _FORMAT, "version": version} | self._vocabulary.content()
        return json.dumps(content, ensure_ascii=False, indent=0)

    @classmethod
    def from_json(cls, text: str) -> Tokenizer:
        """The inverse of :meth:`to_json`.

        Raises
        ------
        ValueError
            The text is no vocabulary, is damaged, or comes from a newer Heed; in words.
        """
        try:
            content: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            reason = f"it is not whole JSON ({error})"
            raise ValueError(f"The vocabulary is damaged: {reason}.") from None
        if not isinstance(content, dict) or content.get("format") != _FORMAT:
            raise ValueError("This is not a vocabulary of Heed's.")
        if content.get("version") not in _VERSIONS:
            raise ValueError(
                f"The vocabulary has version {content.get('version')!r}, this Heed reads "
                f"{' and '.join(map(str, _VERSIONS))}. Open it with a newer Heed."
            )
        try:
            if "library" in content:
                return cls(FileVocabulary(content["library"]))
            return cls(FittedVocabulary.of(content))
        except ValueError as error:
            raise ValueError(f"The vocabulary is damaged: {error}.") from None

    def _pieces(self, text: str, masks: bool) -> Iterator[Piece]:
        mask = SPECIAL[MASK]
        parts = sound(text).split(mask) if masks and self.special_count > MASK else [sound(text)]
        *before, last = parts
        for part in before:
            part = part.rstrip() if self.kind in _SPACE_WITHIN else part
            yield from self._vocabulary.cut(part)
            yield Piece(MASK, mask, mask)
        yield from self._vocabulary.cut(last)
