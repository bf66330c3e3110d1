"""Vocabularies made from a text: its words, characters or BPE pieces."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tokenizers import Tokenizer as Library
from tokenizers import models, trainers

from engine.data.pieces import BOUNDARY, cutter, end_of_marks, normalizer, sound
from engine.data.repeating import SPACE, encode_repeating
from engine.data.special import MASK, OF_PAIRS, OF_TEXT, SPECIAL, UNKNOWN
from engine.data.vocabulary import MOST_TOKENS, Piece
from engine.specification import FITTED, Tokenization


class FittedVocabulary:
    """Tokens by frequency, and for BPE the merges that make them (Sennrich et al. 2016).

    Its methods are those of :class:`engine.data.vocabulary.Vocabulary`.
    """

    def __init__(
        self,
        kind: Tokenization,
        texts: Sequence[str],
        merges: Sequence[tuple[str, str]] = (),
        special_count: int = OF_PAIRS,
    ) -> None:
        """From the tokens' texts by id, the special ones first, and the merges of a BPE."""
        self.kind: Tokenization = kind
        self.special_count = special_count
        self._texts = tuple(texts)
        self._merges = tuple(merges)
        ids = self._numbers = {text: index for index, text in enumerate(texts)}
        unknown = SPECIAL[UNKNOWN]
        if kind == "bpe":
            self._library = Library(models.BPE(ids, list(merges), unk_token=unknown))
        else:
            self._library = Library(models.WordLevel(ids, unk_token=unknown))
        self._library.normalizer = normalizer(kind)
        self._library.pre_tokenizer = cutter(kind)

    @classmethod
    def of(cls, content: dict[str, Any]) -> FittedVocabulary:
        """The inverse of :meth:`content`.

        Raises
        ------
        ValueError
            The content is damaged; the message says how, as a clause.
        """
        kind: Any = content.get("kind")
        texts: Any = content.get("tokens")
        count: Any = content.get("special", OF_PAIRS)
        if kind not in FITTED:
            raise ValueError(f"there is no kind of token {kind!r}")
        if not isinstance(count, int) or count not in (OF_PAIRS, OF_TEXT):
            raise ValueError(f"it says that it has {count!r} special tokens")
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise ValueError("its tokens are not a list of texts")
        if any(sound(text) != text for text in texts):
            raise ValueError("a token is not Unicode text")
        if tuple(texts[:count]) != SPECIAL[:count]:
            raise ValueError(f"it does not begin {' '.join(SPECIAL[:count])}")
        if len(set(texts)) != len(texts):
            raise ValueError("a token occurs twice")
        return cls(kind, texts, _merges(content.get("merges", []), set(texts)), count)

    def __len__(self) -> int:
        return len(self._texts)

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self._library.encode(text, add_special_tokens=False).ids
        return ids

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        if self.kind == "character":
            return self._encode_characters(texts)
        if self.kind == "word" or not any(BOUNDARY in text for text in texts):
            return encode_repeating(self._library, texts, SPACE)
        return [self.encode(text) for text in texts]

    def _encode_characters(self, texts: Sequence[str]) -> list[list[int]]:
        """Each character of ASCII is one token, except a return with its line feed."""
        others = [text for text in texts if not text.isascii() or "\r" in text]
        batch = self._library.encode_batch_fast(others, add_special_tokens=False)
        found = {text: encoding.ids for text, encoding in zip(others, batch, strict=True)}
        number = self._numbers.get
        return [
            found[text] if text in found else [number(letter, UNKNOWN) for letter in text]
            for text in texts
        ]

    def cut(self, text: str) -> Iterator[Piece]:
        encoding = self._library.encode(text, add_special_tokens=False)
        starts = [*(start for start, _ in encoding.offsets[1:]), len(text)]
        for id, (start, end), limit in zip(encoding.ids, encoding.offsets, starts, strict=False):
            stood = text[start : end_of_marks(text, end, max(limit, end))]
            if self.kind == "bpe" and self._texts[id].startswith(BOUNDARY):
                # The boundary stands for the space before, or for the text's beginning: nothing.
                alone = self._texts[id] == BOUNDARY
                stood = BOUNDARY + ("" if alone else stood.lstrip())
            yield Piece(id, stood, stood)

    def shown(self, id: int) -> str:
        return self._texts[id]

    def join(self, ids: Sequence[int]) -> str:
        texts = [self._texts[id] for id in ids]
        if self.kind == "word":
            return " ".join(texts)
        if self.kind == "character":
            return "".join(texts)
        if self.special_count > MASK:
            # A blank stands for a piece, most often one that begins a word.
            texts = [
                BOUNDARY + text if id == MASK else text for id, text in zip(ids, texts, strict=True)
            ]
        return "".join(texts).replace(BOUNDARY, " ").strip()

    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = {"kind": self.kind, "tokens": self._texts}
        if self.special_count != OF_PAIRS:
            content["special"] = self.special_count
        if self.kind == "bpe":
            content["merges"] = self._merges
        return content


