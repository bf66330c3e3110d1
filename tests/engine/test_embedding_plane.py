"""The plane of embeddings holds all the variance two directions can, and does not spin."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from engine.embedding_plane import aligned, plane


def table(rows: int = 30, features: int = 8) -> np.ndarray:
    generator = np.random.default_rng(4)
    return generator.normal(3, 1, (rows, features)) * np.arange(features, 0, -1)


def test_it_is_the_best_picture_of_rank_two() -> None:
    """Against the singular value decomposition (Eckart & Young 1936)."""
    points = plane(table()).points
    centred = table() - table().mean(0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(points), np.abs(left[:, :2] * sizes[:2]), atol=1e-10)
    np.testing.assert_allclose(points.mean(0), 0, atol=1e-12)
    fitted = points @ np.linalg.lstsq(points, centred, rcond=None)[0]
    np.testing.assert_allclose(np.square(centred - fitted).sum(), np.square(sizes[2:]).sum())


def test_shares_are_those_of_all_variance() -> None:
    """Against the squares of all singular values."""
    sizes = np.linalg.svd(table() - table().mean(0), compute_uv=False)
    shares = plane(table()).shares
    np.testing.assert_allclose(shares, np.square(sizes[:2]) / np.square(sizes).sum(), rtol=1e-12)
    assert shares[0] > shares[1] > 0 and shares.sum() < 1
    np.testing.assert_allclose(plane(table(features=2)).shares.sum(), 1)
    np.testing.assert_allclose(plane(table(features=1)).shares, [1, 0])
    assert plane(np.ones((4, 3))).shares.tolist() == [0, 0], "no variance, no share"


def test_signs_do_not_hang_on_how_the_decomposition_chose_them() -> None:
    # Turned by half a turn about the mean, every product of rows is the same, so that all that a
    # decomposition may know of the signs is gone; the directions themselves are what they were.
    mirrored = 2 * table().mean(0) - table()
    np.testing.assert_allclose(plane(mirrored).points, -plane(table()).points, atol=1e-10)
    directions = np.linalg.lstsq(table() - table().mean(0), plane(table()).points, rcond=None)[0].T
    for direction in directions:
        assert direction[np.abs(direction).argmax()] > 0


@pytest.mark.parametrize("rows", [1, 2, 30])
@pytest.mark.parametrize("features", [1, 2, 5])
def test_few_rows_or_features_leave_the_rest_zero(rows: int, features: int) -> None:
    points = plane(table(rows, features).astype(np.float32)).points
    assert points.shape == (rows, 2) and points.dtype == np.float64
    if min(rows - 1, features) < 2:
        np.testing.assert_allclose(points[:, 1], 0, atol=1e-5)
    if features <= 2:
        distances = np.linalg.norm(table(rows, features) - table(rows, features)[0], axis=1)
        np.testing.assert_allclose(
            np.linalg.norm(points - points[0], axis=1), distances, rtol=1e-5, atol=1e-5
        )


@pytest.mark.parametrize("mirrored", [1, -1])
@pytest.mark.parametrize("angle", [0.0, 0.7, 2.0, 3.1])
def test_a_turned_or_mirrored_plane_is_turned_back(angle: float, mirrored: int) -> None:
    before = plane(table()).points
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = before @ turn * np.array([1, mirrored])
    np.testing.assert_allclose(aligned(turned, before), before, atol=1e-10)


def test_no_other_turn_lies_nearer() -> None:
    before = plane(table()).points
    now = plane(table() + np.random.default_rng(5).normal(0, 0.5, table().shape)).points
    found = np.square(aligned(now, before) - before).sum()
    np.testing.assert_allclose(aligned(now, before) @ aligned(now, before).T, now @ now.T)
    for angle in np.linspace(0, 2 * np.pi, 400):
        for mirrored in (1, -1):
            turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            assert found <= np.square(now @ turn * [1, mirrored] - before).sum() + 1e-9


def test_what_has_no_plane_is_refused() -> None:
    broken = table()
    broken[3, 2] = np.nan
    for wrong in (broken, np.zeros((0, 4)), np.zeros(4)):
        with pytest.raises(ValueError, match="finite numbers"):
            plane(wrong)
    with pytest.raises(ValueError, match="cannot be laid upon"):
        aligned(np.zeros((3, 2)), np.zeros((4, 2)))


def test_it_needs_no_torch() -> None:
    script = "import sys, engine.embedding_plane; print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr
