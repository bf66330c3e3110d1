"""A run: a model in training and everything its next step depends on."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine import allocation, catalog, device, memory, optimizers, tasks
from engine.building import build_model, implementation, parameter_count
from engine.checkpoint import Checkpoint
from engine.data import worlds
from engine.data.batching import Batch, BatchPosition
from engine.data.text_corpus import AnyCorpus
from engine.manifest import damaged
from engine.problem import Problem
from engine.randomness import RandomState
from engine.restoring import require_fit
from engine.schedule import learning_rate
from engine.specification import RunSpecification


def world_of(specification: RunSpecification) -> worlds.AnyWorld | None:
    """The built-in world that a run learns from; None for files."""
    data = specification.data
    return None if data.files else worlds.find(data.world)


@dataclass(frozen=True)
class Step:
    """One training step: number from 1, loss before the update, rate, tokens predicted."""

    number: int
    loss: float
    rate: float
    tokens: int


@dataclass
class History:
    """The losses of steps 1 … n and the held-out figures so far."""

    losses: list[float] = field(default_factory=list)
    evaluations: list[tuple[int, dict[str, float]]] = field(default_factory=list)


class Run:
    """Trains one model on one corpus, one step at a time.

    A run owns its place in torch's random generator: what else happens in the process between two
    steps (looks, other models) cannot change its losses.
    """

    def __init__(self, specification: RunSpecification, corpus: AnyCorpus) -> None:
        catalog.check(specification)
        allocation.keep_freed_memory()
        entry = catalog.find(specification.architecture)
        self.corpus = corpus
        self.task = tasks.find(entry.task)
        self.task.check(corpus)
        self.device = device.resolve(specification.device)
        recipe = specification.recipe
        options = entry.complete(specification.options)
        model = implementation(specification.architecture)
        longest_trained = self.task.longest(corpus)
        longest = model.longest_for(options, longest_trained)
        vocabulary = len(corpus.tokenizer)
        self.memory_bytes = memory.estimate(
            model.count_parameters(options, vocabulary, longest),
            model.count_activations(options, vocabulary, recipe.batch_size, longest_trained),
        )
        device.refuse_if_too_large(self.memory_bytes, self.device)
        self.model = build_model(specification, vocabulary, longest).to(self.device)
        self.optimizer = optimizers.make(recipe, dict(self.model.named_parameters()))
        self.batches = self.task.batches(corpus, recipe, specification.seed)
        self._random = RandomState(specification.seed + 1, self.device)
        self.step = 0
        self.seconds = 0.0  # of training steps alone
        self.history = History()
        self.last_batch: Batch | None = None
        self.specification = replace(specification, options=options, device=self.device.type)
        if not specification.threads:
            self.specification = replace(self.specification, threads=self._measure_threads())

    @property
    def parameters(self) -> int:
        """Trainable numbers."""
        return parameter_count(self.model)

    @property
    def floor(self) -> float:
        """The loss that no model can go below, in nats a token; NaN where nobody knows."""
        world = world_of(self.specification)
        return self.task.floor(self.specification.recipe, len(self.corpus.tokenizer), world)

    def advance(self) -> Step:
        """Take one training step.

        Raises
        ------
        Problem
            The loss or a gradient is not finite; the weights are still those of the step before.
        """
        started = time.perf_counter()
        recipe = self.specification.recipe
        place = self.batches.position
        batch = next(self.batches)
        rate = learning_rate(recipe, self.step + 1)
        try:
            with self._random.held():
                value = self._gradients(batch)
        except Problem:
            # As if the step had not been begun: its batch and its draws are still to come.
            self.optimizer.forget_gradients()
            self.batches.go_to(place)
            raise
        self.optimizer.step(rate)
        self.step += 1
        self.history.losses.append(value)
        self.last_batch = batch
        self.seconds += time.perf_counter() - started
        return Step(self.step, value, rate, batch.tokens)

    def losses(self) -> NDArray[np.float32]:
        """(steps,) of steps 1 … now."""
        return np.array(self.history.losses, np.float32)

    def checkpoint(self, training: bool = True) -> Checkpoint:
        """All that :meth:`resume` needs, or with `training` False what looking needs."""
        tensors: dict[str, Tensor] = {}
        progress: dict[str, Any] = {"seconds": self.seconds, "torch": torch.__version__}
        if training:
            tensors.update(self._random.state())
            tensors.update(self.optimizer.state())
            progress["batches"] = asdict(self.batches.position)
        tensors["losses"] = torch.from_numpy(self.losses())
        return Checkpoint(
            specification=self.specification,
            step=self.step,
            weights=self.model.state_dict(),
            vocabulary=self.corpus.tokenizer.to_json(),
            longest=self.model.longest,
            figures=self.history.evaluations[-1][1] if self.history.evaluations else {},
            evaluations=self.history.evaluations,
            examples=[(example.source, example.target) for example in self.corpus.examples],
            fingerprint=self.corpus.fingerprint,
            training=tensors,
            progress=progress,
        )

    def resume(self, stored: Checkpoint) -> None:
        """Put everything back to where `stored` left it; the next step is bit-identical.

        Raises
        ------
        Problem
            It holds weights only, its data has changed, or it does not fit this run.
        """
        if "generator" not in stored.training:
            raise Problem(
                "This checkpoint holds weights only: it can be looked at, not trained further. "
                "Train a new model instead."
            )
        if stored.fingerprint != self.corpus.fingerprint:
            raise Problem(
                f"The data of {self.corpus.title} has changed since the checkpoint was saved, so "
                "its training cannot be continued exactly. Restore the files, or train anew."
            )
        require_fit(self.model, stored, len(self.corpus.tokenizer))
        self.model.load_state_dict(stored.weights)
        try:
            self.optimizer.restore(stored.training)
            self._random.restore(stored.training)
            self.batches.go_to(BatchPosition(**stored.progress["batches"]))
        except KeyError as error:
            raise damaged(stored.folder, f"its training state lacks {error}") from error
        except (TypeError, ValueError) as error:
            clause = f"its training state does not fit the run: {str(error).rstrip('.')}"
            raise damaged(stored.folder, clause) from error
        self.step = stored.step
        self.seconds = float(stored.progress["seconds"])
        self.history.losses = stored.training["losses"].tolist()
        self.history.evaluations = stored.evaluations

    def extend_to(self, steps: int) -> None:
        """Let the run go on to `steps` if that is further than it goes now."""
        recipe = self.specification.recipe
        if steps > recipe.steps:
            self.specification = replace(self.specification, recipe=replace(recipe, steps=steps))

    def _gradients(self, batch: Batch) -> float:
        """The loss of a batch; leaves gradients behind, clipped where the recipe says so.

        Raises
        ------
        Problem
            The loss or the gradient's norm is not finite.
        """
        recipe = self.specification.recipe
        self.model.train()
        self.optimizer.forget_gradients()
        loss = self._loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        limit = recipe.clip_norm or float("inf")
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit).item()
        value = loss.item()
        for name, number in (("loss", value), ("gradient", norm)):
            if not np.isfinite(number):
                raise Problem(
                    f"The {name} became {number} at step {self.step + 1:,}. "
                    "Try a lower learning rate or a longer warm-up."
                )
        return value

    def _loss(self, batch: Batch) -> Tensor:
        return self.task.loss(self.model, batch, self.specification.recipe, self.device)

    def _measure_threads(self) -> int:
        """Time forward and backward of a batch; nothing of the run is touched by it."""
        batch = next(self.batches)
        self.batches.go_to(BatchPosition())
        with self._random.held():
            threads = device.quickest_threads(lambda: self._loss(batch).backward())  # type: ignore[no-untyped-call]
        self._random = RandomState(self.specification.seed + 1, self.device)
        self.model.zero_grad(set_to_none=True)
        return threads
