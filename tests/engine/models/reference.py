"""torch.nn.Transformer with our weights: the independent reference for the Transformer.

Nothing here is built from Heed's layers; only parameter values are copied.
"""

from __future__ import annotations

import math
import warnings

import torch
from torch import Tensor, nn


def copy_attention(ours: nn.Module, theirs: nn.MultiheadAttention) -> None:
    with torch.no_grad():
        theirs.in_proj_weight.copy_(ours.project_in.weight)
        theirs.in_proj_bias.copy_(ours.project_in.bias)
        theirs.out_proj.weight.copy_(ours.project_out.weight)
        theirs.out_proj.bias.copy_(ours.project_out.bias)


def _copy(ours: nn.Module, theirs: nn.Module) -> None:
    theirs.load_state_dict(ours.state_dict())


def reference_for(model: nn.Module) -> nn.Transformer:
    """A torch.nn.Transformer in float64 that holds the model's weights.

    For post-norm the norms that nn.Transformer puts behind both stacks are removed: the paper
    has none.
    """
    first = model.encoder[0]
    pre_norm = first.around_self.pre_norm
    with warnings.catch_warnings():
        # It says that it cannot use nested tensors here, which changes no number.
        warnings.filterwarnings("ignore", message="enable_nested_tensor")
        theirs = nn.Transformer(
            d_model=model.embedding.embedding_dim,
            nhead=first.self_attention.heads,
            num_encoder_layers=len(model.encoder),
            num_decoder_layers=len(model.decoder),
            dim_feedforward=first.feed_forward[0].out_features,
            dropout=0.0,
            batch_first=True,
            norm_first=pre_norm,
            dtype=torch.float64,
        )
    if pre_norm:
        _copy(model.encoder_norm, theirs.encoder.norm)
        _copy(model.decoder_norm, theirs.decoder.norm)
    else:
        theirs.encoder.norm = None
        theirs.decoder.norm = None
    for mine, reference in zip(model.encoder, theirs.encoder.layers, strict=True):
        copy_attention(mine.self_attention, reference.self_attn)
        _copy(mine.feed_forward[0], reference.linear1)
        _copy(mine.feed_forward[2], reference.linear2)
        _copy(mine.around_self.norm, reference.norm1)
        _copy(mine.around_feed_forward.norm, reference.norm2)
    for mine, reference in zip(model.decoder, theirs.decoder.layers, strict=True):
        copy_attention(mine.self_attention, reference.self_attn)
        copy_attention(mine.cross_attention, reference.multihead_attn)
        _copy(mine.feed_forward[0], reference.linear1)
        _copy(mine.feed_forward[2], reference.linear2)
        _copy(mine.around_self.norm, reference.norm1)
        _copy(mine.around_cross.norm, reference.norm2)
        _copy(mine.around_feed_forward.norm, reference.norm3)
    return theirs


def paper_positions(length: int, d_model: int) -> Tensor:
    """PE of section 3.5, one number at a time."""
    table = torch.zeros(length, d_model, dtype=torch.float64)
    for position in range(length):
        for i in range(d_model // 2):
            angle = position / 10000 ** (2 * i / d_model)
            table[position, 2 * i] = math.sin(angle)
            table[position, 2 * i + 1] = math.cos(angle)
    return table


def reference_logits(
    theirs: nn.Transformer, embedding: Tensor, source: Tensor, inputs: Tensor
) -> Tensor:
    """Embedding times √d plus positions, nn.Transformer, then the embedding matrix again."""
    d_model = embedding.shape[1]

    def embed(ids: Tensor) -> Tensor:
        return embedding[ids] * math.sqrt(d_model) + paper_positions(ids.shape[1], d_model)

    # nn.Transformer's masks have the other polarity: True = closed.
    padded = source == 0
    future = torch.ones(inputs.shape[1], inputs.shape[1], dtype=torch.bool).triu(1)
    out = theirs(
        embed(source),
        embed(inputs),
        tgt_mask=future,
        src_key_padding_mask=padded,
        memory_key_padding_mask=padded,
    )
    return out @ embedding.T
