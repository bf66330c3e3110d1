"""The estimate of a run's memory, against what backward really keeps."""

from __future__ import annotations

import pytest
import torch

from engine import device, memory
from engine.building import parameter_count
from engine.catalog import find
from engine.models.transformer import Transformer
from engine.problem import Problem


@pytest.mark.parametrize(
    ("d_model", "d_ff", "layers", "vocabulary", "batch", "length"),
    [(64, 256, 2, 500, 64, 20), (64, 256, 2, 40, 64, 31), (128, 512, 4, 2000, 16, 60)],
)
def test_the_estimate_is_an_upper_bound_within_a_factor_of_three(
    d_model: int, d_ff: int, layers: int, vocabulary: int, batch: int, length: int
) -> None:
    model = Transformer(vocabulary, d_model, 4, layers, layers, d_ff)
    kept: dict[int, int] = {}

    def count(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        return tensor

    ids = torch.randint(4, vocabulary, (batch, length))
    with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
        loss = model.loss(ids, ids, 0.1)
        weights = {p.untyped_storage().data_ptr() for p in model.parameters()}
        activations = sum(size for place, size in kept.items() if place not in weights)
        loss.backward()
    parameters = parameter_count(model)
    measured = activations + 4 * 4 * parameters  # weights, gradients, two moments
    options = {
        "d_model": d_model,
        "d_ff": d_ff,
        "encoder_layers": layers,
        "decoder_layers": layers,
    }
    counted = Transformer.count_activations(options, vocabulary, batch, length)
    estimate = memory.estimate(parameters, counted)
    assert measured <= estimate <= 3 * measured


def test_a_refusal_has_the_numbers() -> None:
    with pytest.raises(Problem, match=r"needs about 931322\.6 GiB, and cpu has \d+\.\d GiB free"):
        device.refuse_if_too_large(10**15, torch.device("cpu"))


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(Problem, match="no device “abacus”"):
        device.resolve("abacus")


@pytest.mark.parametrize("norm", ["post", "pre"])
@pytest.mark.parametrize("positions", ["sinusoid", "learned"])
def test_parameters_are_counted_without_making_the_model(norm: str, positions: str) -> None:
    options = find("transformer").complete(
        {"d_model": 24, "heads": 3, "encoder_layers": 3, "norm": norm, "positions": positions}
    )
    model = Transformer.build(options, vocabulary=50, longest=70)
    assert Transformer.count_parameters(options, 50, 70) == parameter_count(model)


def test_the_papers_base_model_has_65_million_parameters() -> None:
    """Table 3 of Vaswani et al. 2017, with its shared vocabulary of about 37,000 tokens."""
    options = find("transformer").complete(find("transformer").presets[0].options)
    assert round(Transformer.count_parameters(options, 37_000, 512) / 1e6) in (63, 64, 65)
