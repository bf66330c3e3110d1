"""The face of a task."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor

from engine.catalog.entry import Task as Name
from engine.data.batching import Batch, Batches
from engine.data.text_corpus import AnyCorpus
from engine.data.tokenizer import Tokenizer
from engine.data.worlds import AnyWorld
from engine.generation.stepping import Generation
from engine.models.face import SequenceModel
from engine.probing.asked import Asked
from engine.seen.look import Look
from engine.specification import Recipe
from engine.structure import TableLayout

M = TypeVar("M", bound=SequenceModel)
C = TypeVar("C", bound=AnyCorpus)
B = TypeVar("B", bound=Batch)

#: Judges a model; each yield is a pause point, the return value the figures by name.
Judging = Callable[[Any], Generator[None, None, dict[str, float]]]


class Task(ABC, Generic[M, C, B]):
    """Joins a kind of data to a kind of model.

    Attributes
    ----------
    name : as a catalogue entry's `task`.
    tables : what a look can hold besides what the model's own structure offers.
    """

    name: Name
    tables: tuple[TableLayout, ...] = ()

    def check(self, corpus: C) -> None:
        """Whether the corpus can be used.

        Raises
        ------
        DataProblem
            It cannot; the sentence says why and what to do.
        """

    @abstractmethod
    def longest(self, corpus: C) -> int:
        """Tokens of the longest sequence that a model is given, special ones included."""

    @abstractmethod
    def batches(self, corpus: C, recipe: Recipe, seed: int) -> Batches[B]:
        """Training's endless stream."""

    @abstractmethod
    def loss(self, model: M, batch: B, recipe: Recipe, device: torch.device) -> Tensor:
        """Mean loss of a batch in nats, as the recipe smoothes it."""

    @abstractmethod
    def judging(self, corpus: C, recipe: Recipe) -> Judging:
        """What judges a model by the first `recipe.held_out` of the corpus' held-out part."""

    @abstractmethod
    def floor(self, recipe: Recipe, vocabulary: int, world: AnyWorld | None) -> float:
        """The training loss that no model can go below, nats a token; NaN where nobody knows."""

    @abstractmethod
    def look(self, model: M, vocabulary: Tokenizer, asked: Asked, world: AnyWorld | None) -> Look:
        """Look at one sentence, in eval mode, without touching gradients or random generators.

        Raises
        ------
        Problem
            The sentence cannot be given to this model.
        """

    @abstractmethod
    def generation(self, model: M, vocabulary: Tokenizer, text: str) -> Generation:
        """A generation that begins with `text`, from the weights as they are now.

        Raises
        ------
        Problem
            The model does not write, or cannot be given this text.
        """
