"""A parser that complains in one sentence, and how it reads numbers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias

#: What ArgumentParser.add_subparsers gives, of whatever class of parser.
Commands: TypeAlias = "argparse._SubParsersAction[Any]"

ANY = 10**9


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, where argparse would print its usage first."""

    def error(self, message: str) -> NoReturn:
        """End the program with code 2."""
        self.exit(2, f"{self.prog}: {message}. “{self.prog} --help” explains.\n")


def whole(low: int, high: int = ANY) -> Callable[[str], int]:
    """A whole number within bounds, or a complaint in words."""
    allowed = f"{low} or more" if high >= ANY else f"{low} to {high}"

    def parse(text: str) -> int:
        if not text.removeprefix("-").isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number of {allowed}")
        return int(text)

    return parse


def add_printing(group: argparse._ActionsContainer, json: str) -> None:
    """Add --json, which does what `json` says."""
    group.add_argument("--json", action="store_true", help=json)
