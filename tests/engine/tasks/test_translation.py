"""Translation as a task: what training makes small."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.building import build_model
from engine.data.corpus import Corpus
from engine.data.opening import open_corpus
from engine.models.face import Translator
from engine.specification import DataSpecification, Recipe, RunSpecification
from engine.tasks.translation import TRANSLATION


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_is_smoothed_as_the_recipe_says(smoothing: float) -> None:
    """(1 − ε) · −log p of the right token + ε · the mean of −log p over the vocabulary."""
    corpus = open_corpus(DataSpecification(world="dates", limit=100))
    assert isinstance(corpus, Corpus)
    recipe = Recipe(batch_size=8, label_smoothing=smoothing)
    sizes = {"d_model": 16, "heads": 2, "d_ff": 32}
    model = build_model(RunSpecification(options=dict(sizes)), len(corpus.tokenizer), 40)
    assert isinstance(model, Translator)
    batch = next(TRANSLATION.batches(corpus, recipe, seed=0))
    loss = TRANSLATION.loss(model, batch, recipe, torch.device("cpu"))

    starts = np.ones_like(batch.target[:, :1])
    inputs = np.concatenate([starts, batch.target[:, :-1]], 1)
    logits = model.predict(torch.from_numpy(batch.source), torch.from_numpy(inputs))
    exponents = np.exp(logits.detach().double().numpy())
    nats = -np.log(exponents / exponents.sum(-1, keepdims=True))
    real = batch.target != 0
    right = np.take_along_axis(nats, batch.target[..., None], -1)[..., 0]
    expected = (1 - smoothing) * right[real].mean() + smoothing * nats.mean(-1)[real].mean()
    assert loss.item() == pytest.approx(expected, rel=1e-5)
