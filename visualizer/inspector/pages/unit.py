"""One unit of an LSTM or a GRU in words."""

from __future__ import annotations

import math

from engine.seen.look import Look, Table
from engine.seen.tokens import Axis
from visualizer.inspector.numbers import factor, number
from visualizer.inspector.page import Equation, Gauge, Heading, Item, Page, Rule, Sentence, Step
from visualizer.inspector.pages import tr
from visualizer.inspector.place import token_axis
from visualizer.inspector.unit import LSTMUnit, UnitReference, gru_unit, lstm_unit


def page(look: Look, reference: UnitReference) -> Page | None:
    """A unit at a token; None where the look has not the tables for it."""
    gates = look.tables.get(reference.table)
    if gates is None or not _holds(gates, reference):
        return None
    if "forget" in gates.labels.get("gate", ()):
        items = _lstm(look, gates, reference)
    else:
        items = _gru(look, gates, reference)
    name = tr("Unit {0}").format(_name(gates, reference.unit))
    return Page((Heading(name, _where(look, gates, reference)), *items), name)


def _holds(gates: Table, reference: UnitReference) -> bool:
    tokens, _, units = gates.values.shape
    inside = 0 <= reference.position < tokens and 0 <= reference.unit < units
    return bool(inside)


def _where(look: Look, gates: Table, reference: UnitReference) -> str:
    """ "encoder · at black", or "decoder · in: chat → out: noir"."""
    axis = token_axis(gates)
    if axis is None:
        return reference.side
    at = look.axis_tokens(axis, len(gates.values))[reference.position].text
    if reference.side != "decoder":
        return f"{reference.side} · " + tr("at {0}").format(at)
    inputs = Axis(axis.sequence, axis.shift - 1)
    entering = look.axis_tokens(inputs, len(gates.values))[reference.position].text
    return f"{reference.side} · " + tr("in: {0} → out: {1}").format(entering, at)


def _lstm(look: Look, gates: Table, reference: UnitReference) -> list[Item]:
    cells = look.tables.get(f"{reference.side}.cells")
    equations: list[Item] = [
        Equation("c = f ∘ c′ + i ∘ g,  h = o ∘ tanh(c)"),
        Equation(
            tr("c′ is the cell of the step before."),
            tr("Hochreiter & Schmidhuber 1997; Gers et al. 2000"),
        ),
        Rule(),
    ]
    found = None
    if cells is not None:
        starts = [0 * cells.values[0]] if reference.side == "encoder" else []
        start = look.tables.get("decoder.start")
        if start is not None and reference.side == "decoder":
            starts += [start.values[-1]]
        place = reference.position, reference.unit
        found = lstm_unit(gates.values, cells.values, starts, *place)
    i, f, g, o = (float(gate) for gate in gates.values[reference.position, :, reference.unit])
    summed = _inputs(look, reference)
    gauges: list[Item] = [
        Gauge(tr("input"), f"i = σ({summed[0]})", i, series=0),
        Gauge(tr("forget"), f"f = σ({summed[1]})", f, series=1),
        Gauge(tr("candidate"), f"g = tanh({summed[2]})", g, low=-1.0, series=3),
        Gauge(tr("output"), f"o = σ({summed[3]})", o, series=2),
    ]
    if found is None:
        missing = Sentence(tr("The cell of the step before is not at hand."), "low")
        return [*equations, *gauges, missing]
    return [*equations, *gauges, Rule(), *_lstm_steps(look, gates, reference, found)]


def _inputs(look: Look, reference: UnitReference) -> tuple[str, ...]:
    """W x + U h + b of each gate, as it stands in its brackets."""
    table = look.tables.get(f"{reference.side}.gate_inputs")
    if table is None:
        return ("…",) * 4
    values = table.values[reference.position, :, reference.unit]
    return tuple(number(float(value)) for value in values)


def _lstm_steps(look: Look, gates: Table, reference: UnitReference, unit: LSTMUnit) -> list[Item]:
    cell = (
        f"{number(unit.forget)}·{factor(unit.before)} + "
        f"{number(unit.input)}·{factor(unit.candidate)}"
    )
    found: list[Item] = [
        Step("c′", _before(look, gates, unit.read_before), unit.before),
        Step(tr("cell c"), f"f·c′ + i·g = {cell}", unit.cell),
        Step(
            tr("state h"),
            f"o·tanh(c) = {number(unit.output)}·{factor(math.tanh(unit.cell))}",
            unit.state,
            strong=True,
        ),
    ]
    if unit.read_before is not None and unit.read_before > reference.position:
        found.append(Sentence(tr("The source is read from its last word to its first."), "low"))
    return found


def _before(look: Look, gates: Table, place: int | None) -> str:
    """At which token c′ stood."""
    axis = token_axis(gates)
    if place is None or axis is None:
        return tr("at the start")
    return tr("at {0}").format(look.axis_tokens(axis, len(gates.values))[place].text)


def _name(gates: Table, unit: int) -> str:
    """The table's own name of a unit, "→ 5", else its number from 1."""
    names = gates.labels.get("unit", ())
    return names[unit] if unit < len(names) else str(unit + 1)


def _lane(gates: Table, unit: int) -> slice:
    """The units that read the same way as this one, of a table that names which way each reads."""
    ways = [name.partition(" ")[0] for name in gates.labels.get("unit", ())]
    if len(set(ways)) < 2:
        return slice(None)
    return slice(ways.index(ways[unit]), ways.index(ways[unit]) + ways.count(ways[unit]))


def _gru(look: Look, gates: Table, reference: UnitReference) -> list[Item]:
    decoder, position = reference.side == "decoder", reference.position
    z, r, candidate = (float(gate) for gate in gates.values[position, :, reference.unit])
    context = " + C c" if decoder else ""
    items: list[Item] = [
        Equation("s = (1 − z) ∘ s′ + z ∘ s̃"),
        Equation(tr("z, r = σ(W x + U s′{0}), each with its own weights").format(context)),
        Equation(
            f"s̃ = tanh(W x + U [r ∘ s′]{context})", tr("Cho et al. 2014; Bahdanau et al. 2015")
        ),
        Rule(),
        Gauge(tr("update"), "z = σ(…)", z, series=0),
        Gauge(tr("reset"), "r = σ(…)", r, series=1),
        Gauge(tr("candidate"), "s̃ = tanh(…)", candidate, low=-1.0, series=3),
    ]
    states = look.tables.get(f"{reference.side}.states")
    lane = _lane(gates, reference.unit)
    found = None
    if states is not None:
        mine = states.values[:, lane]
        first = look.tables["decoder.start"].values if "decoder.start" in look.tables else None
        start = first if decoder else 0 * mine[0]
        unit = reference.unit - (lane.start or 0)
        backwards = _name(gates, reference.unit).startswith("←")
        found = gru_unit(gates.values[..., lane], mine, start, position, unit, backwards)
    if found is None:
        return [*items, Sentence(tr("The state of the step before is not at hand."), "low")]
    made = (
        f"(1 − {number(found.update)})·{factor(found.before)} + "
        f"{number(found.update)}·{factor(found.candidate)}"
    )
    items += [
        Rule(),
        Step("s′", _before(look, gates, found.read_before), found.before),
        Step(tr("state s"), made, found.state, strong=True),
    ]
    if found.read_before is not None and found.read_before > position:
        items.append(Sentence(tr("These units read from the last word to the first."), "low"))
    return items
