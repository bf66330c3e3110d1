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

#: The least of each architecture beside what its recipe and data need.
SMALLEST = {
    "nnlm": {"m": 4, "h": 4},
    "seq2seq": {"embedding": 4, "hidden": 4},
    "bahdanau": {"embedding": 4, "hidden": 4, "alignment": 4, "maxout": 2},
    "transformer": {"d_model": 8, "heads": 2, "d_ff": 8, "encoder_layers": 1, "decoder_layers": 1},
    "gpt": {"d_model": 8, "heads": 2, "d_ff": 8, "layers": 1},
    "bert": {"d_model": 8, "heads": 2, "d_ff": 8, "layers": 1},
}


def train_smallest(architecture: str, *arguments: object) -> int:
    """Three steps of the least model of an architecture."""
    options = [f"--option={name}={size}" for name, size in SMALLEST[architecture].items()]
    recipe = ["--recipe=batch_size=4", "--recipe=held_out=4", "--recipe=warmup=2"]
    plain = ["--steps", "3", "--threads", "1", *options, *recipe]
    return main(["train", architecture, *plain, *map(str, arguments)])


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
