"""Where the parts of a picture of hidden states stand: encoder, c, decoder, and what is beside."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize

from visualizer.appearance import Appearance
from visualizer.widgets.foot_labels import MARKS, foot_height, foot_labels
from visualizer.widgets.state_content import Array, StateContent
from visualizer.widgets.state_picture import Bar
from visualizer.widgets.token_columns import NO_TOKENS, Strip

#: At scale 1: room for captions, for the numbers of units, for the scale, between encoder and
#: decoder, the widest column, and c.
TOP, LEFT, RIGHT, MIDDLE, WIDEST, VECTOR = 42, 58, 84, 168, 40, 22
#: A decoder's column is so much wider than an encoder's where c stands in it.
WIDER = 1.25


@dataclass(frozen=True)
class StateLayout:
    """Effective pixels; `top` and `height` are those of all columns."""

    top: int = 0
    height: int = 0
    encoder: Strip = NO_TOKENS
    vector: QRect = field(default_factory=QRect)
    decoder: Strip = NO_TOKENS
    scale: QRect = field(default_factory=QRect)
    #: Whether c stands in every column of the decoder, or in the first alone.
    every_step: bool = True

    @property
    def foot(self) -> int:
        """y under the columns."""
        return self.top + self.height

    @property
    def columns(self) -> QRect:
        """From the encoder's first column to the decoder's last."""
        left, right = self.encoder.left, self.decoder.right
        return QRect(left, self.top, max(right - left, 1), self.height)

    def parts(self, place: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """x from and to of c, and of the state, in a column of the decoder; c may be empty."""
        left, right = self.decoder.edge(place), self.decoder.edge(place + 1)
        gap = 3 if right - left >= 16 else 1
        right -= gap if right - left > 2 else 0
        if not self.every_step and place:
            return (left, left), (left, right)
        wide = max(round((right - left) * 0.22), 1)
        between = 1 if right - left >= 8 else 0
        return (left, left + wide), (left + wide + between, right)


def lay_out(appearance: Appearance, size: QSize, content: StateContent) -> StateLayout:
    """Share the room; cells are whole pixels wide where they are not too narrow for it."""
    px = appearance.px
    below = [
        foot_height(appearance, foot_labels(content.source)),
        px(MARKS if content.verdicts else 0)
        + foot_height(appearance, foot_labels(content.target, content.verdicts)),
    ]
    height = max(size.height() - px(TOP) - max(below) - px(4), 0)
    count, more = len(content.source), len(content.target) * WIDER
    room = max(size.width() - px(LEFT) - px(RIGHT) - px(MIDDLE), 0)
    pitch = min(room / max(count + more, 1), px(WIDEST))
    pitches = [_whole(pitch), _whole(pitch * WIDER)]
    used = round(count * pitches[0]) + round(len(content.target) * pitches[1])
    spare = max(room - used, 0)
    middle = px(MIDDLE) + min(spare // 3, px(MIDDLE))
    left = px(LEFT) + max(spare - (middle - px(MIDDLE)), 0) // 2
    encoder = Strip(content.source_axis, content.source, left, pitches[0])
    vector = QRect(0, px(TOP), px(VECTOR), height)
    vector.moveLeft(encoder.right + (middle - vector.width()) // 2)
    decoder = Strip(content.target_axis, content.target, encoder.right + middle, pitches[1])
    return StateLayout(
        top=px(TOP),
        height=height,
        encoder=encoder,
        vector=vector,
        decoder=decoder,
        scale=QRect(decoder.right + px(16), px(TOP) + px(20), px(10), max(height - px(20), 0)),
        every_step=content.every_step,
    )


def bars(content: StateContent, layout: StateLayout, ratio: float) -> list[Bar]:
    """Every vector of the picture, in device pixels from the left of its columns."""
    origin = layout.encoder.left

    def bar(left: int, right: int, values: Array) -> Bar:
        rows = values[content.order]
        return Bar(round((left - origin) * ratio), round((right - origin) * ratio), rows)

    found = []
    for place in range(len(content.source)):
        left, right = layout.encoder.edge(place), layout.encoder.edge(place + 1)
        found.append(bar(left, right - (1 if right - left >= 6 else 0), content.encoder[place]))
    found.append(bar(layout.vector.left(), layout.vector.right() + 1, content.context))
    for place in range(len(content.target)):
        vector, state = layout.parts(place)
        if vector[1] > vector[0]:
            found.append(bar(*vector, content.context))
        found.append(bar(*state, content.decoder[place]))
    return found


def _whole(pitch: float) -> float:
    return float(math.floor(pitch)) if pitch >= 6 else pitch
