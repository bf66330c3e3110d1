"""The cloze: words hidden in a text, and whether one part of it follows the other."""

from __future__ import annotations

import math
from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.data.cloze_batches import FRAME, ClozeBatch, ClozeBatches, Segments, assembled
from engine.data.fitness import require_fit
from engine.data.text_corpus import TextCorpus
from engine.data.tokenizer import Tokenizer
from engine.data.worlds import AnyWorld
from engine.evaluation.cloze import evaluating, on_device
from engine.generation.stepping import Generation
from engine.models.face import MaskedLanguageModel
from engine.probing.asked import Asked
from engine.probing.cloze import look
from engine.problem import Problem
from engine.seen.look import Look
from engine.specification import Recipe
from engine.tasks.task import Judging, Task

#: Pairs that are judged at once; not more than training takes, so that they fit as well.
_TOGETHER = 32
#: The held-out pairs are cut and drawn once, alike for every run.
_JUDGING_SEED = 0


class Cloze(Task[MaskedLanguageModel, TextCorpus, ClozeBatch]):
    """Masked language modelling and next-sentence prediction."""

    name = "cloze"

    def check(self, corpus: TextCorpus) -> None:
        require_fit(corpus, self.name)

    def longest(self, corpus: TextCorpus) -> int:
        # A foreign B may fill whatever room A leaves, however short either's document is.
        return self._most(corpus) + FRAME

    def batches(self, corpus: TextCorpus, recipe: Recipe, seed: int) -> ClozeBatches:
        tokenizer = corpus.tokenizer
        return ClozeBatches(
            corpus.training,
            recipe.batch_size,
            seed,
            self._most(corpus),
            len(tokenizer),
            tokenizer.special_count,
        )

    def loss(
        self, model: MaskedLanguageModel, batch: ClozeBatch, recipe: Recipe, device: torch.device
    ) -> Tensor:
        ids, segments, places, words, follows = on_device(batch, device)
        cloze, verdict = model.losses(ids, segments, places, words, follows)
        return cloze + verdict

    def judging(self, corpus: TextCorpus, recipe: Recipe) -> Judging:
        together = min(_TOGETHER, recipe.batch_size)
        held_out = held_out_cloze(corpus, recipe.held_out, self._most(corpus), together)

        def judge(model: MaskedLanguageModel) -> Generator[None, None, dict[str, float]]:
            return evaluating(model, held_out)

        return judge

    def floor(self, recipe: Recipe, vocabulary: int, world: AnyWorld | None) -> float:
        return math.nan  # what can be known of a hidden word depends on which others are hidden

    def look(
        self,
        model: MaskedLanguageModel,
        vocabulary: Tokenizer,
        asked: Asked,
        world: AnyWorld | None,
    ) -> Look:
        return look(model, vocabulary, asked)

    def generation(
        self, model: MaskedLanguageModel, vocabulary: Tokenizer, text: str
    ) -> Generation:
        raise Problem(
            "BERT fills blanks and does not write: every word it reads sees all the others. "
            "Choose GPT or a translator to generate."
        )

    def _most(self, corpus: TextCorpus) -> int:
        """Tokens of A and B together: as many as the longest row for language models has."""
        return int(corpus.training.sequences.lengths.max(initial=3)) - 1


def held_out_cloze(corpus: TextCorpus, count: int, most: int, together: int) -> list[ClozeBatch]:
    """Pairs of the first `count` held-out documents, always the same, `together` in a batch."""
    segments = Segments(corpus.held_out, most)
    indices = np.arange(min(count, len(segments.documents)))
    indices = indices[np.argsort(segments.lengths[indices], kind="stable")]
    generator = np.random.Generator(np.random.PCG64([_JUDGING_SEED]))
    tokenizer = corpus.tokenizer
    return [
        assembled(
            segments,
            indices[first : first + together],
            len(tokenizer),
            tokenizer.special_count,
            generator,
        )
        for first in range(0, len(indices), together)
    ]


CLOZE = Cloze()
