"""What the window and the engine say to each other: frozen values, never live objects.

Commands are verbs and go in through the inbox; events are past participles (or nouns, for
pictures) and come out through the :class:`engine.mailbox.Mailbox`. Every run carries a number
chosen by the sender; whoever receives something of another run than the current one drops it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.look import GenerationStep, HeadReference, Look, Token
from engine.specification import DataSpecification, RunSpecification
from engine.structure import Structure

# ---------------------------------------------------------------- commands


@dataclass(frozen=True)
class Load:
    """Open a checkpoint (its folder or any file in it) as run `run` and show it."""

    run: int
    path: str


@dataclass(frozen=True)
class Train:
    """Start run `run` from random weights, or go on from a checkpoint.

    With `checkpoint`, the run resumes bit-exactly what is stored there, and of `specification`
    only the number of steps (recipe.steps) is taken.
    """

    run: int
    specification: RunSpecification
    checkpoint: str = ""
    paused: bool = False


@dataclass(frozen=True)
class Pause:
    """Stand still after the current step."""

    run: int


@dataclass(frozen=True)
class Resume:
    """Go on after a pause, or after a stop or the last step as long as the run is on the bench.

    `steps` above the run's own lets it go on to that step.
    """

    run: int
    steps: int = 0


@dataclass(frozen=True)
class OneStep:
    """Take one training step, then pause; `steps` as for :class:`Resume`."""

    run: int
    steps: int = 0


@dataclass(frozen=True)
class Stop:
    """End the run within one step; what was learned stays loaded."""

    run: int


@dataclass(frozen=True)
class Watch:
    """The sentence to look at from now on, and the heads that are on screen at full size.

    `target` None means: decoder rows follow the reference where the data knows it, else the
    model's own output. `source` None asks for a held-out sentence of the data, the longest that
    is taken in at a glance; so does a sentence that belongs to other `data` than those of the
    model on the bench (None: to any). For a model of running text, `source` is the text.
    `tables` names what else is on screen (see `engine.structure`). `draw` chooses BERT's draw of
    the words to be guessed: the same number draws the same.
    """

    source: str | None
    target: str | None = None
    heads: tuple[HeadReference, ...] = ()
    data: DataSpecification | None = None
    tables: tuple[str, ...] = ()
    draw: int = 0


@dataclass(frozen=True)
class Save:
    """Write a checkpoint of run `run` into folder `path`.

    `training` adds all that resuming needs; without it the checkpoint can only be looked at.
    """

    run: int
    path: str
    training: bool = True


@dataclass(frozen=True)
class ReadData:
    """Read the user's files and report what was understood; nothing is trained."""

    request: int
    data: DataSpecification


@dataclass(frozen=True)
class Cancel:
    """Give up the reading of data with this request number."""

    request: int


@dataclass(frozen=True)
class Generate:
    """Begin a generation: keep the weights as they are now and answer with the first step."""

    request: int
    source: str


@dataclass(frozen=True)
class Extend:
    """Answer with the candidates that follow `written` (token ids without <s>)."""

    request: int
    written: tuple[int, ...]


@dataclass(frozen=True)
class Shutdown:
    """End the engine's thread."""


Command = (
    Load
    | Train
    | Pause
    | Resume
    | OneStep
    | Stop
    | Watch
    | Save
    | ReadData
    | Cancel
    | Generate
    | Extend
    | Shutdown
)

# ---------------------------------------------------------------- events, kept lane


@dataclass(frozen=True)
class DeviceChoice:
    """One place to compute: torch's name, a person's, and whether it was tested with Heed."""

    name: str
    title: str
    tested: bool


@dataclass(frozen=True)
class Ready:
    """The engine has imported torch and serves. `devices`: the first is the one it would choose."""

    torch_version: str
    devices: tuple[DeviceChoice, ...]
    cores: int


@dataclass(frozen=True)
class Example:
    """A pair from the data, to offer as a sentence to watch; of running text the target is ""."""

    source: str
    target: str


