"""NNLM: Bengio, Ducharme, Vincent and Jauvin 2003, “A Neural Probabilistic Language Model”."""

from collections.abc import Mapping

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.specification import Recipe, Scalar


def check(options: Mapping[str, Scalar]) -> None:
    """Something must lead from the words to the output.

    Raises
    ------
    ValueError
        There are neither hidden units nor direct connections.
    """
    if not options["h"] and not options["direct"]:
        raise ValueError("Without hidden units the model needs direct connections.")


#: For the Brown corpus: ε₀ 10⁻³, r 10⁻⁸, decay 10⁻⁴ on weights and C.
_OWN = Recipe(
    steps=1_000_000,
    batch_size=1,
    optimizer="sgd",
    learning_rate=1e-3,
    schedule="inverse-time",
    warmup=0,
    decay=1e-8,
    weight_decay=1e-4,
    label_smoothing=0.0,
    clip_norm=0.0,
    evaluate_every=10_000,
)

_SOURCE = "Bengio et al. 2003, section 4 and table 1 (Brown corpus)"
_DIFFERS = (
    "A step is taken after each text, the nearest there is to the paper's after each word; the "
    "number of steps is not the paper's, which stops early by a validation set."
)

_SYMBOLS = (
    Symbol("y", "A score for each word of the vocabulary; a softmax makes chances.", ("output",)),
    Symbol("b", "A score that each word has whatever came before it.", ("output",), "b"),
    Symbol("W", "Leads from the window straight to the scores.", ("output",), "W"),
    Symbol("x", "The vectors of the words in the window, one beside another.", ("window",)),
    Symbol("U", "Leads from the hidden units to the scores.", ("output",), "U"),
    Symbol("tanh", "Bends each hidden unit into −1 to 1.", ("hidden",)),
    Symbol("d", "A number that each hidden unit begins with.", ("hidden",), "d"),
    Symbol("H", "Leads from the window to the hidden units.", ("hidden",), "H"),
    Symbol(
        "C(w_{t−1})",
        "The row of C that belongs to the word just before.",
        ("text.embedding",),
        size=lambda options: f"{options['m']} numbers",
    ),
    Symbol(
        "C(w_{t−n+1})",
        "The row of C that belongs to the farthest word that is seen.",
        ("text.embedding",),
        size=lambda options: (
            f"{options['m']} numbers, {int(options['n']) - 1} words back (n = {options['n']})"
        ),
    ),
)

NNLM = Architecture(
    name="nnlm",
    title="NNLM",
    year=2003,
    idea="window of k words",
    summary=(
        "Each word has a vector of its own, a row of C, which is learned with all the rest.",
        "The vectors of the k words before a word, one beside another, go through a hidden layer "
        "to a chance for every word of the vocabulary.",
        "What lies further back than k words cannot change anything: a Markov model of order k.",
    ),
    equation="y = b + W x + U tanh(d + H x),  x = [C(w_{t−1}); …; C(w_{t−n+1})]",
    source="Bengio et al. 2003, eq. 1 and section 2",
    implementation="engine.models.nnlm:NNLM",
    options=(
        Option("n", "order n", 5, "It sees the k = n − 1 words before each.", low=2, high=10),
        Option("m", "embedding m", 32, "Numbers per word.", low=1, high=2048),
        Option("h", "hidden units h", 64, "Units of the hidden layer.", low=0, high=8192),
        Option("direct", "direct connections", False, "W: from the words straight to the output."),
    ),
    recipes={
        "": Recipe(
            steps=8000,
            batch_size=16,
            learning_rate=3e-3,
            label_smoothing=0.0,
            evaluate_every=250,
        ),
        "stories": Recipe(
            steps=8000,
            batch_size=16,
            learning_rate=1e-2,
            label_smoothing=0.0,
            evaluate_every=250,
        ),
    },
    task="language model",
    presets=(
        Preset(
            "Bengio's own, MLP1",
            {"n": 5, "m": 60, "h": 50, "direct": True},
            _OWN,
            _SOURCE,
            _DIFFERS,
        ),
        Preset(
            "Bengio's own, MLP9",
            {"n": 5, "m": 30, "h": 100, "direct": False},
            _OWN,
            _SOURCE,
            _DIFFERS,
        ),
    ),
    symbols=_SYMBOLS,
    bundled="nnlm",
    check=check,
)
