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
    """One judgement a head, from its thumbnail and focus, which are there for every head."""
    maps = group.thumbnails.reshape(-1, *group.thumbnails.shape[2:])
    closed = pooled_closed(group) != Closed.OPEN
    focus = group.summaries.get("focus")
    broken = ~np.isfinite(maps).all(axis=(1, 2))
    leaking = (maps * closed).any(axis=(1, 2))
    free = maps[:, (~closed).sum(axis=1) > 2]
    collapsed = np.zeros(len(maps), np.bool_)
    if free.shape[1] > 2:
        best = free.argmax(axis=2)
        taken = np.median(free.max(axis=2), axis=1) >= COLLAPSED_FROM
        collapsed = (best == best[:, -1:]).all(axis=1) & taken
    uniform = np.zeros(len(maps), np.bool_) if focus is None else focus.ravel() < UNIFORM_BELOW
    found = [Health.SOUND] * len(maps)
    for kind, where in (
        (Health.COLLAPSED, collapsed),
        (Health.UNIFORM, uniform),
        (Health.LEAKING, leaking),
        (Health.BROKEN, broken),
    ):
        for head in np.flatnonzero(where).tolist():
            found[head] = kind
    return found


def pooled_closed(group: MapGroup) -> NDArray[np.uint8]:
    """(h, w) as a thumbnail: closed only where all cells behind a pixel are."""
    closed = group.closed
    for axis, wanted in enumerate(group.thumbnails.shape[2:]):
        size = closed.shape[axis]
        if size > wanted:
            closed = np.minimum.reduceat(closed, np.arange(wanted) * size // wanted, axis=axis)
    return closed


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
