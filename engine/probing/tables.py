"""What a forward pass made besides attention: states, gates, embeddings, gradients."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from engine.data.tokenizer import Tokenizer
from engine.embedding_plane import plane
from engine.models.face import SequenceModel
from engine.seen.look import Table
from engine.structure import TableLayout
from engine.trace import Trace

#: Words shown in the plane of embeddings: the first of the vocabulary are the most frequent.
_WORDS = 400

#: The embeddings' two principal components, which every model has, and the share of the words'
#: variance along each.
PLANE = TableLayout("embedding.plane", ("word", "plane"))
SHARES = TableLayout("embedding.plane.shares", ("plane",))


def tables(
    model: SequenceModel, vocabulary: Tokenizer, trace: Trace, wanted: Collection[str]
) -> dict[str, Table]:
    """Those that are wanted and that the trace of a forward pass of one sentence holds."""
    found = {}
    for layout in model.structure().tables:
        if layout.name in trace.tensors and layout.name in wanted:
            # A copy: some are the weights themselves, which the next training step changes.
            values = trace.tensors[layout.name][0].float().cpu().numpy().copy()
            found[layout.name] = Table(values, layout.axes, layout.labels)
    if PLANE.name in wanted or SHARES.name in wanted:
        found |= {name: table for name, table in _plane(model, vocabulary) if name in wanted}
    return found


def _plane(model: SequenceModel, vocabulary: Tokenizer) -> Iterator[tuple[str, Table]]:
    """The words in their plane; nothing of a model that has diverged, which has no directions."""
    weights = model.embedding_table()
    if weights is None or not bool(weights.isfinite().all()):
        return
    first = vocabulary.special_count
    last = min(first + _WORDS, len(vocabulary))
    words = tuple(vocabulary.token(id).text for id in range(first, last))
    points, shares = plane(weights.detach()[first:last].float().cpu().numpy())
    yield PLANE.name, Table(points.astype(np.float32), PLANE.axes, {"word": words})
    yield SHARES.name, Table(shares.astype(np.float32), SHARES.axes)
