"""Layer normalisation of one token in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.seen.look import Look
from visualizer.inspector.choices import NormChoice
from visualizer.inspector.norm import NormedToken, normed_token
from visualizer.inspector.numbers import number
from visualizer.inspector.page import (
    ALL,
    Equation,
    Heading,
    Item,
    Matrix,
    Page,
    Rule,
    Sentence,
    Step,
    Strip,
    limit_of,
    terms,
)
from visualizer.inspector.pages import tr
from visualizer.inspector.place import coming, place_of, tables_of, token_axis
from visualizer.selection import Pair

#: What follows from the numbers is what the model's norm gave, within this.
AGREES = 1e-4


def page(look: Look, choice: NormChoice, pair: Pair | None) -> Page | str:
    """Of the selected word; a sentence where there is none or its numbers have not come."""
    tables = tables_of(look, choice.tables)
    if tables is None:
        return coming()
    first, *others = (tables[name] for name in choice.tables)
    place, axis = place_of(first, pair), token_axis(first)
    if isinstance(place, str) or axis is None:
        return str(place)
    leaving, parameters = (table.values for table in others)
    numbers = normed_token(first.values, leaving, parameters, place)
    token = look.axis_tokens(axis, len(first.values))[place].text
    return _told(numbers, first.values, place, token, choice.title)


def _told(
    numbers: NormedToken, entering: NDArray[np.float32], place: int, token: str, title: str
) -> Page:
    """Mean and variance over the features of a token; entering : (tokens, features)."""
    matrix = entering.astype(np.float64)
    features = len(numbers.x)
    formula = f"√({number(numbers.variance)} + {number(numbers.epsilon)})"
    items: list[Item] = [
        Heading(token, f"{tr('Layer norm')} · {title}"),
        Equation("y = γ (x − μ) / √(σ² + ε) + β", tr("Ba et al. 2016, eq. 4")),
        Sentence(
            tr(
                "μ and σ² are taken over the {0} features of this one token, the framed row; "
                "never down a column, over the tokens or the batch."
            ).format(features)
        ),
        Matrix(matrix, limit_of(matrix), place, tr("tokens"), tr("features")),
        Strip("x", numbers.x, limit_of(numbers.x), tr("what enters")),
        Step("μ", tr("Σ xᵢ ÷ {0}").format(features), numbers.mean),
        Step("σ²", tr("Σ (xᵢ − μ)² ÷ {0}").format(features), numbers.variance),
        Step("σ", formula, numbers.deviation),
        Strip(
            "(x−μ)/σ", numbers.normalised, limit_of(numbers.normalised), tr("mean 0, variance 1")
        ),
        Strip("γ", numbers.gain, limit_of(numbers.gain), tr("gain, learned, for every token")),
        Strip("β", numbers.bias, limit_of(numbers.bias), tr("bias, learned, for every token")),
        Strip("y", numbers.output, limit_of(numbers.output), tr("what leaves")),
    ]
    if np.abs(numbers.output - numbers.shown).max() > AGREES:
        items.append(Sentence(tr("The model’s own norm gives something else."), "wrong"))
    vectors = (numbers.x, numbers.normalised, numbers.gain, numbers.bias, numbers.output)
    many = features > ALL
    items += [
        Rule(),
        Sentence(tr("The largest numbers that leave") if many else tr("Number by number")),
        terms(("x", "(x−μ)/σ", "γ", "β", "y"), vectors, numbers.output, ""),
    ]
    return Page(tuple(items), title)
