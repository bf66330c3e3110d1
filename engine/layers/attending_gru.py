"""A recurrence that attends before each step (Bahdanau et al. 2015, appendix A.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.layers.additive import AdditiveAttention, Annotations
from engine.layers.gru import GRU, gate_rows
from engine.trace import Trace


@dataclass(frozen=True)
class AttendingStep:
    """One step: s_{i−1} and s_i, (batch, units); c_i, (batch, features); α_i, (batch, key);
    both gates, (batch, 2 · units), and the candidate, (batch, units).
    """

    before: Tensor
    after: Tensor
    context: Tensor
    alpha: Tensor
    gates: Tensor
    candidate: Tensor


class AttendingGRU(nn.Module):
    """s_i from s_{i−1}, its input and the context c_i that s_{i−1} asked for.

    `C` (features, 3 · units) holds C_z, C_r and C side by side, as the GRU's W does.
    """

    def __init__(self, inputs: int, features: int, units: int, alignment: int) -> None:
        super().__init__()
        self.attention = AdditiveAttention(units, features, alignment)
        self.gru = GRU(inputs, units)
        self.C = nn.Parameter(torch.empty(features, 3 * units))
        with torch.no_grad():
            for block in torch.split(self.C, units, 1):
                nn.init.xavier_uniform_(block)

    def forward(self, s: Tensor, y: Tensor, source: Annotations) -> list[AttendingStep]:
        """All steps, from s_0 (batch, units) on; y : (time, batch, inputs)."""
        steps = []
        for drive in self.gru.drive(y[None]).unbind(0):
            steps.append(self._step(s, drive, source))
            s = steps[-1].after
        return steps

    def step(self, s: Tensor, y: Tensor, source: Annotations) -> AttendingStep:
        """The step from s (batch, units) with the input y (batch, inputs)."""
        return self._step(s, self.gru.drive(y[None, None])[0], source)

    def _step(self, s: Tensor, drive: Tensor, source: Annotations) -> AttendingStep:
        context, alpha = self.attention(s, source)
        driven = torch.addmm(drive[0], context, self.C)
        after, gates, candidate = self.gru.step(s[None], driven[None])
        return AttendingStep(s, after[0], context, alpha, gates[0], candidate[0])

    def keep(
        self, trace: Trace, name: str, source: Annotations, steps: list[AttendingStep]
    ) -> None:
        """Leave in a trace the attention, and what is wanted of states, gates and contexts."""
        alpha = torch.stack([step.alpha for step in steps], 1)
        before = torch.stack([step.before for step in steps], 1)
        trace.attention[name] = self.attention.record(before, source, alpha)
        if "decoder.states" in trace.wanted:
            trace.tensor("decoder.states", torch.stack([step.after for step in steps], 1))
        if "contexts" in trace.wanted:
            trace.tensor("contexts", torch.stack([step.context for step in steps], 1))
        if "decoder.gates" in trace.wanted:
            rows = [gate_rows(step.gates, step.candidate) for step in steps]
            trace.tensor("decoder.gates", torch.stack(rows, 1))
