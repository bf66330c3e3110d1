"""One generation, step by step, from weights that stay as they were when it began."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.tokenizer import END, START, Tokenizer
from engine.models.face import LanguageModel, SequenceModel, Translator
from engine.probing.predictions import candidates
from engine.problem import Problem
from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token
from engine.trace import Trace

#: Candidates offered at each step.
_CANDIDATES = 50


class Generation(ABC):
    """Answers what may follow any beginning of the output, and why.

    It keeps nothing between answers but the weights and the text it began with, so going back,
    or another way, is asking with another beginning.

    `source` holds the tokens of an encoded source, `prompt` those that the output begins with;
    one of the two is empty.
    """

    source: tuple[Token, ...] = ()
    prompt: tuple[Token, ...] = ()

    def __init__(self, model: SequenceModel, tokenizer: Tokenizer) -> None:
        self._longest = model.longest
        self._tokenizer = tokenizer
        self._layouts = model.groups()
        self._device = next(model.parameters()).device

    @torch.no_grad()
    def answer(self, written: tuple[int, ...]) -> GenerationStep:
        """The candidates that follow `written`, and the attention rows that produced them.

        Raises
        ------
        Problem
            An id is not in the vocabulary, or the output is longer than the model's positions.
        """
        self._fits(1 + len(self.prompt) + len(written), "output")
        try:
            tokens = tuple(self._tokenizer.token(id) for id in written)
        except ValueError as error:
            raise Problem(str(error)) from error
        inputs = self._ids([START, *(token.id for token in self.prompt), *written])
        trace = Trace()
        logits = self._last_logits(inputs, trace)
        log_p = logits.float().cpu().double().log_softmax(-1)  # MPS has no doubles
        ids, probabilities, texts = candidates(self._tokenizer, logits, _CANDIDATES)
        return GenerationStep(
            written=tokens,
            ids=ids[0],
            tokens=texts[0],
            probabilities=probabilities[0],
            entropy=float(-(log_p.exp() * log_p).sum()),
            rows=self._last_rows(trace),
            end=END,
            prompt=self.prompt,
        )

    @abstractmethod
    def _last_logits(self, inputs: Tensor, trace: Trace) -> Tensor:
        """(1, vocabulary) of what follows the last of inputs (1, T)."""

    def _last_rows(self, trace: Trace) -> dict[str, NDArray[np.float32]]:
        """The newest row of every head that makes predictions, by group: (layers, heads, keys)."""
        rows = {}
        for layout in self._layouts:
            if layout.predicts:
                layers = [trace.attention[name].last_row() for name in layout.layers]
                rows[layout.name] = torch.stack(layers).float().cpu().numpy()
        return rows

    def _ids(self, ids: Sequence[int]) -> Tensor:
        return torch.tensor([ids], device=self._device)

    def _fits(self, length: int, side: str) -> None:
        if length > self._longest:
            raise Problem(
                f"The {side} has {length} tokens; this model has positions for {self._longest}."
            )


class TranslationGeneration(Generation):
    """Writes a translation."""

    def __init__(self, model: Translator, tokenizer: Tokenizer, source: str) -> None:
        self._model = copy.deepcopy(model).eval()
        super().__init__(self._model, tokenizer)
        self.source = (*tokenizer.tokens(source), tokenizer.token(END))
        if len(self.source) == 1:
            raise Problem("The source is empty. Type a sentence to translate.")
        self._fits(len(self.source), "source")

    def _last_logits(self, inputs: Tensor, trace: Trace) -> Tensor:
        source = self._ids([token.id for token in self.source])
        return self._model.predict(source, inputs, trace)[0, -1:]


class Continuation(Generation):
    """Goes on with a text; an empty one is begun."""

    def __init__(self, model: LanguageModel, tokenizer: Tokenizer, prompt: str) -> None:
        self._model = copy.deepcopy(model).eval()
        super().__init__(self._model, tokenizer)
        self.prompt = tokenizer.tokens(prompt)
        self._fits(1 + len(self.prompt), "prompt")

    def _last_logits(self, inputs: Tensor, trace: Trace) -> Tensor:
        return self._model.predict(inputs, trace)[0, -1:]
