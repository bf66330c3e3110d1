"""Weights derived from q, k and v, or from the parts of additive attention, are those shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.seen.look import Look
from engine.seen.maps import MEAN, Additive, Closed, DotProduct, HeadReference
from tests.visualizer.inspector.models import seen
from visualizer.inspector.additive import additive_cell
from visualizer.inspector.cell import ChosenCell, chosen_cell
from visualizer.inspector.dot_product import dot_product_cell
from visualizer.inspector.page import Gauge, Sentence, Step, Strip
from visualizer.inspector.pages import attention
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.map_content import map_content


def cell_of(look: Look, group: str, layer: int, head: int, row: int, column: int) -> ChosenCell:
    reference = HeadReference(group, layer, head)
    content = map_content(look, look.groups[group], reference)
    return ChosenCell(look.groups[group], reference, content, row, column)


def result(cell: ChosenCell, name: str) -> float | None:
    """What comes out of the operation of this name on the page of a cell."""
    items = attention.page(cell).items
    return {item.name: item.result for item in items if isinstance(item, Step)}.get(name)


def sentences(cell: ChosenCell) -> str:
    items = attention.page(cell).items
    return " ".join(item.text for item in items if isinstance(item, Sentence))


@pytest.mark.parametrize("architecture", ["transformer", "gpt", "bert", "bahdanau"])
def test_every_weight_follows_from_its_parts(architecture: str) -> None:
    look, _, _ = seen(architecture)
    count = 0
    assert look.groups
    for group in look.groups.values():
        for (layer, head), parts in group.parts.items():
            shown = group.weights[layer, head]
            assert shown.max() > 1.5 / shown.shape[1], "weights that could not be guessed"
            for row, column in np.ndindex(shown.shape):
                if isinstance(parts, DotProduct):
                    weight = dot_product_cell(parts, group.closed, row, column).weight
                else:
                    assert isinstance(parts, Additive)
                    weight = additive_cell(parts, group.closed, row, column).weight
                assert abs(weight - shown[row, column]) <= 1e-5
                count += 1
    cells = (g.layers * g.heads * g.closed.size for g in look.groups.values())
    assert count == sum(cells)


def test_the_numbers_of_a_cell_are_those_of_the_equation() -> None:
    look, _, _ = seen("transformer")
    group = look.groups["cross"]
    parts = group.parts[1, 1]
    assert isinstance(parts, DotProduct)
    numbers = dot_product_cell(parts, group.closed, 2, 1)
    q, k = parts.query[2].astype(float), parts.key[1].astype(float)
    assert numbers.score == pytest.approx(sum(a * b for a, b in zip(q, k, strict=True)))
    assert numbers.scaled == pytest.approx(numbers.score / 8**0.5)
    scores = [float(q @ row) / 8**0.5 for row in parts.key.astype(float)]
    exponentials = np.exp(scores)
    assert numbers.weight == pytest.approx(float(exponentials[1] / exponentials.sum()))
    np.testing.assert_allclose(numbers.part, numbers.weight * parts.value[1], rtol=1e-6)
    np.testing.assert_allclose(numbers.output, group.weights[1, 1][2] @ parts.value, atol=1e-5)
    cell = cell_of(look, "cross", 1, 1, 2, 1)
    assert result(cell, "q·k") == numbers.score
    assert result(cell, "scale") == numbers.scaled
    assert result(cell, "softmax") == numbers.weight
    shares = group.value_weighted(1, 1)
    assert shares is not None
    assert result(cell, "share") == pytest.approx(float(shares[2, 1]), abs=1e-5)


def test_bahdanaus_context_is_the_sum_of_its_parts() -> None:
    look, _, _ = seen("bahdanau")
    group = look.groups["cross"]
    parts = group.parts[0, 0]
    assert isinstance(parts, Additive)
    numbers = [additive_cell(parts, group.closed, 3, j) for j in range(len(parts.key))]
    context = look.tables["contexts"].values[3]
    np.testing.assert_allclose(sum(cell.part for cell in numbers), context, atol=1e-5)
    np.testing.assert_allclose(numbers[0].output, context, atol=1e-5)
    for j, cell in enumerate(numbers):
        hidden = np.tanh(parts.query[3].astype(float) + parts.key[j])
        assert cell.score == pytest.approx(float(hidden @ parts.v))


def test_a_closed_cell_has_no_weight() -> None:
    look, _, _ = seen("gpt")
    cell = cell_of(look, "decoder", 0, 0, 2, 5)
    assert cell.closed == Closed.CAUSAL
    assert result(cell, "mask") == -np.inf
    assert result(cell, "softmax") is None
    assert "No score counts here: it comes later. The weight does not exist." in sentences(cell)
    assert not any(isinstance(i, Strip) and i.symbol == "α v" for i in attention.page(cell).items)
    leaking = {key: np.full_like(one, 0.1) for key, one in cell.group.weights.items()}
    group = replace(cell.group, weights=leaking)
    leak = cell_of(replace(look, groups={"decoder": group}), "decoder", 0, 0, 2, 5)
    assert "leaks" in sentences(leak)


def test_a_row_with_nothing_open_has_no_weights() -> None:
    look, _, _ = seen("gpt")
    parts = look.groups["decoder"].parts[0, 0]
    assert isinstance(parts, DotProduct)
    closed = np.full_like(look.groups["decoder"].closed, Closed.PADDING)
    numbers = dot_product_cell(parts, closed, 1, 1)
    assert numbers.weight == 0 and not numbers.output.any()


def test_a_map_that_does_not_follow_is_told() -> None:
    look, _, _ = seen("transformer")
    group = look.groups["cross"]
    assert "does not follow" not in sentences(cell_of(look, "cross", 0, 0, 1, 1))
    wrong = {key: one + np.float32(0.01) for key, one in group.weights.items()}
    changed = replace(look, groups={"cross": replace(group, weights=wrong)})
    assert "does not follow" in sentences(cell_of(changed, "cross", 0, 0, 1, 1))


def test_the_mean_of_heads_is_that_of_the_heads_listed() -> None:
    look, _, _ = seen("transformer")
    cell = cell_of(look, "cross", 1, MEAN, 2, 3)
    page = attention.page(cell)
    heads = [item for item in page.items if isinstance(item, Gauge)]
    assert [item.name for item in heads] == ["H1", "H2"]
    assert result(cell, "mean") == pytest.approx(cell.shown, abs=1e-6)
    assert np.mean([item.value for item in heads]) == pytest.approx(cell.shown, abs=1e-6)


def test_where_q_k_and_v_come_from_is_told() -> None:
    look, _, _ = seen("transformer")
    said = {name: sentences(cell_of(look, name, 0, 0, 1, 0)) for name in look.groups}
    assert "Q, K and V all come from the source" in said["encoder"]
    assert "Q, K and V all come from the target; what comes later is closed" in said["decoder"]
    assert "Q comes from the decoder, K and V from the encoder" in said["cross"]


def test_the_cell_that_is_lit_is_the_one_explained() -> None:
    look, _, _ = seen("transformer")
    selection = Selection()
    assert chosen_cell(look, selection) is None

    def chosen(query: tuple[str, int], key: tuple[str, int]) -> tuple[str, int, int, bool]:
        selection.lock(Pair(TokenReference(*query), TokenReference(*key)))
        cell = chosen_cell(look, selection)
        assert cell is not None
        return cell.group.name, cell.row, cell.column, cell.strongest

    assert chosen(("target", 2), ("source", 1)) == ("cross", 2, 1, False)
    assert chosen(("source", 4), ("source", 1)) == ("encoder", 4, 1, False)
    # A decoder's columns are its inputs: <s> first.
    assert chosen(("target", 4), ("target", -1)) == ("decoder", 4, 0, False)
    strongest = int(look.groups["cross"].map(1, MEAN)[2].argmax())  # type: ignore[index]
    assert chosen(("target", 2), ("target", 2)) == ("cross", 2, strongest, True)
    assert chosen(("source", 3), ("source", 3)) == ("encoder", 3, 3, False)
    selection.choose_head(HeadReference("encoder", 0, 1))
    cell = chosen_cell(look, selection)
    assert cell is not None and cell.head == HeadReference("encoder", 0, 1)
