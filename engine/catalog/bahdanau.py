"""Attention Seq2Seq: Bahdanau, Cho and Bengio 2015.

“Neural Machine Translation by Jointly Learning to Align and Translate”.
"""

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.specification import Recipe

_ATTENTION = ("decoder.0.cross",)

_SYMBOLS = (
    Symbol(
        "α_ij",
        "The weight of source token j for output token i: a cell of the map, in row i, column j.",
        _ATTENTION,
        pictured="cell",
    ),
    Symbol(
        "softmax_j",
        "Makes weights of the scores of all j: a row of the map, adding up to 1.",
        _ATTENTION,
        pictured="row",
    ),
    Symbol("v", "Adds the units up to one score.", _ATTENTION, "decoder.attention.v_a"),
    Symbol(
        "tanh",
        "Bends each unit of the score network into −1 to 1.",
        _ATTENTION,
        size=lambda options: f"{options['alignment']} units",
    ),
    Symbol(
        "W",
        "What the score network makes of the decoder's state.",
        _ATTENTION,
        "decoder.attention.W_a.weight",
    ),
    Symbol(
        "s_{i−1}",
        "The decoder's state before output token i is written: a row of the map.",
        ("decoder", "decoder.start"),
        size=lambda options: f"{options['hidden']} numbers",
        pictured="row",
    ),
    Symbol(
        "U",
        "What the score network makes of an annotation.",
        _ATTENTION,
        "decoder.attention.U_a.weight",
    ),
    Symbol(
        "h_j",
        "The annotation of source token j: a column of the map.",
        ("annotations",),
        size=lambda options: f"{options['hidden']} numbers forward + {options['hidden']} backward",
        pictured="column",
    ),
    Symbol(
        "c_i",
        "The context of output token i, made for it alone.",
        ("context",),
        size=lambda options: f"{2 * int(options['hidden'])} numbers",
        pictured="row",
    ),
    Symbol("Σ_j", "Adds all annotations up, each times its weight.", ("context",), pictured="row"),
)

BAHDANAU = Architecture(
    name="bahdanau",
    title="Attention Seq2Seq",
    year=2015,
    idea="weights over the source",
    summary=(
        "The encoder reads the source in both directions and leaves an annotation hⱼ for each "
        "token.",
        "For each output token a small network scores all annotations by the decoder's last state; "
        "a softmax makes weights of the scores, and the weighted sum is that token's own context.",
        "Nobody tells it what belongs to what: the alignment is learned with all the rest.",
    ),
    equation="α_ij = softmax_j(v·tanh(W s_{i−1} + U h_j)),  c_i = Σ_j α_ij h_j",
    source="Bahdanau et al. 2015, eq. 5-6, A.1.2",
    implementation="engine.models.bahdanau:Bahdanau",
    options=(
        Option("embedding", "embedding m", 32, "Numbers per token.", low=4, high=2048),
        Option("hidden", "state n", 64, "Numbers in each direction's state.", low=4, high=4096),
        Option("alignment", "alignment n′", 64, "Units of the score network.", low=4, high=4096),
        Option("maxout", "maxout l", 32, "Pairs before the output layer.", low=4, high=2048),
        Option("dropout", "dropout", 0.0, "Share dropped in training.", low=0.0, high=0.9),
        Option(
            "readout",
            "readout",
            "previous state",
            "The output is made from the state before its context was taken in, or after it.",
            choices=("previous state", "new state"),
        ),
        Option(
            "initialisation",
            "first weights",
            "glorot",
            "By size of layer, or small as in the paper, which needs very many steps.",
            choices=("glorot", "small"),
        ),
    ),
    recipes={
        "": Recipe(steps=3000, learning_rate=5e-3),
        "dates": Recipe(steps=400, learning_rate=1e-2, label_smoothing=0.0),
        "numbers": Recipe(steps=500, learning_rate=1e-2, label_smoothing=0.0),
        "digits-words": Recipe(steps=500, learning_rate=1e-2, label_smoothing=0.0),
        # Smoothing costs nothing here, and attention settles on the right words more often.
        "english-french": Recipe(steps=1500, learning_rate=1e-2),
    },
    presets=(
        Preset(
            "the paper's own",
            {
                "embedding": 620,
                "hidden": 1000,
                "alignment": 1000,
                "maxout": 500,
                "initialisation": "small",
            },
            Recipe(
                steps=288_000,
                batch_size=80,
                optimizer="adadelta",
                learning_rate=1.0,
                schedule="constant",
                betas=(0.95, 0.0),
                epsilon=1e-6,
                label_smoothing=0.0,
                clip_norm=1.0,
                evaluate_every=1000,
            ),
            "Bahdanau et al. 2015, appendix A.2.3 (sizes), B.1 (first weights), B.2 and table 2 "
            "(RNNsearch-50: 2.88 × 10⁵ updates)",
            "One vocabulary serves both sides, where the paper has 30,000 words for each.",
        ),
    ),
    symbols=_SYMBOLS,
    bundled="bahdanau",
)
