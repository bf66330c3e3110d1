"""What a forward pass made besides attention: states, gates, embeddings, gradients."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engine.data.tokenizer import Tokenizer
from engine.embedding_plane import plane
from engine.models.face import SequenceModel
from engine.seen.look import Table
from engine.structure import TableLayout
from engine.trace import Trace

#: Words shown in the plane of embeddings: the first of the vocabulary are the most frequent.
_WORDS = 400

#: The embeddings' two principal components, which every model has.
PLANE = TableLayout("embedding.plane", ("word", "plane"))


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
    weights = model.embedding_table()
    # A model that has diverged has no directions of largest variance.
    if PLANE.name in wanted and weights is not None and bool(weights.isfinite().all()):
        first = vocabulary.special_count
        last = min(first + _WORDS, len(vocabulary))
        words = tuple(vocabulary.token(id).text for id in range(first, last))
        values = plane(weights.detach()[first:last].float().cpu().numpy()).astype(np.float32)
        found[PLANE.name] = Table(values, PLANE.axes, {"word": words})
    return found
