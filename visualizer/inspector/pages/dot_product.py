"""A cell of scaled dot-product attention in words."""

from __future__ import annotations

import numpy as np

from visualizer.inspector.cell import ChosenCell
from visualizer.inspector.dot_product import DotProductCell
from visualizer.inspector.numbers import number
from visualizer.inspector.page import (
    Equation,
    Item,
    Rule,
    Sentence,
    Step,
    Strip,
    limit_of,
    terms,
)
from visualizer.inspector.pages import names, tr


def before(cell: ChosenCell, numbers: DotProductCell) -> list[Item]:
    """The equation, q and k, and the scaled score."""
    width, limit = len(numbers.query), limit_of(numbers.query, numbers.key)
    return [
        Equation("Attention(Q, K, V) = softmax(QKᵀ / √dₖ) V", tr("Vaswani et al. 2017, eq. 1")),
        Rule(),
        Strip("q", numbers.query, limit, names.query(cell)),
        Strip("k", numbers.key, limit, names.key(cell)),
        Strip("q∘k", numbers.products, limit_of(numbers.products)),
        Step("q·k", tr("Σ qᵢ kᵢ of {0} numbers").format(width), numbers.score),
        Step(tr("scale"), f"{number(numbers.score)} ÷ √{width}", numbers.scaled),
    ]


def after(cell: ChosenCell, numbers: DotProductCell) -> list[Item]:
    """What the value brings in, and what it weighs in the head's output."""
    limit = limit_of(numbers.value, numbers.output)
    found: list[Item] = [
        Strip("v", numbers.value, limit, names.key(cell)),
        Strip("α v", numbers.part, limit, tr("its part of the output")),
        Strip("Σ α v", numbers.output, limit, tr("output of the row")),
    ]
    found += contribution(cell, numbers.weight, "‖Vx‖", tr("after Wᴼ"))
    return [*found, Rule()]


def contribution(cell: ChosenCell, weight: float, norm_name: str, note: str) -> list[Item]:
    """α times the norm of the value, and its share of the row."""
    norms = cell.group.value_norms.get((cell.head.layer, cell.head.head))
    weights = cell.content.weights
    if norms is None or weights is None:
        return []
    norm = float(norms[cell.column])
    whole = float(np.dot(weights[cell.row].astype(np.float64), norms.astype(np.float64)))
    product = weight * norm
    found: list[Item] = [
        Step(norm_name, note, norm),
        Step(f"α·{norm_name}", f"{number(weight)} × {number(norm)}", product),
    ]
    if whole > 0:
        formula = f"{number(product)} ÷ {number(whole)}"
        found.append(Step(tr("share"), formula, product / whole))
    return found


def terms_of(numbers: DotProductCell) -> list[Item]:
    """q·k number by number."""
    vectors = (numbers.query, numbers.key, numbers.products)
    many = len(numbers.query) > 16
    said = tr("The largest terms of q·k") if many else tr("q·k term by term")
    return [
        Sentence(said, "mid"),
        terms(("q", "k", "q k"), vectors, numbers.products, tr("{0} others")),
    ]
