"""From a trace to the maps of a Look: weights, what they were made of, and why cells are closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine import map_health, summaries
from engine.layers.additive import AdditiveRecord
from engine.map_health import Finding
from engine.models.face import GroupLayout, SequenceModel
from engine.seen.maps import MEAN, Additive, Closed, DotProduct, HeadReference, MapGroup
from engine.seen.tokens import Axis, Token
from engine.trace import AttentionRecord, DotProductRecord, Trace

#: Heads are captured at full size unasked while a group has no more cells than this.
_ALWAYS = 1_000_000
#: Cells of weights computed at once.
_TOGETHER = 4_000_000
#: Side of a thumbnail, in cells.
_THUMBNAIL = 64


def maps(
    model: SequenceModel,
    trace: Trace,
    heads: Collection[HeadReference],
    sequences: Mapping[str, Sequence[Token]],
) -> dict[str, MapGroup]:
    """Every group of attention maps; `heads` at full size whatever their size is.

    `sequences` are those of the look: which tokens are special is told from them.
    """
    return {
        layout.name: _group(
            layout,
            trace,
            {h for h in heads if h.group == layout.name},
            _framing(layout.columns, sequences[layout.columns.sequence]),
        )
        for layout in model.groups()
    }


def _framing(axis: Axis, tokens: Sequence[Token]) -> NDArray[np.bool_]:
    """(positions,) which of the tokens along an axis frame the text: <s>, </s>, [CLS], [SEP].

    A blank and an unknown word are special too, but stand for words of the text.
    """
    marks = [token.special and not token.drawn and not token.unknown for token in tokens]
    return np.array([True] * -axis.shift + marks[: len(marks) + axis.shift], np.bool_)


def _group(
    layout: GroupLayout,
    trace: Trace,
    asked: Collection[HeadReference],
    framing: NDArray[np.bool_],
) -> MapGroup:
    records = [trace.attention[name] for name in layout.layers]
    heads, rows, columns = records[0].shape
    closed = closed_cells(layout, records[0])
    everything = len(records) * heads * rows * columns <= _ALWAYS
    weights: dict[tuple[int, int], NDArray[np.float32]] = {}
    norms: dict[tuple[int, int], NDArray[np.float32]] = {}
    parts: dict[tuple[int, int], DotProduct | Additive] = {}
    thumbnails, figures = [], []
    health: dict[tuple[int, int], Finding] = {}
    together = max(1, _TOGETHER // (rows * columns))
    for layer, (record, norms_of) in enumerate(zip(records, layout.value_norms, strict=True)):
        wanted = {h.head for h in asked if h.layer in (layer, layer - len(records))}
        output_norms = _array(norms_of(record.v)[0])
        for head in range(heads) if MEAN in wanted else wanted:
            parts[layer, head] = _parts(record, head)
        for first in range(0, heads, together):
            # A few heads at a time: a layer of 12 heads at 1,024 tokens would be 50 MB at once.
            some = _array(record.weights(slice(first, first + together))[0])
            thumbnails.append(summaries.thumbnails(some, _THUMBNAIL))
            figures.append(summaries.of_heads(some, closed, framing))
            found = map_health.judge(some, closed, figures[-1]["focus"])
            health |= {(layer, h): one for h, one in enumerate(found, first) if one.state}
            for head, one in enumerate(some, first):
                if everything or head in wanted or MEAN in wanted:
                    weights[layer, head] = one
                    norms[layer, head] = output_norms[head]
    shape = (len(records), heads)
    return MapGroup(
        name=layout.name,
        kind=layout.kind,
        rows=layout.rows,
        columns=layout.columns,
        closed=closed,
        layers=len(records),
        heads=heads,
        weights=weights,
        value_norms=norms,
        thumbnails=np.concatenate(thumbnails).reshape(*shape, *thumbnails[0].shape[1:]),
        summaries={
            name: np.concatenate([some[name] for some in figures]).reshape(shape)
            for name in figures[0]
            if layout.rows.sequence == layout.columns.sequence or name not in summaries.SELF_ONLY
        },
        health=health,
        parts=parts,
    )


def _parts(record: AttentionRecord, head: int) -> DotProduct | Additive:
    """What a head's weights were made of, for the first sentence."""
    value = _array(record.v[0, head])
    if isinstance(record, DotProductRecord):
        return DotProduct(_array(record.q[0, head]), _array(record.k[0, head]), value)
    if isinstance(record, AdditiveRecord):
        return Additive(_array(record.query[0]), _array(record.key[0]), _array(record.v_a), value)
    raise TypeError(f"There is no telling what {type(record).__name__} is made of.")


def _array(tensor: Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = tensor.float().cpu().numpy()
    return found


def closed_cells(layout: GroupLayout, record: AttentionRecord) -> NDArray[np.uint8]:
    """(rows, columns) of Closed for the first sentence of a batch, from the mask that was used."""
    _, rows, columns = record.shape
    closed = np.zeros((rows, columns), np.uint8)
    if record.mask is None:
        return closed
    mask = record.mask[0, 0].expand(rows, columns).cpu().numpy()
    future = np.arange(columns)[None, :] > np.arange(rows)[:, None]
    causal = future & (layout.kind == "VVV masked")
    closed[~mask] = Closed.PADDING
    closed[~mask & causal] = Closed.CAUSAL
    return closed
