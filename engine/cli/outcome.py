"""What came of a run, as figures and as sentences."""

from __future__ import annotations

import math
from importlib import metadata
from pathlib import Path
from typing import Any

import torch

from engine.cli.tally import Tally
from engine.cli.wording import count, duration, figure
from engine.figures import FIGURES, HEADLINES
from engine.run import Run


def version() -> str:
    """Of Heed; "unknown" where it runs without having been installed."""
    try:
        return metadata.version("heed")
    except metadata.PackageNotFoundError:
        return "unknown"


def figures(run: Run, tally: Tally, out: Path | None, interrupted: bool) -> dict[str, Any]:
    """The final figures, ready for JSON; None where there is none.

    "loss" and the others of `engine.figures` are of the held-out data at step "judged_at";
    "training_loss" is the last step's. "seconds" and "core_seconds" are of this call, judging
    included; "tokens_per_second" counts the tokens that are predicted, judging left out.
    """
    judged_at, judged = run.history.evaluations[-1] if run.history.evaluations else (None, {})
    names = dict.fromkeys((*HEADLINES[run.task.name], *judged))
    data = run.specification.data
    return {
        "architecture": run.specification.architecture,
        "world": data.world or None,
        "data": list(data.files),
        "vocabulary_files": list(data.vocabulary_files),
        "step": run.step,
        "steps": run.specification.recipe.steps,
        "interrupted": interrupted,
        "judged_at": judged_at,
        **{name: _finite(judged.get(name)) for name in names},
        "training_loss": _finite(run.history.losses[-1] if run.history.losses else None),
        "loss_floor": _finite(run.floor),
        "seconds": round(tally.seconds, 3),
        "core_seconds": round(tally.core_seconds, 3),
        "tokens_per_second": tally.tokens_per_second and round(tally.tokens_per_second, 1),
        "parameters": run.parameters,
        "vocabulary": len(run.corpus.tokenizer),
        "seed": run.specification.seed,
        "threads": run.specification.threads,
        "device": run.specification.device,
        "torch": torch.__version__,
        "heed": version(),
        "out": None if out is None else str(out),
    }


def summary(results: dict[str, Any]) -> str:
    """The figures of :func:`figures` as a line or two."""
    parts = []
    if results["judged_at"] is not None:
        floor = results["loss_floor"]
        below = f" (on average no model goes below {floor:.3f})" if floor else ""
        parts.append(f"held-out loss {results['loss']:.3f}{below}")
        for name in FIGURES:
            if name != "loss" and results.get(name) is not None:
                parts.append(f"{FIGURES[name].title} {figure(name, results[name])}")
        if results["judged_at"] != results["step"]:
            parts.append(f"judged at step {results['judged_at']:,}")
    parts.append(f"{duration(results['seconds'])} ({results['core_seconds']:.0f} core seconds)")
    lines = [f"{count(results['step'], 'step')}: {', '.join(parts)}"]
    if results["out"]:
        lines.append(f"Saved in {results['out']}")
    return "\n".join(lines)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
