"""What is said of a cell of a map, whatever scored it."""

from __future__ import annotations

import numpy as np

from engine.seen.maps import MEAN, Additive, Closed, DotProduct
from visualizer.inspector.additive import additive_cell
from visualizer.inspector.cell import ChosenCell
from visualizer.inspector.dot_product import dot_product_cell
from visualizer.inspector.numbers import factor, number
from visualizer.inspector.page import (
    Bars,
    Gauge,
    Heading,
    Item,
    Page,
    Rule,
    Sentence,
    Step,
)
from visualizer.inspector.pages import additive, dot_product, tr
from visualizer.inspector.softmax import RowSoftmax
from visualizer.panels import map_words
from visualizer.widgets import wording

#: A weight that follows from its parts within this is the weight on screen, whatever device and
#: order of summation made it.
AGREES = 1e-4


def page(cell: ChosenCell) -> Page:
    """Where the number of a cell comes from."""
    head = tr("mean of heads") if cell.head.head == MEAN else f"H{cell.head.head + 1}"
    place = f"L{cell.head.layer + 1} {head}"
    items: list[Item] = [_heading(cell, place), *_source(cell)]
    parts = cell.group.parts.get((cell.head.layer, cell.head.head))
    if cell.head.head == MEAN:
        items += _mean(cell)
    elif isinstance(parts, DotProduct):
        numbers = dot_product_cell(parts, cell.group.closed, cell.row, cell.column)
        items += dot_product.before(cell, numbers)
        items += _softmax(cell, numbers.row, numbers.scaled)
        if cell.closed == Closed.OPEN:
            items += dot_product.after(cell, numbers)
        items += dot_product.terms_of(numbers)
    elif isinstance(parts, Additive):
        made = additive_cell(parts, cell.group.closed, cell.row, cell.column)
        items += additive.before(cell, made)
        items += _softmax(cell, made.row, made.score)
        if cell.closed == Closed.OPEN:
            items += additive.after(cell, made)
        items += additive.terms_of(made)
    else:
        items.append(
            Sentence(tr("What this weight was made of did not come with this picture."), "low")
        )
    return Page(tuple(items), place)


def _heading(cell: ChosenCell, place: str) -> Heading:
    query, verb, key = wording.cell_heading(cell.content, cell.row, cell.column)
    return Heading(f"{query} {verb} {key}", f"{map_words.title(cell.group)} · {place}")


def _source(cell: ChosenCell) -> list[Item]:
    """Where Q, K and V come from, in a sentence."""
    kind = cell.group.kind
    sequence = {
        "source": tr("the source"),
        "target": tr("the target"),
        "text": tr("the text"),
    }.get(cell.group.columns.sequence, cell.group.columns.sequence)
    said = {
        "VVV": tr("VVV: Q, K and V all come from {0}; every token sees every token."),
        "VVV masked": tr("VVV masked: Q, K and V all come from {0}; what comes later is closed."),
        "QVV": tr("QVV: Q comes from the decoder, K and V from the encoder, over {0}."),
    }[kind].format(sequence)
    found: list[Item] = [Sentence(said)]
    if cell.strongest:
        said = tr("A word is chosen: this is the largest weight of its row.")
        found.append(Sentence(said, "low"))
    return found


def _softmax(cell: ChosenCell, row: RowSoftmax, score: float) -> list[Item]:
    """Mask and softmax: from a score to its share of the row, checked against the map."""
    labels = [token.text for token in cell.content.column_tokens]
    bars = Bars(row.weights, row.closed, labels, cell.column)
    if cell.closed != Closed.OPEN:
        reason = wording.why_closed(cell.closed).removesuffix(tr(" (no weight)"))
        found: list[Item] = [
            Step(tr("mask"), reason, float("-inf")),
            Sentence(
                tr("No score counts here: {0}. The weight does not exist.").format(reason), "high"
            ),
        ]
        if cell.shown != 0:
            leak = tr("The map leaks: it has the weight {0} here.").format(number(cell.shown))
            found.append(Sentence(leak, "wrong"))
        return [*found, bars, Rule()]
    weight = float(row.weights[cell.column])
    exponential = float(row.exponentials[cell.column])
    found = [
        Step(tr("mask"), tr("open"), score),
        Step("exp", f"exp({number(score)} − {factor(row.maximum)})", exponential),
        Step(tr("softmax"), f"{number(exponential)} ÷ {number(row.total)}", weight, strong=True),
        Sentence(
            tr("{0} is the row’s largest score; taking it off changes no weight.").format(
                number(row.maximum)
            ),
            "low",
        ),
        bars,
    ]
    if not np.isclose(weight, cell.shown, rtol=0, atol=AGREES, equal_nan=True):
        shown = tr("The map shows {0}, which does not follow from these numbers.")
        found.append(Sentence(shown.format(number(cell.shown)), "wrong"))
    return [*found, Rule()]


def _mean(cell: ChosenCell) -> list[Item]:
    """The weights of all heads of the layer, whose mean is shown."""
    if cell.closed != Closed.OPEN:
        reason = wording.why_closed(cell.closed).removesuffix(tr(" (no weight)"))
        said = tr("No score counts here: {0}. The weight does not exist.").format(reason)
        return [Sentence(said, "high")]
    heads = range(cell.group.heads)
    found = [cell.group.map(cell.head.layer, head) for head in heads]
    weights = [float(one[cell.row, cell.column]) for one in found if one is not None]
    if len(weights) < len(heads):
        return [Sentence(tr("Not all heads of this layer were looked at."), "low")]
    items: list[Item] = [Gauge(f"H{head + 1}", "", weight) for head, weight in enumerate(weights)]
    mean = sum(weights) / len(weights)
    total = number(sum(weights))
    return [
        *items,
        Rule(),
        Step(tr("mean"), f"{total} ÷ {len(weights)}", mean, strong=True),
        Sentence(tr("Choose one head to see its q, k and v."), "low"),
    ]
