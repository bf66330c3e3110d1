"""Seq2Seq: Sutskever et al. 2014, with what Cho et al. 2014 do otherwise as options."""

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.specification import Recipe

_SYMBOLS = (
    Symbol("y₁ … y_T", "The whole target, word for word.", ("target.embedding",)),
    Symbol("x", "The source, which the encoder reads token by token.", ("source.embedding",)),
    Symbol(
        "∏",
        "One word after another: the chance of a target is that of all its words multiplied.",
        ("decoder.*",),
        size=lambda options: f"{options['hidden']} units in each of {options['layers']} layers",
    ),
    Symbol("y_t", "The next word of the target.", ("softmax", "output")),
    Symbol("c", "All that the decoder is told of the source: one vector.", ("context",)),
    Symbol(
        "y₁ … y_{t−1}",
        "The words written so far, which the decoder reads.",
        ("target.embedding",),
    ),
)

SEQ2SEQ = Architecture(
    name="seq2seq",
    title="Seq2Seq",
    year=2014,
    idea="one vector c",
    summary=(
        "One LSTM reads the source token by token; another writes the target from what is left.",
        "All that passes between them is one vector c of fixed size, however long the source is.",
        "c is the same for every output token: nothing chooses among the source's tokens.",
    ),
    equation="p(y₁ … y_T | x) = ∏ p(y_t | c, y₁ … y_{t−1})",
    source="Sutskever et al. 2014, eq. 1; Cho et al. 2014, section 2.2",
    implementation="engine.models.seq2seq:Seq2Seq",
    options=(
        Option("layers", "layers", 1, "LSTM layers, each side.", choices=(1, 2, 3, 4)),
        Option("embedding", "embedding d", 48, "Numbers per token.", low=4, high=2048),
        Option("hidden", "hidden units h", 192, "Units of each layer.", low=4, high=2048),
        Option("dropout", "dropout", 0.0, "Share dropped between layers.", low=0.0, high=0.9),
        Option(
            "context_from",
            "c from",
            "last state",
            "The encoder's last state, or the mean of all its states through a tanh layer.",
            choices=("last state", "all states"),
        ),
        Option(
            "context_to",
            "c to",
            "every step",
            "Begins the decoder and no more (Sutskever), or is also read at every step (Cho).",
            choices=("first step", "every step"),
        ),
        Option(
            "reverse_source",
            "reverse source",
            True,
            "Read the source from right to left, </s> still last.",
        ),
    ),
    recipes={
        "": Recipe(steps=3000, learning_rate=6e-3, label_smoothing=0.0),
        "dates": Recipe(steps=2000, learning_rate=1e-2, label_smoothing=0.0),
        "numbers": Recipe(steps=1500, learning_rate=6e-3, label_smoothing=0.0),
        "digits-words": Recipe(steps=1500, learning_rate=6e-3, label_smoothing=0.0),
        "english-french": Recipe(steps=2500, learning_rate=1e-2, label_smoothing=0.0),
    },
    presets=(
        Preset(
            "Sutskever's own",
            {
                "layers": 4,
                "embedding": 1000,
                "hidden": 1000,
                "dropout": 0.0,
                "context_from": "last state",
                "context_to": "first step",
                "reverse_source": True,
            },
            Recipe(
                steps=100_000,
                batch_size=128,
                optimizer="sgd",
                learning_rate=0.7,
                schedule="constant",
                label_smoothing=0.0,
                clip_norm=5.0,
                evaluate_every=1000,
            ),
            "Sutskever et al. 2014, sections 3.3 and 3.4",
            "The paper halves the rate every half epoch after the fifth of 7.5, which no schedule "
            "here does. Its rate and clip are for log p summed over a sentence; the loss here is "
            "the mean over tokens. The number of steps is not the paper's.",
        ),
    ),
    symbols=_SYMBOLS,
    bundled="seq2seq",
)
