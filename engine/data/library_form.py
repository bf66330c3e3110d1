"""The content of a tokenizer.json, checked and with its special tokens taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.data.repeating import BEFORE_SPACE, SPACE
from engine.data.special import NAMES, SPECIAL, UNKNOWN
from engine.data.vocabulary import MOST_TOKENS
from engine.specification import Tokenization

_MODELS = ("BPE", "WordPiece", "WordLevel", "Unigram")


@dataclass(frozen=True)
class LibraryForm:
    """What the tokenizers library is made from, and what Heed must know of it.

    Attributes
    ----------
    content : as in a tokenizer.json. Its token 0 is the unknown one; none of its tokens is
        special, so that no text is cut into one.
    kind : what its tokens are; Unigram's count as "bpe".
    tokens : the others by id from 1 on.
    added : those of them that are found as they stand, before the model cuts the text.
    prefixes : whether byte-level BPE puts a space in front of each text.
    places : where a text can be cut beforehand without any difference; None where unknown.
    suffix : what marks the last piece of a word, "</w>", or "".
    """

    content: Mapping[str, Any]
    kind: Tokenization
    tokens: tuple[str, ...]
    added: frozenset[str]
    prefixes: bool
    places: re.Pattern[str] | None
    suffix: str


def library_form(content: object) -> LibraryForm:
    """The form of a tokenizer.json's content; of a form's own content, the same again.

    Raises
    ------
    ValueError
        It is damaged; the message says how, as a clause.
    """
    if not isinstance(content, dict) or not isinstance(content.get("model"), dict):
        raise ValueError("it does not say what model cuts the text")
    model: dict[str, Any] = content["model"]
    kind = model.get("type", _model(model))
    if kind not in _MODELS:
        raise ValueError(f"Heed knows no model {kind!r}, only {', '.join(_MODELS)}")
    scores = _scores(model) if kind == "Unigram" else {}
    found = list(scores) if kind == "Unigram" else in_order(model.get("vocab"))
    unknown = _unknown(model, found)
    plain = [token for token in found if token not in NAMES and token != unknown]
    numbers = {token: id for id, token in enumerate((unknown, *plain))}
    # Truncation, padding and the tokens put around a text are the bench's to decide.
    made = dict(content) | {"truncation": None, "padding": None, "post_processor": None}
    if kind == "Unigram":
        vocab: Any = [[token, scores.get(token, 0.0)] for token in numbers]
        made["model"] = model | {"vocab": vocab, "unk_id": 0}
    else:
        made["model"] = model | {"vocab": dict(numbers), "unk_token": unknown}
    if kind == "BPE":
        made["model"] |= {"merges": _merges(model, set(found), numbers), "dropout": None}
    made["added_tokens"] = _added(content.get("added_tokens"), numbers)
    if len(numbers) == 1:
        raise ValueError("it holds no tokens")
    if len(numbers) > MOST_TOKENS:
        raise ValueError(f"it holds {len(numbers):,} tokens, more than {MOST_TOKENS:,}")
    byte_level = [
        step
        for place in ("pre_tokenizer", "normalizer")
        for step in _steps(content.get(place))
        if step.get("type") == "ByteLevel"
    ]
    return LibraryForm(
        content=made,
        kind=_kind(kind, bool(byte_level)),
        tokens=tuple(numbers)[1:],
        added=frozenset(token["content"] for token in made["added_tokens"]),
        prefixes=any(step.get("add_prefix_space") for step in byte_level),
        places=None if made["added_tokens"] else _places(content),
        suffix=str(model.get("end_of_word_suffix") or ""),
    )


def in_order(vocab: object) -> list[str]:
    """The tokens of a table from token to id, by id.

    Raises
    ------
    ValueError
        It is no such table, or two tokens share an id; the message says so, as a clause.
    """
    if not isinstance(vocab, dict):
        raise ValueError("its vocabulary is not a table of tokens")
    by_id: dict[int, str] = {}
    for token, id in vocab.items():
        if not isinstance(id, int) or isinstance(id, bool) or id < 0:
            raise ValueError(f"the token {token!r} has no number but {id!r}")
        if id in by_id:
            raise ValueError(f"the tokens {by_id[id]!r} and {token!r} share the number {id}")
        by_id[id] = token
    return [by_id[id] for id in sorted(by_id)]


def _model(model: Mapping[str, Any]) -> str:
    """The model's name where an old file leaves it out."""
    if "merges" in model:
        return "BPE"
    if isinstance(model.get("vocab"), list):
        return "Unigram"
    return "WordPiece" if "continuing_subword_prefix" in model else "WordLevel"


