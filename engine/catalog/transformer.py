"""Transformer: Vaswani et al. 2017, “Attention Is All You Need”."""

from collections.abc import Mapping

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.catalog.stack import check as check_heads
from engine.specification import Recipe, Scalar


def check(options: Mapping[str, Scalar]) -> None:
    """Heads share the model's width evenly, and sinusoids come in pairs.

    Raises
    ------
    ValueError
        These sizes do not go together; the message says why.
    """
    check_heads(options)
    width = int(options["d_model"])
    if width % 2 and str(options["positions"]).startswith("sinusoid"):
        raise ValueError(f"Sinusoids need an even model width, not {width}.")


def _head_width(options: Mapping[str, Scalar]) -> int:
    """d_k, which is d_v here as in the paper."""
    return int(options["d_model"]) // int(options["heads"])


def _per_head(options: Mapping[str, Scalar]) -> str:
    return f"{_head_width(options)} numbers a token in each head"


def _scale(options: Mapping[str, Scalar]) -> str:
    width = _head_width(options)
    return f"d_k = {width} numbers a head, √d_k = {width**0.5:.3g}"


_ATTENTIONS = ("encoder.*.self", "decoder.*.self", "decoder.*.cross")

_SYMBOLS = (
    Symbol(
        "Attention",
        "Gives each row of the map a sum of the values, each times its weight.",
        _ATTENTIONS,
        size=_per_head,
        pictured="row",
    ),
    Symbol(
        "Q",
        "Queries, one for each row of the map: what its token looks for.",
        _ATTENTIONS,
        size=_per_head,
        pictured="row",
    ),
    Symbol(
        "K",
        "Keys, one for each column of the map: what its token is found by.",
        _ATTENTIONS,
        size=_per_head,
        pictured="column",
    ),
    Symbol(
        "Kᵀ",
        "The keys turned on their side: QKᵀ has a score for each cell of the map.",
        _ATTENTIONS,
        size=_per_head,
        pictured="column",
    ),
    Symbol(
        "V",
        "Values, one for each column of the map: what its token hands on to those that look at it.",
        _ATTENTIONS,
        size=_per_head,
        pictured="column",
    ),
    Symbol(
        "softmax",
        "Makes weights of the scores: a row of the map, from 0 to 1, adding up to 1.",
        _ATTENTIONS,
        size=lambda options: f"{options['heads']} heads, each with a map of its own",
        pictured="row",
    ),
    Symbol(
        "√d_k",
        "Long queries and keys make large scores; divided by this, the softmax does not saturate.",
        _ATTENTIONS,
        size=_scale,
    ),
)

TRANSFORMER = Architecture(
    name="transformer",
    title="Transformer",
    year=2017,
    idea="attention alone",
    summary=(
        "Encoder and decoder are stacks of attention and feed-forward layers, nothing recurrent.",
        "Self-attention takes Q, K and V from one place (VVV); the decoder's is masked, so that no "
        "position sees the future.",
        "Encoder-decoder attention takes Q from the decoder, K and V from the encoder (QVV).",
    ),
    equation="Attention(Q, K, V) = softmax(QKᵀ / √d_k) V",
    source="Vaswani et al. 2017, eq. 1",
    implementation="engine.models.transformer:Transformer",
    options=(
        Option("d_model", "model width d", 64, "Numbers per token.", low=8, high=2048),
        Option("heads", "heads", 4, "Heads in each attention; must divide d.", low=1, high=64),
        Option("encoder_layers", "encoder layers", 2, "Layers in the encoder.", low=1, high=24),
        Option("decoder_layers", "decoder layers", 2, "Layers in the decoder.", low=1, high=24),
        Option("d_ff", "feed-forward width", 256, "Inner width of each layer.", low=8, high=8192),
        Option("dropout", "dropout", 0.0, "Share dropped in training.", low=0.0, high=0.9),
        Option(
            "norm",
            "layer norm",
            "post",
            "After each sublayer as in the paper, or before it with a last norm on each stack.",
            choices=("post", "pre"),
        ),
        Option(
            "positions",
            "positions",
            "sinusoid",
            "Sines and cosines interleaved as in the paper, in two halves, or learned.",
            choices=("sinusoid", "sinusoid halves", "learned"),
        ),
    ),
    recipes={
        "": Recipe(steps=3000),
        "dates": Recipe(steps=1300),
        "numbers": Recipe(steps=1300),
        "english-french": Recipe(steps=2000),
    },
    presets=(
        Preset(
            "the paper's base model",
            {
                "d_model": 512,
                "heads": 8,
                "encoder_layers": 6,
                "decoder_layers": 6,
                "d_ff": 2048,
                "dropout": 0.1,
            },
            Recipe(
                steps=100_000,
                learning_rate=6.99e-4,
                schedule="warmup-rsqrt",
                warmup=4000,
                clip_norm=0.0,
                evaluate_every=1000,
            ),
            "Vaswani et al. 2017, table 3 (base), eq. 3 and sections 5.2 to 5.4",
            "A batch is 64 pairs, where the paper counts it in tokens (section 5.1); the last "
            "checkpoints are not averaged.",
        ),
    ),
    symbols=_SYMBOLS,
    bundled="transformer",
    check=check,
)
