import dataclasses

import numpy as np
import pytest

from tests.visualizer.looks import example_look, long_look
from visualizer.widgets.health import Health, count_words, group_health, health, words

CAUSAL = np.triu(np.ones((14, 14), np.uint8), 1)
OPEN = np.zeros((14, 14), np.uint8)


def softmax(scores: np.ndarray, closed: np.ndarray) -> np.ndarray:
    exponents = np.where(closed == 0, np.exp(scores), 0)
    return (exponents / exponents.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("closed", [CAUSAL, OPEN], ids=["causal", "open"])
def test_each_kind_of_illness_is_told_from_the_others(closed: np.ndarray) -> None:
    generator = np.random.default_rng(0)
    noise = generator.normal(0, 0.05, (14, 14))
    first = np.zeros((14, 14))
    first[:, 0] = 9
    leaking = softmax(noise * 60, closed)
    leaking[np.nonzero(closed)] = 0.01
    broken = softmax(noise * 60, closed)
    broken[3, 2] = np.nan
    assert health(softmax(noise * 60, closed), closed) == Health.SOUND
    assert health(softmax(noise, closed), closed) == Health.UNIFORM
    assert health(softmax(first, closed), closed) == Health.COLLAPSED
    assert health(broken, closed) == Health.BROKEN
    if closed.any():
        assert health(leaking, closed) == Health.LEAKING


def test_a_diagonal_and_a_single_row_are_sound() -> None:
    assert health(np.eye(14, dtype=np.float32), OPEN) == Health.SOUND
    assert health(np.ones((1, 1), np.float32), OPEN[:1, :1]) == Health.SOUND


def test_heads_that_were_not_captured_are_judged_too() -> None:
    sound = example_look(captured=[]).groups["encoder"]
    assert group_health(sound) == [Health.SOUND] * 8
    untrained = example_look(sharpness=0, captured=[]).groups["decoder"]
    assert group_health(untrained) == [Health.UNIFORM] * 8
    group = long_look(100).groups["encoder"]
    pooled = dataclasses.replace(group, weights={}, thumbnails=np.full((2, 2, 64, 64), np.nan))
    assert group_health(pooled) == [Health.BROKEN] * 4


def test_counts_in_words() -> None:
    found = [Health.SOUND] * 22 + [Health.UNIFORM] * 2
    assert count_words(found) == "24 of 24 sound, 2 near uniform"
    assert count_words([Health.SOUND, Health.LEAKING]) == "1 of 2 sound, 1 leaking"
    assert words(Health.SOUND) == ""
