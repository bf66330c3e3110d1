"""One generation, step by step, from weights that stay as they were when it began.

What the model has taken is kept for every beginning that was asked for: keys and values, or a
recurrent state. So a token costs one step however much stands before it, and another token
anywhere in the text costs no more. The rows of attention are a by-product of the step.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.data.tokenizer import END, START, Tokenizer
from engine.models.face import LanguageModel, SequenceModel, State, Translator
from engine.probing.predictions import candidates
from engine.problem import Problem
from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token
from engine.trace import Trace

#: Candidates offered at each step.
_CANDIDATES = 50


class Generation(ABC):
    """Answers what may follow any beginning of the output, and why.

    Going back, or another way, is asking with another beginning.

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
        #: By all that was taken, <s> and prompt left out, what the model then stands at.
        self._states: dict[tuple[int, ...], State] = {}

    @torch.no_grad()
    def answer(self, written: tuple[int, ...]) -> GenerationStep:
        """The candidates that follow `written`, and the attention rows that produced them.

        Raises
        ------
        Problem
            An id is not in the vocabulary, or the output is longer than the model's positions.
        """
        taken = 1 + len(self.prompt) + len(written)
        self._fits(taken, "output", "Go back a token.")
        try:
            tokens = tuple(self._tokenizer.token(id) for id in written)
        except ValueError as error:
            raise Problem(str(error)) from error
        trace = Trace()
        logits = self._logits_after(written, trace)
        log_p = logits.float().cpu().double().log_softmax(-1)  # MPS has no doubles
        ids, probabilities, texts = candidates(self._tokenizer, logits, _CANDIDATES)
        return GenerationStep(
            written=tokens,
            ids=ids[0],
            tokens=texts[0],
            probabilities=probabilities[0],
            entropy=float(-(log_p.exp() * log_p).sum()),
            rows=self._last_rows(trace),
            room=self._longest - taken,
            end=END,
            prompt=self.prompt,
        )

    @abstractmethod
    def _begin(self, trace: Trace) -> tuple[Tensor, State]:
        """(1, vocabulary) of what follows <s> and prompt, and what the model then stands at."""

    @abstractmethod
    def _step(self, state: State, token: int, trace: Trace) -> Tensor:
        """(1, vocabulary) of what follows one token more; it advances `state`."""

    def _logits_after(self, written: tuple[int, ...], trace: Trace) -> Tensor:
        """(1, vocabulary) of what follows, from the longest beginning that is known."""
        known = len(written) - 1
        while known >= 0 and written[:known] not in self._states:
            known -= 1
        if known < 0:
            logits, self._states[()] = self._begin(trace)
            known = 0
        for place in range(known, len(written)):
            state = copy.copy(self._states[written[:place]])
            logits = self._step(state, written[place], trace)
            self._states[written[: place + 1]] = state
        return logits

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

    def _fits(self, length: int, side: str, advice: str = "Shorten it.") -> None:
        if length > self._longest:
            raise Problem(
                f"The {side} has {length} tokens; this model has positions for {self._longest}. "
                f"{advice}"
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

    def _begin(self, trace: Trace) -> tuple[Tensor, State]:
        state = self._model.begin(self._ids([token.id for token in self.source]))
        return self._step(state, START, trace), state

    def _step(self, state: State, token: int, trace: Trace) -> Tensor:
        return self._model.step(state, torch.tensor([token], device=self._device), trace)


class Continuation(Generation):
    """Goes on with a text; an empty one is begun."""

    def __init__(self, model: LanguageModel, tokenizer: Tokenizer, prompt: str) -> None:
        self._model = copy.deepcopy(model).eval()
        super().__init__(self._model, tokenizer)
        self.prompt = tokenizer.tokens(prompt)
        self._fits(1 + len(self.prompt), "prompt")

    def _begin(self, trace: Trace) -> tuple[Tensor, State]:
        state = self._model.begin(1)
        inputs = self._ids([START, *(token.id for token in self.prompt)])
        return self._model.step(state, inputs, trace), state

    def _step(self, state: State, token: int, trace: Trace) -> Tensor:
        return self._model.step(state, self._ids([token]), trace)
