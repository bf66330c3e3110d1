"""Options of models that are one stack of layers: GPT and BERT, side by side at equal sizes."""

from collections.abc import Mapping

from engine.catalog.entry import Option
from engine.specification import Scalar

SIZES = (
    Option("d_model", "model width d", 64, "Numbers per token.", low=8, high=2048),
    Option("heads", "heads", 4, "Heads in each layer; must divide d.", low=1, high=64),
    Option("layers", "layers", 3, "Layers, one upon another.", low=1, high=48),
    Option("d_ff", "feed-forward width", 256, "Inner width of each layer.", low=8, high=8192),
    Option(
        "positions",
        "learned positions",
        64,
        "Tokens it takes at least; data with longer texts gets more.",
        low=8,
        high=8192,
    ),
)

#: GPT's own sizes (Radford et al. 2018, section 4.1), which BERT's base model took over to be
#: compared with it (Devlin et al. 2018, section 3).
BASE: Mapping[str, Scalar] = {
    "d_model": 768,
    "heads": 12,
    "layers": 12,
    "d_ff": 3072,
    "positions": 512,
    "dropout": 0.1,
    "attention_dropout": 0.1,
    "deviation": 0.02,
}

ATTENTION_DROPOUT = Option(
    "attention_dropout",
    "attention dropout",
    0.0,
    "Share of the attention weights dropped in training; maps show them before.",
    low=0.0,
    high=0.9,
)

DEVIATION = Option(
    "deviation",
    "initial deviation",
    0.125,
    "Spread of the fresh weights, positions apart. The papers have .02 at a width of 768; narrow "
    "models learn sooner from about 1 / √d.",
    low=0.001,
    high=1.0,
)


def check(options: Mapping[str, Scalar]) -> None:
    """Heads share the model's width evenly.

    Raises
    ------
    ValueError
        They do not; the message says why.
    """
    width, heads = int(options["d_model"]), int(options["heads"])
    if width % heads:
        raise ValueError(f"{heads} heads do not divide a model width of {width}.")
