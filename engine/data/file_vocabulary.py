"""Vocabularies of the field, used as their files say, with Heed's special tokens in front."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tokenizers import Tokenizer as Library

from engine.data.byte_level import BYTES, fallback, readable, spelled
from engine.data.library_form import LibraryForm, library_form
from engine.data.repeating import encode_repeating
from engine.data.special import MASK, OF_TEXT, SPECIAL, UNKNOWN
from engine.data.vocabulary import Piece
from engine.specification import Tokenization

#: How vocabularies write a space inside a token: SentencePiece, and byte-level BPE.
_SPACE = "▁"
_BYTE_SPACE = "Ġ"

#: Raised by the library for what it did not foresee; it derives from BaseException alone.
_PANIC = "PanicException"


class FileVocabulary:
    """The tokenizers library with the content of a tokenizer.json.

    The library numbers its tokens 0 (unknown), 1, 2 …; here they are UNKNOWN, 7, 8 …. Its methods
    are those of :class:`engine.data.vocabulary.Vocabulary`.
    """

    special_count = OF_TEXT

    def __init__(self, content: object) -> None:
        """From the content of a tokenizer.json.

        Raises
        ------
        ValueError
            It is damaged, or no such content; the message says how, as a clause.
        """
        self._form = library_form(content)
        self.kind: Tokenization = self._form.kind
        self._texts = (*SPECIAL, *self._form.tokens)
        self._library = _opened(self._form)
        prefix = self._form.content["model"].get("continuing_subword_prefix")
        self._prefix = prefix or ""
        spaced = any(token.startswith(_SPACE) for token in self._form.tokens)
        self._space = _SPACE if spaced and self.kind == "bpe" else ""

    def __len__(self) -> int:
        return len(self._texts)

    def encode(self, text: str) -> list[int]:
        return _ours(self._library.encode(text, add_special_tokens=False).ids)

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        if self._form.places:
            rows = encode_repeating(self._library, texts, self._form.places)
            return [_ours(row) for row in rows]
        found = self._library.encode_batch_fast(list(texts), add_special_tokens=False)
        return [_ours(encoding.ids) for encoding in found]

    def cut(self, text: str) -> Iterator[Piece]:
        encoding = self._library.encode(text, add_special_tokens=False)
        places = [
            (start, start if self._is_added_space(token, text[start:end]) else end)
            for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True)
        ]
        # How many tokens share each character, and how many of them came so far.
        shares = Counter(at for start, end in places for at in range(start, end))
        seen = Counter[int]()
        for id, (start, end) in zip(_ours(encoding.ids), places, strict=True):
            parts = []
            for at in range(start, end):
                seen[at] += 1
                if shares[at] > 1:
                    parts.append(f"{seen[at]}/{shares[at]}")
            stood = text[start:end]
            yield Piece(id, stood, self._marked(id, stood), ", ".join(parts))

    def shown(self, id: int) -> str:
        token = self._texts[id]
        data = self._bytes(token)
        if data is not None:
            return readable(data)
        return token.replace(_SPACE, " ") if self.kind == "bpe" else token

    def join(self, ids: Sequence[int]) -> str:
        if self.kind == "byte-bpe":
            text = readable(b"".join(self._joined(id) for id in ids))
            prefixed = self._form.prefixes or list(ids[:1]) == [MASK]
            return text.removeprefix(" ") if prefixed else text
        texts: list[str] = []
        for is_byte, run in groupby(map(self._written, ids), lambda t: fallback(t) is not None):
            if is_byte:
                texts.append(readable(b"".join(fallback(token) or b"" for token in run)))
            else:
                texts += run
        decoder = self._library.decoder
        if decoder is None:
            return " ".join(texts) if self.kind == "word" else "".join(texts)
        decoded: str = decoder.decode(texts)
        return decoded

    def content(self) -> dict[str, Any]:
        return {"library": self._form.content}

    def _is_added_space(self, token: str, stood: str) -> bool:
        """Whether the library put the token in front of a text that has no space there.

        NOTE: it gives such a token the place of the character after it.
        """
        alone = _BYTE_SPACE if self.kind == "byte-bpe" else _SPACE
        return token == alone and not stood.isspace()

    def _marked(self, id: int, stood: str) -> str:
        """`stood` as its token is written: a piece inside a word has its sign before it."""
        continues = self.kind == "wordpiece" and self._texts[id].startswith(self._prefix)
        return self._prefix + stood if continues else stood or self.shown(id)

    def _bytes(self, token: str) -> bytes | None:
        """The bytes that a token stands for; None where it stands for characters."""
        if self.kind != "byte-bpe":
            return fallback(token)
        plain = token in self._form.added or not all(c in BYTES for c in token)
        return token.encode() if plain else spelled(token)

    def _joined(self, id: int) -> bytes:
        """A byte-level token in a text that is put together."""
        if id < OF_TEXT:
            return (" " if id == MASK else "").encode() + SPECIAL[id].encode()
        return self._bytes(self._texts[id]) or b""

    def _written(self, id: int) -> str:
        """A token as the file's decoder expects it; a blank stands for one that begins a word."""
        text = self._texts[id]
        return self._space + text + self._form.suffix if id == MASK else text


def _ours(ids: Sequence[int]) -> list[int]:
    return [id + OF_TEXT - 1 if id else UNKNOWN for id in ids]


def _opened(form: LibraryForm) -> Library:
    try:
        library = Library.from_str(json.dumps(form.content))
        library.encode("É 1")  # some parts fail only when they are used
    except Exception as error:
        raise ValueError(f"the tokenizers library refuses it ({error})") from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise ValueError(f"the tokenizers library cannot use it ({error})") from None
    return library
