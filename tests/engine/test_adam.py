"""Our Adam against torch.optim.Adam, and its state."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from engine.adam import Adam


def parameters() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {
        name: torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_()
        for name, shape in (("w", (3, 4)), ("b", (4,)), ("unused", (2,)))
    }


def gradients(ours: dict[str, torch.Tensor], step: int) -> None:
    ours["w"].grad = torch.sin(ours["w"].detach() * step)
    ours["b"].grad = torch.cos(ours["b"].detach() + step)


def test_it_equals_torchs() -> None:
    ours, theirs = parameters(), parameters()
    mine = Adam(ours, (0.9, 0.98), 1e-9)
    reference = torch.optim.Adam(theirs.values(), betas=(0.9, 0.98), eps=1e-9)
    for step in range(1, 20):
        rate = 0.01 / step
        gradients(ours, step)
        gradients(theirs, step)
        mine.step(rate)
        reference.param_groups[0]["lr"] = rate
        reference.step()
    for name in ours:
        torch.testing.assert_close(ours[name], theirs[name], rtol=0, atol=1e-12)
    assert torch.equal(ours["unused"], parameters()["unused"])


def test_its_state_goes_on_exactly() -> None:
    once, twice = parameters(), parameters()
    whole = Adam(once, (0.9, 0.98), 1e-9)
    first = Adam(twice, (0.9, 0.98), 1e-9)
    for step in range(1, 4):
        gradients(once, step)
        whole.step(0.01)
        gradients(twice, step)
        first.step(0.01)
    second = Adam(twice, (0.9, 0.98), 1e-9)
    second.restore({name: tensor.clone() for name, tensor in first.state().items()})
    for step in range(4, 7):
        gradients(once, step)
        whole.step(0.01)
        gradients(twice, step)
        second.step(0.01)
    assert all(torch.equal(once[name], twice[name]) for name in once)


def test_gradients_are_forgotten() -> None:
    ours = parameters()
    gradients(ours, 1)
    Adam(ours, (0.9, 0.98), 1e-9).forget_gradients()
    assert all(p.grad is None for p in ours.values())


def test_a_state_that_lacks_something_is_refused() -> None:
    mine = Adam(parameters(), (0.9, 0.98), 1e-9)
    state = mine.state()
    del state["adam.square.w"]
    with pytest.raises(KeyError, match=r"adam\.square\.w"):
        mine.restore(state)


def test_training_never_imports_torchs_compiler() -> None:
    """It takes a second, in which the window would stop."""
    script = """
import sys
from engine.data.opening import open_corpus
from engine.run import Run
from tests.engine.conversation import tiny
run = Run(tiny(), open_corpus(tiny().data))
run.advance()
print("torch._dynamo" in sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr
