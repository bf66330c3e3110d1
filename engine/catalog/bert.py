"""BERT: Devlin et al. 2018, “Pre-training of Deep Bidirectional Transformers”."""

from engine.catalog.entry import Architecture, Option, Preset, Symbol
from engine.catalog.stack import ATTENTION_DROPOUT, BASE, DEVIATION, SIZES, check
from engine.specification import Recipe

_SYMBOLS = (
    Symbol(
        "loss",
        "What training makes small: both tasks are learned at once, by one stack of layers.",
        ("cloze.softmax", "verdict.softmax"),
        size=lambda _: "in nats",
    ),
    Symbol(
        "−log P",
        "The surprise: 0 where the model was certain of what was right, more the less it was.",
        ("cloze.softmax", "verdict.softmax"),
        size=lambda _: "in nats",
    ),
    Symbol(
        "word",
        "The word that stood at a place that was chosen; nothing is asked at other places.",
        ("cloze.softmax", "cloze.output"),
    ),
    Symbol(
        "text with blanks",
        "The tokens that go in: of the chosen words most are [MASK], some another word, some "
        "themselves.",
        ("text",),
    ),
    Symbol(
        "B follows A",
        "Whether the second piece of text follows the first; read from [CLS] alone.",
        ("verdict.softmax", "verdict"),
    ),
)

# Whether B follows A is learned in a leap, since neither A nor B alone says anything of it. In the
# noise of small batches the way there is hidden for long: with 64 pairs the leap came after 1,000
# to 2,000 steps; with 16 pairs two runs of three had not made it after 8,000.
_RECIPE = Recipe(
    steps=5000,
    batch_size=64,
    learning_rate=3e-3,
    schedule="warmup-cosine",
    warmup=500,
    label_smoothing=0.0,
    clip_norm=0.5,
    evaluate_every=250,
)

BERT = Architecture(
    name="bert",
    title="BERT",
    year=2018,
    idea="encoder half, both sides",
    summary=(
        "The Transformer's encoder alone: every token sees those before it and those after it.",
        "It cannot predict the next word, for it sees it; instead 15 % of the words are chosen, "
        "most of them hidden behind [MASK], and it says what stood there.",
        "Two pieces of text go in, told apart by a segment embedding; at [CLS] it says whether the "
        "second follows the first.",
    ),
    equation="loss = mean of −log P(word | text with blanks) + mean of −log P(B follows A)",
    source="Devlin et al. 2018, section 3 and appendix A.2",
    implementation="engine.models.bert:BERT",
    options=(
        *SIZES,
        Option(
            "gelu",
            "GELU",
            "tanh",
            "By tanh as in the code that came with the paper, or exact (erf) as in later code.",
            choices=("tanh", "erf"),
        ),
        Option(
            "dropout",
            "dropout",
            0.0,
            "Share dropped of the embeddings and of what each sublayer adds, in training.",
            low=0.0,
            high=0.9,
        ),
        ATTENTION_DROPOUT,
        DEVIATION,
    ),
    recipes={"": _RECIPE, "stories": _RECIPE},
    task="cloze",
    presets=(
        Preset(
            "the paper's base model",
            BASE,
            Recipe(
                steps=1_000_000,
                batch_size=256,
                learning_rate=1e-4,
                schedule="warmup-linear",
                warmup=10_000,
                betas=(0.9, 0.999),
                epsilon=1e-6,
                weight_decay=0.01,
                label_smoothing=0.0,
                clip_norm=1.0,
                evaluate_every=1000,
            ),
            "Devlin et al. 2018, sections 3 and 3.1, appendix A.2; epsilon and the clip are those "
            "of the released code",
            "Adam here corrects the bias of its running means, which the released code leaves out: "
            "there the first steps are longer. There the rate already falls during the warm-up and "
            "is about 1 % lower when that ends; here it falls from there on.",
        ),
    ),
    symbols=_SYMBOLS,
    bundled="bert",
    check=check,
)