def _kind(model: str, byte_level: bool) -> Tokenization:
    if model == "WordPiece":
        return "wordpiece"
    if model == "WordLevel":
        return "word"
    return "byte-bpe" if byte_level else "bpe"


def _places(content: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Known for BERT's and for GPT-2's way to cut a text."""
    normalizer, cutter = content.get("normalizer"), content.get("pre_tokenizer")
    by = cutter.get("type") if isinstance(cutter, dict) else None
    if by == "BertPreTokenizer":
        steps = [step.get("type") for step in _steps(normalizer)]
        return SPACE if steps in ([], ["BertNormalizer"]) else None
    if isinstance(cutter, dict) and by == "ByteLevel" and normalizer is None:
        return BEFORE_SPACE if cutter.get("use_regex", True) else None
    return None


def _scores(model: Mapping[str, Any]) -> dict[str, float]:
    """Unigram's pieces with their log-probabilities, in the file's order."""
    rows = model.get("vocab")
    scores: dict[str, float] = {}
    for row in rows if isinstance(rows, list) else [None]:
        if not (
            isinstance(row, list)
            and len(row) == 2
            and isinstance(row[0], str)
            and isinstance(row[1], (int, float))
        ):
            raise ValueError("its vocabulary is not a list of pieces with a score each")
        if row[0] in scores:
            raise ValueError(f"the token {row[0]!r} occurs twice")
        scores[row[0]] = float(row[1])
    return scores


def _unknown(model: Mapping[str, Any], found: list[str]) -> str:
    """What the file calls the unknown token; <unk> where it has none."""
    token, place = model.get("unk_token"), model.get("unk_id")
    if isinstance(place, int) and 0 <= place < len(found):
        token = found[place]
    if isinstance(token, str):
        return token
    named = (token for token in found if NAMES.get(token) == UNKNOWN)
    return next(named, SPECIAL[UNKNOWN])


def _merges(
    model: Mapping[str, Any], found: set[str], numbers: Mapping[str, int]
) -> list[list[str]]:
    """The merges as pairs, without those that make or use a special token.

    NOTE: the library aborts the whole process on some merges that lead nowhere.
    """
    rows, prefix = model.get("merges"), model.get("continuing_subword_prefix") or ""
    merges = []
    if not isinstance(prefix, str):
        raise ValueError(f"what continues a word is {prefix!r}, not a text")
    for row in rows if isinstance(rows, list) else [None]:
        pair = row.split(" ") if isinstance(row, str) else row
        if (
            not isinstance(pair, list)
            or len(pair) != 2
            or not all(isinstance(part, str) and part for part in pair)
        ):
            raise ValueError(f"the merge {row!r} is not a pair of tokens")
        left, right = pair
        if not right.startswith(prefix):
            raise ValueError(f"the merge “{left} {right}” does not continue a word")
        used = (left, right, left + right.removeprefix(prefix))
        if not found.issuperset(used):
            raise ValueError(f"the merge “{left} {right}” leads to no token")
        if all(token in numbers for token in used):
            merges.append([left, right])
    return merges


def _added(rows: object, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """The tokens found as they stand, numbered in `numbers` too; special ones are left out."""
    added: dict[str, dict[str, Any]] = {}
    for row in rows if isinstance(rows, list) else []:
        text = row.get("content") if isinstance(row, dict) else None
        if not isinstance(text, str):
            raise ValueError("an added token has no text")
        if text and not row.get("special") and text not in NAMES and text not in added:
            added[text] = row | {"id": numbers.setdefault(text, len(numbers))}
    return sorted(added.values(), key=lambda row: int(row["id"]))


def _steps(part: object) -> Iterator[dict[str, Any]]:
    """A normalizer or pre-tokenizer and all that it is made of."""
    if isinstance(part, dict):
        yield part
        for name in ("pretokenizers", "normalizers"):
            steps = part.get(name)
            for step in steps if isinstance(steps, list) else []:
                yield from _steps(step)
