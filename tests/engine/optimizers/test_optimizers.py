"""Our optimisers against torch.optim's, and what they remember."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import torch

from engine.optimizers import Adam, Optimizer, make
from engine.specification import Recipe

RECIPES = {
    "adam": Recipe(optimizer="adam"),
    "adam with decay": Recipe(optimizer="adam", weight_decay=0.1),
    "sgd": Recipe(optimizer="sgd"),
    "sgd with decay": Recipe(optimizer="sgd", weight_decay=0.1),
    "adadelta": Recipe(optimizer="adadelta", betas=(0.95, 0.98), epsilon=1e-6),
    "adadelta with decay": Recipe(
        optimizer="adadelta", betas=(0.95, 0.98), epsilon=1e-6, weight_decay=0.1
    ),
}
every_recipe = pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))


def parameters() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    return {
        name: torch.randn(shape, generator=generator, dtype=torch.float64).requires_grad_()
        for name, shape in (("w", (3, 4)), ("b", (4,)), ("table", (5, 2)), ("unused", (2, 2)))
    }


def gradients(ours: dict[str, torch.Tensor], step: int) -> None:
    ours["w"].grad = torch.sin(ours["w"].detach() * step)
    ours["b"].grad = torch.cos(ours["b"].detach() + step)
    ours["table"].grad = ours["table"].detach() ** 3 / step


def torchs(recipe: Recipe, ours: dict[str, torch.Tensor]) -> torch.optim.Optimizer:
    """torch's own, told which parameters decay."""
    groups = [
        {"params": [ours["w"], ours["table"], ours["unused"]], "weight_decay": recipe.weight_decay},
        {"params": [ours["b"]], "weight_decay": 0.0},
    ]
    known: dict[str, Callable[[], torch.optim.Optimizer]] = {
        "adam": lambda: torch.optim.AdamW(groups, betas=recipe.betas, eps=recipe.epsilon),
        "sgd": lambda: torch.optim.SGD(groups, lr=1.0),
        "adadelta": lambda: torch.optim.Adadelta(groups, rho=recipe.betas[0], eps=recipe.epsilon),
    }
    return known[recipe.optimizer]()


@every_recipe
def test_it_equals_torchs(recipe: Recipe) -> None:
    ours, theirs = parameters(), parameters()
    mine, reference = make(recipe, ours), torchs(recipe, theirs)
    for step in range(1, 20):
        rate = 0.1 / step
        gradients(ours, step)
        gradients(theirs, step)
        mine.step(rate)
        for group in reference.param_groups:
            group["lr"] = rate
        reference.step()
    for name in ours:
        torch.testing.assert_close(ours[name], theirs[name], rtol=0, atol=1e-12)
    assert torch.equal(ours["unused"], parameters()["unused"])
    assert not torch.equal(ours["w"], parameters()["w"])


@every_recipe
def test_its_state_goes_on_exactly(recipe: Recipe) -> None:
    def train(optimizer: Optimizer, ours: dict[str, torch.Tensor], first: int) -> None:
        for step in range(first, first + 3):
            gradients(ours, step)
            optimizer.step(0.01)

    once, twice = parameters(), parameters()
    whole, first = make(recipe, once), make(recipe, twice)
    train(whole, once, 1)
    train(whole, once, 4)
    train(first, twice, 1)
    second = make(recipe, twice)
    second.restore({name: tensor.clone() for name, tensor in first.state().items()})
    train(second, twice, 4)
    assert all(torch.equal(once[name], twice[name]) for name in once)


def test_decay_is_taken_from_matrices_alone() -> None:
    for recipe in RECIPES.values():
        ours = parameters()
        for parameter in ours.values():
            parameter.grad = torch.zeros_like(parameter)
        make(recipe, ours).step(0.5)
        shrunk = {name for name, p in ours.items() if not torch.equal(p, parameters()[name])}
        assert shrunk == ({"w", "table", "unused"} if recipe.weight_decay else set())


def test_gradients_are_forgotten() -> None:
    ours = parameters()
    gradients(ours, 1)
    make(Recipe(), ours).forget_gradients()
    assert all(p.grad is None for p in ours.values())


def test_the_names_of_its_state_are_those_of_older_checkpoints() -> None:
    names = {f"adam.{what}.{n}" for what in ("mean", "square", "step") for n in parameters()}
    assert set(make(Recipe(), parameters()).state()) == names


def test_a_state_that_does_not_fit_is_refused() -> None:
    mine = Adam(parameters(), (0.9, 0.98), 1e-9)
    state = mine.state()
    with pytest.raises(ValueError, match=r"adam\.square\.w of shape \(\)"):
        mine.restore(state | {"adam.square.w": torch.zeros(())})
    del state["adam.square.w"]
    with pytest.raises(KeyError, match=r"adam\.square\.w"):
        mine.restore(state)


def test_no_step_imports_torchs_compiler() -> None:
    """It takes a second, in which the window would stop."""
    script = """
import sys
from engine.optimizers import make
from tests.engine.optimizers.test_optimizers import RECIPES, gradients, parameters
for recipe in RECIPES.values():
    ours = parameters()
    gradients(ours, 1)
    make(recipe, ours).step(0.1)
print("torch._dynamo" in sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr


def test_training_never_imports_torchs_compiler() -> None:
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
