"""What leads where: straight up, around the nodes between, or over to another lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visualizer.diagram.folding import Node
from visualizer.diagram.rows import Row, backward


@dataclass(frozen=True)
class Around:
    """A line beside a lane's nodes: from one of them to others that are not right above it.

    `track` counts the lines that stand beside one another, from the nodes outwards.
    """

    source: str
    targets: tuple[str, ...]
    back: bool
    track: int


@dataclass(frozen=True)
class Wiring:
    """How the nodes of one lane are joined: pairs straight up, and lines around."""

    straight: tuple[tuple[str, str], ...]
    around: tuple[Around, ...]

    @property
    def tracks(self) -> int:
        """How many lines stand beside one another."""
        return max((line.track + 1 for line in self.around), default=0)


def wiring(lane: Sequence[Node], rows: Sequence[Row]) -> Wiring:
    """The lines within one lane."""
    place = {node.name: number for number, row in enumerate(rows) for node in row.nodes}
    slot = {
        node.name: (number, len(row.slots))
        for row in rows
        for number, stack in enumerate(row.slots)
        for node in stack
    }
    back = backward(lane)
    straight: dict[tuple[str, str], None] = {}
    around: dict[tuple[str, bool], list[str]] = {}
    for node in lane:
        for source in (source for source in node.inputs if source in place):
            backwards = (source, node.name) in back
            if not backwards and _free(place, slot, rows, source, node.name):
                straight[_ends(rows, place, source, node.name)] = None
            else:
                around.setdefault((source, backwards), []).append(node.name)
    return Wiring(tuple(straight), _tracked(around, place))


def across(nodes: Sequence[Node]) -> tuple[tuple[str, str], ...]:
    """(from, to) of what leads from one lane to another."""
    lane = {node.name: node.lane for node in nodes}
    return tuple(
        (source, node.name) for node in nodes for source in node.inputs if lane[source] != node.lane
    )


def _free(
    place: Mapping[str, int],
    slot: Mapping[str, tuple[int, int]],
    rows: Sequence[Row],
    source: str,
    target: str,
) -> bool:
    """Whether nothing stands between two nodes."""
    for row in rows[place[source] + 1 : place[target]]:
        for node in row.nodes:
            if any(_overlap(slot[node.name], slot[end]) for end in (source, target)):
                return False
    return True


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    (a, n), (b, m) = one, other
    return a * m < (b + 1) * n and b * n < (a + 1) * m


def _ends(
    rows: Sequence[Row], place: Mapping[str, int], source: str, target: str
) -> tuple[str, str]:
    """Of nodes that stand on one another, a line leaves the uppermost and enters the lowest."""

    def stack(name: str) -> tuple[Node, ...]:
        row = rows[place[name]]
        return next(stack for stack in row.slots if any(node.name == name for node in stack))

    return stack(source)[-1].name, stack(target)[0].name


def _tracked(
    around: Mapping[tuple[str, bool], list[str]], place: Mapping[str, int]
) -> tuple[Around, ...]:
    """Each line on the innermost track where it meets no other; the short ones first."""
    spans = {
        key: (
            min(place[name] for name in (key[0], *targets)),
            max(place[name] for name in (key[0], *targets)),
        )
        for key, targets in around.items()
    }
    taken: list[list[tuple[int, int]]] = []
    found = []
    for key in sorted(around, key=lambda key: spans[key][1] - spans[key][0]):
        low, high = spans[key]
        track = next(
            (n for n, others in enumerate(taken) if all(b <= low or high <= a for a, b in others)),
            len(taken),
        )
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        found.append(Around(key[0], tuple(around[key]), key[1], track))
    return tuple(found)
