"""How much each output depends on each word of the source: gradients of logits by embeddings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from engine.models.face import Translator
from engine.trace import Trace


def sensitivity(model: Translator, source: Tensor, inputs: Tensor, outputs: Tensor) -> Tensor:
    """|∂ logit of y_j / ∂ x_i|₂, with x_i the source's embedding as it enters the model.

    source : (1, S), inputs : (1, T) beginning with <s>, outputs : (1, T) -> (T, S).

    One forward and one backward over T copies of the sentence, row j of which is asked for y_j
    alone, so memory grows with T². In eval mode, so without dropout; training mode, gradients
    and random generators stay as they were.
    """
    length = outputs.shape[1]
    rows = torch.arange(length, device=outputs.device)
    trace = Trace(wanted={"source.embedding"}, differentiable=True)
    with _evaluating(model), torch.enable_grad():
        logits = model.predict(source.expand(length, -1), inputs.expand(length, -1), trace)
        asked = logits[rows, rows, outputs[0]].sum()
        (gradient,) = torch.autograd.grad(asked, trace.tensors["source.embedding"])
    norms: Tensor = gradient.norm(dim=-1)
    return norms


@contextmanager
def _evaluating(model: torch.nn.Module) -> Iterator[None]:
    """Put every module into eval mode for a while, and each back to the mode that it was in."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training
