"""A measurement in a process of its own, which starts as a user's does and shares nothing."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.seesaw import Seesaw

ROOT = Path(__file__).parents[2]
_MARK = "measured: "


def measure(
    function: Callable[..., object],
    *,
    wrapper: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    timeout: float = 300,
    started: Callable[[int], None] | None = None,
    **arguments: Any,
) -> dict[str, Any]:
    """Call a module's function in a fresh interpreter; what it gave to :func:`answer`.

    `wrapper` is a command that starts the interpreter, `started` is told the number of the process.
    The function is also given `spawned`, the reading of time.monotonic() just before the process
    was made.
    """
    # Of a module that was itself started with -m, this is the name it is imported by.
    module = function.__globals__["__spec__"].name
    with tempfile.TemporaryDirectory(prefix="heed-bench-", ignore_cleanup_errors=True) as home:
        variables = {
            "QT_QPA_PLATFORM": "offscreen",
            **os.environ,
            "HEED_HOME": home,
            "OMP_NUM_THREADS": "1",
            **(environment or {}),
        }
        command = [*wrapper, sys.executable, "-m", "tests.benchmarks.processes"]
        call = json.dumps({"spawned": time.monotonic(), **arguments})
        with subprocess.Popen(
            [*command, f"{module}:{function.__name__}", call],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            if started is not None:
                started(process.pid)
            try:
                said, complained = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    for line in reversed(said.splitlines()):
        if line.startswith(_MARK):
            found: dict[str, Any] = json.loads(line.removeprefix(_MARK))
            return found
    raise AssertionError(f"{function.__name__} measured nothing:\n{said}\n{complained}")


def side_by_side(*two: tuple[Callable[..., object], dict[str, Any]]) -> list[dict[str, Any]]:
    """Measure two at the same time, each in a process of its own, as :func:`measure` does.

    Each has one half of the cores, and they change places all the time.
    """
    with Seesaw() as seesaw, ThreadPoolExecutor(len(two)) as threads:
        waiting = [
            threads.submit(measure, function, started=partial(seesaw.seat, half=half), **given)
            for half, (function, given) in enumerate(two)
        ]
        return [each.result() for each in waiting]


def answer(**values: Any) -> None:
    """Hand the figures to the process that asked, and end this one at once."""
    print(_MARK + json.dumps(values), flush=True)
    os._exit(0)


def small_checkpoint(folder: Path) -> Path:
    """A model of the default sizes to open: the bundled one, or one of a few steps in `folder`."""
    from visualizer.opening import bundled

    found = bundled("transformer")
    if found:
        return Path(found)
    measure(_save_small_checkpoint, path=str(folder / "model"))
    return folder / "model"


def _save_small_checkpoint(spawned: float, path: str) -> None:
    from engine import checkpoint
    from engine.data.opening import open_corpus
    from engine.run import Run
    from engine.specification import DataSpecification, RunSpecification

    data = DataSpecification(world="english-french")
    run = Run(RunSpecification(data=data, device="cpu", threads=1), open_corpus(data))
    for _ in range(20):
        run.advance()
    checkpoint.save(run.checkpoint(training=False), Path(path))
    answer()


def main() -> None:
    """Carry out a call of :func:`measure`."""
    module, _, name = sys.argv[1].partition(":")
    getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2]))


if __name__ == "__main__":
    main()
