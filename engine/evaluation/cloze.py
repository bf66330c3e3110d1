"""BERT judged: the cloze and the verdict on the next sentence."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import torch

from engine.data.cloze_batches import ClozeBatch
from engine.models.face import MaskedLanguageModel
from engine.modes import eval_mode


def evaluating(
    model: MaskedLanguageModel, held_out: Sequence[ClozeBatch]
) -> Generator[None, None, dict[str, float]]:
    """Judge the model; each yield is a pause point, the return value the figures.

    "cloze": nats a drawn word; "verdict": nats a pair; "loss": their sum, as in training.
    "accuracy": share of drawn words that were the likeliest. "next_sentence": share of right
    verdicts, .5 of which a coin gets right. Where no word is asked for at all, as in a text of
    unknown words alone, there is no "accuracy" and "cloze" is 0.
    """
    cloze = verdict = right = agreed = words = pairs = 0.0
    with eval_mode(model) as device:
        for batch in held_out:
            with torch.no_grad():
                tensors = on_device(batch, device)
                ids, segments, places, asked, follows = tensors
                guesses, verdicts = model.predict(ids, segments, places=places)
                sums = torch.nn.functional.cross_entropy
                cloze += float(sums(guesses, asked, reduction="sum"))
                verdict += float(sums(verdicts, follows, reduction="sum"))
                right += float((guesses.argmax(-1) == asked).sum())
                agreed += float((verdicts.argmax(-1) == follows).sum())
            words, pairs = words + batch.tokens, pairs + len(batch.follows)
            yield
    figures = {"cloze": cloze / max(words, 1), "verdict": verdict / pairs}
    figures = {"loss": figures["cloze"] + figures["verdict"], **figures}
    if words:
        figures["accuracy"] = right / words
    return {**figures, "next_sentence": agreed / pairs}


def on_device(batch: ClozeBatch, device: torch.device) -> tuple[torch.Tensor, ...]:
    """ids, segments, places, words and follows as tensors."""
    arrays = batch.ids, batch.segments, batch.places, batch.words, batch.follows
    return tuple(torch.from_numpy(array).to(device) for array in arrays)
