"""What the engine tells: each of these is delivered, in order, except the pictures in `Newest`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.messages.frames import BatchFrame, Frame
from engine.messages.reading import DataReport, Example, Reading
from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token
from engine.specification import RunSpecification
from engine.structure import Structure


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


@dataclass(frozen=True, kw_only=True)
class OnBench:
    """What is told of a model when it comes onto the bench, opened or in training.

    vocabulary : tokens it knows.
    floor : the loss in nats a token that no model can go below, NaN where it is not known.
    structure : its blocks, and the tables that a look can hold.
    losses, evaluations, seconds : the curves of the training that led here, (steps,) float32 and
        (step, figures), and what it took; empty where they were not kept.
    note : a sentence for the user, "" for none.
    """

    vocabulary: int = 0
    floor: float = float("nan")
    structure: Structure = field(default_factory=Structure)
    losses: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    evaluations: tuple[tuple[int, Mapping[str, float]], ...] = ()
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Loaded(OnBench):
    """A model stands on the bench, trained to `step`; it came from `path`.

    figures : its last held-out ones, by name.
    resumable : whether the checkpoint holds what going on with its training needs.
    """

    run: int
    path: str
    specification: RunSpecification
    step: int
    parameters: int
    figures: Mapping[str, float]
    examples: tuple[Example, ...]
    resumable: bool


@dataclass(frozen=True)
class Building:
    """The data of a run is open; its model is being built, which takes long for a large one."""

    run: int


@dataclass(frozen=True)
class Started(OnBench):
    """Training began (or went on) at `step`; `specification` has every choice filled in.

    parameters : trainable numbers.
    memory_bytes : what training is expected to take.
    """

    run: int
    specification: RunSpecification
    step: int
    parameters: int
    memory_bytes: int
    examples: tuple[Example, ...]


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
    `detail` is for the log: where in the code it was; "" for what a person can put right.
    """

    what: str
    sentence: str
    kept: str = ""
    detail: str = ""
    run: int = 0
    request: int = 0


@dataclass(frozen=True)
class Generated:
    """An answer to Generate or Extend, from the weights kept at `step` of run `run`."""

    request: int
    run: int
    step: int
    source: tuple[Token, ...]
    next: GenerationStep


Kept = (
    Ready
    | Loaded
    | Building
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
