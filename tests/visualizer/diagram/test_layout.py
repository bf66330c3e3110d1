"""The diagram's geometry, of real models at the widths it is shown in."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from tests.visualizer.diagram.models import METRICS, MODELS, layout, structure
from visualizer.diagram.geometry import Box, Layout
from visualizer.diagram.layout import lay_out
from visualizer.diagram.rows import backward, by_lane, rows

WIDTHS = (240, 300, 340, 620)


def stacked(name: str) -> dict[str, str]:
    """Nodes that stand on one another, by name -> the lowest of the stack."""
    nodes = tuple(box.node for box in layout(name).boxes)
    return {
        node.name: stack[0].name
        for lane in by_lane(nodes).values()
        for row in rows(lane)
        for stack in row.slots
        for node in stack
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MODELS)
def test_nothing_overlaps_and_all_is_inside(name: str, width: int) -> None:
    found = layout(name, width)
    for one, other in combinations(found.boxes, 2):
        apart = one.right <= other.left + 0.01 or other.right <= one.left + 0.01
        assert apart or one.bottom <= other.top + 0.01 or other.bottom <= one.top + 0.01
    places = [*found.boxes, *found.frames]
    assert min(place.left for place in places) >= 0 <= min(place.top for place in places)
    assert all(place.left + place.width <= found.width for place in places)
    assert all(place.top + place.height <= found.height for place in places)
    for x, y in (point for wire in found.wires for point in wire.points):
        assert 0 <= x <= found.width and 0 <= y <= found.height
    if width >= 300:
        assert found.width == width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MODELS)
def test_no_line_runs_through_a_block(name: str, width: int) -> None:
    found = layout(name, width)
    for wire in found.wires:
        for (x0, y0), (x1, y1) in pairwise(wire.points):
            left, right = sorted((x0, x1))
            top, bottom = sorted((y0, y1))
            for box in found.boxes:
                beside = right <= box.left + 0.5 or left >= box.right - 0.5
                assert beside or bottom <= box.top + 0.5 or top >= box.bottom - 0.5, (
                    wire.source,
                    wire.target,
                    box.node.name,
                )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", MODELS)
def test_lines_from_different_blocks_never_run_along_one_another(name: str, width: int) -> None:
    lines = [
        (wire.source, x0, *sorted((y0, y1)))
        for wire in layout(name, width).wires
        for (x0, y0), (x1, y1) in pairwise(wire.points)
        if abs(x0 - x1) < 0.01
    ]
    for (source, x, top, bottom), (other, x2, top2, bottom2) in combinations(lines, 2):
        if source != other and abs(x - x2) < 2:
            assert bottom <= top2 + 0.01 or bottom2 <= top + 0.01, (source, other)


@pytest.mark.parametrize("name", MODELS)
def test_every_input_has_a_line_that_ends_at_its_reader(name: str) -> None:
    found, stack = layout(name), stacked(name)
    drawn = {(stack[wire.source], stack[wire.target]) for wire in found.wires}
    boxes = {box.node.name: box for box in found.boxes}
    for box in found.boxes:
        for source in box.node.inputs:
            assert (stack[source], stack[box.node.name]) in drawn
    for wire in found.wires:
        assert _touches(boxes[wire.target], wire.points[-1])


def _touches(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    inside = box.left - 0.5 <= x <= box.right + 0.5 and box.top - 0.5 <= y <= box.bottom + 0.5
    edge = min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom))
    return inside and edge < 0.5


@pytest.mark.parametrize("name", MODELS)
def test_in_its_lane_a_block_stands_above_what_it_reads(name: str) -> None:
    found = layout(name)
    back = backward([box.node for box in found.boxes])
    boxes = {box.node.name: box for box in found.boxes}
    for box in found.boxes:
        for source in box.node.inputs:
            if boxes[source].node.lane == box.node.lane and (source, box.node.name) not in back:
                assert boxes[source].top >= box.bottom


@pytest.mark.parametrize("name", ["transformer", "seq2seq", "bahdanau"])
def test_encoder_left_decoder_right_and_what_passes_between_them_there(name: str) -> None:
    found = layout(name)
    right = max(box.right for box in found.boxes if box.node.lane == "encoder")
    left = min(box.left for box in found.boxes if box.node.lane == "decoder")
    between = [box for box in found.boxes if not box.node.lane]
    assert right < left
    assert all(right < box.left and box.right < left for box in between)
    assert [heading.lane for heading in found.headings] == ["encoder", "decoder"]


def test_the_one_vector_is_a_narrow_neck() -> None:
    found = layout("seq2seq")
    neck = found.box("context")
    assert neck is not None and neck.form == "neck"
    assert neck.width < min(b.width for b in found.boxes if b.node.lane)


def test_both_of_berts_heads_stand_side_by_side() -> None:
    found = layout("bert")
    for one, other in (("cloze.transform", "pooler"), ("cloze.norm", "verdict")):
        left, right = found.box(one), found.box(other)
        assert left is not None and right is not None
        assert left.right < right.left and left.top < right.bottom and right.top < left.bottom


def test_what_is_added_up_stands_on_one_another() -> None:
    token, place = layout("bert").box("embedding.token"), layout("bert").box("embedding.segment")
    assert token is not None and place is not None
    assert token.top == pytest.approx(place.bottom)


def test_a_step_back_is_told_from_a_step_on() -> None:
    back = {(wire.source, wire.target) for wire in layout("bahdanau").wires if wire.back}
    assert back == {("decoder", "decoder.0.cross")}


def test_of_what_reads_nothing_the_one_needed_first_stands_on_top() -> None:
    found = layout("bahdanau")
    start, embedding = found.box("decoder.start"), found.box("target.embedding")
    assert start is not None and embedding is not None and start.bottom <= embedding.top
    straight = [wire for wire in found.wires if wire.target == "decoder.0.cross" and not wire.back]
    assert any(wire.source == "decoder.start" and len(wire.points) == 2 for wire in straight)


def test_the_window_shows_its_words() -> None:
    found = layout("nnlm").box("window")
    assert found is not None and found.form == "window"


def test_a_block_is_found_by_its_place_and_folded_ones_by_their_name() -> None:
    found: Layout = layout("gpt, deep")
    box = found.box("decoder.3.self")
    assert box is not None and box.node.layers
    assert found.at(*box.middle) is box
    assert found.at(-1, -1) is None
    assert found.box("nothing") is None


def test_arrows_lead_from_block_to_block() -> None:
    found = layout("transformer")
    here = found.neighbour(None, 0, -1)
    assert here is found.boxes[0]
    seen = set()
    while here is not None:
        assert here.node.name not in seen
        seen.add(here.node.name)
        above = found.neighbour(here, 0, -1)
        here = above if above is not None and above.node.lane == "encoder" else None
    assert len(seen) == sum(box.node.lane == "encoder" for box in found.boxes)


def test_a_structure_without_blocks_is_an_empty_diagram() -> None:
    empty = type(structure("gpt"))()
    assert lay_out(empty, 300, METRICS).boxes == ()