@dataclass(frozen=True)
class Loaded:
    """A model stands on the bench, trained to `step`; it came from `path`.

    `floor` is the loss in nats a token that no model can go below, NaN where it is not known.
    `losses` and `evaluations` are the curves of the training that led here, where they were kept,
    and `seconds` what it took.
    """

    run: int
    path: str
    specification: RunSpecification
    step: int
    parameters: int
    figures: Mapping[str, float]
    examples: tuple[Example, ...]
    resumable: bool
    vocabulary: int = 0
    floor: float = float("nan")
    structure: Structure = field(default_factory=Structure)
    losses: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    evaluations: tuple[tuple[int, Mapping[str, float]], ...] = ()
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Started:
    """Training began (or went on) at `step`; `specification` has every choice filled in.

    When a checkpoint is resumed, `losses`, `evaluations` and `seconds` hold what came before
    `step`; `note` is a sentence for the user, "" for none.
    """

    run: int
    specification: RunSpecification
    step: int
    parameters: int
    memory_bytes: int
    examples: tuple[Example, ...]
    vocabulary: int = 0
    floor: float = float("nan")
    structure: Structure = field(default_factory=Structure)
    losses: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    evaluations: tuple[tuple[int, Mapping[str, float]], ...] = ()
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Losses:
    """Every training loss since the last such event: steps `first` ... `first + len - 1`.

    values : (n,) float32, nats a token, label smoothing included; rates : (n,) learning rates.
    tokens_per_second counts the tokens that are predicted, padding left out.
    """

    run: int
    first: int
    values: NDArray[np.float32]
    rates: NDArray[np.float32]
    tokens_per_second: float
    seconds: float


@dataclass(frozen=True)
class Evaluated:
    """Held-out figures at `step`, by name: "loss" always, others by task (`engine.figures`)."""

    run: int
    step: int
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Paused:
    """The run stands still after `step`."""

    run: int
    step: int


@dataclass(frozen=True)
class Resumed:
    """The run goes on."""

    run: int
    step: int


@dataclass(frozen=True)
class Stopped:
    """The run ended at the user's word; its weights are still on the bench."""

    run: int
    step: int


@dataclass(frozen=True)
class Finished:
    """The run took all its steps."""

    run: int
    step: int
    seconds: float
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Saved:
    """A checkpoint of `step` stands in the folder `path`."""

    run: int
    step: int
    path: str


@dataclass(frozen=True)
class Failed:
    """Something could not be done, in words to act on; the engine goes on serving.

    `what` names the thing that failed ("Opening", "Training", "Saving", "Reading", "Looking",
    "Generating"), `sentence` says what is wrong, where and what to do, `kept` what is safe,
    `detail` is for the log.
    """

    what: str
    sentence: str
    kept: str = ""
    detail: str = ""
    run: int = 0
    request: int = 0


@dataclass(frozen=True)
class Reading:
    """How far the reading of data has come: lines of bytes read, and of how many bytes."""

    request: int
    lines: int
    bytes_read: int
    bytes_total: int


@dataclass(frozen=True)
class SkippedRows:
    """Rows left out for one reason: how many, and the first line numbers (from 1)."""

    reason: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class DataReport:
    """What was understood of the user's files, shown before anything is trained.

    `lengths` holds for "source" and "target" the tokens a sentence: (shortest, median, 95th
    percentile, longest). `unknown_rate`: share of held-out tokens the vocabulary lacks.
    `columns` lists the columns found as (name, first value). `warnings` are sentences.

    Of running text, `pairs`, `training_pairs` and `held_out_pairs` count documents, examples have
    an empty target, `tokenized` an empty second side, and `lengths` is of "document" and
    "sentence"; `sentences` counts them.
    """

    request: int
    data: DataSpecification
    form: str
    columns: tuple[tuple[str, str], ...]
    source_column: str
    target_column: str
    pairs: int
    training_pairs: int
    held_out_pairs: int
    examples: tuple[Example, ...]
    tokenized: tuple[tuple[tuple[Token, ...], tuple[Token, ...]], ...]
    lengths: Mapping[str, tuple[int, int, int, int]]
    vocabulary: int
    unknown_rate: float
    skipped: tuple[SkippedRows, ...]
    warnings: tuple[str, ...] = ()
    sentences: int = 0


@dataclass(frozen=True)
class Generated:
    """An answer to Generate or Extend, from the weights kept at `step` of run `run`."""

    request: int
    run: int
    step: int
    source: tuple[Token, ...]
    next: GenerationStep


# ---------------------------------------------------------------- events, newest lane


@dataclass(frozen=True)
class Frame:
    """The watched sentence as the model sees it at `step`."""

    run: int
    step: int
    architecture: str
    look: Look
    view: str = field(default="look")


@dataclass(frozen=True)
class BatchFrame:
    """The last training batch: how long its sequences are, and what was hidden in them.

    lengths : by the name of the sequence, (sequences,) int32 each, special tokens included.
    draws : BERT's, (sequences, longest) uint8 of :class:`engine.look.Draw`; None for others.
    """

    run: int
    step: int
    lengths: Mapping[str, NDArray[np.int32]]
    draws: NDArray[np.uint8] | None = None
    view: str = field(default="batch")


Kept = (
    Ready
    | Loaded
    | Started
    | Losses
    | Evaluated
    | Paused
    | Resumed
    | Stopped
    | Finished
    | Saved
    | Failed
    | Reading
    | DataReport
    | Generated
)
Newest = Frame | BatchFrame
Event = Kept | Newest
