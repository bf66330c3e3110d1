"""The command line on the same engine: ``heed train`` and ``heed look``, without a window.

What a command results in goes to stdout, all else that it says to stderr.
"""

from __future__ import annotations

from engine.cli.arguments import Parser, add_commands

__all__ = ["Parser", "add_commands", "main"]


def main(argv: list[str]) -> int:
    """Carry out ``heed`` with the arguments `argv`; returns the exit code, never raises it.

    0: done. 2: it could not be, for the reason on stderr. 130: stopped before the end.
    """
    parser = Parser(prog="heed", description="Train and look at attention, without a window.")
    add_commands(parser.add_subparsers(metavar="COMMAND", required=True))
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as end:  # after help, or a complaint
        return end.code if isinstance(end.code, int) else 2
    code: int = arguments.carry_out(arguments)
    return code
