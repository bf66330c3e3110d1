"""Which nodes stand above which: each lane as rows from the input up, forks side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visualizer.diagram.folding import Node

#: Nodes that stand on one another without a gap, from the bottom up: what they give is added up.
Stack = tuple[Node, ...]


@dataclass(frozen=True)
class Row:
    """Slots of equal width from left to right; () is an empty one beside a branch that goes on."""

    slots: tuple[Stack, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Everything in the row."""
        return tuple(node for stack in self.slots for node in stack)


def by_lane(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """The nodes of each lane, in the lanes' order from left to right."""
    lanes: dict[str, list[Node]] = {}
    for node in nodes:
        lanes.setdefault(node.lane, []).append(node)
    order = [lane for lane in ("encoder", "", "decoder") if lane in lanes]
    return {lane: lanes[lane] for lane in order}


def backward(nodes: Sequence[Node]) -> frozenset[tuple[str, str]]:
    """(from, to) of what goes back to an earlier node: the step before of a recurrence."""
    place = {node.name: number for number, node in enumerate(nodes)}
    return frozenset(
        (source, node.name)
        for node in nodes
        for source in node.inputs
        if source in place and place[source] > place[node.name]
    )


def rows(lane: Sequence[Node]) -> tuple[Row, ...]:
    """The rows of one lane. A node stands above all that it reads in its lane.

    What reads nothing there stands at the bottom, each in a row of its own, the one that is
    needed first on top.
    """
    back, names = backward(lane), {node.name for node in lane}
    inputs = {
        node.name: [s for s in node.inputs if s in names and (s, node.name) not in back]
        for node in lane
    }
    stacks = _stacks(lane, inputs)
    depth: dict[str, int] = {}
    for node in lane:
        depth[node.name] = 1 + max((depth[source] for source in inputs[node.name]), default=-1)
    sources = [stack for stack in stacks if not inputs[stack[0].name]]

    def first_use(stack: Stack) -> int:
        uses = (depth[n.name] for n in lane if stack[0].name in inputs[n.name])
        return min(uses, default=len(lane))

    sources.sort(key=first_use, reverse=True)
    found = [Row((stack,)) for stack in sources]
    slots = {stack[0].name: (0, 1) for stack in sources}
    for level in range(1, max(depth.values(), default=0) + 1):
        level_stacks = [stack for stack in stacks if depth[stack[0].name] == level]
        found.append(_row(level_stacks, inputs, slots))
    return tuple(found)


def _stacks(lane: Sequence[Node], inputs: dict[str, list[str]]) -> list[Stack]:
    """Neighbours that read the same and that only one sum reads stand on one another."""
    readers: dict[str, list[Node]] = {}
    for node in lane:
        for source in inputs[node.name]:
            readers.setdefault(source, []).append(node)
    found: dict[object, list[Node]] = {}
    for node in lane:
        after = readers.get(node.name, [])
        added = len(after) == 1 and after[0].block is not None and after[0].block.part == "add"
        together = added and inputs[node.name] and len(inputs[after[0].name]) > 1
        key: object = node.name
        if together and node.layer < 0:
            key = (after[0].name, *inputs[node.name])
        found.setdefault(key, []).append(node)
    return [tuple(stack) for stack in found.values()]


def _row(
    stacks: Sequence[Stack], inputs: dict[str, list[str]], slots: dict[str, tuple[int, int]]
) -> Row:
    """A row of one stack or of several side by side; a branch stays in its slot. Fills `slots`."""
    before = [_slot_before(stack, inputs, slots) for stack in stacks]
    if len(stacks) == 1:
        place, count = before[0]
        places = [place]
    elif len(set(before)) == len(before) and all(count > 1 for _, count in before):
        places, count = [place for place, _ in before], before[0][1]
    else:
        places, count = list(range(len(stacks))), len(stacks)
    row: list[Stack] = [()] * count
    for stack, place in zip(stacks, places, strict=True):
        row[place] = stack
        for node in stack:
            slots[node.name] = (place, count)
    return Row(tuple(row))


def _slot_before(
    stack: Stack, inputs: dict[str, list[str]], slots: dict[str, tuple[int, int]]
) -> tuple[int, int]:
    """The slot of what a stack reads, where that is one branch of several; else the whole."""
    found = {slots[source] for source in inputs[stack[0].name]}
    return found.pop() if len(found) == 1 else (0, 1)
