"""How the two tokens of a cell are called."""

from __future__ import annotations

from visualizer.inspector.cell import ChosenCell


def query(cell: ChosenCell) -> str:
    """The token that asks; of a decoder what goes in and what comes out: "chat → noir"."""
    name = cell.content.row_tokens[cell.row].text
    inputs = cell.content.row_inputs
    return f"{inputs[cell.row].text} → {name}" if inputs else name


def key(cell: ChosenCell) -> str:
    """The token that is asked."""
    return cell.content.column_tokens[cell.column].text
