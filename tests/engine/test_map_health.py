"""What is said of a map: maps made by hand, one for each state and each thing easily mistaken."""

from __future__ import annotations

import numpy as np
import pytest

from engine.map_health import (
    COLLAPSED_FROM,
    SOUND,
    SUM_TOLERANCE,
    UNIFORM_BELOW,
    Finding,
    Health,
    judge,
)

SIZE = 8
OPEN = np.zeros((SIZE, SIZE), np.uint8)
CAUSAL = np.triu(np.ones((SIZE, SIZE), np.uint8), 1)
#: The last two keys are padding.
PADDED = np.zeros((SIZE, SIZE), np.uint8)
PADDED[:, -2:] = 2
MASKS = {"open": OPEN, "causal": CAUSAL, "padded": PADDED}


def even(closed: np.ndarray) -> np.ndarray:
    """Every row spread evenly over its open cells."""
    open_cells = (closed == 0).astype(np.float32)
    return open_cells / open_cells.sum(1, keepdims=True)


def learned(closed: np.ndarray) -> np.ndarray:
    """Most of each row on its own column, or where that is closed on the one before."""
    weights = 0.4 * even(closed)
    for row in range(len(closed)):
        weights[row, min(row, int((closed[row] == 0).sum()) - 1)] += 0.6
    return weights


def one(weights: np.ndarray, closed: np.ndarray) -> Finding:
    (found,) = judge(weights[None].astype(np.float32), closed)
    return found


@pytest.mark.parametrize("closed", MASKS.values(), ids=MASKS)
def test_a_head_that_looks_somewhere_is_sound(closed: np.ndarray) -> None:
    assert one(learned(closed), closed) == SOUND


@pytest.mark.parametrize("closed", MASKS.values(), ids=MASKS)
def test_even_rows_are_uniform(closed: np.ndarray) -> None:
    rows = SIZE - 1 if closed is CAUSAL else SIZE
    assert one(even(closed), closed) == Finding(Health.UNIFORM, rows=rows)


def test_uniform_is_told_by_entropy_as_a_share_of_the_most() -> None:
    def mixed(share: float) -> np.ndarray:
        return share * np.eye(SIZE) + (1 - share) / SIZE

    def focus(share: float) -> float:
        p = mixed(share)[0]
        return 1 + float((p * np.log(p)).sum()) / np.log(SIZE)

    shares = np.linspace(0.05, 0.9, 200)
    below = [share for share in shares if focus(share) < UNIFORM_BELOW - 1e-6]
    above = [share for share in shares if focus(share) > UNIFORM_BELOW + 1e-6]
    assert below and above
    assert one(mixed(below[-1]), OPEN).state == Health.UNIFORM
    assert one(mixed(above[0]), OPEN).state == Health.SOUND


@pytest.mark.parametrize("closed", MASKS.values(), ids=MASKS)
def test_one_column_that_takes_every_row_is_a_collapse(closed: np.ndarray) -> None:
    # A causal head can only collapse where every row with a choice can look.
    column = 1 if closed is CAUSAL else 3
    weights = (1 - COLLAPSED_FROM - 0.01) * even(closed)
    weights[:, column] += COLLAPSED_FROM + 0.01
    if closed is CAUSAL:
        weights[0] = [1, *[0] * (SIZE - 1)]
    found = one(weights, closed)
    assert found.state == Health.COLLAPSED and (found.row, found.column) == (-1, column)
    # One row that looks elsewhere and the head is not collapsed.
    weights[5] = even(closed)[5]
    assert one(weights, closed) == SOUND


def test_rows_without_a_choice_are_no_collapse() -> None:
    single = np.ones((SIZE, SIZE), np.uint8)
    single[:, 2] = 0
    assert one(even(single), single) == SOUND
    assert one(np.ones((1, 1)), np.zeros((1, 1), np.uint8)) == SOUND
    # Two rows that have a choice and agree prove nothing.
    short = CAUSAL[:3, :3]
    assert one(np.array([[1, 0, 0], [1, 0, 0], [1, 0, 0]]), short) == SOUND
    assert one(np.array([[1, 0, 0]] * 3), OPEN[:3, :3]).state == Health.COLLAPSED


def test_the_first_row_of_a_language_model_does_not_hide_a_collapse() -> None:
    weights = np.zeros((SIZE, SIZE))
    weights[:, 1], weights[0] = 1, np.eye(SIZE)[0]
    assert one(weights, CAUSAL) == Finding(Health.COLLAPSED, column=1, rows=SIZE - 1)


@pytest.mark.parametrize("closed", [CAUSAL, PADDED], ids=["causal", "padded"])
def test_weight_in_a_closed_cell_leaks_however_little(closed: np.ndarray) -> None:
    weights = learned(closed)
    weights[2, 7] = 1e-7
    found = one(weights, closed)
    assert found.state == Health.LEAKING and (found.row, found.column, found.rows) == (2, 7, 1)
    weights[0, 6] = 0.25
    found = one(weights, closed)
    assert (found.row, found.column, found.rows) == (0, 6, 2)
    assert found.weight == pytest.approx(0.25)


@pytest.mark.parametrize("factor", [1 + 3 * SUM_TOLERANCE, 1 - 3 * SUM_TOLERANCE, 0.5])
def test_a_row_that_does_not_add_up_leaks(factor: float) -> None:
    weights = learned(OPEN)
    weights[4] *= factor
    found = one(weights, OPEN)
    assert found.state == Health.LEAKING and (found.row, found.column, found.rows) == (4, -1, 1)
    assert found.weight == pytest.approx(factor, abs=1e-6)
    weights[4] /= factor
    weights[4] *= 1 + SUM_TOLERANCE / 3
    assert one(weights, OPEN) == SOUND


def test_a_row_without_an_open_cell_need_not_add_up() -> None:
    closed = OPEN.copy()
    closed[3] = 2
    weights = learned(OPEN)
    weights[3] = 0
    assert one(weights, closed) == SOUND


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_comes_before_all_else(value: float) -> None:
    weights = learned(CAUSAL)
    weights[5, 7] = 0.5
    weights[3, 2] = weights[3, 1] = weights[6, 0] = value
    assert one(weights, CAUSAL) == Finding(Health.NON_FINITE, 3, 1, 2)
    assert one(np.full((SIZE, SIZE), value), OPEN).rows == SIZE


def test_each_head_of_a_group_for_itself() -> None:
    broken = learned(CAUSAL)
    broken[7, 7] = np.nan
    leaking = learned(CAUSAL)
    leaking[0, 1] = 0.1
    first = np.zeros((SIZE, SIZE))
    first[:, 0] = 1
    group = np.stack([learned(CAUSAL), even(CAUSAL), first, leaking, broken])
    states = [found.state for found in judge(group.astype(np.float32), CAUSAL)]
    assert states == list(Health)
    assert [state.bad for state in Health] == [False, False, True, True, True]
