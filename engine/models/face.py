"""The faces that architectures show to training, probing and generation.

All share :class:`SequenceModel`; by what a model is asked there are three kinds: a
:class:`Translator` writes a target for a source, a :class:`LanguageModel` continues a text, a
:class:`MaskedLanguageModel` fills blanks in one. `engine.tasks` has one file for each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor, nn

from engine.data.tokenizer import PAD, START
from engine.seen.tokens import Axis
from engine.specification import Scalar
from engine.structure import Structure
from engine.trace import Trace

#: What a model has taken so far in a generation; only the model looks inside. A step puts new
#: values in it and changes none, so that a shallow copy stays where it was made.
State = Any

#: Positions a model has at least: a sentence to look at may be longer than those trained on.
_POSITIONS = 640


@dataclass(frozen=True)
class GroupLayout:
    """Where a group of attention maps is found in a trace, and what its sides are.

    Attributes
    ----------
    name, kind, rows, columns : as in :class:`engine.seen.maps.MapGroup`.
    layers : the trace's name for each layer's attention.
    value_norms : for each layer the norm of what each key's value adds to the layer's output at
        weight 1, from v (batch, head, key, feature) to (batch, head, key).
    predicts : whether each row is the making of one output token.
    aligns : whether weights say which source token an output token renders.
    """

    name: str
    kind: Literal["VVV", "VVV masked", "QVV"]
    rows: Axis
    columns: Axis
    layers: tuple[str, ...]
    value_norms: tuple[Callable[[Tensor], Tensor], ...]
    predicts: bool = False
    aligns: bool = False


class SequenceModel(nn.Module, ABC):
    """What all architectures have in common.

    Token ids are int64; padding is 0 and stands at the end. `longest` is the longest sequence
    the model takes, <s> included.
    """

    longest: int

    @classmethod
    @abstractmethod
    def build(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> SequenceModel:
        """A model with fresh weights from torch's default generator."""

    @classmethod
    @abstractmethod
    def count_parameters(cls, options: Mapping[str, Scalar], vocabulary: int, longest: int) -> int:
        """Trainable numbers of a model of these sizes, without making it."""

    @classmethod
    @abstractmethod
    def count_activations(
        cls, options: Mapping[str, Scalar], vocabulary: int, batch: int, length: int
    ) -> int:
        """Numbers kept for backward at most, in a batch whose sequences have `length` tokens.

        An upper bound within a factor of two or three, to refuse beforehand what cannot fit.
        """

    @classmethod
    def longest_for(cls, options: Mapping[str, Scalar], longest: int) -> int:
        """The `longest` to build with, for data whose longest sequence has that many tokens."""
        return max(_POSITIONS, longest)

    def embedding_table(self) -> Tensor | None:
        """(vocabulary, features) the embeddings of all tokens; None for a model without any."""
        return None

    def groups(self) -> tuple[GroupLayout, ...]:
        """The attention maps a trace of a forward pass holds, in drawing order."""
        return ()

    def structure(self) -> Structure:
        """Its blocks, and the tables that a trace can keep."""
        return Structure()


class Translator(SequenceModel):
    """From a source sequence to a target sequence."""

    @abstractmethod
    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        """Teacher forcing: logits of what follows each input token.

        source : (batch, S) ending in </s>, inputs : (batch, T) beginning with <s>
        -> (batch, T, vocabulary). A trace that wants it is given "source.embedding", (batch, S,
        features), the source's embeddings as they enter the model.
        """

    @abstractmethod
    def begin(self, source: Tensor) -> State:
        """Encode (batch, S) and stand before the first target token."""

    @abstractmethod
    def step(self, state: State, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        """Take the next input token of each sentence and advance `state`.

        inputs : (batch,) -> logits of what follows, (batch, vocabulary).
        """

    def loss(self, source: Tensor, target: Tensor, label_smoothing: float = 0.0) -> Tensor:
        """Mean over the target's tokens of −log p, in nats; padding left out.

        source : (batch, S), target : (batch, T), both ending in </s>. With label smoothing the
        target distribution is (1 − ε) one-hot + ε uniform (Szegedy et al. 2016, section 7).
        """
        return cross_entropy(self.predict(source, shifted_right(target)), target, label_smoothing)


class LanguageModel(SequenceModel):
    """From a text to the text that follows it."""

    @abstractmethod
    def predict(self, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        """Logits of what follows each token: inputs (batch, T) -> (batch, T, vocabulary).

        Position t sees inputs 0 … t, or fewer, and none after it. The first input is <s>, or
        for a piece from within a document the token before it.
        """

    @abstractmethod
    def begin(self, batch: int) -> State:
        """Stand before the first input of `batch` texts."""

    @abstractmethod
    def step(self, state: State, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        """Take the next tokens of each text and advance `state`.

        inputs : (batch, tokens) -> logits of what follows the last, (batch, vocabulary).
        """

    def loss(self, inputs: Tensor, outputs: Tensor, label_smoothing: float = 0.0) -> Tensor:
        """Mean over the outputs of −log p, in nats; padding left out. Both are (batch, T)."""
        return cross_entropy(self.predict(inputs), outputs, label_smoothing)


class MaskedLanguageModel(SequenceModel):
    """From a text with blanks to what stood there, and whether its second part follows."""

    @abstractmethod
    def predict(
        self,
        ids: Tensor,
        segments: Tensor,
        trace: Trace | None = None,
        places: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Logits of the words and of the verdict.

        ids : (batch, T) with blanks, beginning with [CLS]; segments : (batch, T), 0 for A and 1
        for B; places : (n,) positions in the flattened (batch · T), where words are asked for;
        None asks everywhere.
        -> (n, vocabulary) or (batch, T, vocabulary), and (batch, 2): follows, does not follow.
        """

    def losses(
        self, ids: Tensor, segments: Tensor, places: Tensor, words: Tensor, follows: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Mean −log p of the words at the blanks, and of the verdicts, in nats (section 3.1).

        places, words : (n,), see :meth:`predict`; follows : (batch,) 0 where B follows A, 1 where
        it does not. Where no word is asked for the first is 0.
        """
        cloze, verdict = self.predict(ids, segments, places=places)
        cross_entropy = nn.functional.cross_entropy
        # The mean over nothing is no number; the sum is 0, and its gradient too.
        missing = cross_entropy(cloze, words) if len(words) else cloze.sum()
        return missing, cross_entropy(verdict, follows)


def cross_entropy(logits: Tensor, outputs: Tensor, label_smoothing: float = 0.0) -> Tensor:
    """Mean −log p in nats over all that is not padding.

    logits : (batch, T, vocabulary), outputs : (batch, T).
    """
    return nn.functional.cross_entropy(
        logits.flatten(0, 1),
        outputs.flatten(),
        ignore_index=PAD,
        label_smoothing=label_smoothing,
    )


def shifted_right(target: Tensor) -> Tensor:
    """(batch, T) outputs -> the decoder's inputs: <s>, then all but the last."""
    start = torch.full_like(target[:, :1], START)
    return torch.cat([start, target[:, :-1]], 1)
