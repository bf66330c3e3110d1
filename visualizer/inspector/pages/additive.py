"""A cell of additive attention in words."""

from __future__ import annotations

from visualizer.inspector.additive import AdditiveCell
from visualizer.inspector.cell import ChosenCell
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
from visualizer.inspector.pages.dot_product import contribution


def before(cell: ChosenCell, numbers: AdditiveCell) -> list[Item]:
    """The equations, what the state and the annotation become, and the score."""
    limit = limit_of(numbers.query, numbers.key)
    return [
        Equation("eᵢⱼ = vᵀ tanh(W sᵢ₋₁ + U hⱼ)"),
        Equation(
            "αᵢⱼ = softmaxⱼ(eᵢⱼ),  cᵢ = Σⱼ αᵢⱼ hⱼ",
            tr("Bahdanau et al. 2015, appendix A.1.2"),
        ),
        Rule(),
        Strip("W sᵢ₋₁", numbers.query, limit, tr("state before {0}").format(_written(cell))),
        Strip("U hⱼ", numbers.key, limit, names.key(cell)),
        Strip("tanh", numbers.hidden, 1.0, tr("of their sum")),
        Strip("v", numbers.v, limit_of(numbers.v), tr("learned, the same everywhere")),
        Strip("v∘tanh", numbers.products, limit_of(numbers.products)),
        Step("eᵢⱼ", tr("Σ vₖ tanhₖ of {0} numbers").format(len(numbers.v)), numbers.score),
    ]


def after(cell: ChosenCell, numbers: AdditiveCell) -> list[Item]:
    """What the annotation brings into c_i."""
    limit = limit_of(numbers.value, numbers.output)
    return [
        Strip("hⱼ", numbers.value, limit, names.key(cell)),
        Strip("αᵢⱼ hⱼ", numbers.part, limit, tr("its part of cᵢ")),
        Strip("cᵢ", numbers.output, limit, tr("Σⱼ αᵢⱼ hⱼ, the context")),
        *contribution(cell, numbers.weight, "‖hⱼ‖", ""),
        Rule(),
    ]


def terms_of(numbers: AdditiveCell) -> list[Item]:
    """The score number by number."""
    many = len(numbers.v) > 16
    return [
        Sentence(tr("The largest terms of eᵢⱼ") if many else tr("eᵢⱼ term by term"), "mid"),
        terms(
            ("W s", "U h", "tanh", "v tanh"),
            (numbers.query, numbers.key, numbers.hidden, numbers.products),
            numbers.products,
            tr("{0} others"),
        ),
    ]


def _written(cell: ChosenCell) -> str:
    return cell.content.row_tokens[cell.row].text
