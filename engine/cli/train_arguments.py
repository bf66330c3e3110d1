"""The arguments of ``heed train``."""

from __future__ import annotations

import argparse

from engine import catalog
from engine.cli import commands
from engine.cli.data_arguments import add_data
from engine.cli.explanation import LAST_LINE, explanation
from engine.cli.parser import Commands, add_printing, whole
from engine.specification import RunSpecification

#: Beyond this torch and numpy disagree about what a seed is.
_SEEDS = 2**63 - 1

_WHAT = "a built-in world, on your own sentence pairs or on your own running text"


def add_train(subparsers: Commands) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "train",
        help=f"train a model on {_WHAT}",
        description="Train a model on a built-in world, on your own sentence pairs or on your own\n"
        "running text. Ctrl-C stops within one step and, with --out, saves what was\nlearned.",
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
    add_data(parser)
    _add_run(parser.add_argument_group("the run"))
    _add_results(parser.add_argument_group("results"))


def _add_run(run: argparse._ArgumentGroup) -> None:
    run.add_argument(
        "--steps",
        metavar="N",
        type=whole(1),
        help="training steps (default: the recipe's, below); with --resume, how far to go on: a "
        "falling learning rate then falls to 0 there",
    )
    run.add_argument(
        "--seed",
        metavar="N",
        type=whole(0, _SEEDS),
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
        type=whole(1),
        help="threads to compute with (default: 1 or 2, measured once and then kept)",
    )
    run.add_argument("--device", metavar="NAME", help="cpu, cuda or mps (default: cpu)")
    run.add_argument(
        "--resume",
        metavar="CHECKPOINT",
        help="go on exactly where this checkpoint was left; of all the rest only --steps, --out "
        "and what is printed can then be chosen",
    )


def _add_results(results: argparse._ArgumentGroup) -> None:
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
    add_printing(results, f"end with one line of JSON on stdout: {LAST_LINE}")
    results.add_argument("--quiet", action="store_true", help="print results and errors alone")
