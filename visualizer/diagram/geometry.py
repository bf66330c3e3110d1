"""The parts of a laid-out diagram, in pixels from its top left corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from visualizer.diagram.folding import Node

#: What a node looks like: a box with its shape, one line, a plus in a circle, a narrow vector
#: between two lanes, a window of words, or layers folded together.
Form = Literal["block", "thin", "sum", "neck", "window", "fold"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Metrics:
    """Sizes of type, in pixels.

    scale : pixels of a length of 1; title, note : how wide a text is as a title or as a note;
    title_line, note_line : how high their lines are.
    """

    scale: float
    title: Callable[[str], float]
    note: Callable[[str], float]
    title_line: float
    note_line: float


@dataclass(frozen=True)
class Box:
    """A node in its place; `lines` are its title, `note` its shape by symbols ("" for none)."""

    node: Node
    form: Form
    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]
    note: str = ""

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> Point:
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True)
class LayerFrame:
    """Around the boxes of one layer, counted from 0; lines lead around them at `outer`, -1 left."""

    layer: int
    outer: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Wire:
    """A line from one node to another, ending in an arrow; `back`: it leads a step back."""

    source: str
    target: str
    points: tuple[Point, ...]
    back: bool = False


@dataclass(frozen=True)
class Heading:
    """The name of a lane, above its boxes."""

    lane: str
    left: float
    top: float
    width: float


@dataclass(frozen=True)
class Layout:
    """A whole diagram. Boxes come in the order of the blocks, from the input on."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    frames: tuple[LayerFrame, ...] = ()
    wires: tuple[Wire, ...] = ()
    headings: tuple[Heading, ...] = ()

    def box(self, name: str) -> Box | None:
        """The box of a node or of a block, folded away or not; None if there is none."""
        for box in self.boxes:
            if box.node.name == name or any(block.name == name for block in box.node.blocks):
                return box
        return None

    def at(self, x: float, y: float, margin: float = 0) -> Box | None:
        """The box at a point, or at most `margin` from it."""
        for box in self.boxes:
            inside = box.left - margin <= x < box.right + margin
            if inside and box.top - margin <= y < box.bottom + margin:
                return box
        return None

    def neighbour(self, box: Box | None, across: int, down: int) -> Box | None:
        """The nearest box to the right (`across` 1), to the left, below (`down` 1) or above.

        From nowhere it is the first; where there is none in that direction, None.
        """
        if box is None:
            return self.boxes[0] if self.boxes else None
        x, y = box.middle

        def distance(other: Box) -> float:
            dx, dy = other.middle[0] - x, other.middle[1] - y
            ahead, aside = (dx * across, dy) if across else (dy * down, dx)
            return ahead + 3 * abs(aside) if ahead > 1 else float("inf")

        nearest = min(self.boxes, key=distance)
        return nearest if distance(nearest) < float("inf") else None
