"""``heed look``: one sentence through a stored model, into a file of arrays."""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine import catalog
from engine.bench import Bench
from engine.cli.arrays import Arrays, arrays, write
from engine.cli.outcome import version
from engine.cli.wording import harmless
from engine.look import MEAN, Closed, HeadReference, Look
from engine.problem import Problem

_FOLLOWS = {
    "given": "the target given",
    "reference": "the right translation, which is known",
    "own": "the model's own output",
}


def look(checkpoint: str, text: str, target: str | None, out: str, as_json: bool) -> None:
    """Look at `text` and write all that is seen to `out`.

    Raises
    ------
    Problem
        The checkpoint cannot be opened, the sentence not given to it, or the file not written.
    """
    path = _writable(out)
    bench = Bench.opened(0, _checkpoint(checkpoint))
    layouts = {layout.name: layout for layout in bench.model.groups()}
    names = {name: list(layout.layers) for name, layout in layouts.items()}
    # Asked for by name, all heads are captured however large the maps are.
    every = tuple(
        HeadReference(name, layer, MEAN) for name in names for layer in range(len(names[name]))
    )
    seen = bench.look(text, target, every)
    meta = _meta(bench, seen, checkpoint, text, target)
    contents = arrays(seen, names)
    contents["meta"] = np.array(json.dumps(meta, ensure_ascii=False))
    write(contents, path)
    console = Console(
        file=sys.stderr if as_json else sys.stdout, markup=False, highlight=False, emoji=False
    )
    _show(console, contents, names, meta, path)
    if as_json:
        print(json.dumps({"file": str(path), "arrays": _shapes(contents), **meta}), flush=True)


def _writable(out: str) -> Path:
    path = Path(out)
    if path.is_dir():
        raise Problem(f"--out {out} is a folder; name a file in it, such as look.npz.")
    if not path.absolute().parent.is_dir():
        raise Problem(f"--out {out}: there is no folder {path.absolute().parent}.")
    return path


def _checkpoint(name: str) -> Path:
    """A path, or the folder of the bundled model called `name`."""
    path = Path(name)
    if path.exists():
        return path
    bundled = [entry.bundled for entry in catalog.ARCHITECTURES if entry.bundled]
    if name in bundled:
        return Path(str(resources.files("assets") / "checkpoints" / name))
    raise Problem(
        f"There is no checkpoint {name}. Name a folder that Heed saved, or one of the models that "
        f"come with it: {', '.join(bundled)}."
    )


def _meta(
    bench: Bench, seen: Look, checkpoint: str, text: str, target: str | None
) -> dict[str, Any]:
    decode = bench.tokenizer.decode
    free = seen.free
    return {
        "heed": version(),
        "checkpoint": checkpoint,
        "architecture": bench.specification.architecture,
        "step": bench.step,
        "seed": bench.specification.seed,
        "source": text,
        "target": target if target is not None else bench.reference(text),
        "rows_from": "given" if target is not None else seen.rows_from,
        "output": decode(token.id for token in free.tokens) if free else None,
        "output_ended": free.ended if free else None,
        "groups": {
            name: {"kind": group.kind, "layers": group.layers, "heads": group.heads}
            for name, group in seen.groups.items()
        },
        "mask_codes": {reason.name.lower(): int(reason) for reason in Closed},
        "specification": bench.specification.to_json(),
    }


def _show(
    console: Console,
    contents: Arrays,
    names: dict[str, list[str]],
    meta: dict[str, Any],
    path: Path,
) -> None:
    table = Table("array", "shape", "kind", box=None, pad_edge=False, header_style="bold")
    for name, layers in names.items():
        for layer in layers:
            shape = " × ".join(map(str, contents[layer].shape))
            table.add_row(layer, f"{shape}  heads × rows × columns", meta["groups"][name]["kind"])
    console.print(table)
    others = len(contents) - sum(map(len, names.values()))
    lines = [
        f"and {others} more: masks, tokens, predictions, meta (“heed look --help” lists them)",
        f"rows follow  {_FOLLOWS[meta['rows_from']]}",
    ]
    if meta["target"] is not None:
        lines.append(f"target       {harmless(meta['target'])}")
    if meta["output"] is not None:
        cut = "" if meta["output_ended"] else "  (cut off at the limit)"
        lines.append(f"model wrote  {harmless(meta['output']) or '(nothing)'}{cut}")
    lines.append(f"written to   {path}")
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def _shapes(contents: Arrays) -> dict[str, list[int]]:
    return {name: list(array.shape) for name, array in contents.items()}
