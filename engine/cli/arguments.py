"""The arguments of ``heed train`` and ``heed look``. No torch here, so that help comes at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias, get_args

from engine import catalog
from engine.cli import commands
from engine.cli.explanation import FIGURES, explanation
from engine.data import worlds
from engine.specification import DataSpecification, RunSpecification, Tokenization

#: What ArgumentParser.add_subparsers gives, of whatever class of parser.
Commands: TypeAlias = "argparse._SubParsersAction[Any]"

#: Beyond this torch and numpy disagree about what a seed is.
_SEEDS = 2**63 - 1
_ANY = 10**9


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, where argparse would print its usage first."""

    def error(self, message: str) -> NoReturn:
        """End the program with code 2."""
        self.exit(2, f"{self.prog}: {message}. “{self.prog} --help” explains.\n")


def add_commands(subparsers: Commands) -> None:
    """Add `train` and `look`; parsed arguments then carry `carry_out`, to be called with them."""
    _add_train(subparsers)
    _add_look(subparsers)


def _whole(low: int, high: int = _ANY) -> Callable[[str], int]:
    """A whole number within bounds, or a complaint in words."""
    allowed = f"{low} or more" if high >= _ANY else f"{low} to {high}"

    def parse(text: str) -> int:
        if not text.removeprefix("-").isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number of {allowed}")
        return int(text)

    return parse


