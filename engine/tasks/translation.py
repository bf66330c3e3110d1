"""Translation: a target for a source."""

from __future__ import annotations

from collections.abc import Generator

import torch
from torch import Tensor

from engine.data.corpus import Corpus
from engine.data.pair_batches import PairBatch, PairBatches
from engine.data.tokenizer import Tokenizer
from engine.data.worlds import AnyWorld, World
from engine.evaluation.translation import HeldOut, evaluating
from engine.generation.stepping import Generation, TranslationGeneration
from engine.models.face import Translator
from engine.probing.asked import Asked
from engine.probing.translation import GRADIENTS, look
from engine.schedule import smoothing_floor
from engine.seen.look import Look
from engine.specification import Recipe
from engine.tasks.task import Judging, Task

#: Sentences that are judged at once; not more than training takes, so that they fit as well.
_TOGETHER = 128


class Translation(Task[Translator, Corpus, PairBatch]):
    """Pairs, teacher forcing, exact match."""

    name = "translation"
    tables = (GRADIENTS,)

    def longest(self, corpus: Corpus) -> int:
        sides = [
            side.lengths
            for pairs in (corpus.training_ids, corpus.held_out_ids)
            for side in (pairs.source, pairs.target)
        ]
        return int(max(lengths.max(initial=1) for lengths in sides))

    def batches(self, corpus: Corpus, recipe: Recipe, seed: int) -> PairBatches:
        return PairBatches(corpus.training_ids, recipe.batch_size, seed)

    def loss(
        self, model: Translator, batch: PairBatch, recipe: Recipe, device: torch.device
    ) -> Tensor:
        source = torch.from_numpy(batch.source).to(device)
        target = torch.from_numpy(batch.target).to(device)
        return model.loss(source, target, recipe.label_smoothing)

    def judging(self, corpus: Corpus, recipe: Recipe) -> Judging:
        held_out = held_out_pairs(corpus, recipe.held_out)
        together = min(_TOGETHER, recipe.batch_size)

        def judge(model: Translator) -> Generator[None, None, dict[str, float]]:
            return evaluating(model, held_out, recipe.label_smoothing, together)

        return judge

    def floor(self, recipe: Recipe, vocabulary: int, world: AnyWorld | None) -> float:
        return smoothing_floor(recipe.label_smoothing, vocabulary)

    def look(
        self, model: Translator, vocabulary: Tokenizer, asked: Asked, world: AnyWorld | None
    ) -> Look:
        return look(model, vocabulary, asked, world.align if isinstance(world, World) else None)

    def generation(self, model: Translator, vocabulary: Tokenizer, text: str) -> Generation:
        return TranslationGeneration(model, vocabulary, text)


def held_out_pairs(corpus: Corpus, count: int) -> HeldOut:
    """The first `count` held-out pairs, with their right alignment where the world knows it."""
    count = min(count, len(corpus.held_out))
    ids = [corpus.held_out_ids[i] for i in range(count)]
    right: list[tuple[frozenset[int], ...]] = []
    if corpus.align is not None:
        right = [corpus.right_source(*pair) for pair in corpus.held_out[:count]]
    return HeldOut([source for source, _ in ids], [target for _, target in ids], right)


TRANSLATION = Translation()
