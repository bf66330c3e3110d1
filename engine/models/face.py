"""The face every architecture shows to training, probing and generation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn

from engine.data.tokenizer import PAD, START
from engine.layers.attention import KeysAndValues, MultiHeadAttention
from engine.look import Axis
from engine.specification import Scalar
from engine.trace import Trace


@dataclass(frozen=True)
class GroupLayout:
    """Where a group of attention maps is found in a trace, and what its sides are.

    `layers` holds for each layer the trace's name for it and the module that made it.
    """

    name: str
    kind: Literal["VVV", "VVV masked", "QVV"]
    rows: Axis
    columns: Axis
    layers: tuple[tuple[str, MultiHeadAttention], ...]


@dataclass
class DecoderState:
    """A generation under way: the encoded source and the past of every decoder layer.

    source_mask : (batch, 1, 1, source); memory, past : one entry a layer; position : how many
    tokens the decoder has taken.
    """

    source_mask: Tensor
    memory: list[KeysAndValues]
    past: list[KeysAndValues | None]
    position: int = 0


class SequenceModel(nn.Module, ABC):
    """A model from a source sequence to a target sequence.

    Token ids are int64; padding is 0 and stands at the end. `longest` is the longest sequence
    the model has positions for.
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

    @abstractmethod
    def predict(self, source: Tensor, inputs: Tensor, trace: Trace | None = None) -> Tensor:
        """Teacher forcing: logits of what follows each input token.

        source : (batch, S), inputs : (batch, T) -> (batch, T, vocabulary).
        """

    @abstractmethod
    def begin(self, source: Tensor) -> DecoderState:
        """Encode (batch, S) and stand before the first target token."""

    @abstractmethod
    def step(self, state: DecoderState, inputs: Tensor) -> Tensor:
        """Take the next input token of each sentence and advance `state`.

        inputs : (batch,) -> logits of what follows, (batch, vocabulary).
        """

    @abstractmethod
    def groups(self) -> tuple[GroupLayout, ...]:
        """The attention maps a trace of :meth:`predict` holds, in drawing order."""

    def loss(self, source: Tensor, target: Tensor, label_smoothing: float = 0.0) -> Tensor:
        """Mean over the target's tokens of −log p, in nats; padding left out.

        source : (batch, S), target : (batch, T), both ending in </s>. With label smoothing the
        target distribution is (1 − ε) one-hot + ε uniform (Szegedy et al. 2016, section 7).
        """
        logits = self.predict(source, shifted_right(target))
        return nn.functional.cross_entropy(
            logits.flatten(0, 1),
            target.flatten(),
            ignore_index=PAD,
            label_smoothing=label_smoothing,
        )


def shifted_right(target: Tensor) -> Tensor:
    """(batch, T) outputs -> the decoder's inputs: <s>, then all but the last."""
    inputs = target.roll(1, dims=1)
    inputs[:, 0] = START
    return inputs
