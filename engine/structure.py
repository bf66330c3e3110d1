"""What a model is made of, for whoever draws it: blocks, what flows between them, how large it is.

Plain values, so that they can be shown where there is no torch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.seen.tokens import Axis

#: What a block does, by which it is drawn.
Part = Literal[
    "input", "embedding", "position", "attention", "feed-forward", "norm", "add", "recurrent",
    "vector", "linear", "activation", "softmax", "output",
]  # fmt: skip


@dataclass(frozen=True)
class TableLayout:
    """A tensor that a trace can keep: its name, and what stands along its sides, batch left out.

    `labels` names the places along an axis that is neither tokens nor plain numbers.
    """

    name: str
    axes: tuple[Axis | str, ...]
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One block of the diagram.

    Attributes
    ----------
    name : unique, as in "encoder.0.self".
    part : what it does.
    title : what it is called on screen, in the paper's words.
    lane : which column of the diagram it stands in: "encoder", "decoder" or "".
    layer : number from 0 of the layer it belongs to; -1 outside of layers.
    inputs : names of the blocks it takes its input from.
    shape : of what it gives, by symbol: ("S", 64) is one row of 64 numbers for each source token;
        the symbols S, T and V stand for the source's and target's (or text's) tokens and the
        vocabulary.
    weights : its parameters as (name, shape).
    table : the table of a Look that holds what it gives; "" if none does.
    group : the group of attention maps it makes; "" if none.
    """

    name: str
    part: Part
    title: str
    lane: str = ""
    layer: int = -1
    inputs: tuple[str, ...] = ()
    shape: tuple[str | int, ...] = ()
    weights: tuple[tuple[str, tuple[int, ...]], ...] = ()
    table: str = ""
    group: str = ""


@dataclass(frozen=True)
class Structure:
    """Blocks from the input to the output, and the tables that can be asked for.

    `window` is how many of the last tokens a prediction sees; 0 where it sees all of them.
    """

    blocks: tuple[Block, ...] = ()
    tables: tuple[TableLayout, ...] = ()
    window: int = 0
