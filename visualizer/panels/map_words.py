"""What a map's frame says of its kind of attention."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.catalog import ARCHITECTURES
from engine.seen.look import Look
from engine.seen.maps import MapGroup

#: Where what is attended to are states of a recurrence, and not the outputs of a layer.
_OF_STATES = ("bahdanau",)

_TITLES = {entry.name: entry.title for entry in ARCHITECTURES}


def model(architecture: str) -> str:
    """What the catalogue calls an architecture."""
    return _TITLES.get(architecture, architecture)


def title(group: MapGroup, *, short: bool = False) -> str:
    """ "Decoder self-attention", or "Decoder"."""
    names = {
        "encoder": (_tr("Encoder self-attention"), _tr("Encoder")),
        "decoder": (_tr("Decoder self-attention"), _tr("Decoder")),
        "cross": (_tr("Cross-attention"), _tr("Cross")),
    }
    return names.get(group.name, (group.name.capitalize(),) * 2)[short]


def kind(group: MapGroup, architecture: str) -> str:
    """Where queries, keys and values come from, and who sees whom."""
    if architecture in _OF_STATES:
        return _tr("q: the decoder’s last state; k = v: the encoder’s states, read both ways")
    return {
        "VVV": _tr("q, k, v all from one side; every token sees every token"),
        "VVV masked": _tr("q, k, v all from one side; the future is closed"),
        "QVV": _tr("q from the decoder; k = v from the encoder"),
    }[group.kind]


def rows(look: Look, group: MapGroup, *, short: bool = False) -> str:
    """Which target a decoder's rows follow; nothing for an encoder's, or in one text."""
    if group.kind == "VVV" or group.rows.sequence == "text":
        return ""
    if look.rows_from == "own":
        return _tr("rows: own output") if short else _tr("rows: the model’s own output")
    return _tr("rows: reference") if short else _tr("rows: the reference")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
