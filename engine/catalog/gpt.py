"""GPT: Radford et al. 2018, “Improving Language Understanding by Generative Pre-Training”."""

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.catalog.stack import ATTENTION_DROPOUT, BASE, DEVIATION, SIZES, check
from engine.specification import Recipe

_SYMBOLS = (
    Symbol("h₀", "What the first layer is given: token plus position.", ("text.embedding",)),
    Symbol("U", "The words so far. Each picks its own row of Wₑ.", ("text",)),
    Symbol("Wₑ", "A row of numbers for each word of the vocabulary.", ("embedding.token",), "Wₑ"),
    Symbol("Wₚ", "A row of numbers for each position.", ("embedding.position",), "Wₚ"),
    Symbol("hₗ", "What layer l gives: a row of numbers for each position.", ("decoder.*.output",)),
    Symbol(
        "layer",
        "Masked self-attention, then feed-forward, each added to what came in and normalised.",
        ("decoder.*",),
        size=lambda options: f"{options['layers']} layers of {options['heads']} heads",
    ),
    Symbol(
        "hₗ₋₁",
        "What layer l takes in: the output of the layer below it.",
        ("text.embedding", "decoder.*.output"),
    ),
    Symbol("P(u)", "The chance of each word to come next.", ("softmax",)),
    Symbol("softmax", "Makes chances of scores: from 0 to 1, adding up to 1.", ("softmax",)),
    Symbol("hₙ", "What the last layer gives.", ("decoder.-1.output",)),
    Symbol(
        "Wₑᵀ",
        "The same Wₑ again: a word is likely where its row lies along hₙ.",
        ("output",),
        "Wₑᵀ",
    ),
)

_RECIPE = Recipe(
    steps=3500,
    batch_size=16,
    schedule="warmup-cosine",
    warmup=300,
    betas=(0.9, 0.99),
    label_smoothing=0.0,
    clip_norm=0.25,
)

GPT = Architecture(
    name="gpt",
    title="GPT",
    year=2018,
    idea="decoder half, past only",
    summary=(
        "The Transformer's decoder without a source: a stack of masked self-attention and "
        "feed-forward layers.",
        "Q, K and V come from one place (VVV), and no position sees the future, so each predicts "
        "the token that follows it.",
        "Trained first on running text alone; the same weights then serve tasks with labels.",
    ),
    equation="h₀ = U·Wₑ + Wₚ,  hₗ = layer(hₗ₋₁),  P(u) = softmax(hₙ·Wₑᵀ)",
    source="Radford et al. 2018, eq. 2",
    implementation="engine.models.gpt:GPT",
    options=(
        *SIZES,
        Option(
            "norm",
            "layer norm",
            "post",
            "After each sublayer as in the paper, or before it with a last norm, as in GPT-2.",
            choices=("post", "pre"),
        ),
        Option(
            "dropout",
            "dropout",
            0.0,
            "Share dropped of what each sublayer adds, in training.",
            low=0.0,
            high=0.9,
        ),
        Option(
            "embedding_dropout",
            "embedding dropout",
            0.0,
            "Share dropped of the sum of token and position.",
            low=0.0,
            high=0.9,
        ),
        ATTENTION_DROPOUT,
        DEVIATION,
    ),
    recipes={"": _RECIPE, "stories": _RECIPE},
    task="language model",
    presets=(
        Preset(
            "the paper's sizes",
            {**BASE, "embedding_dropout": 0.1},
            Recipe(
                steps=100_000,
                batch_size=64,
                learning_rate=2.5e-4,
                schedule="warmup-cosine",
                warmup=2000,
                betas=(0.9, 0.999),
                epsilon=1e-8,
                weight_decay=0.01,
                label_smoothing=0.0,
                clip_norm=1.0,
                evaluate_every=1000,
            ),
            "Radford et al. 2018, section 4.1; Adam's betas and epsilon and the clip are those of "
            "the released code, which fine-tunes",
            "The number of steps is not the paper's, which says 100 epochs.",
        ),
    ),
    symbols=_SYMBOLS,
    bundled="gpt",
    check=check,
)
