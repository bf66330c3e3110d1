"""In which order a recurrent encoder reads the source."""

from __future__ import annotations

import torch
from torch import Tensor


def reading_order(real: Tensor, reverse: bool) -> Tensor:
    """Which position of the source is read at each step: a permutation of each row.

    real : (batch, S), False for padding, which stands at the end; each row ends in </s> before
    it -> (batch, S) positions. Padding is read first, so that every sentence ends at the last
    step. Reversed, a b c </s> is read as c b a </s> (Sutskever et al. 2014, section 3.3: the
    words are reversed; the mark of the end still ends the sentence).
    """
    if not reverse:
        return real.argsort(dim=1, stable=True)
    width = real.shape[1]
    length = real.sum(1, keepdim=True)
    # All turned round, padding comes first by itself; of the rest, </s> goes from first to last.
    turned = torch.arange(width - 1, -1, -1, device=real.device)
    return torch.where(turned < length, (turned - 1) % length, turned)
