"""What ``heed train`` learns from, as arguments."""

from __future__ import annotations

import argparse
from typing import get_args

from engine.cli.learners import names_for
from engine.cli.parser import whole
from engine.data import worlds
from engine.specification import FITTED, DataSpecification, Separator

#: A document's end as it is typed, without a space in it, and as the engine calls it.
_SEPARATORS: dict[str, Separator] = {name.replace(" ", "-"): name for name in get_args(Separator)}


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the arguments, in a group for each kind of data."""
    plain = DataSpecification()
    data = parser.add_argument_group("data")
    data.add_argument("--world", metavar="NAME", help=_worlds())
    data.add_argument(
        "--data",
        metavar="FILE",
        nargs="+",
        help=f"for {names_for('pairs')}: one file with both sides in columns (TSV, CSV, JSON "
        "lines; .gz too), or two files aligned by line; "
        f"for {names_for('text')}: one or more plain text files (.gz too)",
    )
    data.add_argument(
        "--tokenization",
        choices=FITTED,
        help=f"how the files' text becomes tokens (default: {plain.tokenization})",
    )
    data.add_argument(
        "--vocabulary-size",
        metavar="N",
        type=whole(5),
        help="most tokens to know, the special ones and both sides together (default: "
        f"{plain.vocabulary_size})",
    )
    data.add_argument(
        "--vocabulary",
        metavar="FILE",
        nargs="+",
        help="use this vocabulary and fit none: BERT's vocab.txt, GPT-2's vocab.json and "
        "merges.txt (both), or a tokenizer.json",
    )
    data.add_argument(
        "--max-length",
        metavar="N",
        type=whole(1),
        help="most tokens in a sequence: pairs with a longer side are left out, longer documents "
        f"are cut into pieces (default: {plain.max_length})",
    )
    data.add_argument(
        "--limit",
        metavar="N",
        type=whole(1),
        help="use at most so many pairs or documents (default: all)",
    )
    pairs = parser.add_argument_group("files of pairs")
    pairs.add_argument(
        "--columns",
        metavar="SOURCE,TARGET",
        help="which columns of the file, by name or counted from 0 (default: found out)",
    )
    pairs.add_argument(
        "--header",
        action=argparse.BooleanOptionalAction,
        help="whether the first line names the columns (default: found out)",
    )
    text = parser.add_argument_group("files of running text")
    text.add_argument(
        "--documents",
        metavar="END",
        type=_separator,
        help="what ends a document: blank-line, line (each line is one), endoftext (the mark "
        "<|endoftext|>), file (nothing but the end of a file), or auto to find it out (default: "
        "auto)",
    )


def _worlds() -> str:
    pairs = ", ".join(world.name for world in worlds.WORLDS)
    text = ", ".join(world.name for world in worlds.TEXT_WORLDS)
    return (
        f"{pairs} for {names_for('pairs')} (default: {worlds.WORLDS[0].name}); "
        f"{text} for {names_for('text')} (default: {worlds.TEXT_WORLDS[0].name})"
    )


def _separator(text: str) -> Separator:
    found = _SEPARATORS.get(text.lower().replace(" ", "-"))
    if found is None:
        known = ", ".join(_SEPARATORS)
        raise argparse.ArgumentTypeError(f"“{text}” ends no document; choose one of {known}")
    return found
