"""Language modelling: the next word of a running text."""

from __future__ import annotations

import math
from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from engine.data.text_batches import TextBatch, TextBatches
from engine.data.text_corpus import TextCorpus
from engine.data.tokenizer import Tokenizer
from engine.data.worlds import AnyWorld, StoryWorld
from engine.evaluation.language import HeldOutText, evaluating
from engine.generation.stepping import Continuation, Generation
from engine.models.face import LanguageModel
from engine.probing.asked import Asked
from engine.probing.language import look
from engine.seen.look import Look
from engine.specification import Recipe
from engine.tasks.task import Judging, Task

#: Sequences that are judged at once; not more than training takes, so that they fit as well.
_TOGETHER = 32


class Language(Task[LanguageModel, TextCorpus, TextBatch]):
    """Every token from those before it."""

    name = "language model"

    def longest(self, corpus: TextCorpus) -> int:
        parts = (corpus.training.sequences, corpus.held_out.sequences)
        # Of a row's ids the last is only predicted: what goes in is one shorter.
        return int(max(part.lengths.max(initial=2) for part in parts)) - 1

    def batches(self, corpus: TextCorpus, recipe: Recipe, seed: int) -> TextBatches:
        return TextBatches(corpus.training.sequences, recipe.batch_size, seed)

    def loss(
        self, model: LanguageModel, batch: TextBatch, recipe: Recipe, device: torch.device
    ) -> Tensor:
        inputs = torch.from_numpy(batch.inputs).to(device)
        outputs = torch.from_numpy(np.ascontiguousarray(batch.outputs)).to(device)
        return model.loss(inputs, outputs, recipe.label_smoothing)

    def judging(self, corpus: TextCorpus, recipe: Recipe) -> Judging:
        held_out = held_out_text(corpus, recipe.held_out)
        together = min(_TOGETHER, recipe.batch_size)

        def judge(model: LanguageModel) -> Generator[None, None, dict[str, float]]:
            return evaluating(model, held_out, together)

        return judge

    def floor(self, recipe: Recipe, vocabulary: int, world: AnyWorld | None) -> float:
        if isinstance(world, StoryWorld) and not recipe.label_smoothing:
            return world.entropy_a_token
        return math.nan

    def look(
        self, model: LanguageModel, vocabulary: Tokenizer, asked: Asked, world: AnyWorld | None
    ) -> Look:
        return look(model, vocabulary, asked, world if isinstance(world, StoryWorld) else None)

    def generation(self, model: LanguageModel, vocabulary: Tokenizer, text: str) -> Generation:
        return Continuation(model, vocabulary, text)


def held_out_text(corpus: TextCorpus, count: int) -> HeldOutText:
    """The sequences of the first `count` held-out documents, and what the world makes of them."""
    documents = corpus.held_out.sequence_documents
    rows = np.flatnonzero(documents < count)
    known = np.full(len(rows), np.nan)
    if corpus.log_probabilities is not None:
        pieces = np.bincount(documents[rows])
        for place, document in enumerate(documents[rows]):
            if pieces[document] == 1:
                found = corpus.log_probabilities(corpus.held_out.texts[document])
                known[place] = math.fsum(found) if found is not None else math.nan
    return HeldOutText(corpus.held_out.sequences.take(rows), known)


LANGUAGE = Language()
