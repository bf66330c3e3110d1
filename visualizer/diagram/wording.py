"""What is said of a block: its shape, its weights, how much of the model it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from visualizer.diagram.folding import Node
from visualizer.diagram.quantities import shape_text, shared
from visualizer.diagram.sizing import title


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def place(node: Node) -> str:
    """Which block it is: "feed-forward · decoder · layer 2"."""
    parts = [title(node)]
    if node.lane:
        parts.append({"encoder": _tr("encoder"), "decoder": _tr("decoder")}[node.lane])
    if node.layer >= 0:
        parts.append(_tr("layer {0}").format(node.layer + 1))
    return " · ".join(parts)


def shape(node: Node, known: Mapping[str, int]) -> str:
    """What it gives: "S × 64 = 13 × 64"; "" for a fold."""
    if node.block is None:
        return ""
    letters, numbers = shape_text(node.block.shape), shape_text(node.block.shape, known)
    return letters if letters == numbers else f"{letters} = {numbers}"


def learned(node: Node, counts: Mapping[str, int]) -> str:
    """ "16,640 parameters, 16 % of all"; "" where nothing is learned."""
    count, total = sum(counts[block.name] for block in node.blocks), sum(counts.values())
    borrowed = any(shared(block, counts[block.name]) for block in node.blocks)
    if not count:
        return _tr("weights shared with the embedding") if borrowed else ""
    share = 100 * count / max(total, 1)
    said = _tr("{0} parameters, {1} % of all")
    text = said.format(f"{count:,}", f"{share:.0f}" if share >= 1 else "< 1")
    return f"{text} ({_tr('others shared')})" if borrowed and not node.layers else text


def weights(node: Node) -> tuple[str, ...]:
    """The shapes of what it learns: "W₁: 64 × 256"; those of one shape share a line."""
    if node.block is None:
        return ()
    alike: dict[tuple[int, ...], list[str]] = {}
    for name, size in node.block.weights:
        alike.setdefault(size, []).append(name)
    return tuple(f"{', '.join(names)}: {shape_text(size)}" for size, names in alike.items())


def facts(node: Node, known: Mapping[str, int], counts: Mapping[str, int]) -> tuple[str, ...]:
    """All of it, line by line, for a tooltip or to be read aloud."""
    gives = shape(node, known)
    lines = (
        place(node),
        _tr("gives {0}").format(gives) if gives else "",
        *weights(node),
        learned(node, counts),
    )
    return tuple(line for line in lines if line)
