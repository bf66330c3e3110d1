import numpy as np
import pytest

from visualizer.widgets import scale


def weights(rows: int = 9, columns: int = 13, seed: int = 0) -> np.ndarray:
    raw = np.random.default_rng(seed).gamma(0.3, size=(rows, columns)).astype(np.float32)
    return raw / raw.sum(axis=1, keepdims=True)


def fewest(row: np.ndarray, mass: float) -> set[int]:
    """By the definition: largest first, the leftmost of equals, until the mass is reached."""
    order = sorted(range(len(row)), key=lambda c: (-row[c], c))
    total, reached, found = float(row.astype(np.float64).sum()), 0.0, set()
    for column in order:
        if reached >= mass * total - 1e-9 * total:
            break
        found.add(column)
        reached += float(row[column])
    return found


@pytest.mark.parametrize("mass", [0.5, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_mass_keeps_the_fewest_cells_that_hold_it(mass: float, seed: int) -> None:
    values = weights(seed=seed)
    values[3] = 1 / values.shape[1]
    values[4] = 0
    values[4, 6] = 1
    kept = scale.kept(values, mass)
    for row, mask in zip(values, kept, strict=True):
        assert set(np.flatnonzero(mask).tolist()) == fewest(row, mass)


def test_mass_of_equal_cells_keeps_the_leftmost() -> None:
    assert scale.kept(np.full((1, 4), 0.25, np.float32), 0.5).tolist() == [
        [True, True, False, False]
    ]


def test_mass_of_rows_without_weight_or_number() -> None:
    values = np.array([[0, 0, 0], [np.nan, 0.75, 0.25]], np.float32)
    assert scale.kept(values, 0.7).tolist() == [[False] * 3, [False, True, False]]


def test_fixed_levels_do_not_depend_on_the_frame() -> None:
    values = weights()
    found = scale.levels(values)
    assert (found == np.rint(values * 255)).all()
    assert (scale.levels(values * 0.5) == np.rint(values * 127.5)).all()


def test_row_levels_reach_the_top_in_every_row_with_weight() -> None:
    values = weights()
    values[2] = 0
    found = scale.levels(values, "row")
    assert found.max(axis=1).tolist() == [255, 255, 0] + [255] * 6


def test_log_levels_put_decades_at_thirds() -> None:
    values = np.array([[0, 1e-4, 1e-3, 1e-2, 0.1, 1]], np.float32)
    assert scale.levels(values, "log").tolist() == [[0, 0, 0, 85, 170, 255]]


@pytest.mark.parametrize("mode", ["fixed", "log", "row"])
def test_levels_of_nan_and_of_dropped_cells_are_zero(mode: scale.Mode) -> None:
    values = np.array([[np.nan, 0.5, 0.5]], np.float32)
    found = scale.levels(values, mode, np.array([[True, True, False]]))
    assert found[0, 0] == found[0, 2] == 0 < found[0, 1]


def test_ticks_say_which_mapping_it_is() -> None:
    said = {mode: [text for _, text in scale.ticks(mode)] for mode in ("fixed", "log", "row")}
    assert said["fixed"] == ["0", ".25", ".50", ".75", "1"]
    assert "row max" in said["row"] and ".01" in said["log"]


@pytest.mark.parametrize(
    ("weight", "text"),
    [(0.784, ".78"), (0.999, "1.0"), (0.0, "0"), (1.0, "1.0"), (0.031, ".03"), (float("nan"), "!")],
)
def test_numbers_read_as_probabilities(weight: float, text: str) -> None:
    assert scale.number(weight) == text
