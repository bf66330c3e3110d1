"""What a model says of itself against what it is: tables, shapes and weights of its diagram."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from torch import nn

from engine.models.face import SequenceModel
from engine.seen.tokens import Axis
from engine.trace import Trace


def check_structure(
    model: SequenceModel,
    forward: Callable[[Trace], object],
    lengths: Mapping[str, int],
    symbols: Mapping[str, int],
) -> None:
    """Every table promised is delivered with the promised axes, every block's shape is true.

    lengths : tokens by sequence; symbols : the same by letter, and V.
    """
    structure = model.structure()
    names = [table.name for table in structure.tables]
    assert len(set(names)) == len(names)
    trace = Trace(wanted=names)
    forward(trace)
    assert set(trace.tensors) == set(names)
    for table in structure.tables:
        shape = trace.tensors[table.name].shape[1:]
        assert len(shape) == len(table.axes), table.name
        for axis, size in zip(table.axes, shape, strict=True):
            if isinstance(axis, Axis):
                assert size == lengths[axis.sequence], table.name

    known: set[str] = set()
    groups = {group.name: group for group in model.groups()}
    for block in structure.blocks:
        assert block.name not in known, block.name
        assert known.issuperset(block.inputs), block.name
        known.add(block.name)
        if block.table:
            shape = tuple(symbols[s] if isinstance(s, str) else s for s in block.shape)
            assert tuple(trace.tensors[block.table].shape[1:]) == shape, block.name
        if block.group:
            # The block's name is that of its attention in a trace.
            assert block.name in groups[block.group].layers
            assert block.name in trace.attention
    assert sum(len(group.layers) for group in groups.values()) == sum(
        bool(block.group) for block in structure.blocks
    )
    assert parameters_drawn(model) == sum(p.numel() for p in model.parameters())


def parameters_drawn(model: SequenceModel) -> int:
    """Of all blocks together; a shared one, as "E", is drawn more than once and as "Eᵀ"."""
    total, tied = 0, set()
    for block in model.structure().blocks:
        for name, shape in block.weights:
            if name.endswith("ᵀ") or name in tied:
                continue
            if name in ("E", "Wₑ", "Wₚ"):
                tied.add(name)
            total += math.prod(shape)
    return total


def norms(model: nn.Module) -> list[str]:
    """The names of all layer norms, by which a trace has their inputs and outputs."""
    found = [name for name, module in model.named_modules() if isinstance(module, nn.LayerNorm)]
    return [f"{name}.{side}" for name in found for side in ("in", "out")]
