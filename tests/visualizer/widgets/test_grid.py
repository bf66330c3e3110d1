import pytest
from PySide6.QtCore import QPoint, QRect

from visualizer.widgets.grid import Grid

AREA = QRect(100, 50, 300, 240)


def grid(rows: int = 14, columns: int = 13, largest: float = 40) -> Grid:
    made = Grid()
    made.set_shape(rows, columns)
    made.place(AREA, largest)
    return made


@pytest.mark.parametrize("shape", [(14, 13), (3, 40), (512, 512), (1, 1), (700, 30)])
@pytest.mark.parametrize("steps", [0, 1, 5])
def test_cell_under_a_point_is_the_cell_that_is_drawn_there(
    shape: tuple[int, int], steps: int
) -> None:
    g = grid(*shape)
    for _ in range(steps):
        g.zoom_by(1.25, AREA.center())
    g.pan(37, 11)
    for x in range(g.port.left(), g.port.right(), 7):
        for y in range(g.port.top(), g.port.bottom(), 7):
            found = g.cell_at(QPoint(x, y))
            assert found is not None
            # Several cells share a pixel where they are smaller than one.
            less = 1 if min(g.cell_width, g.cell_height) < 1 else 0
            assert g.cell(*found).adjusted(-less, -less, less, less).contains(x, y)


def test_cells_tile_the_port_without_gap_or_overlap() -> None:
    g = grid(37, 41)
    lefts = [g.cell(0, c).left() for c in range(42)]
    assert all(g.cell(0, c).right() + 1 == lefts[c + 1] for c in range(41))


def test_everything_is_seen_at_first() -> None:
    for shape in ((14, 13), (512, 512), (2, 600)):
        g = grid(*shape)
        assert AREA.contains(g.port)
        assert list(g.visible_rows()) == list(range(shape[0]))
        assert list(g.visible_columns()) == list(range(shape[1]))


def test_zoom_keeps_the_cell_under_the_pointer() -> None:
    g = grid(200, 200)
    point = QPoint(290, 211)
    before = g.cell_at(point)
    for _ in range(4):
        g.zoom_by(1.25, point)
    after = g.cell_at(point)
    assert before is not None and after is not None
    assert abs(before[0] - after[0]) <= 1 and abs(before[1] - after[1]) <= 1
    assert g.zoom > 2


def test_view_survives_the_same_shape_and_resets_for_another() -> None:
    g = grid(200, 200)
    g.zoom_by(3)
    g.pan(90, 60)
    before = g.zoom, g.origin()
    assert not g.set_shape(200, 200)
    g.place(AREA, 40)
    assert (g.zoom, g.origin()) == before
    assert g.set_shape(201, 200)
    assert g.zoom == 1.0


def test_pan_stops_at_the_edges() -> None:
    g = grid(100, 100)
    g.zoom_by(4)
    while g.pan(500, 500):
        pass
    assert g.cell(99, 99).right() <= g.port.right() + 1
    assert g.cell(99, 99).right() >= g.port.right() - 1
    assert not grid().pan(50, 50)


def test_reveal_brings_a_cell_into_the_port() -> None:
    g = grid(100, 100)
    g.zoom_by(5)
    for place in ((99, 0), (0, 99), (50, 50)):
        g.reveal(*place)
        assert g.port.adjusted(-1, -1, 1, 1).contains(g.cell(*place))
