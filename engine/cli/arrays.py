"""A look as named arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look
from engine.seen.maps import Additive, MapGroup
from engine.seen.predictions import Predictions
from engine.seen.tokens import Token

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
        found |= _sequence(name, tokens)
    if look.predictions is not None:
        found |= _predictions(look.predictions)
    if look.free is not None:
        found["free.tokens"] = _texts(look.free.tokens)
        found["free.ids"] = _ids(look.free.tokens)
        found["free.probabilities"] = look.free.probabilities
    if any(look.right_source):
        found["right_source"] = _right_source(look)
    if look.next_sentence is not None:
        found |= _cloze(look)
        found["next_sentence"] = np.array(look.next_sentence.probability, np.float32)
    for name, table in look.tables.items():
        found[name] = table.values
        for axis, labels in table.labels.items():
            found[f"labels.{name}.{axis}"] = np.array(labels, np.str_)
    return found


def _maps(group: MapGroup, names: Sequence[str]) -> Arrays:
    found: Arrays = {}
    for layer, name in enumerate(names):
        places = [(layer, head) for head in range(group.heads)]
        found[name] = np.stack([group.weights[place] for place in places])
        found[f"value_norms.{name}"] = np.stack([group.value_norms[place] for place in places])
        parts = [group.parts[place] for place in places]
        found[f"query.{name}"] = np.stack([part.query for part in parts])
        found[f"key.{name}"] = np.stack([part.key for part in parts])
        found[f"value.{name}"] = np.stack([part.value for part in parts])
        additive = [part.v for part in parts if isinstance(part, Additive)]
        if additive:
            found[f"v.{name}"] = np.stack(additive)
    return found


def _sequence(name: str, tokens: Sequence[Token]) -> Arrays:
    return {
        f"tokens.{name}": _texts(tokens),
        f"ids.{name}": _ids(tokens),
        f"unknown.{name}": np.array([token.unknown for token in tokens], np.bool_),
        f"parts.{name}": np.array([token.part for token in tokens], np.str_),
    }


def _predictions(predictions: Predictions) -> Arrays:
    found: Arrays = {
        "predictions.tokens": np.array(predictions.tokens, np.str_),
        "predictions.ids": predictions.ids,
        "predictions.probabilities": predictions.probabilities,
        "predictions.expected": predictions.expected,
    }
    for name in ("counted", "known"):
        values = getattr(predictions, name)
        if values is not None:
            found[f"predictions.{name}"] = values
    if predictions.decisions:
        decided = np.zeros((len(predictions.ids),) * 2, np.bool_)
        for row, decision in predictions.decisions.items():
            decided[row, list(decision.words)] = True
        found["predictions.decided_by"] = decided
    return found


def _cloze(look: Look) -> Arrays:
    """What BERT's draw and segments make of each token."""
    tokens = look.sequences["text"]
    return {
        "drawn.text": np.array([token.drawn for token in tokens], np.str_),
        "original.text": np.array([token.original for token in tokens], np.str_),
        "segments": np.array(look.segments, np.uint8),
    }


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
