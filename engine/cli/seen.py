"""What ``heed look`` tells of what it saw, in a table and a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.cli.arrays import Arrays
from engine.cli.wording import harmless, share
from engine.seen.look import Look

_FOLLOWS = {
    "given": "the target given",
    "reference": "the right translation, which is known",
    "own": "the model's own output",
}
#: Blanks told of, and guesses for each.
_BLANKS, _GUESSES = 12, 3


def show(
    console: Console,
    look: Look,
    contents: Arrays,
    names: Mapping[str, Sequence[str]],
    meta: Mapping[str, Any],
    path: Path,
) -> None:
    """Print the arrays and what the model made of the text."""
    table = Table("array", "shape", "kind", box=None, pad_edge=False, header_style="bold")
    for group, layers in names.items():
        for layer in layers:
            kind = look.groups[group].kind
            table.add_row(layer, f"{_shape(contents, layer)}  heads × rows × columns", kind)
    if not names:
        for name, axes in meta["tables"].items():
            table.add_row(name, f"{_shape(contents, name)}  {' × '.join(axes)}", "table")
    console.print(table)
    told = table.row_count
    kinds = "masks, tokens, tables, predictions, meta" if names else "tokens, predictions, meta"
    lines = [f"and {len(contents) - told} more: {kinds} (“heed look --help” lists them)"]
    lines += _translated(meta) if meta["task"] == "translation" else _read(look)
    lines.append(f"written to   {path}")
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _shape(contents: Arrays, name: str) -> str:
    return " × ".join(map(str, contents[name].shape))


def _translated(meta: Mapping[str, Any]) -> Iterator[str]:
    yield f"rows follow  {_FOLLOWS[meta['rows_from']]}"
    if meta["target"] is not None:
        yield f"target       {harmless(meta['target'])}"
    if meta["output"] is not None:
        cut = "" if meta["output_ended"] else "  (cut off at the limit)"
        yield f"model wrote  {harmless(meta['output']) or '(nothing)'}{cut}"


def _read(look: Look) -> Iterator[str]:
    """Of running text: the blanks and the verdict, or how surprising the text was."""
    predictions, tokens = look.predictions, look.sequences["text"]
    assert predictions is not None
    if look.next_sentence is None:
        nats = -float(np.log(np.maximum(predictions.expected, np.finfo(np.float32).tiny)).mean())
        yield f"surprise     {nats:.3f} nats a token, perplexity {np.exp(nats):.3f}"
        if predictions.known is not None:
            yield f"the grammar  {-float(predictions.known.mean()):.3f} nats a token"
        return
    assert predictions.counted is not None
    blanks = np.flatnonzero(predictions.counted)
    for row in blanks[:_BLANKS]:
        likeliest = zip(predictions.tokens[row], predictions.probabilities[row], strict=True)
        guesses = [f"{harmless(word)} {share(float(p))}" for word, p in islice(likeliest, _GUESSES)]
        token = tokens[row]
        stood = f", which was {harmless(token.original)}" if token.original else ""
        yield f"at {row:<10}{harmless(token.text)}{stood}: {', '.join(guesses)}"
    if len(blanks) > _BLANKS:
        yield f"and {len(blanks) - _BLANKS} more, in the file"
    yield f"B follows A  {share(look.next_sentence.probability)}"
