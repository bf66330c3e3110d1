"""A look as named arrays, and the file that holds them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.look import Look, MapGroup, Token
from engine.problem import Problem

Arrays = dict[str, NDArray[Any]]


def arrays(look: Look, names: Mapping[str, Sequence[str]]) -> Arrays:
    """Everything in `look` by name; `names` holds for each group the names of its layers.

    Text is in arrays of unicode, never of objects: numpy.load needs no pickle to read them.
    """
    found: Arrays = {}
    for name, group in look.groups.items():
        found |= _maps(group, names[name])
        rows, columns = group.closed.shape
        found[f"mask.{name}"] = group.closed
        found[f"tokens.rows.{name}"] = _texts(look.axis_tokens(group.rows, rows))
        found[f"tokens.columns.{name}"] = _texts(look.axis_tokens(group.columns, columns))
    for name, tokens in look.sequences.items():
        found[f"tokens.{name}"] = _texts(tokens)
        found[f"ids.{name}"] = _ids(tokens)
        found[f"unknown.{name}"] = np.array([token.unknown for token in tokens], np.bool_)
    predictions, free = look.predictions, look.free
    if predictions is not None:
        found["predictions.tokens"] = np.array(predictions.tokens, np.str_)
        found["predictions.ids"] = predictions.ids
        found["predictions.probabilities"] = predictions.probabilities
        found["predictions.expected"] = predictions.expected
    if free is not None:
        found["free.tokens"] = _texts(free.tokens)
        found["free.ids"] = _ids(free.tokens)
        found["free.probabilities"] = free.probabilities
    if any(look.right_source):
        found["right_source"] = _right_source(look)
    return found


def write(contents: Arrays, path: Path) -> None:
    """Write `contents` to `path`, which holds either all of them afterwards or what it did before.

    Raises
    ------
    Problem
        The file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as stream:
                np.savez(stream, **contents)  # type: ignore[arg-type]
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, path)
        finally:
            with contextlib.suppress(OSError):  # the failure itself is what is reported
                part.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(f"{path} could not be written: {error.strerror or error}.") from error


def _maps(group: MapGroup, names: Sequence[str]) -> Arrays:
    found: Arrays = {}
    for layer, name in enumerate(names):
        places = [(layer, head) for head in range(group.heads)]
        found[name] = np.stack([group.weights[place] for place in places])
        norms = np.stack([group.value_norms[place] for place in places])
        found[f"value_norms.{name}"] = norms
    return found


def _texts(tokens: Iterable[Token]) -> NDArray[np.str_]:
    return np.array([token.text for token in tokens], np.str_)


def _ids(tokens: Iterable[Token]) -> NDArray[np.int32]:
    return np.array([token.id for token in tokens], np.int32)


def _right_source(look: Look) -> NDArray[np.bool_]:
    """(target, source) which source is right for which target; </s> has none."""
    right = np.zeros((len(look.sequences["target"]), len(look.sequences["source"])), np.bool_)
    for row, columns in enumerate(look.right_source):
        right[row, list(columns)] = True
    return right
