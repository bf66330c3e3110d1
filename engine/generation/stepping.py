"""One generation, step by step, from weights that stay as they were when it began."""

from __future__ import annotations

import copy

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.tokenizer import END, START, Tokenizer
from engine.look import GenerationStep, Token
from engine.messages import Generated
from engine.models.face import Translator
from engine.probing import candidates
from engine.problem import Problem
from engine.trace import Trace

#: Candidates offered at each step.
_CANDIDATES = 50


class Generation:
    """Answers what may follow any beginning of the output, and why.

    It keeps nothing between answers but the weights and the source, so going back, or another
    way, is asking with another beginning.
    """

    def __init__(
        self, model: Translator, tokenizer: Tokenizer, source: str, run: int, step: int
    ) -> None:
        self._model = copy.deepcopy(model).eval()
        self._tokenizer = tokenizer
        self._run, self._step = run, step
        self._source: tuple[Token, ...] = (*tokenizer.tokens(source), tokenizer.token(END))
        if len(self._source) == 1:
            raise Problem("The source is empty. Type a sentence to translate.")
        self._fits(len(self._source), "source")

    @torch.no_grad()
    def answer(self, request: int, written: tuple[int, ...]) -> Generated:
        """The candidates that follow `written`, and the attention rows that produced them.

        Raises
        ------
        Problem
            An id is not in the vocabulary, or the output is longer than the model's positions.
        """
        self._fits(len(written) + 1, "output")
        try:
            tokens = tuple(self._tokenizer.token(id) for id in written)
        except ValueError as error:
            raise Problem(str(error)) from error
        device = next(self._model.parameters()).device
        source = torch.tensor([[token.id for token in self._source]], device=device)
        inputs = torch.tensor([[START, *written]], device=device)
        trace = Trace()
        logits = self._model.predict(source, inputs, trace)[0, -1:]
        log_p = logits.float().cpu().double().log_softmax(-1)  # MPS has no doubles
        ids, probabilities, texts = candidates(self._tokenizer, logits, _CANDIDATES)
        return Generated(
            request=request,
            run=self._run,
            step=self._step,
            source=self._source,
            next=GenerationStep(
                written=tokens,
                ids=ids[0],
                tokens=texts[0],
                probabilities=probabilities[0],
                entropy=float(-(log_p.exp() * log_p).sum()),
                rows=self._last_rows(trace),
                end=END,
            ),
        )

    def _last_rows(self, trace: Trace) -> dict[str, NDArray[np.float32]]:
        """The newest row of every decoder head, by group: (layers, heads, keys)."""
        rows = {}
        for layout in self._model.groups():
            if not layout.predicts:
                continue
            layers = [trace.attention[name].last_row() for name in layout.layers]
            rows[layout.name] = torch.stack(layers).float().cpu().numpy()
        return rows

    def _fits(self, length: int, side: str) -> None:
        if length > self._model.longest:
            raise Problem(
                f"The {side} has {length} tokens; this model has positions for "
                f"{self._model.longest}."
            )
