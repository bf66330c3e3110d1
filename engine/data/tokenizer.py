"""Text to numbers and back: one vocabulary, shared by source and target."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tokenizers import Tokenizer as Library
from tokenizers import models, trainers

from engine.data.pieces import BOUNDARY, cutter, end_of_marks, normalizer, sound, visible
from engine.look import Token
from engine.specification import Tokenization

PAD, START, END, UNKNOWN, CLASSIFY, SEPARATE, MASK = range(7)

#: Their texts, by id. They are entries of the vocabulary only: no text is ever cut into them.
#: Pairs need the first four; running text has all seven, so that a language model and a cloze
#: model can share one vocabulary.
SPECIAL = ("<pad>", "<s>", "</s>", "<unk>", "[CLS]", "[SEP]", "[MASK]")
_OF_PAIRS = UNKNOWN + 1

#: The kinds of token that can be made from a text; the others come from vocabulary files.
FITTED: tuple[Tokenization, ...] = ("word", "character", "bpe")

#: A vocabulary is never larger than this.
_MOST_TOKENS = 1_000_000

_FORMAT = "heed vocabulary"

#: Version 1 has the four special tokens of pairs, version 2 says how many it has.
_VERSIONS = (1, 2)

#: Left out where ids become text again: nothing stood there.
_UNSEEN = frozenset((PAD, START, END, CLASSIFY, SEPARATE))


class Tokenizer:
    """Words, characters or BPE pieces as ids; ids 0 to 3 are <pad>, <s>, </s> and <unk>.

    In a vocabulary for running text ids 4 to 6 are [CLS], [SEP] and [MASK]. Text that looks like
    a special token ("<s>" in a user's file) is ordinary text.
    """

    def __init__(
        self,
        kind: Tokenization,
        texts: Sequence[str],
        merges: Sequence[tuple[str, str]] = (),
        special_count: int = _OF_PAIRS,
    ) -> None:
        """From the tokens' texts by id, the special ones first, and the merges of a BPE."""
        self.kind: Tokenization = kind
        self.special_count = special_count
        self._texts = tuple(texts)
        self._merges = tuple(merges)
        ids = {text: index for index, text in enumerate(texts)}
        unknown = SPECIAL[UNKNOWN]
        if kind == "bpe":
            self._library = Library(models.BPE(ids, list(merges), unk_token=unknown))
        else:
            self._library = Library(models.WordLevel(ids, unk_token=unknown))
        self._library.normalizer = normalizer(kind)
        self._library.pre_tokenizer = cutter(kind)

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
        special = SPECIAL if cloze else SPECIAL[:_OF_PAIRS]
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
        vocabulary_size = min(vocabulary_size, _MOST_TOKENS)
        if kind == "bpe":
            return cls._fit_bpe(texts, vocabulary_size, special)
        draft = Library(models.WordLevel({}, unk_token=SPECIAL[UNKNOWN]))
        draft.normalizer = normalizer(kind)
        draft.pre_tokenizer = cutter(kind)
        trainer = trainers.WordLevelTrainer(
            vocab_size=vocabulary_size, special_tokens=list(special), show_progress=False
        )
        draft.train_from_iterator(texts, trainer)
        return cls(kind, _by_id(draft), special_count=len(special))

    @classmethod
    def _fit_bpe(
        cls, texts: Iterable[str], vocabulary_size: int, special: Sequence[str]
    ) -> Tokenizer:
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
        return cls("bpe", _by_id(draft), pairs, len(special))

    def __len__(self) -> int:
        return len(self._texts)

    def encode(self, text: str, masks: bool = False) -> list[int]:
        """The ids of `text`, without <s> and </s>.

        With `masks`, for a text that a person watches, "[MASK]" in it is the mask token; in a
        vocabulary without one, and otherwise, it is ordinary text.
        """
        if masks:
            return [token.id for token in self.tokens(text, masks)]
        ids: list[int] = self._library.encode(sound(text), add_special_tokens=False).ids
        return ids

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text, quicker than one by one."""
        sounds = [sound(text) for text in texts]
        found = self._library.encode_batch_fast(sounds, add_special_tokens=False)
        return [encoding.ids for encoding in found]

    def tokens(self, text: str, masks: bool = False) -> tuple[Token, ...]:
        """`text` cut into tokens, each showing what stood there, also where it is unknown.

        `masks` as in :meth:`encode`.
        """
        found: list[Token] = []
        for index, part in enumerate(
            text.split(SPECIAL[MASK]) if masks and self.special_count > MASK else [text]
        ):
            if index:
                found.append(self.token(MASK))
            found += (Token(id, visible(t), unknown=id == UNKNOWN) for id, t in self._cut(part))
        return tuple(found)

    def words(self, text: str) -> tuple[str, ...]:
        """What each token of `text` covers, as it stood: a space is " " here, not "␣"."""
        return tuple(stood for _, stood in self._cut(text))

    def token(self, id: int) -> Token:
        """The token with this id as a person reads it.

        Raises
        ------
        ValueError
            The vocabulary has no such id.
        """
        if not 0 <= id < len(self._texts):
            raise ValueError(f"There is no token {id}; the vocabulary has {len(self)}.")
        if id < self.special_count:
            return Token(id, SPECIAL[id], special=True, unknown=id == UNKNOWN)
        return Token(id, visible(self._texts[id]))

    def decode(self, ids: Iterable[int]) -> str:
        """Text to read: words with spaces between, characters and pieces put together.

        <unk> and [MASK] stay, since something stood there; the other special tokens are left
        out.
        """
        unseen = _UNSEEN if self.special_count > MASK else _UNSEEN - {CLASSIFY, SEPARATE}
        texts = [self._texts[int(id)] for id in ids if id not in unseen]
        if self.kind == "word":
            return " ".join(texts)
        joined = "".join(texts)
        return joined.replace(BOUNDARY, " ").strip() if self.kind == "bpe" else joined

    def to_json(self) -> str:
        """All that :meth:`from_json` needs."""
        content: dict[str, Any] = {
            "format": _FORMAT,
            "version": 1 if self.special_count == _OF_PAIRS else 2,
            "kind": self.kind,
            "tokens": self._texts,
        }
        if self.special_count != _OF_PAIRS:
            content["special"] = self.special_count
        if self.kind == "bpe":
            content["merges"] = self._merges
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
            content = json.loads(text)
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
        kind: Any = content.get("kind")
        texts: Any = content.get("tokens")
        count: Any = content.get("special", _OF_PAIRS)
        if count not in (_OF_PAIRS, len(SPECIAL)):
            raise ValueError(f"The vocabulary is damaged: it has {count!r} special tokens.")
        if kind not in FITTED:
            raise ValueError(f"The vocabulary is damaged: there is no kind of token {kind!r}.")
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise ValueError("The vocabulary is damaged: its tokens are not a list of texts.")
        if any(sound(text) != text for text in texts):
            raise ValueError("The vocabulary is damaged: a token is not Unicode text.")
        special = SPECIAL[:count]
        if tuple(texts[:count]) != special:
            raise ValueError(f"The vocabulary is damaged: it does not begin {' '.join(special)}.")
        if len(set(texts)) != len(texts):
            raise ValueError("The vocabulary is damaged: a token occurs twice.")
        return cls(kind, texts, _merges(content.get("merges", []), set(texts)), count)

    def _cut(self, text: str) -> Iterator[tuple[int, str]]:
        """Each token's id and what stood in `text` there; BPE pieces with their boundary."""
        text = sound(text)
        encoding = self._library.encode(text, add_special_tokens=False)
        starts = [*(start for start, _ in encoding.offsets[1:]), len(text)]
        for id, (start, end), limit in zip(encoding.ids, encoding.offsets, starts, strict=False):
            stood = text[start : end_of_marks(text, end, max(limit, end))]
            if self.kind == "bpe" and self._texts[id].startswith(BOUNDARY):
                # The boundary stands for the space before, or for the text's beginning: nothing.
                alone = self._texts[id] == BOUNDARY
                stood = BOUNDARY + ("" if alone else stood.lstrip())
            yield id, stood


def _by_id(library: Library) -> list[str]:
    vocabulary = library.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _merges(found: Any, texts: set[str]) -> list[tuple[str, str]]:
    """Checked: the library trusts them, and aborts on those that lead nowhere."""
    merges = []
    for merge in found if isinstance(found, list) else [None]:
        if not isinstance(merge, list) or not all(isinstance(part, str) for part in merge):
            raise ValueError("The vocabulary is damaged: its merges are not pairs of texts.")
        if len(merge) != 2 or not texts.issuperset((*merge, "".join(merge))):
            raise ValueError(f"The vocabulary is damaged: {merge} does not merge into a token.")
        merges.append((merge[0], merge[1]))
    return merges
