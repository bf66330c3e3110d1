"""What is to be said of heads, in words: one, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.map_health import SOUND, Finding, Health, judge
from engine.seen.look import Look
from engine.seen.maps import MEAN, MapGroup
from engine.seen.tokens import Token
from visualizer.widgets.token_text import as_read

#: Heads that a list names one by one.
_LISTED = 12


def of_head(group: MapGroup, layer: int, head: int) -> Finding | None:
    """The finding of a head, or of the mean of a layer's heads; None if that is not captured."""
    if head != MEAN:
        return group.health.get((layer, head), SOUND)
    mean = group.map(layer, MEAN)
    return None if mean is None else judge(mean[None], group.closed)[0]


def of_group(group: MapGroup) -> list[Finding]:
    """Of every head, layer by layer."""
    return [
        group.health.get((layer, head), SOUND)
        for layer in range(group.layers)
        for head in range(group.heads)
    ]


def name(state: Health) -> str:
    """The state in one or two words, as in a column of a table."""
    return {
        Health.SOUND: _tr("sound"),
        Health.UNIFORM: _tr("near uniform"),
        Health.COLLAPSED: _tr("collapsed"),
        Health.LEAKING: _tr("leaking"),
        Health.NON_FINITE: _tr("not a number"),
    }[state]


def words(found: Finding, rows: Sequence[Token], columns: Sequence[Token]) -> str:
    """What stands above a map that is not sound, empty for one that is.

    rows, columns : the tokens along its sides.
    """
    if found.state == Health.SOUND:
        return ""
    if found.state == Health.UNIFORM:
        return _tr("near uniform: not learned yet, or it averages")
    if found.state == Health.COLLAPSED:
        return _tr("collapsed on one token: {0}").format(_named(columns, found.column))
    row = _named(rows, found.row)
    if found.state == Health.NON_FINITE and found.rows == len(rows):
        return _tr("not a number in all {0} rows").format(len(rows))
    if found.state == Health.NON_FINITE:
        said = _tr("not a number in {0} of {1} rows, first {2}")
        return said.format(found.rows, len(rows), row)
    if found.column < 0:
        return _tr("leaking: row {0} adds up to {1}, not 1").format(row, _figure(found.weight))
    column, weight = _named(columns, found.column), _figure(found.weight)
    if found.rows == 1:
        return _tr("leaking through the mask at {0}, {1}: weight {2}").format(row, column, weight)
    said = _tr("leaking through the mask in {0} rows, most at {1}, {2}: weight {3}")
    return said.format(found.rows, row, column, weight)


def count_words(states: Sequence[Health]) -> str:
    """ "22 of 24 heads sound · 1 leaking · 1 near uniform", the gravest first."""
    kinds = [kind for kind in reversed(Health) if kind in states]
    if len(kinds) == 1:
        said = _tr("1 head, {1}") if len(states) == 1 else _tr("All {0} heads {1}")
        return said.format(len(states), name(kinds[0]))
    sound = states.count(Health.SOUND)
    parts = [_tr("{0} of {1} heads sound").format(sound, len(states))]
    parts += [f"{states.count(kind)} {name(kind)}" for kind in kinds if kind != Health.SOUND]
    return " · ".join(parts)


def listed(look: Look) -> str:
    """A line for each head of which something is to be said, the gravest first."""
    heads = sorted(
        (
            (group, *place, found)
            for group in look.groups.values()
            for place, found in group.health.items()
        ),
        key=lambda head: -head[3].state,
    )
    lines = [
        f"{group.name} L{layer + 1} H{head + 1}: {said(look, group, found)}"
        for group, layer, head, found in heads[:_LISTED]
    ]
    if len(heads) > _LISTED:
        lines.append(_tr("and {0} more").format(len(heads) - _LISTED))
    return "\n".join(lines)


def said(look: Look, group: MapGroup, found: Finding) -> str:
    """As :func:`words`, of a head of this group."""
    rows, columns = group.closed.shape
    return words(
        found, look.axis_tokens(group.rows, rows), look.axis_tokens(group.columns, columns)
    )


def _named(tokens: Sequence[Token], place: int) -> str:
    """A token, and its place where its text stands at several."""
    text = as_read(tokens[place])
    several = sum(as_read(token) == text for token in tokens) > 1
    return _tr("“{0}” (token {1})").format(text, place + 1) if several else f"“{text}”"


def _figure(value: float) -> str:
    """A weight, or a sum of weights, however small: .87, 1e-07."""
    return f"{value:.3g}".removeprefix("0") or "0"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Health", text)
