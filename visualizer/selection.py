"""What the user has pointed at: one selection, shared by every view.

Hover previews, click locks, Esc clears. A selection is a pair of tokens, not of cells, so that a
word chosen in one map is found in every other map, in the sentence and in the predictions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from engine.seen.maps import MEAN, HeadReference
from engine.seen.tokens import Axis, Token

#: What of a map a symbol stands for; "" for nothing.
Side = Literal["", "row", "column", "cell"]


@dataclass(frozen=True)
class TokenReference:
    """Token `position` of the look's sequence `sequence` ("source", "target"); -1 is <s>."""

    sequence: str
    position: int


@dataclass(frozen=True)
class Pair:
    """A query and a key; both are the same token where a single word was chosen."""

    query: TokenReference
    key: TokenReference

    def row(self, axis: Axis) -> int | None:
        """Where this pair lights a row of a map whose rows are `axis`; None if nowhere."""
        return _place(axis, self.query, self.key)

    def column(self, axis: Axis) -> int | None:
        """Where it lights a column."""
        return _place(axis, self.key, self.query)


def _place(axis: Axis, *candidates: TokenReference) -> int | None:
    for token in candidates:
        if token.sequence == axis.sequence:
            return token.position - axis.shift
    return None


def token_at(axis: Axis, place: int) -> TokenReference:
    """The token at `place` of an axis."""
    return TokenReference(axis.sequence, place + axis.shift)


class Selection(QObject):
    """The shared selection and the chosen head of each group.

    Signals: `changed` when hovered or locked tokens change; `head_changed(group)` when another
    head is chosen; `group_changed(group)` when another kind of attention comes to the front;
    `side_changed` when a symbol of the equation points at rows, columns or cells of maps, or no
    longer does.
    """

    changed = Signal()
    head_changed = Signal(str)
    group_changed = Signal(str)
    side_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hovered: Pair | None = None
        self.locked: Pair | None = None
        self.group = "cross"
        self._hovered_side: Side = ""
        self.locked_side: Side = ""
        self._heads: dict[str, tuple[int, int]] = {}
        self._texts: dict[str, tuple[str, ...]] = {}

    @property
    def shown(self) -> Pair | None:
        """The locked pair, else the hovered one."""
        return self.locked or self.hovered

    def hover(self, pair: Pair | None) -> None:
        if pair != self.hovered:
            self.hovered = pair
            self.changed.emit()

    def lock(self, pair: Pair | None) -> None:
        if pair != self.locked:
            self.locked = pair
            self.changed.emit()

    def clear(self) -> None:
        """Esc: nothing hovered, nothing locked."""
        self.lock_side("")
        if self.hovered or self.locked:
            self.hovered = self.locked = None
            self.changed.emit()

    @property
    def side(self) -> Side:
        """What of every map a symbol stands for: the one pointed at, else the one kept."""
        return self._hovered_side or self.locked_side

    def hover_side(self, side: Side) -> None:
        """Point at every map's row, column or cell, for as long as a symbol is pointed at."""
        if side != self._hovered_side:
            self._hovered_side = side
            self.side_changed.emit()

    def lock_side(self, side: Side) -> None:
        """Keep pointing at it, until Esc; "" lets go."""
        if side != self.locked_side:
            self.locked_side = side
            self.side_changed.emit()

    def stand_on(
        self, sequences: Mapping[str, Iterable[Token]], rewritten: Collection[str] = ()
    ) -> None:
        """Say which tokens are on screen from now on; what was selected among others is cleared.

        A sequence in `rewritten` is the model's own and changes all the time: while the source is
        the same, a row that is locked there stays locked.
        """
        texts = {name: tuple(token.text for token in line) for name, line in sequences.items()}
        before, self._texts = self._texts, texts
        other = {name for name in {**before, **texts} if texts.get(name) != before.get(name)}
        other = {*before, *texts} if "source" in other else other - {*rewritten}
        pairs = [pair for pair in (self.hovered, self.locked) if pair is not None]
        if any(end.sequence in other for pair in pairs for end in (pair.query, pair.key)):
            self.clear()

    def head(self, group: str) -> tuple[int, int]:
        """(layer, head) chosen in a group; until one is, (-1, MEAN): the last layer, meaned."""
        return self._heads.get(group, (-1, MEAN))

    def choose_head(self, reference: HeadReference) -> None:
        if self._heads.get(reference.group) != (reference.layer, reference.head):
            self._heads[reference.group] = (reference.layer, reference.head)
            self.head_changed.emit(reference.group)

    def choose_group(self, group: str) -> None:
        if group != self.group:
            self.group = group
            self.group_changed.emit(group)

    def group_among(self, names: Sequence[str]) -> str:
        """The kind that was chosen or, in a model that has none of it, its last one."""
        return self.group if self.group in names else names[-1]
