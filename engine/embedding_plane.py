"""A table of embeddings as points in a plane, steady from one picture to the next.

numpy alone, so that a view can lay out what it was given.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Plane(NamedTuple):
    """Rows of a table in the plane of its two principal components.

    points : (V, 2) float64, centred.
    shares : (2,) float64, the share of the rows' variance along each, 0 to 1; 0 where all rows
        are the same.
    """

    points: NDArray[np.float64]
    shares: NDArray[np.float64]


def plane(table: NDArray[np.floating]) -> Plane:
    """The two directions in which the rows of (V, m) differ most.

    Principal components (Pearson 1901): the first eigenvectors of the covariance, which is many
    times quicker than decomposing a long table itself. Their signs are free; here each
    direction's largest coordinate is positive, so that the same table always gives the same
    picture. Where the rows differ in fewer than two directions, what is missing is 0.

    Raises
    ------
    ValueError
        It is not a table of at least one row of finite numbers.
    """
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        raise ValueError(f"A table of finite numbers is needed, not this one of {table.shape}.")
    centred = table.astype(np.float64) - table.mean(0, dtype=np.float64)
    scatter = centred.T @ centred
    _, directions = np.linalg.eigh(scatter)
    two = directions[:, :-3:-1]
    largest = np.abs(two).argmax(0)
    signs = np.sign(two[largest, np.arange(two.shape[1])])
    points = np.zeros((len(table), 2))
    points[:, : two.shape[1]] = centred @ (two * signs)
    shares = np.square(points).sum(0) / max(float(scatter.trace()), np.finfo(np.float64).tiny)
    return Plane(points, shares)


def aligned(points: NDArray[np.float64], previous: NDArray[np.float64]) -> NDArray[np.float64]:
    """`points` turned, and mirrored if need be, to lie as near `previous` as they can.

    Both are (V, 2) and centred, the same rows at two times. Distances between points stay: this
    is the orthogonal matrix of least squares (Schönemann 1966). Principal directions of nearly the
    same weight change places from one step of training to the next; turned so, they do not.

    Raises
    ------
    ValueError
        The two are not of one shape.
    """
    if points.shape != previous.shape:
        raise ValueError(f"{points.shape} cannot be laid upon {previous.shape}.")
    left, _, right = np.linalg.svd(points.T @ previous)
    turned: NDArray[np.float64] = points @ (left @ right)
    return turned
