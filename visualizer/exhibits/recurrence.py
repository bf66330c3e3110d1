"""How a model hands its source on through one vector, read off its structure and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from engine.seen.look import Look
from engine.seen.tokens import Axis, Token
from engine.specification import Scalar
from engine.structure import Block, Structure
from visualizer.widgets.prediction_row import prediction_rows
from visualizer.widgets.state_content import (
    Array,
    Captions,
    StateContent,
    Verdict,
    by_context,
)

#: The tables without which there is no picture.
ENCODER, DECODER, CONTEXT = "encoder.states", "decoder.states", "context"
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _tr(text: str) -> str:
    return QCoreApplication.translate("States", text)


@dataclass(frozen=True)
class Recurrence:
    """encoder, decoder : what their layers are called, "LSTM"; layers : of each side.

    every_step : whether the decoder's first layer reads c beside each token; reversed : whether
    the encoder reads the source from its end.
    """

    encoder: str = ""
    decoder: str = ""
    layers: int = 1
    every_step: bool = False
    reversed: bool = False


def recurrence(structure: Structure, options: Mapping[str, Scalar]) -> Recurrence:
    """What the blocks of a model say of it; of its options only whether it reverses the source."""
    encoder, decoder = (
        [block for block in structure.blocks if block.part == "recurrent" and block.lane == lane]
        for lane in ("encoder", "decoder")
    )
    vectors = {block.name for block in structure.blocks if block.table == CONTEXT}
    return Recurrence(
        encoder=_name(encoder),
        decoder=_name(decoder),
        layers=max(len(encoder), 1),
        every_step=any(vectors & set(block.inputs) for block in decoder),
        reversed=bool(options.get("reverse_source", False)),
    )


def state_content(look: Look, of: Recurrence, by_value: bool) -> StateContent | None:
    """What the picture shows of a look; None where its tables were not asked for yet."""
    tables = [look.tables.get(name) for name in (ENCODER, CONTEXT, DECODER)]
    encoder, context, decoder = (None if table is None else table.values for table in tables)
    if encoder is None or context is None or decoder is None:
        return None
    axes = [axis for table in tables if table for axis in table.axes if isinstance(axis, Axis)]
    source = look.axis_tokens(axes[0], len(encoder))
    target = look.axis_tokens(axes[1], len(decoder))
    return StateContent(
        encoder=encoder,
        context=context,
        decoder=decoder,
        source_axis=axes[0],
        target_axis=axes[1],
        source=source,
        target=target,
        order=by_context(context) if by_value else np.arange(len(context)),
        verdicts=_verdicts(look, target),
        every_step=of.every_step,
        captions=_captions(look, of, encoder, context, len(target), by_value),
    )


def liveliest(encoder: Array, decoder: Array) -> int:
    """The unit that moves farthest over the tokens: one to begin with."""
    both = np.nan_to_num(np.concatenate([encoder, decoder]))
    return int(np.argmax(both.max(axis=0) - both.min(axis=0)))


def _name(blocks: list[Block]) -> str:
    return blocks[0].title if blocks else ""


def _verdicts(look: Look, target: tuple[Token, ...]) -> tuple[Verdict, ...]:
    rows = prediction_rows(look)[: len(target)]
    verdicts = tuple(Verdict(row.token, row.probability, row.right) for row in rows)
    return verdicts if any(verdict.right is not None for verdict in verdicts) else ()


def _captions(
    look: Look, of: Recurrence, encoder: Array, context: Array, steps: int, by_value: bool
) -> Captions:
    count, units = len(encoder), len(context)
    last = f"h{count}".translate(_SUBSCRIPTS)
    over = _tr("h₁ … {0} over the source").format(last)
    if of.reversed:
        end = look.sequences["source"][-1].text
        over = f"{_tr('← read right to left, then {0}').format(end)} · {over}"
    # The last state handed on as it is, or something made of more than that.
    is_last = bool(np.array_equal(encoder[-1], context, equal_nan=True))
    title = _tr("c = {0}, last state").format(last) if is_last else _tr("c, of all states")
    # The last state comes with its cell, and with those of the other layers; of a mean only c is
    # handed on.
    size = _tr("{0} numbers and the cells") if is_last else _tr("{0} numbers, no more")
    if of.every_step:
        given = _tr("narrow bar: c, the same {0} times").format(steps)
    else:
        given = _tr("narrow bar: c, at the first step alone")
    note = ""
    if not look.groups:
        note = _tr(
            "There is no attention map here: nothing in this model chooses among source words."
        )
    names = (_tr("high in c"), _tr("low in c")) if by_value else (_tr("unit 1"), f"{units}")
    return Captions(
        encoder=(_tr("Encoder {0}").format(of.encoder), over),
        context=(title, size.format(units)),
        decoder=(_tr("Decoder {0}").format(of.decoder), f"{given} · " + _tr("wide bar: state s")),
        rows=names,
        note=note,
    )
