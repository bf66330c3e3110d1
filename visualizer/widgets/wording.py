"""Sentences about a map: one cell, one row, one column."""

from __future__ import annotations

from unicodedata import category, combining, name

import numpy as np
from PySide6.QtCore import QCoreApplication

from engine.seen.maps import Closed
from engine.seen.tokens import Token
from visualizer.widgets.map_content import MapContent
from visualizer.widgets.scale import number
from visualizer.widgets.token_text import as_read


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)


def unbroken(rich: str) -> str:
    """Rich text that a tooltip shows in the lines it has, however long they are."""
    return f"<div style='white-space: pre'>{rich}</div>"


def why_closed(kind: Closed) -> str:
    """The reason, a clause of its own after "“noir” may not see “pas”: "."""
    return {
        Closed.OPEN: "",
        Closed.CAUSAL: _tr("it comes later (no weight)"),
        Closed.PADDING: _tr("it is padding (no weight)"),
        Closed.SEGMENT: _tr("it is in the other segment (no weight)"),
        Closed.BY_HAND: _tr("you closed it (no weight)"),
        Closed.WINDOW: _tr("it is outside the window of words"),
    }[kind]


def in_sentence(token: Token) -> str:
    """A token as it stands among words: in quotation marks, unless its own brackets set it off."""
    text = as_read(token)
    return text if token.special else f"“{text}”"


def _predicts(content: MapContent) -> bool:
    """Whether a row is named after the word predicted from it, which its own columns lack."""
    return bool(content.row_inputs) and content.row_axis.sequence == content.column_axis.sequence


def cell_heading(content: MapContent, row: int, column: int) -> tuple[str, str, str]:
    """Query, verb and key: ("“noir”", "attends to", "“black”")."""
    verb = _tr("is predicted from") if _predicts(content) else _tr("attends to")
    if not content.is_open(row, column):
        verb = _tr("may not see")
    query, key = content.row_tokens[row], content.column_tokens[column]
    return in_sentence(query), verb, in_sentence(key)


def cell_facts(
    content: MapContent, row: int, column: int, *, kept: bool = True, locked: bool = False
) -> tuple[str, ...]:
    """What is to be said of a cell: its number or why it has none, and what else is true of it."""
    facts: list[str] = []
    weight = np.nan if content.weights is None else float(content.weights[row, column])
    kind = Closed(int(content.closed[row, column]))
    if content.weights is None:
        facts.append(_tr("not looked at") if kind == Closed.OPEN else why_closed(kind))
    elif not np.isfinite(weight):
        facts.append(_tr("not a number"))
    elif kind != Closed.OPEN:
        facts.append(why_closed(kind))
        if weight != 0:
            facts.append(_tr("leaking: it has weight {weight}").format(weight=f"{weight:.3g}"))
    else:
        name = _tr("share of α·‖Vx‖") if content.value_weighted else "α"
        shown = f"= {weight:.3f}" if weight == 0 or weight >= 0.0005 else "< 0.001"
        facts.append(f"{name} {shown}")
        if weight > 0 and weight == np.nanmax(content.weights[row]):
            facts.append(_tr("row max"))
        if not kept:
            facts.append(_tr("outside the mass shown"))
    segments = content.segments(row, column)
    if segments is not None and kind == Closed.OPEN:
        facts.append(_tr("segment {0} → {1}").format(*("AB"[side] for side in segments)))
    if locked:
        facts.append(_tr("locked"))
    return tuple(facts)


def unknown_facts(*tokens: Token) -> tuple[str, ...]:
    """A sentence for each token that the vocabulary lacks."""
    return tuple(
        _tr("{token} is unknown: the model saw <unk>").format(token=token.text)
        for token in dict.fromkeys(tokens)
        if token.unknown
    )


def symbol_names(token: Token) -> tuple[str, ...]:
    """Unicode's names of a token without letters or digits, for who has no font for it."""
    if token.special or len(token.text) > 8 or any(sign.isalnum() for sign in token.text):
        return ()
    # Joiners and variation selectors are no signs of their own.
    signs = [sign for sign in token.text if ord(sign) > 0x7F and category(sign)[0] != "C"]
    names = [name(sign, "").lower() for sign in signs if not combining(sign)]
    return tuple(found for found in names if found and "variation selector" not in found)


def strongest(values: np.ndarray, tokens: tuple[Token, ...], most: int = 3) -> str:
    """The tokens with the most weight: "black .79, cat .07"; those below .01 are left out."""
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    order = np.argsort(-finite, kind="stable")[:most]
    return ", ".join(
        f"{in_sentence(tokens[place])} {number(float(finite[place]))}"
        for place in order.tolist()
        if finite[place] >= 0.01
    )


def looks_at(content: MapContent, row: int) -> tuple[str, str, str]:
    """(query, "looks at", the keys it weighs most); the last is empty where nothing stands out."""
    verb = _tr("is predicted from") if _predicts(content) else _tr("looks at")
    found = (
        "" if content.weights is None else strongest(content.weights[row], content.column_tokens)
    )
    return in_sentence(content.row_tokens[row]), verb, found


def looked_at_by(content: MapContent, column: int) -> tuple[str, str, str]:
    """(key, "is looked at by", the queries that weigh it most)."""
    found = (
        "" if content.weights is None else strongest(content.weights[:, column], content.row_tokens)
    )
    return in_sentence(content.column_tokens[column]), _tr("is looked at by"), found