def fit(
    texts: Iterable[str], kind: Tokenization, vocabulary_size: int, cloze: bool
) -> FittedVocabulary:
    """The vocabulary of `texts`; see :meth:`engine.data.tokenizer.Tokenizer.fit`."""
    special = SPECIAL if cloze else SPECIAL[:OF_PAIRS]
    if kind not in FITTED:
        raise ValueError(
            f"A vocabulary of {kind} tokens comes from files; it cannot be made from a text. "
            "Give its files, or choose word, character or BPE tokens."
        )
    if vocabulary_size <= len(special):
        raise ValueError(
            f"A vocabulary of {vocabulary_size} has no room: the special tokens alone "
            f"take {len(special)}."
        )
    # The library makes room for all of them beforehand.
    vocabulary_size = min(vocabulary_size, MOST_TOKENS)
    if kind == "bpe":
        return _fit_bpe(texts, vocabulary_size, special)
    draft = Library(models.WordLevel({}, unk_token=SPECIAL[UNKNOWN]))
    draft.normalizer = normalizer(kind)
    draft.pre_tokenizer = cutter(kind)
    trainer = trainers.WordLevelTrainer(
        vocab_size=vocabulary_size, special_tokens=list(special), show_progress=False
    )
    draft.train_from_iterator(texts, trainer)
    return FittedVocabulary(kind, _by_id(draft), special_count=len(special))


def _fit_bpe(
    texts: Iterable[str], vocabulary_size: int, special: Sequence[str]
) -> FittedVocabulary:
    texts = list(texts)
    counts = Counter[str]()
    form = normalizer("bpe")
    for text in texts:
        counts.update(form.normalize_str(text))
    counts[BOUNDARY] += counts.pop(" ", 0) + len(texts)
    # Whole scripts of rare characters must not crowd out the pieces: at most three quarters.
    room = max((vocabulary_size - len(special)) * 3 // 4, 1)
    ordered = sorted(counts, key=lambda character: (-counts[character], character))
    alphabet = ordered[:room]
    draft = Library(models.BPE())
    draft.normalizer = form
    draft.pre_tokenizer = cutter("bpe")
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        min_frequency=2,
        special_tokens=list(special),
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        show_progress=False,
    )
    draft.train_from_iterator(texts, trainer)
    merges = json.loads(draft.to_str())["model"]["merges"]
    pairs = [(left, right) for left, right in merges]
    return FittedVocabulary("bpe", _by_id(draft), pairs, len(special))


def _by_id(library: Library) -> list[str]:
    vocabulary = library.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _merges(found: Any, texts: set[str]) -> list[tuple[str, str]]:
    """Checked: the library trusts them, and aborts on those that lead nowhere."""
    merges = []
    for merge in found if isinstance(found, list) else [None]:
        if not isinstance(merge, list) or not all(isinstance(part, str) for part in merge):
            raise ValueError("its merges are not pairs of texts")
        if len(merge) != 2 or not texts.issuperset((*merge, "".join(merge))):
            raise ValueError(f"{merge} does not merge into a token")
        merges.append((merge[0], merge[1]))
    return merges
