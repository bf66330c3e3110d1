import numpy as np
import pytest

from engine.seen.maps import Closed
from visualizer.theme import DARK, LIGHT
from visualizer.widgets import textures
from visualizer.widgets.cells import Cells, first_of_pixels


@pytest.mark.parametrize("seed", range(5))
def test_regions_cover_exactly_the_closed_cells(seed: int) -> None:
    generator = np.random.default_rng(seed)
    codes = generator.choice(5, (9, 11), p=[0.5, 0.2, 0.1, 0.1, 0.1]).astype(np.uint8)
    codes[4] = codes[3]
    painted = np.zeros_like(codes)
    for kind, top, bottom, left, right in textures.regions(codes).tolist():
        assert (painted[top:bottom, left:right] == 0).all()
        painted[top:bottom, left:right] = kind
    assert (painted == codes).all()


def test_padding_of_all_rows_is_one_region() -> None:
    codes = np.zeros((40, 30), np.uint8)
    codes[:, 25:] = Closed.PADDING
    assert textures.regions(codes).tolist() == [[Closed.PADDING, 0, 40, 25, 30]]


def test_every_texture_has_a_look_of_its_own_and_none_is_plain() -> None:
    for theme in (DARK, LIGHT):
        for scale in (1.0, 1.5, 2.0):
            tiles = {
                kind: textures.tile(theme, kind, scale)
                for kind in (Closed.CAUSAL, Closed.PADDING, Closed.SEGMENT)
            }
            for tile in tiles.values():
                pixels = {
                    tile.pixel(x, y) for x in range(tile.width()) for y in range(tile.height())
                }
                assert len(pixels) == 2
            assert len({tile.width() for tile in tiles.values()}) == 3


def test_pooling_keeps_the_strongest_cell_and_never_hides_weight_under_texture() -> None:
    generator = np.random.default_rng(1)
    cells = Cells(
        generator.integers(0, 256, (50, 64)).astype(np.uint8),
        generator.integers(0, 2, (50, 64)).astype(np.uint8),
        np.zeros((50, 64), np.bool_),
        generator.integers(0, 20, (50, 64)) == 0,
    )
    edges = np.rint(np.arange(65) * (20 / 64)).astype(np.int64)
    pooled, narrow = cells.pooled(edges, 1)
    assert pooled.levels.shape == (50, 20) and np.diff(narrow).tolist() == [1] * 20
    assert (pooled.levels.max(axis=1) == cells.levels.max(axis=1)).all()
    starts = [*first_of_pixels(edges).tolist(), 64]
    for pixel in range(20):
        behind = cells.closed[:, starts[pixel] : starts[pixel + 1]]
        assert ((pooled.closed[:, pixel] != 0) == (behind != 0).all(axis=1)).all()
        leaking = cells.leaking[:, starts[pixel] : starts[pixel + 1]]
        assert (pooled.leaking[:, pixel] == leaking.any(axis=1)).all()


def test_staircase_runs_along_the_causal_edge() -> None:
    codes = np.triu(np.full((4, 4), Closed.CAUSAL, np.uint8), 1)
    edges = np.arange(5, dtype=np.int64) * 10
    lines = textures.staircase(codes, edges, edges)
    assert len(lines) == 6
    assert all(line.dx() == 0 or line.dy() == 0 for line in lines)
