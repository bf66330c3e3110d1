"""Which cell of which map the selection means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.seen.look import Look
from engine.seen.maps import MEAN, Closed, HeadReference, MapGroup
from visualizer.selection import Selection
from visualizer.widgets.map_content import MapContent, map_content


@dataclass(frozen=True, eq=False)
class ChosenCell:
    """A cell of a head's map.

    `strongest` says that only a word was chosen, and the cell is the largest of its row.
    """

    group: MapGroup
    head: HeadReference
    content: MapContent
    row: int
    column: int
    strongest: bool = False

    @property
    def closed(self) -> Closed:
        """Whether the query may see the key, or why not."""
        return Closed(int(self.group.closed[self.row, self.column]))

    @property
    def shown(self) -> float:
        """The weight on screen; NaN where the head was not captured."""
        weights = self.content.weights
        return float("nan") if weights is None else float(weights[self.row, self.column])


def chosen_cell(look: Look, selection: Selection) -> ChosenCell | None:
    """The selected cell, of the map in front where several have it; None if nothing lights one.

    A single word that is no key of the map stands for the largest weight of its row.
    """
    pair = selection.shown
    if pair is None:
        return None
    groups = sorted(look.groups.values(), key=lambda group: group.name != selection.group)
    for group in groups:
        head = chosen_head(group, selection)
        content = map_content(look, group, head)
        place = content.cell(pair)
        if place is not None:
            return ChosenCell(group, head, content, *place)
        row = content.row(pair)
        if pair.query == pair.key and row is not None and content.weights is not None:
            column = int(np.argmax(np.nan_to_num(content.weights[row])))
            return ChosenCell(group, head, content, row, column, strongest=True)
    return None


def chosen_head(group: MapGroup, selection: Selection) -> HeadReference:
    """The head of a group whose map is on screen, its layer counted from 0."""
    layer, head = selection.head(group.name)
    if group.heads == 1:
        head = 0  # the mean of one head is that head
    head = head if head == MEAN else min(head, group.heads - 1)
    return HeadReference(group.name, layer % group.layers, head)
