"""How many numbers a layer of the Transformer has and keeps, without making one."""

from __future__ import annotations


def norm(d_model: int) -> int:
    """Gain and bias."""
    return 2 * d_model


def layer(d_model: int, d_ff: int, attentions: int = 1) -> int:
    """Trainable numbers of a layer with so many attentions, a feed-forward net, and their norms."""
    attention = 4 * d_model * (d_model + 1)
    feed_forward = 2 * d_model * d_ff + d_ff + d_model
    return attentions * attention + feed_forward + (attentions + 1) * norm(d_model)


def kept_by_layer(d_model: int, d_ff: int, dropped_weights: int = 0) -> int:
    """Numbers that backward needs of a self-attention layer, at most, for each token.

    About 14 vectors of the model's width (inputs of products and norms, Q, K, V) and 2 of the
    feed-forward width. Fused attention keeps weights only where some are dropped: then
    `dropped_weights` is how many a token has in all heads.
    """
    return 14 * d_model + 2 * d_ff + 4 * dropped_weights
