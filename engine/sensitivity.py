"""How much each output depends on each word of the source: gradients of logits by embeddings."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.models.face import Translator
from engine.modes import eval_mode
from engine.trace import Trace

#: Tokens in the copies of one pass: some hundred megabytes, for what backward needs of each.
_AT_ONCE = 2**13


def sensitivity(model: Translator, source: Tensor, inputs: Tensor, outputs: Tensor) -> Tensor:
    """|∂ logit of y_j / ∂ x_i|₂, with x_i the source's embedding as it enters the model.

    source : (1, S), inputs : (1, T) beginning with <s>, outputs : (1, T) -> (T, S).

    Forward and backward over T copies of the sentence, row j of which is asked for y_j alone, as
    many of them in one pass as have `_AT_ONCE` tokens. In eval mode, so without dropout; training
    mode, gradients and random generators stay as they were.
    """
    length = outputs.shape[1]
    rows = torch.arange(length, device=outputs.device)
    most = max(1, _AT_ONCE // (source.shape[1] + length))
    norms = []
    with eval_mode(model), torch.enable_grad():
        for some in torch.split(rows, most):
            trace = Trace(wanted={"source.embedding"}, differentiable=True)
            copies = len(some)
            logits = model.predict(source.expand(copies, -1), inputs.expand(copies, -1), trace)
            asked = logits[rows[:copies], some, outputs[0, some]].sum()
            (gradient,) = torch.autograd.grad(asked, trace.tensors["source.embedding"])
            norms.append(gradient.norm(dim=-1))
    return torch.cat(norms)
