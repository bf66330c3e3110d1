"""U′ = U Wₑ + Wₚ of one token in words."""

from __future__ import annotations

import numpy as np

from engine.seen.look import Look
from visualizer.inspector.choices import EmbeddingChoice
from visualizer.inspector.embedding import EmbeddedToken, EmbeddingRow, embedded_token
from visualizer.inspector.page import (
    ALL,
    Equation,
    Heading,
    Item,
    Page,
    Place,
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

#: The sum of the rows is the sum on screen within this.
AGREES = 1e-5


def page(look: Look, choice: EmbeddingChoice, pair: Pair | None) -> Page | str:
    """Of the selected word; a sentence where there is none or its numbers have not come."""
    tables = tables_of(look, choice.tables)
    if tables is None:
        return coming()
    place, axis = place_of(tables[choice.total], pair), token_axis(tables[choice.total])
    if isinstance(place, str) or axis is None:
        return str(place)
    return _told(embedded_token(look, tables, choice, axis, place), choice.title)


def _told(numbers: EmbeddedToken, title: str) -> Page:
    """The rows that are selected, and their sum."""
    rows = numbers.rows
    limit = limit_of(*(row.values for row in rows), numbers.total)
    items: list[Item] = [
        Heading(numbers.token.text, f"{tr('Embedding')} · {title}"),
        Equation("U′ = " + " + ".join(_term(row) for row in rows)),
        Sentence(tr("U holds a one-hot vector for each token: times a matrix it selects one row.")),
        Rule(),
    ]
    for row in rows:
        items += _row(row, numbers, limit)
    if len(rows) > 1:
        items += [Rule(), Strip("U′", numbers.total, limit, tr("the sum, what enters"))]
        if np.abs(numbers.total - numbers.shown).max() > AGREES:
            items.append(Sentence(tr("The model’s own sum is another."), "wrong"))
        columns = (*(_name(row) for row in rows), "U′")
        vectors = (*(row.values for row in rows), numbers.total)
    else:
        columns, vectors = (_name(rows[0]),), (rows[0].values,)
    many = len(numbers.total) > ALL
    items += [
        Rule(),
        Sentence(tr("The largest numbers") if many else tr("Number by number")),
        terms(columns, vectors, numbers.total, ""),
    ]
    return Page(tuple(items), numbers.token.text)


def _row(row: EmbeddingRow, numbers: EmbeddedToken, limit: float) -> list[Item]:
    """Which row is selected, and its numbers."""
    where = f"{row.index:,}"
    token = "<unk>" if numbers.token.unknown else numbers.token.text
    if not row.size:
        said = tr(
            "Position {0} adds sines and cosines, which are not learned: "
            "PE(p, 2i) = sin(p / 10000^(2i/d)), PE(p, 2i+1) the cosine."
        ).format(where)
        return [Sentence(said), Strip(row.symbol, row.values, limit)]
    said = {
        "token": tr("“{0}” selects row {1} of 0 – {2} in {3}."),
        "position": tr("Position {1} selects row {1} of 0 – {2} in {3}."),
        "segment": tr("Segment {4} selects row {1} of 0 – {2} in {3}."),
    }[row.says].format(token, where, f"{row.size - 1:,}", row.symbol, "AB"[min(row.index, 1)])
    found: list[Item] = [Sentence(said), Place(row.index, row.size, said)]
    if row.factor != 1:
        bare = row.values / row.factor
        width = len(row.values)
        found += [
            Strip(row.symbol, bare, limit_of(bare)),
            Step("√d", f"√{width}", row.factor),
        ]
    return [*found, Strip(_name(row), row.values, limit)]


def _name(row: EmbeddingRow) -> str:
    return f"√d {row.symbol}" if row.factor != 1 else row.symbol


def _term(row: EmbeddingRow) -> str:
    """A matrix that one-hot vectors are multiplied with, or rows that stand for themselves."""
    if row.says == "token":
        return f"√d U {row.symbol}" if row.factor != 1 else f"U {row.symbol}"
    return row.symbol
