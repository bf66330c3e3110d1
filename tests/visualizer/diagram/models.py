"""Structures of real models: the six, and variants that lead lines another way."""

from __future__ import annotations

from engine.models.face import SequenceModel
from engine.specification import Scalar
from engine.structure import Structure
from tests.visualizer.inspector.models import seen
from visualizer.diagram.geometry import Layout, Metrics
from visualizer.diagram.layout import lay_out

MODELS: dict[str, tuple[str, dict[str, Scalar]]] = {
    "nnlm": ("nnlm", {}),
    "nnlm, direct": ("nnlm", {"direct": True}),
    "nnlm, direct alone": ("nnlm", {"direct": True, "h": 0}),
    "seq2seq": ("seq2seq", {}),
    "seq2seq, all states": ("seq2seq", {"context_from": "all states", "layers": 4}),
    "seq2seq, first step": ("seq2seq", {"context_to": "first step", "layers": 1}),
    "bahdanau": ("bahdanau", {}),
    "transformer": ("transformer", {}),
    "transformer, pre": ("transformer", {"norm": "pre", "positions": "learned"}),
    "transformer, deep": ("transformer", {"encoder_layers": 5, "decoder_layers": 6}),
    "gpt": ("gpt", {}),
    "gpt, deep": ("gpt", {"layers": 12, "norm": "pre"}),
    "bert": ("bert", {}),
}


def model(name: str) -> SequenceModel:
    architecture, options = MODELS[name]
    return seen(architecture, **options)[2]


def structure(name: str) -> Structure:
    architecture, options = MODELS[name]
    return seen(architecture, **options)[1]


#: Letters six pixels wide, in lines of fourteen and twelve.
METRICS = Metrics(1.0, lambda text: 6.0 * len(text), lambda text: 6.0 * len(text), 14.0, 12.0)


def layout(name: str, width: float = 300, opened: dict[str, int] | None = None) -> Layout:
    return lay_out(structure(name), width, METRICS, opened)
