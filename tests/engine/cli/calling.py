"""Small runs of the command line, in this process and in one of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli import main

ROOT = Path(__file__).parents[3]

#: A model and data that make a step take milliseconds. Warm-up and then a steady rate, so that
#: a run that is let go further is the run it would have been.
TINY = (
    "transformer --world dates --limit 300 --threads 1 --option d_model=8 --option heads=2 "
    "--option d_ff=16 --option encoder_layers=1 --option decoder_layers=2 "
    "--recipe batch_size=8 --recipe held_out=4 --recipe evaluate_every=5 --recipe warmup=5 "
    "--recipe schedule=warmup-rsqrt"
).split()


def train(*arguments: object) -> int:
    return main(["train", *TINY, *map(str, arguments)])


def last_line(text: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(text.splitlines()[-1])
    return figures


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which a call was refused."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.splitlines()[-1]
