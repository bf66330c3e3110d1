"""What stands around a map in words: its title, what is wrong with it, what is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.catalog import ARCHITECTURES
from engine.map_health import Finding, Health
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import MEAN, HeadReference, MapGroup
from engine.structure import Block, Structure
from visualizer.widgets import health, wording
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.map_summary import Line

_TITLES = {entry.name: entry.title for entry in ARCHITECTURES}


def model(architecture: str) -> str:
    """What the catalogue calls an architecture."""
    return _TITLES.get(architecture, architecture)


def title(group: MapGroup, *, short: bool = False) -> str:
    """ "Decoder self-attention", or "Decoder"."""
    names = {
        "encoder": (_tr("Encoder self-attention"), _tr("Encoder")),
        "decoder": (_tr("Decoder self-attention"), _tr("Decoder")),
        "cross": (_tr("Cross-attention"), _tr("Cross")),
    }
    return names.get(group.name, (group.name.capitalize(),) * 2)[short]


def subtitle(frame: Frame, group: MapGroup, reference: HeadReference, weighted: bool) -> str:
    """ "L2 H1 · step 1,240 · Transformer"."""
    head = _tr("mean") if reference.head == MEAN else f"H{reference.head + 1}"
    parts = [
        # A model's only attention has no number.
        f"L{reference.layer + 1} {head}" if group.layers * group.heads > 1 else "",
        _tr("step {0}").format(f"{frame.step:,}"),
        model(frame.architecture),
        "α·‖Vx‖" if weighted else "",
    ]
    return " · ".join(part for part in parts if part)


def corner(look: Look, group: MapGroup) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Over the row labels: what rows are, in lines; and shorter words for the same."""
    if group.kind == "VVV":
        return (_tr("rows: queries"),), (_tr("rows: queries"), _tr("queries"))
    return (_tr("in → out"), rows(look, group, short=True)), (_tr("out"),)


def note(
    look: Look, group: MapGroup, structure: Structure, found: Finding | None, weighted: bool
) -> str:
    """Above a map: what is wrong with it, what its numbers are, what kind of attention it is.

    found : of the head that is shown; None where it was not looked at yet.
    """
    state = _tr("this head was not looked at yet")
    if found is not None:
        state = health.said(look, group, found)
        if found.state == Health.LEAKING and found.column >= 0:
            state = _tr("framed red: {0}").format(state)
    value = _tr("α·‖Vx‖: weight × length of the value, a row adds up to 1") if weighted else ""
    parts = [state, value, kind(group, structure), rows(look, group)]
    return " · ".join(part for part in parts if part)


def summary(
    content: MapContent, row: int | None, column: int | None, facts: tuple[str, ...]
) -> tuple[Line, ...]:
    """Under a map: the cell with its `facts`, what its row looks at, who looks at its column."""
    lines: list[Line] = []
    if facts and row is not None and column is not None:
        name, verb, key = wording.cell_heading(content, row, column)
        lines.append((name, verb, f"{key}: " + " · ".join(facts)))
    if row is not None and content.weights is not None:
        lines.append(wording.looks_at(content, row))
    if column is not None and content.weights is not None:
        lines.append(wording.looked_at_by(content, column))
    return tuple(lines)


def hint(every: int) -> tuple[Line, ...]:
    """Under a map of which nothing is chosen; `every` how many-th token is named."""
    lines = [_tr("Point at a cell or a token; a click keeps it, Esc lets go.")]
    if every > 1:
        said = _tr("One token in {0} is named; point at a tick for others.")
        lines.append(said.format(every))
    return tuple(("", line, "") for line in lines)


def kind(group: MapGroup, structure: Structure) -> str:
    """Where queries, keys and values come from, and who sees whom."""
    if group.kind == "QVV":
        states = _states(group, structure)
        if states is not None:
            said = _tr("q: the decoder’s last state; k = v: the encoder’s states")
            return _tr("{0}, read both ways").format(said) if _both_ways(states) else said
    return {
        "VVV": _tr("q, k, v all from one side; every token sees every token"),
        "VVV masked": _tr("q, k, v all from one side; the future is closed"),
        "QVV": _tr("q from the decoder; k = v from the encoder"),
    }[group.kind]


def _states(group: MapGroup, structure: Structure) -> Block | None:
    """The recurrence of the other lane whose states this attention weighs; None: a layer's output.

    What only joins or passes on, a vector, stands between the two.
    """
    blocks = {block.name: block for block in structure.blocks}
    for attending in (block for block in structure.blocks if block.group == group.name):
        found = [blocks[name] for name in attending.inputs if name in blocks]
        while found:
            block = found.pop()
            if block.part == "recurrent" and block.lane != attending.lane:
                return block
            if block.part == "vector" and block.lane != attending.lane:
                found += [blocks[name] for name in block.inputs if name in blocks]
    return None


def _both_ways(recurrence: Block) -> bool:
    """Whether it gives two states for each token: (2, "S", n)."""
    return len(recurrence.shape) == 3 and recurrence.shape[0] == 2


def rows(look: Look, group: MapGroup, *, short: bool = False) -> str:
    """Which target a decoder's rows follow; nothing for an encoder's, or in one text."""
    if group.kind == "VVV" or group.rows.sequence == "text":
        return ""
    if look.rows_from == "own":
        return _tr("rows: own output") if short else _tr("rows: the model’s own output")
    return _tr("rows: reference") if short else _tr("rows: the reference")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