def _add_train(subparsers: Commands) -> None:
    parser = subparsers.add_parser(
        "train",
        help="train a model on a built-in world or on your own sentence pairs",
        description="Train a model on a built-in world or on your own sentence pairs.\n"
        "Ctrl-C stops within one step and, with --out, saves what was learned.",
        epilog=explanation(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(carry_out=commands.train)
    names = ", ".join(entry.name for entry in catalog.ARCHITECTURES)
    parser.add_argument(
        "architecture",
        metavar="ARCHITECTURE",
        nargs="?",
        help=f"{names}; with --resume it is known already and may be left out",
    )
    _add_data(parser)
    run = parser.add_argument_group("the run")
    run.add_argument(
        "--steps",
        metavar="N",
        type=_whole(1),
        help="training steps (default: the recipe's, below); with --resume, how far to go on: a "
        "falling learning rate then falls to 0 there",
    )
    run.add_argument(
        "--seed",
        metavar="N",
        type=_whole(0, _SEEDS),
        help="of first weights and data order (default: %d)" % RunSpecification.seed,  # noqa: UP031
    )
    run.add_argument(
        "--preset", metavar="NAME", help="named options and recipe, below; part of a name will do"
    )
    run.add_argument(
        "--option",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="one of the architecture's options, below; may be repeated",
    )
    run.add_argument(
        "--recipe",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="how to train, below; may be repeated",
    )
    run.add_argument(
        "--threads",
        metavar="N",
        type=_whole(1),
        help="threads to compute with (default: 1 or 2, measured once and then kept)",
    )
    run.add_argument("--device", metavar="NAME", help="cpu, cuda or mps (default: cpu)")
    run.add_argument(
        "--resume",
        metavar="CHECKPOINT",
        help="go on exactly where this checkpoint was left; of all the rest only --steps, --out "
        "and what is printed can then be chosen",
    )
    results = parser.add_argument_group("results")
    results.add_argument(
        "--out",
        metavar="FOLDER",
        help="save a checkpoint there, in place of an older one (default: nothing is saved)",
    )
    results.add_argument(
        "--weights-only",
        action="store_true",
        help="save a third of the size: a checkpoint to look at, not to train further",
    )
    _add_printing(results, f"end with one line of JSON on stdout: {FIGURES}")
    results.add_argument("--quiet", action="store_true", help="print results and errors alone")


def _add_data(parser: argparse.ArgumentParser) -> None:
    data = parser.add_argument_group("data")
    plain = DataSpecification()
    data.add_argument(
        "--world",
        metavar="NAME",
        help=f"{', '.join(world.name for world in worlds.WORLDS)} (default: {plain.world})",
    )
    data.add_argument(
        "--data",
        metavar="FILE",
        nargs="+",
        help="your pairs: one file with both sides in columns (TSV, CSV, JSON lines; .gz too), or "
        "two files aligned by line",
    )
    data.add_argument(
        "--columns",
        metavar="SOURCE,TARGET",
        help="which columns of the file, by name or counted from 0 (default: found out)",
    )
    data.add_argument(
        "--header",
        action=argparse.BooleanOptionalAction,
        help="whether the first line names the columns (default: found out)",
    )
    data.add_argument(
        "--tokenization",
        choices=get_args(Tokenization),
        help=f"how the files' text becomes tokens (default: {plain.tokenization})",
    )
    data.add_argument(
        "--vocabulary-size",
        metavar="N",
        type=_whole(5),
        help=f"most tokens to know, both sides together (default: {plain.vocabulary_size})",
    )
    data.add_argument(
        "--max-length",
        metavar="N",
        type=_whole(1),
        help=f"leave out pairs with a side of more tokens (default: {plain.max_length})",
    )
    data.add_argument(
        "--limit", metavar="N", type=_whole(1), help="use at most so many pairs (default: all)"
    )


def _add_look(subparsers: Commands) -> None:
    parser = subparsers.add_parser(
        "look",
        help="write every attention map, mask and prediction of one sentence to a file",
        description="Write every attention map, mask and prediction of one sentence to a\n"
        "file for numpy.load.",
        epilog=_LOOK,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(carry_out=commands.look)
    bundled = ", ".join(entry.bundled for entry in catalog.ARCHITECTURES if entry.bundled)
    parser.add_argument(
        "checkpoint",
        metavar="CHECKPOINT",
        help="a folder that Heed saved, any file in it, or the name of a model that comes with "
        f"Heed: {bundled}",
    )
    parser.add_argument("--text", metavar="TEXT", required=True, help="the source sentence")
    parser.add_argument(
        "--target",
        metavar="TEXT",
        help="what the decoder's rows follow (default: the right translation where it is known, "
        "else the model's own output)",
    )
    parser.add_argument("--out", metavar="FILE.npz", required=True, help="the file to write")
    _add_printing(parser, "end with one line of JSON on stdout")


def _add_printing(group: argparse._ActionsContainer, json: str) -> None:
    group.add_argument("--json", action="store_true", help=json)


_LOOK = """\
arrays in the file, for a Transformer:
  encoder.0.self    (heads, rows, columns) float32: encoder self-attention
  decoder.0.self    the same of the decoder: no position sees the future
  decoder.0.cross   attention from the target to the source
      Weights as used: each row sums to 1, closed cells are exactly 0.
  value_norms.encoder.0.self, and so on for each map
                    (heads, columns) float32: how long each column's value is;
                    weight times this is what a cell contributes
  mask.encoder, mask.decoder, mask.cross
                    (rows, columns) uint8: 0 open, 1 closed because it lies in
                    the future, 2 padding, 3 another segment, 4 closed by hand
  tokens.rows.encoder, tokens.columns.encoder, and so on for decoder and cross
                    what stands along the sides of the maps, as text
  tokens.source, ids.source, unknown.source, and so on for target
                    each sequence: text, numbers in the vocabulary, and which
                    tokens the vocabulary lacks
  predictions.tokens, predictions.ids, predictions.probabilities
                    (rows, k): likeliest next tokens, given the target so far
  predictions.expected
                    (rows,): probability of the token that came next, NaN where
                    that is not known
  free.tokens, free.ids, free.probabilities
                    what the model writes by itself
  right_source      (target, source) bool: which source is right for which
                    target, where the world knows
  meta              model, step, seed, specification: json.loads(str(...))

example:
  heed look runs/dates --text "3 march 1998" --out look.npz
"""
