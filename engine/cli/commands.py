"""The two commands, from parsed arguments to an exit code: failures become one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from engine.cli.cancellation import Cancellation
from engine.cli.plan import planned
from engine.problem import sentence

STOPPED = 130


def train(arguments: argparse.Namespace) -> int:
    """``heed train``."""

    def carry_out() -> int:
        plan = planned(arguments)
        with Cancellation() as cancellation:
            from engine.cli.training import train  # imports torch, which takes seconds

            return train(plan, cancellation)

    return _guarded("train", carry_out)


def look(arguments: argparse.Namespace) -> int:
    """``heed look``."""

    def carry_out() -> int:
        from engine.cli.looking import Sight, look

        look(
            Sight(
                arguments.checkpoint,
                arguments.text,
                arguments.target,
                arguments.draw,
                arguments.out,
                arguments.json,
            )
        )
        return 0

    return _guarded("look", carry_out)


def _guarded(name: str, carry_out: Callable[[], int]) -> int:
    _print_what_can_be()
    try:
        return carry_out()
    except KeyboardInterrupt:
        print(f"heed {name}: stopped.", file=sys.stderr)
        return STOPPED
    except Exception as error:  # a person who types a command is told in words, whatever it is
        print(f"heed {name}: {sentence(error)}", file=sys.stderr)
        return 2


def _print_what_can_be() -> None:
    """A terminal that cannot show a character shows a stand-in, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
