"""What only going on with a run needs: refused in words where it does not fit the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from engine.messages.commands import Train
from engine.messages.events import Failed
from engine.specification import RunSpecification
from tests.engine.conversation import Conversation
from tests.engine.damage import (
    content,
    every,
    first_matrix,
    one,
    put,
    put_tensors,
    rewrite,
    tensors,
)


def not_resumed(folder: Path) -> str:
    talk = Conversation()
    talk.say(Train(1, RunSpecification(), checkpoint=str(folder)))
    said = talk.until(Failed).sentence
    assert "unforeseen" not in said, said
    assert "has changed since" not in said
    return said


@every
@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda t: t.pop("losses"), "losses"),
        (lambda t: t.update(losses=torch.zeros(9)), "the losses of its 2 steps"),
        (lambda t: t.update(generator=torch.zeros(3, dtype=torch.uint8)), "generator's state"),
        (lambda t: t.update(generator=torch.zeros(5056)), "generator's state"),
        (lambda t: t.pop(sorted(t)[0]), "lacks"),
        (lambda t: t.update({sorted(t)[0]: torch.zeros(1, 2, 3)}), "of shape (1, 2, 3)"),
    ],
    ids=["no losses", "other losses", "short generator", "no generator", "no moment", "shape"],
)
def test_a_training_state_that_does_not_fit(
    folder: Path, change: Callable[[dict[str, torch.Tensor]], object], part: str
) -> None:
    state = tensors(folder, "training")
    assert sorted(state)[0].startswith("ada")
    change(state)
    put_tensors(folder, "training", state)
    assert part in not_resumed(folder)


@one
@pytest.mark.parametrize(
    "batches",
    [None, {}, {"epoch": 0}, {"epoch": -1, "index": 0}, {"epoch": 0, "index": 10**9},
     {"epoch": 0.5, "index": 0}, {"epoch": 0, "index": "first"}, {"epoch": 0, "index": 0, "x": 1}],
)  # fmt: skip
def test_a_place_in_the_data_that_is_none(folder: Path, batches: object) -> None:
    changed = content(folder)
    changed["progress"]["batches"] = batches
    rewrite(folder, changed)
    if batches in ({}, {"epoch": 0}):  # both have a default
        return
    assert "training state" in not_resumed(folder)


@every
def test_a_run_is_not_resumed_with_other_weights(folder: Path) -> None:
    weights = tensors(folder, "weights")
    name = first_matrix(weights)
    put_tensors(folder, "weights", weights | {name: weights[name].T.contiguous()})
    assert f"“{name}” has the shape" in not_resumed(folder)


@one
def test_a_run_is_not_resumed_with_a_vocabulary_that_is_none(folder: Path) -> None:
    put(folder, "vocabulary", b"{}")
    assert "not a vocabulary of Heed's" in not_resumed(folder)
