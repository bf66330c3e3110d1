"""Keys and values of the tokens a decoder has taken, kept for those that follow."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

#: Tokens for which there is room at first; it doubles when it is full.
_ROOM = 32


@dataclass
class _Room:
    """K and V, (batch, head, room, feature) each; `taken` places hold something."""

    keys: Tensor
    values: Tensor
    taken: int


class Past:
    """Keys and values of one layer for the tokens so far, oldest first.

    A past never changes: extending it makes another. What is added stands behind it in the same
    room; where another way on stands there already, in a room of its own. So the past of every
    token of a text can be kept in the room of the last, and another way on from any of them costs
    one copy. Not for training: nothing here keeps a gradient.
    """

    def __init__(self) -> None:
        """Of no tokens."""
        self._room: _Room | None = None
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extended(self, k: Tensor, v: Tensor) -> Past:
        """This past and behind it k and v, (batch, head, tokens, feature)."""
        following = Past()
        following._length = self._length + k.shape[2]
        following._room = self._room_for(following._length, k, v)
        following._room.taken = following._length
        added = slice(self._length, following._length)
        following._room.keys[:, :, added] = k.detach()
        following._room.values[:, :, added] = v.detach()
        return following

    @property
    def keys(self) -> Tensor:
        """(batch, head, tokens, feature)."""
        return self._held.keys[:, :, : self._length]

    @property
    def values(self) -> Tensor:
        """(batch, head, tokens, feature)."""
        return self._held.values[:, :, : self._length]

    @property
    def _held(self) -> _Room:
        if self._room is None:
            raise ValueError("A past of no tokens has no keys and values.")
        return self._room

    def _room_for(self, length: int, k: Tensor, v: Tensor) -> _Room:
        """The room this past is in if the place behind it is free, else a new one."""
        room = self._room
        if room is not None and room.taken == self._length and length <= room.keys.shape[2]:
            return room
        size = max(_ROOM, 2 * length)
        made = _Room(
            k.new_empty(*k.shape[:2], size, k.shape[3]),
            v.new_empty(*v.shape[:2], size, v.shape[3]),
            self._length,
        )
        if self._length:
            made.keys[:, :, : self._length] = self.keys
            made.values[:, :, : self._length] = self.values
        return made
