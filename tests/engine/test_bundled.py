"""The trained examples: each is there, opens, and is what `make checkpoints` makes."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from engine import catalog, checkpoint
from engine.bench import Bench
from engine.catalog import Architecture

#: What the defaults are to reach, by the figure that says it.
REACHED = {
    "seq2seq": ("exact_match", 0.9, 1.0),
    "bahdanau": ("exact_match", 0.99, 1.0),
    "transformer": ("exact_match", 0.99, 1.0),
    "gpt": ("excess", -0.02, 0.02),
    "bert": ("next_sentence", 0.9, 1.0),
}


def folder(entry: Architecture) -> Path:
    return Path(str(resources.files("assets") / "checkpoints" / entry.bundled))


@pytest.mark.parametrize("entry", catalog.ARCHITECTURES, ids=lambda entry: entry.name)
def test_every_architecture_has_an_example_that_its_defaults_made(entry: Architecture) -> None:
    stored = checkpoint.load(folder(entry))
    specification = stored.specification
    assert specification.architecture == entry.name
    assert specification.data.kind == entry.kind
    assert specification.options == entry.complete({})
    assert specification.recipe == entry.recipe(specification.data.world)
    assert stored.step == specification.recipe.steps
    assert len(stored.training["losses"]) == stored.step
    assert [step for step, _ in stored.evaluations][-1] == stored.step
    if entry.name in REACHED:
        figure, low, high = REACHED[entry.name]
        assert low <= stored.figures[figure] <= high


@pytest.mark.parametrize("entry", catalog.ARCHITECTURES, ids=lambda entry: entry.name)
def test_every_example_has_something_to_see(entry: Architecture) -> None:
    bench = Bench.opened(1, folder(entry))
    look = bench.look(bench.examples[0].source, None)
    assert look.predictions is not None
    assert look.sequences
    assert not any(token.unknown for tokens in look.sequences.values() for token in tokens)


def test_opening_one_loads_no_compiler() -> None:
    """Torch's takes seconds to load, in which there would be nothing on the screen."""
    code = """
import sys
from pathlib import Path
from engine.bench import Bench
for name in sys.argv[1:]:
    Bench.opened(1, Path(name))
assert not {"sympy", "torch._inductor"} & sys.modules.keys()
"""
    names = [str(folder(entry)) for entry in catalog.ARCHITECTURES]
    subprocess.run([sys.executable, "-c", code, *names], check=True)
