"""A run's draws are its own."""

from __future__ import annotations

import torch

from engine.randomness import RandomState, seeded


def draws(state: RandomState, count: int) -> list[float]:
    with state.held():
        return torch.rand(count).tolist()


def test_nobody_else_changes_a_runs_draws_nor_the_other_way_round() -> None:
    alone = RandomState(3, torch.device("cpu"))
    expected = draws(alone, 4) + draws(alone, 4)
    torch.manual_seed(0)
    around = torch.rand(6).tolist()
    torch.manual_seed(0)
    mine = RandomState(3, torch.device("cpu"))
    mixed = draws(mine, 4)
    outside = torch.rand(3).tolist()
    mixed += draws(mine, 4)
    outside += torch.rand(3).tolist()
    assert mixed == expected and outside == around


def test_what_raises_leaves_the_place_where_it_was() -> None:
    state = RandomState(3, torch.device("cpu"))
    expected = draws(RandomState(3, torch.device("cpu")), 2)
    try:
        with state.held():
            torch.rand(5)
            raise KeyError
    except KeyError:
        pass
    assert draws(state, 2) == expected


def test_state_goes_on() -> None:
    state = RandomState(3, torch.device("cpu"))
    draws(state, 2)
    kept = {name: tensor.clone() for name, tensor in state.state().items()}
    expected = draws(state, 3)
    other = RandomState(9, torch.device("cpu"))
    other.restore(kept)
    assert draws(other, 3) == expected


def test_seeding_leaves_the_generator_as_it_was() -> None:
    torch.manual_seed(5)
    expected = torch.rand(2).tolist()
    torch.manual_seed(5)
    with seeded(1):
        torch.rand(9)
    assert torch.rand(2).tolist() == expected
