"""Gates of one unit: they make the cell and the state that the model had."""

from __future__ import annotations

import numpy as np
import pytest

from tests.visualizer.inspector.models import seen
from visualizer.inspector.page import Gauge, Page, Step
from visualizer.inspector.pages import unit
from visualizer.inspector.unit import UnitReference, gru_unit, lstm_unit


@pytest.mark.parametrize("reverse", [True, False])
@pytest.mark.parametrize("context", ["last state", "all states"])
@pytest.mark.parametrize("side", ["encoder", "decoder"])
def test_the_gates_make_the_cell_and_the_state(side: str, context: str, reverse: bool) -> None:
    look, _, _ = seen("seq2seq", reverse_source=reverse, context_from=context)
    gates, cells, states = (
        look.tables[f"{side}.{part}"].values for part in ("gates", "cells", "states")
    )
    starts = [0 * cells[0]] if side == "encoder" else [look.tables["decoder.start"].values[-1]]
    order = list(range(len(cells)))
    if reverse and side == "encoder":
        # The words from the last to the first; </s> is read last in any case.
        order = [*order[-2::-1], order[-1]]
    before = dict(zip(order, [None, *order[:-1]], strict=True))
    for place, number in np.ndindex(cells.shape):
        found = lstm_unit(gates, cells, starts, place, number)
        assert found is not None
        assert found.cell == pytest.approx(cells[place, number], abs=1e-5)
        assert found.state == pytest.approx(states[place, number], abs=1e-5)
        assert found.read_before == before[place]


def test_a_cell_that_follows_from_nothing_is_not_made_up() -> None:
    look, _, _ = seen("seq2seq")
    gates, cells = (look.tables[f"encoder.{part}"].values for part in ("gates", "cells"))
    assert lstm_unit(gates, cells + np.float32(0.5), [], 2, 3) is None


@pytest.mark.parametrize("lane", ["decoder", "encoder →", "encoder ←"])
def test_the_gru_takes_the_new_state_by_its_update_gate(lane: str) -> None:
    look, _, _ = seen("bahdanau")
    side, _, way = lane.partition(" ")
    gates, states = (look.tables[f"{side}.{part}"].values for part in ("gates", "states"))
    units, count = slice(None), len(states)
    start = look.tables["decoder.start"].values
    if way:
        half = states.shape[1] // 2
        units = slice(0, half) if way == "→" else slice(half, None)
        start = np.zeros(half, np.float32)
    gates, states = gates[..., units], states[:, units]
    order = list(range(count))[:: -1 if way == "←" else 1]
    read_before = dict(zip(order, [None, *order[:-1]], strict=True))
    for place, number in np.ndindex(states.shape):
        found = gru_unit(gates, states, start, place, number, way == "←")
        z, r, candidate = gates[place, :, number]
        assert found is not None and found.read_before == read_before[place]
        assert (found.update, found.reset, found.candidate) == (z, r, candidate)
        assert found.state == pytest.approx(states[place, number], abs=1e-5)
        previous = read_before[place]
        before = start if previous is None else states[previous]
        assert found.before == before[number]
    assert gru_unit(gates, states + np.float32(0.5), start, 2, 3, way == "←") is None


@pytest.mark.parametrize("backwards", [True, False])
def test_among_states_that_are_equal_the_neighbour_was_read_before(backwards: bool) -> None:
    states = np.full((4, 3), 0.25, np.float32)
    gates = np.full((4, 3, 3), 0.25, np.float32)
    places = [
        found and found.read_before
        for found in (gru_unit(gates, states, states[0], n, 1, backwards) for n in range(4))
    ]
    assert places == ([1, 2, 3, None] if backwards else [None, 0, 1, 2])
    first = 3 if backwards else 0
    assert gru_unit(gates, states, None, first, 1, backwards) is None


def test_the_page_of_a_gru_says_which_way_it_reads_and_from_which_state() -> None:
    look, _, _ = seen("bahdanau")
    words = [token.text for token in look.sequences["source"]]
    units = look.tables["encoder.states"].values.shape[1]
    page = unit.page(look, UnitReference("encoder.gates", 1, units - 1))
    assert page is not None
    text = page.as_text()
    assert f"Unit ← {units // 2}" in text and f"at {words[2]}" in text
    assert "from the last word to the first" in text and "C c" not in text
    decoder = unit.page(look, UnitReference("decoder.gates", 0, 2))
    assert decoder is not None
    assert "at the start" in decoder.as_text() and "C c" in decoder.as_text()
    steps = {item.name: item.result for item in decoder.items if isinstance(item, Step)}
    assert steps["state s"] == pytest.approx(look.tables["decoder.states"].values[0, 2], abs=1e-5)


def test_the_page_names_gates_and_numbers() -> None:
    look, _, _ = seen("seq2seq")
    page = unit.page(look, UnitReference("decoder.gates", 2, 6))
    assert page is not None
    gauges = {item.name: item for item in page.items if isinstance(item, Gauge)}
    assert list(gauges) == ["input", "forget", "candidate", "output"]
    entering = float(look.tables["decoder.gate_inputs"].values[2, 0, 6])
    assert gauges["input"].value == pytest.approx(1 / (1 + np.exp(-entering)), abs=1e-6)
    assert "in: chat → out: noir" in page.as_text()
    results = {item.name: item.result for item in page.items if isinstance(item, Step)}
    assert results["state h"] == pytest.approx(look.tables["decoder.states"].values[2, 6], abs=1e-5)
    assert page.place == "Unit 7"


def test_no_page_without_its_tables() -> None:
    look, _, _ = seen("transformer")
    assert unit.page(look, UnitReference("decoder.gates", 0, 0)) is None
    look, _, _ = seen("seq2seq")
    assert unit.page(look, UnitReference("decoder.gates", 0, 99)) is None
    page = unit.page(look, UnitReference("encoder.gates", 0, 0))
    assert isinstance(page, Page) and "encoder · at the" in page.as_text()
