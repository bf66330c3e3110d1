"""What the window asks of the engine; see :mod:`engine.messages` for the rules of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from engine.seen.maps import HeadReference
from engine.specification import DataSpecification, RunSpecification


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
