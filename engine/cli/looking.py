"""``heed look``: one text through a stored model, into a file of arrays."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from engine import catalog
from engine.bench import Bench
from engine.cli.archive import writable, write
from engine.cli.arrays import arrays
from engine.cli.bundled import bundled
from engine.cli.learners import names_for
from engine.cli.outcome import version
from engine.cli.seen import show
from engine.data.tokenizer import MASK, SPECIAL
from engine.problem import Problem
from engine.seen.look import Look, Table
from engine.seen.maps import MEAN, Closed, HeadReference
from engine.seen.tokens import Axis


@dataclass(frozen=True)
class Sight:
    """One call of ``heed look``; `target` and `draw` are None where they were not asked for."""

    checkpoint: str
    text: str
    target: str | None
    draw: int | None
    out: str
    json: bool


def look(sight: Sight) -> None:
    """Look at a text and write all that is seen.

    Raises
    ------
    Problem
        The checkpoint cannot be opened, the text not given to it, or the file not written.
    """
    path = writable(sight.out)
    folder = _checkpoint(sight.checkpoint)
    bench = Bench.opened(0, folder)
    _refuse_foreign(sight, bench)
    names = {layout.name: list(layout.layers) for layout in bench.model.groups()}
    # Asked for by name, all heads are captured however large the maps are.
    heads = tuple(
        HeadReference(name, layer, MEAN) for name in names for layer in range(len(names[name]))
    )
    tables = tuple(layout.name for layout in bench.loaded().structure.tables)
    seen = bench.look(sight.text, sight.target, heads, tables, sight.draw or 0)
    meta = _meta(bench, seen, sight)
    contents = arrays(seen, names)
    contents["meta"] = np.array(json.dumps(meta, ensure_ascii=False))
    write(contents, path)
    console = Console(
        file=sys.stderr if sight.json else sys.stdout, markup=False, highlight=False, emoji=False
    )
    show(console, seen, contents, names, meta, path)
    if sight.json:
        shapes = {name: list(array.shape) for name, array in contents.items()}
        print(json.dumps({"file": str(path), "arrays": shapes, **meta}), flush=True)


def _checkpoint(name: str) -> Path:
    """A path, or the folder of the bundled model called `name`."""
    path, known = Path(name), bundled()
    if path.exists():
        return path
    if name in known:
        return known[name]
    raise Problem(
        f"There is no checkpoint {name}. Name a folder that Heed saved, or one of the models that "
        f"come with it: {', '.join(known)}."
    )


def _refuse_foreign(sight: Sight, bench: Bench) -> None:
    """Refuse what the model has no use for."""
    entry = catalog.find(bench.specification.architecture)
    if sight.target is not None and entry.task != "translation":
        raise Problem(
            f"--target is for translators ({names_for('pairs')}); {entry.title} reads one text."
        )
    if sight.draw is None:
        return
    if entry.task != "cloze":
        raise Problem(f"--draw hides words from BERT; nothing is hidden from {entry.title}.")
    if SPECIAL[MASK] in sight.text:
        raise Problem(
            "--draw chooses words to hide, and this text has its own [MASK]. Leave one of them out."
        )


def _meta(bench: Bench, seen: Look, sight: Sight) -> dict[str, Any]:
    decode = bench.tokenizer.decode
    free, verdict = seen.free, seen.next_sentence
    translated = "target" in seen.sequences
    target = sight.target if sight.target is not None else bench.reference(sight.text)
    return {
        "heed": version(),
        "checkpoint": sight.checkpoint,
        "architecture": bench.specification.architecture,
        "task": catalog.find(bench.specification.architecture).task,
        "step": bench.step,
        "seed": bench.specification.seed,
        "source": sight.text,
        "target": target if translated else None,
        "rows_from": "given" if sight.target is not None else seen.rows_from,
        "output": decode(token.id for token in free.tokens) if free else None,
        "output_ended": free.ended if free else None,
        "draw": sight.draw or 0,
        "next_sentence": verdict and {"probability": verdict.probability, "is": verdict.is_next},
        "groups": {
            name: {"kind": group.kind, "layers": group.layers, "heads": group.heads}
            for name, group in seen.groups.items()
        },
        "tables": {name: _axes(table) for name, table in seen.tables.items()},
        "mask_codes": {reason.name.lower(): int(reason) for reason in Closed},
        "specification": bench.specification.to_json(),
    }


def _axes(table: Table) -> list[str]:
    """What stands along the sides: tokens of a sequence, "target-1" one earlier; or a count."""
    return [_axis(axis) if isinstance(axis, Axis) else axis for axis in table.axes]


def _axis(axis: Axis) -> str:
    return f"{axis.sequence}{axis.shift:+d}" if axis.shift else axis.sequence
