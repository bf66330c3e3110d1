"""Reading the vocabulary files of the field: GPT-2's two, BERT's vocab.txt, a tokenizer.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tokenizers import Tokenizer as Library
from tokenizers import decoders, models, normalizers, pre_tokenizers

from engine.data.byte_level import BYTES
from engine.data.file_vocabulary import FileVocabulary
from engine.data.library_form import in_order
from engine.data.problem import DataProblem
from engine.data.readers.text import TextFile
from engine.data.special import NAMES

#: Characters in a file at most; the largest vocabularies of the field have some 30 million.
_MOST_CHARACTERS = 200_000_000

#: Lines by which a list of merges is told from a list of tokens.
_SAMPLE = 50

#: The token that stands for unknown words in BERT's vocabularies.
_BERT_UNKNOWN = "[UNK]"


class _File(NamedTuple):
    name: str
    form: Literal["whole", "table", "merges", "tokens"]
    content: Any


def read(paths: Sequence[str]) -> FileVocabulary:
    """The vocabulary in one file, or in GPT-2's two, in either order.

    Raises
    ------
    DataProblem
        A file is missing, no vocabulary, damaged or too large, or the files do not belong
        together.
    """
    if not 1 <= len(paths) <= 2 or len({Path(path).resolve() for path in paths}) < len(paths):
        raise DataProblem(
            "A vocabulary is one file (vocab.txt or tokenizer.json) or two (vocab.json and "
            f"merges.txt); {len(paths)} were chosen, or one of them twice."
        )
    files = sorted((_file(path) for path in paths), key=lambda file: file.form, reverse=True)
    names = " and ".join(file.name for file in files)
    try:
        return FileVocabulary(_library_content(files, names))
    except ValueError as error:
        raise DataProblem(f"{names} cannot be used as a vocabulary: {error}.") from None


def _library_content(files: Sequence[_File], names: str) -> Any:
    match [file.form for file in files]:
        case ["whole"]:
            return files[0].content
        case ["tokens"]:
            return _bert(files[0].content)
        case ["table", "merges"]:
            return _gpt2(files[0].content, files[1].content)
        case ["table"]:
            raise DataProblem(f"{names} lacks its merges. Choose merges.txt or vocab.bpe with it.")
        case ["merges"]:
            raise DataProblem(
                f"{names} holds merges only. Choose vocab.json or encoder.json with it."
            )
        case _:
            raise DataProblem(
                f"{names} do not belong together. Two files are vocab.json and its merges.txt; "
                "vocab.txt and tokenizer.json stand alone."
            )


def _bert(tokens: Sequence[str]) -> Any:
    """BERT's WordPiece (Devlin et al. 2018), lower-casing where the vocabulary has no capitals."""
    if _BERT_UNKNOWN not in tokens:
        raise ValueError(f"it holds no {_BERT_UNKNOWN}, as BERT's vocabularies do")
    numbers: dict[str, int] = {}
    for line, token in enumerate(tokens, 1):
        if not token:
            raise ValueError(f"line {line} is empty")
        if token in numbers:
            raise ValueError(f"the token “{token}” in line {line} occurs twice")
        numbers[token] = line - 1
    # Not str.isupper: a vocabulary in lower case may hold ℝ, a capital without a small letter.
    capitals = any(token not in NAMES and token != token.lower() for token in tokens)
    library = Library(models.WordPiece({_BERT_UNKNOWN: 0}, unk_token=_BERT_UNKNOWN))
    library.normalizer = normalizers.BertNormalizer(lowercase=not capitals)
    library.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    library.decoder = decoders.WordPiece()
    return _filled(library, vocab=numbers)


def _gpt2(vocab: Mapping[str, int], merges: Sequence[str]) -> Any:
    """GPT-2's byte-level BPE (Radford et al. 2019)."""
    for token in in_order(vocab):
        if token not in NAMES and not all(character in BYTES for character in token):
            raise ValueError(
                f"the token “{token}” is not written in bytes as GPT-2's are. "
                "Choose its tokenizer.json instead"
            )
    pairs = []
    for line, merge in enumerate(merges, 1):
        if not merge or (line == 1 and merge.startswith("#version")):
            continue
        pair = merge.split(" ")
        if len(pair) != 2 or not all(pair):
            raise ValueError(f"line {line} of the merges is not a pair: “{merge[:40]}”")
        if pair[1].endswith("</w>"):
            raise ValueError(
                "its tokens mark the end of a word, which GPT-2's do not. "
                "Choose its tokenizer.json instead"
            )
        pairs.append(pair)
    library = Library(models.BPE())
    library.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    library.decoder = decoders.ByteLevel()
    return _filled(library, vocab=dict(vocab), merges=pairs)


def _filled(library: Library, **model: Any) -> Any:
    content = json.loads(library.to_str())
    content["model"] |= model
    return content


def _file(path: str) -> _File:
    """One file with what it holds, known by its content."""
    file = TextFile(path)
    parts, length = [], 0
    for chunk in file.chunks():
        parts.append(chunk)
        length += len(chunk)
        if length > _MOST_CHARACTERS:
            raise DataProblem(f"{file.name} is too large for a vocabulary.")
    text = "".join(parts)
    if not text.strip():
        raise DataProblem(f"{file.name} is empty.")
    if file.path.suffix.lower() == ".json" or text.lstrip().startswith("{"):
        return _json(file.name, text)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    while not lines[-1]:
        lines.pop()
    first = [line for line in lines[:_SAMPLE] if line]
    merges = all(len(line.split(" ")) == 2 for line in first)
    return _File(file.name, "merges" if merges else "tokens", lines)


def _json(name: str, text: str) -> _File:
    try:
        content = json.loads(text, object_pairs_hook=_table)
    except json.JSONDecodeError as error:
        raise DataProblem(
            f"{name} is not whole JSON: {error.msg} in line {error.lineno}. Fetch it again."
        ) from None
    except (ValueError, RecursionError) as error:
        raise DataProblem(f"{name} cannot be used as a vocabulary: {error}.") from None
    if isinstance(content, dict) and isinstance(content.get("model"), dict):
        return _File(name, "whole", content)
    if isinstance(content, dict) and content and all(type(v) is int for v in content.values()):
        return _File(name, "table", content)
    raise DataProblem(
        f"{name} holds no vocabulary. Choose tokenizer.json, or vocab.json with merges.txt."
    )


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"“{key}” occurs twice in one table")
        table[key] = value
    return table
