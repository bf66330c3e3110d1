"""What a run is made of, in plain values: no torch here, so the window can read and write it.

A :class:`RunSpecification` together with a machine and a torch version determines every loss
of a run. It is stored in each checkpoint and travels in commands and events.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

Tokenization = Literal["word", "character", "bpe", "byte-bpe", "wordpiece"]
Kind = Literal["pairs", "text"]
Separator = Literal["auto", "blank line", "line", "endoftext", "file"]
Scalar = int | float | bool | str

#: The kinds of token that can be made from a text; the others come from vocabulary files.
FITTED: tuple[Tokenization, ...] = ("word", "character", "bpe")


@dataclass(frozen=True)
class DataSpecification:
    """What is learned from: a built-in world, or files of the user's.

    Attributes
    ----------
    kind : "pairs" of source and target, or running "text" in documents.
    world : name of a built-in world, or "" when `files` are given.
    files : pairs: one file with both sides in columns, or two files aligned by line; text: any
        number of text files.
    source_column, target_column : names or zero-based indices (as text); "" lets the reader choose.
    header : whether the first line names the columns; None lets the reader decide.
    tokenization : how text becomes tokens; worlds and vocabulary files bring their own.
    vocabulary_files : a vocabulary of the field to use instead of fitting one: GPT-2's
        vocab.json and merges, BERT's vocab.txt, or a tokenizer.json.
    vocabulary_size : most tokens the vocabulary may hold (specials included).
    max_length : longest sequence, in tokens, without <s> and </s>. Longer pairs are left out and
        counted in the report; longer documents are cut into pieces.
    limit : use at most this many pairs or documents; 0 means all.
    documents : what ends a document of running text: a "blank line", the end of a "line",
        "endoftext" (the mark <|endoftext|>), or nothing but the end of a "file"; "auto" lets the
        reader decide.
    """

    kind: Kind = "pairs"
    world: str = "dates"
    files: tuple[str, ...] = ()
    source_column: str = ""
    target_column: str = ""
    header: bool | None = None
    tokenization: Tokenization = "word"
    vocabulary_files: tuple[str, ...] = ()
    vocabulary_size: int = 8000
    max_length: int = 96
    limit: int = 0
    documents: Separator = "auto"


@dataclass(frozen=True)
class Recipe:
    """How a model is trained. Defaults are the bench's; the papers' own recipes are presets.

    Attributes
    ----------
    batch_size : sentence pairs or sequences a step.
    optimizer : "adam" (Kingma & Ba 2015; with `weight_decay` decoupled from the gradient,
        Loshchilov & Hutter 2019), "sgd" without momentum, or "adadelta" (Zeiler 2012).
    schedule : the rate rises linearly to `learning_rate` at step `warmup`, then "warmup-linear"
        falls linearly and "warmup-cosine" as a half cosine to 0 at `steps`; "warmup-rsqrt" falls
        with step ** -0.5 (Vaswani et al. 2017, eq. 3 up to a factor); "inverse-time" is
        learning_rate / (1 + decay · step) (Bengio et al. 2003); "constant" stays.
    betas, epsilon : Adam's; adadelta takes the first of `betas` as its ρ.
    weight_decay : on weight matrices and embeddings, never on biases and norms.
    evaluate_every : steps between two judgements; held_out : pairs or documents to judge by.
    """

    steps: int = 3000
    batch_size: int = 64
    optimizer: Literal["adam", "sgd", "adadelta"] = "adam"
    learning_rate: float = 3e-3
    schedule: Literal[
        "warmup-rsqrt", "warmup-linear", "warmup-cosine", "inverse-time", "constant"
    ] = "warmup-linear"
    warmup: int = 100
    decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.98)
    epsilon: float = 1e-9
    weight_decay: float = 0.0
    label_smoothing: float = 0.1
    clip_norm: float = 1.0
    evaluate_every: int = 100
    held_out: int = 500


@dataclass(frozen=True)
class RunSpecification:
    """One run, complete: architecture, its options, data, recipe, seed and where it computes.

    `options` are the architecture's own (`engine.catalog`); a missing one takes its default.
    `threads` 0 and `device` "" mean: measure and choose once, at the start; the choice made is
    what the run then records, so a resumed run computes with the same.
    """

    architecture: str = "transformer"
    options: dict[str, Scalar] = field(default_factory=dict)
    data: DataSpecification = field(default_factory=DataSpecification)
    recipe: Recipe = field(default_factory=Recipe)
    seed: int = 7
    device: str = ""
    threads: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists and scalars."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> RunSpecification:
        """The inverse of :meth:`to_json`.

        Raises
        ------
        ValueError, TypeError
            A field is unknown or of the wrong kind; the message names it.
        """
        if not isinstance(values, dict):
            raise TypeError("a specification that is no table")
        values = dict(values)
        data = dict(values.pop("data", {}))
        for name in ("files", "vocabulary_files"):
            files = data.get(name, ())
            if isinstance(files, str) or not all(isinstance(file, str) for file in files):
                raise TypeError(f"{name} {files!r}")
            data[name] = tuple(files)
        recipe = dict(values.pop("recipe", {}))
        if "betas" in recipe:
            first, second = recipe["betas"]
            recipe["betas"] = (float(first), float(second))
        parts = {"data": _made(DataSpecification, data), "recipe": _made(Recipe, recipe)}
        made = _made(cls, values | parts)
        for part, usual in (
            (made, cls()),
            (made.data, DataSpecification()),
            (made.recipe, Recipe()),
        ):
            _check_kinds(part, usual)
        return made


T = TypeVar("T")


def _made(kind: type[T], values: dict[str, Any]) -> T:
    unknown = sorted(values.keys() - {known.name for known in fields(kind)})  # type: ignore[arg-type]
    if unknown:
        raise ValueError(f"a field “{unknown[0]}”, which this Heed does not know")
    return kind(**values)


def _check_kinds(part: object, usual: object) -> None:
    """Every field must be of the kind of its default; a whole number may stand for a number."""
    hints = get_type_hints(type(usual))
    for name, default in vars(usual).items():
        value = getattr(part, name)
        if get_origin(hints[name]) is Literal and value not in get_args(hints[name]):
            raise ValueError(f"{name} {value!r}")
        if name == "header" and (value is None or isinstance(value, bool)):
            continue
        allowed = (int, float) if isinstance(default, float) else type(default)
        if not isinstance(value, allowed) or isinstance(value, bool) != isinstance(default, bool):
            raise TypeError(f"{name} {value!r}")
