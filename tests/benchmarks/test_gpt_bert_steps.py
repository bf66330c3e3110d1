"""Heed's GPT and BERT training steps against transformers', at equal configuration.

All take the same batches of the story world, in lengths as they come, and have the same weights
at the start, the same loss, the same clipping and the same optimizer (the engine's, fused); all
run in float32 on one thread, without dropout. So the arithmetic is the same, and the losses are
held equal. GPT stands against GPT2LMHeadModel, so with its norms before each sublayer.

The reference is set up the way it is fastest: fused attention, no cache, no attention mask where
the causal mask already hides the padding. BertForPreTraining gives logits of every word of a
text, of which a loss needs 15 %; "at the blanks" is the same model with its head applied to
those alone, as Heed's is.

A last contestant is a step as the engine takes it, with fetching the batch, looking at the loss
and keeping the random generator apart: what a user gets.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.catalog import find
from engine.data.batching import BatchPosition
from engine.data.opening import open_corpus
from engine.data.tokenizer import PAD
from engine.optimizers.adam import Adam
from engine.run import Run
from engine.specification import DataSpecification, RunSpecification, Scalar
from tests.benchmarks import pairs
from tests.engine.models.published import beside_bert, beside_gpt2

PAIRS = pairs.size(15, 5)
BATCHES = pairs.size(60, 12)

#: The catalogue's defaults, and something nearer to what people train elsewhere.
SIZES: Mapping[str, Mapping[str, Scalar]] = {
    "default sizes": {},
    "d 256, 4 layers": {"d_model": 256, "heads": 4, "layers": 4, "d_ff": 1024},
}

Tensors = Mapping[str, Tensor]
Loss = Callable[[nn.Module, Tensors], Tensor]


class Stepper:
    """Loss, backward, clipping and Adam, alike for any model."""

    def __init__(self, model: nn.Module, loss: Loss, run: Run, batches: Sequence[object]) -> None:
        self.model, self.loss = model.train(), loss
        self.recipe = run.specification.recipe
        parameters = dict(model.named_parameters())
        self.optimizer = Adam(parameters, self.recipe.betas, self.recipe.epsilon)
        self.batches = [
            {
                name: torch.from_numpy(np.ascontiguousarray(values))
                for name, values in vars(batch).items()
            }
            for batch in batches
        ]

    def step(self, batch: Tensors) -> Tensor:
        self.optimizer.forget_gradients()
        loss = self.loss(self.model, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.recipe.clip_norm)
        self.optimizer.step(self.recipe.learning_rate)
        return loss.detach()

    def milliseconds(self) -> float:
        """A step's, over all batches."""
        return pairs.milliseconds(lambda: [self.step(batch) for batch in self.batches], BATCHES)


def _our_gpt(model: nn.Module, batch: Tensors) -> Tensor:
    loss: Tensor = model.loss(batch["inputs"], batch["outputs"])
    return loss


def _their_gpt(model: nn.Module, batch: Tensors) -> Tensor:
    logits = model(batch["inputs"], use_cache=False).logits
    return F.cross_entropy(logits.flatten(0, 1), batch["outputs"].flatten(), ignore_index=PAD)


def _our_bert(model: nn.Module, batch: Tensors) -> Tensor:
    names = ("ids", "segments", "places", "words", "follows")
    cloze, verdict = model.losses(*(batch[name] for name in names))
    total: Tensor = cloze + verdict
    return total


def _their_bert(model: nn.Module, batch: Tensors) -> Tensor:
    ids = batch["ids"]
    labels = torch.full_like(ids, -100)
    labels.view(-1)[batch["places"]] = batch["words"]
    loss: Tensor = model(
        ids,
        attention_mask=(ids != PAD).long(),
        token_type_ids=batch["segments"],
        labels=labels,
        next_sentence_label=batch["follows"],
    ).loss
    return loss


def _their_bert_at_the_blanks(model: nn.Module, batch: Tensors) -> Tensor:
    ids = batch["ids"]
    encoded, pooled = model.bert(
        ids,
        attention_mask=(ids != PAD).long(),
        token_type_ids=batch["segments"],
        return_dict=False,
    )
    cloze, verdict = model.cls(encoded.flatten(0, 1)[batch["places"]], pooled)
    cross_entropy = F.cross_entropy
    return cross_entropy(cloze, batch["words"]) + cross_entropy(verdict, batch["follows"])


@pytest.mark.parametrize("sizes", SIZES)
def test_gpt_step(sizes: str) -> None:
    _measure("gpt", sizes, {"norm": "pre"}, _our_gpt, {"transformers' GPT-2": _their_gpt})


@pytest.mark.parametrize("sizes", SIZES)
def test_bert_step(sizes: str) -> None:
    theirs = {
        "transformers' BERT": _their_bert,
        "transformers' BERT at the blanks": _their_bert_at_the_blanks,
    }
    _measure("bert", sizes, {}, _our_bert, theirs)


def _measure(
    name: str,
    sizes: str,
    more: Mapping[str, Scalar],
    our_loss: Loss,
    their_losses: Mapping[str, Loss],
) -> None:
    recipe = find(name).recipe("stories")
    title = f"Training step, {find(name).title}, {sizes}, stories, batch {recipe.batch_size}"
    pairs.headline(f"{title}, one thread")
    torch.set_num_threads(1)
    specification = RunSpecification(
        architecture=name,
        options={**SIZES[sizes], **more},
        data=DataSpecification(kind="text", world="stories"),
        recipe=recipe,
        device="cpu",
        threads=1,
    )
    run = Run(specification, open_corpus(specification.data))
    batches = [next(run.batches) for _ in range(BATCHES)]
    ours = Stepper(copy.deepcopy(run.model), our_loss, run, batches)
    theirs = {
        title: Stepper(_reference(name, run.model), loss, run, batches)
        for title, loss in their_losses.items()
    }
    for batch in ours.batches[:3]:
        loss = ours.step(batch)
        for reference in theirs.values():
            torch.testing.assert_close(reference.step(batch), loss, rtol=1e-4, atol=1e-4)

    def engine() -> float:
        run.batches.go_to(BatchPosition())
        return pairs.milliseconds(lambda: [run.advance() for _ in range(BATCHES)], BATCHES)

    contestants = {title: reference.milliseconds for title, reference in theirs.items()}
    contestants |= {"Heed": ours.milliseconds, "Heed, the engine's whole step": engine}
    pairs.interleaved(1, contestants)  # to warm up
    measured = pairs.interleaved(PAIRS, contestants)
    for title, values in measured.items():
        pairs.line(title, values, "ms")
    for title in theirs:
        speed = pairs.ratios(measured[title], measured["Heed"])
        pairs.line(f"speed against {title}", speed, "×", "≥ 1.0")


def _reference(name: str, model: nn.Module) -> nn.Module:
    """transformers' model with the same weights, and with fused attention."""
    both = beside_bert(model, "gelu_new") if name == "bert" else beside_gpt2(model)
    both.copy_to_theirs()
    both.theirs.set_attn_implementation("sdpa")
    return both.theirs.float()


if __name__ == "__main__":
    for each in SIZES:
        test_gpt_step(each)
        test_bert_step(each)
