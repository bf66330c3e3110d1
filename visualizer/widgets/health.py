"""Whether a map is what it should be, in a word."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from engine.look import Closed, MapGroup

#: A head whose focus (see MapGroup.summaries) is below this looks at everything alike.
UNIFORM_BELOW = 0.05
#: One column with this share of each of nearly all rows has taken the map.
COLLAPSED_FROM = 0.9


class Health(Enum):
    """From best to worst."""

    SOUND = "sound"
    UNIFORM = "uniform"
    COLLAPSED = "collapsed"
    LEAKING = "leaking"
    BROKEN = "broken"


def health(weights: NDArray[np.float32], closed: NDArray[np.uint8]) -> Health:
    """Judge one map by its (rows, columns) weights."""
    if not np.isfinite(weights).all():
        return Health.BROKEN
    open_cells = closed == Closed.OPEN
    if weights[~open_cells].any():
        return Health.LEAKING
    counts = open_cells.sum(axis=1)
    rows = weights[counts > 1]
    if not len(rows):
        return Health.SOUND
    logs = np.log(rows, out=np.zeros_like(rows), where=rows > 0)
    focus = 1 + (rows * logs).sum(axis=1) / np.log(counts[counts > 1])
    if focus.mean() < UNIFORM_BELOW:
        return Health.UNIFORM
    # Rows with few open cells have little choice: they prove nothing.
    free = weights[counts > 2]
    if len(free) < 3 or (free.argmax(axis=1) != free[-1].argmax()).any():
        return Health.SOUND
    taken = float(np.median(free.max(axis=1))) >= COLLAPSED_FROM
    return Health.COLLAPSED if taken else Health.SOUND


def group_health(group: MapGroup) -> list[Health]:
    """One judgement a head: of its map where that was captured, else of its thumbnail and focus."""
    return [
        _head(group, layer, head) for layer in range(group.layers) for head in range(group.heads)
    ]


def _head(group: MapGroup, layer: int, head: int) -> Health:
    captured = group.map(layer, head)
    if captured is not None:
        return health(captured, group.closed)
    thumbnail = group.thumbnails[layer, head]
    if not np.isfinite(thumbnail).all():
        return Health.BROKEN
    if thumbnail.shape == group.closed.shape:
        return health(thumbnail, group.closed)
    focus = group.summaries.get("focus")
    near_uniform = focus is not None and float(focus[layer, head]) < UNIFORM_BELOW
    return Health.UNIFORM if near_uniform else Health.SOUND


def words(found: Health) -> str:
    """What stands above a map that is not sound; empty for one that is."""
    return {
        Health.SOUND: "",
        Health.UNIFORM: _tr("near uniform: not learned yet, or it averages"),
        Health.COLLAPSED: _tr("collapsed: one column takes all"),
        Health.LEAKING: _tr("leaking: weight in a closed cell"),
        Health.BROKEN: _tr("non-finite: some weights are not a number"),
    }[found]


def count_words(found: list[Health]) -> str:
    """ "24 of 24 sound, 2 near uniform". Near uniform is sound: it may be right for the head."""
    bad = [one for one in found if one not in (Health.SOUND, Health.UNIFORM)]
    parts = [_tr("{sound} of {all} sound").format(sound=len(found) - len(bad), all=len(found))]
    for kind, name in (
        (Health.UNIFORM, _tr("near uniform")),
        (Health.COLLAPSED, _tr("collapsed")),
        (Health.LEAKING, _tr("leaking")),
        (Health.BROKEN, _tr("non-finite")),
    ):
        if count := found.count(kind):
            parts.append(f"{count} {name}")
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Health", text)
