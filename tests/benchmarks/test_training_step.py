"""Heed's training step against torch.nn.Transformer's, at the default sizes.

Both take the same batches of the English → French world, in lengths as they come; both have the
same weights at the start, the same loss (tied output matrix, label smoothing, padding left out),
the same clipping and the same optimizer (the engine's, fused); both run in float32 on one thread.
The reference is set up the way it is fastest: batch first, no dropout, no weights asked for,
boolean masks made once, its causal mask announced as such, and without the two stack norms that
the paper does not have. So the arithmetic is the same, and the losses are held equal.

A third contestant is a step as the engine takes it, with fetching the batch, looking at the loss
and keeping the random generator apart: what a user gets.
"""

from __future__ import annotations

import copy
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.catalog import find
from engine.data.batching import BatchPosition
from engine.data.opening import open_corpus
from engine.data.pair_batches import PairBatch
from engine.data.tokenizer import PAD
from engine.layers.positions import sinusoids
from engine.models.face import shifted_right
from engine.optimizers.adam import Adam
from engine.run import Run
from engine.specification import DataSpecification, RunSpecification
from tests.benchmarks import pairs
from tests.engine.models.reference import reference_for

WORLD = "english-french"
PAIRS = pairs.size(15, 5)
BATCHES = pairs.size(60, 8)


class Reference(nn.Module):
    """The same model around torch.nn.Transformer."""

    def __init__(self, run: Run, longest: int) -> None:
        super().__init__()
        ours = run.model
        self.embedding = nn.Embedding.from_pretrained(
            ours.embedding.weight.detach().clone(), freeze=False
        )
        self.transformer = reference_for(ours).float()
        width = self.embedding.embedding_dim
        self.scale = math.sqrt(width)
        self.register_buffer("positions", sinusoids(longest, width).float())
        self.register_buffer("future", torch.ones(longest, longest, dtype=torch.bool).triu(1))

    def loss(self, source: Tensor, target: Tensor, label_smoothing: float) -> Tensor:
        inputs = shifted_right(target)
        width, padded = inputs.shape[1], source == PAD
        decoded = self.transformer(
            self._embed(source),
            self._embed(inputs),
            tgt_mask=self.future[:width, :width],
            tgt_is_causal=True,
            src_key_padding_mask=padded,
            memory_key_padding_mask=padded,
        )
        logits = F.linear(decoded, self.embedding.weight)
        return F.cross_entropy(
            logits.flatten(0, 1),
            target.flatten(),
            ignore_index=PAD,
            label_smoothing=label_smoothing,
        )

    def _embed(self, ids: Tensor) -> Tensor:
        return self.embedding(ids) * self.scale + self.positions[: ids.shape[1]]


class Stepper:
    """Loss, backward, clipping and Adam, alike for any model with a `loss`."""

    def __init__(self, model: nn.Module, run: Run, batches: list[PairBatch]) -> None:
        self.model = model
        self.recipe = run.specification.recipe
        parameters = dict(model.named_parameters())
        self.optimizer = Adam(parameters, self.recipe.betas, self.recipe.epsilon)
        self.batches = [(torch.from_numpy(b.source), torch.from_numpy(b.target)) for b in batches]

    def step(self, source: Tensor, target: Tensor) -> Tensor:
        self.optimizer.forget_gradients()
        loss = self.model.loss(source, target, self.recipe.label_smoothing)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip_norm)
        self.optimizer.step(self.recipe.learning_rate)
        return loss.detach()

    def milliseconds(self) -> float:
        """A step's, over all batches."""
        return pairs.milliseconds(lambda: [self.step(*batch) for batch in self.batches], BATCHES)


def test_training_step() -> None:
    pairs.headline("Training step, default Transformer, English → French, batch 64, one thread")
    torch.set_num_threads(1)
    recipe = find("transformer").recipe(WORLD)
    specification = RunSpecification(
        data=DataSpecification(world=WORLD), recipe=recipe, device="cpu", threads=1
    )
    run = Run(specification, open_corpus(specification.data))
    batches = [next(run.batches) for _ in range(BATCHES)]
    longest = max(max(b.source.shape[1], b.target.shape[1]) for b in batches)
    lengths = sorted(b.target.shape[1] for b in batches)
    print(f"   target lengths {lengths[0]} to {lengths[-1]}, median {lengths[BATCHES // 2]}")

    reference = Stepper(Reference(run, longest), run, batches)
    ours = Stepper(copy.deepcopy(run.model), run, batches)
    for batch in ours.batches[:3]:
        torch.testing.assert_close(ours.step(*batch), reference.step(*batch), rtol=1e-4, atol=1e-4)

    def engine() -> float:
        run.batches.go_to(BatchPosition())
        return pairs.milliseconds(lambda: [run.advance() for _ in range(BATCHES)], BATCHES)

    contestants = {
        "torch.nn.Transformer": reference.milliseconds,
        "Heed": ours.milliseconds,
        "Heed, the engine's whole step": engine,
    }
    pairs.interleaved(1, contestants)  # to warm up
    measured = pairs.interleaved(PAIRS, contestants)
    for name, values in measured.items():
        pairs.line(name, values, "ms")
    theirs = measured["torch.nn.Transformer"]
    speed = pairs.ratios(theirs, measured["Heed"])
    pairs.line("speed against torch.nn.Transformer", speed, "×", "≥ 1.0")


if __name__ == "__main__":
    test_training_step()
