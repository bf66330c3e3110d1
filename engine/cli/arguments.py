"""The arguments of ``heed train`` and ``heed look``. No torch here, so that help comes at once."""

from __future__ import annotations

from engine.cli.look_arguments import add_look
from engine.cli.parser import Commands, Parser
from engine.cli.train_arguments import add_train

__all__ = ["Parser", "add_commands"]


def add_commands(subparsers: Commands) -> None:
    """Add `train` and `look`; parsed arguments then carry `carry_out`, to be called with them."""
    add_train(subparsers)
    add_look(subparsers)
