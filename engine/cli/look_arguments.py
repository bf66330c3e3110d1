"""The arguments of ``heed look``."""

from __future__ import annotations

import argparse

from engine.cli import commands
from engine.cli.bundled import bundled
from engine.cli.contents import CONTENTS
from engine.cli.parser import Commands, add_printing, whole

_DRAWS = 2**32 - 1


def add_look(subparsers: Commands) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "look",
        help="write every attention map, mask, table and prediction of one text to a file",
        description="Write every attention map, mask, table and prediction of one sentence or\n"
        "text to a file for numpy.load.",
        epilog=CONTENTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(carry_out=commands.look)
    parser.add_argument(
        "checkpoint",
        metavar="CHECKPOINT",
        help="a folder that Heed saved, any file in it, or the name of a model that comes with "
        f"Heed: {', '.join(bundled())}",
    )
    parser.add_argument(
        "--text",
        metavar="TEXT",
        required=True,
        help="the source sentence, or the running text; for BERT it may have [MASK] in it",
    )
    parser.add_argument(
        "--target",
        metavar="TEXT",
        help="translators: what the decoder's rows follow (default: the right translation where "
        "it is known, else the model's own output)",
    )
    parser.add_argument(
        "--draw",
        metavar="N",
        type=whole(0, _DRAWS),
        help="BERT: which words are hidden in a text without [MASK]; the same number hides the "
        "same ones (default: 0)",
    )
    parser.add_argument("--out", metavar="FILE.npz", required=True, help="the file to write")
    add_printing(parser, "end with one line of JSON on stdout")
