"""What a node looks like, and how high that is at a given width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from visualizer.diagram.folding import Node
from visualizer.diagram.geometry import Form, Metrics
from visualizer.diagram.quantities import shape_text
from visualizer.diagram.wrapping import wrapped

#: At scale 1: inside a box beside its text, above and below it; the plus in a circle; the share of
#: all parameters that is drawn along a box's lower edge.
BESIDE, ABOVE, PLUS, SHARE = 5, 3, 16, 3
#: Height of the words in a window.
WORDS = 16


@dataclass(frozen=True)
class Size:
    """A node's look at the width it has."""

    form: Form
    height: float
    lines: tuple[str, ...]
    note: str


def form(node: Node, between: bool, window: int) -> Form:
    """`between`: its lane stands between two others; `window`: words that a prediction sees."""
    block = node.block
    if block is None:
        return "fold"
    if block.part == "add":
        return "sum"
    if block.part in ("norm", "softmax"):
        return "thin"
    if between and len(block.shape) == 1:
        return "neck"
    if window and window in block.shape and len(block.shape) == 3:
        return "window"
    return "block"


def size(node: Node, looks: Form, width: float, metrics: Metrics) -> Size:
    """The lines of its text, broken to fit, and its height."""
    scale, block = metrics.scale, node.block
    if looks == "sum":
        return Size(looks, PLUS * scale, (), "")
    room = width - 2 * BESIDE * scale
    lines = wrapped(title(node), room, metrics.title)
    height = len(lines) * metrics.title_line + 2 * ABOVE * scale
    note = ""
    if block is not None and looks != "thin":
        note = shape_text(block.shape)
        height += metrics.note_line
    if looks == "window":
        height += WORDS * scale
    if any(each.weights for each in node.blocks) and looks != "thin":
        height += SHARE * scale
    return Size(looks, height, lines, note)


def title(node: Node) -> str:
    """What a node is called."""
    if node.block is not None:
        return node.block.title
    first, last = node.layers[0] + 1, node.layers[-1] + 1
    if first == last:
        return QCoreApplication.translate("Diagram", "layer {0}").format(first)
    said = QCoreApplication.translate("Diagram", "× {0} layers {1} – {2}")
    return said.format(len(node.layers), first, last)
