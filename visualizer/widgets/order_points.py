"""How well runs with different windows did: held-out perplexity by order n, as they were measured.

Nothing here is known beforehand: every point is read from a checkpoint of a run trained here, or
comes from the run on the bench.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.catalog import find
from engine.specification import RunSpecification
from visualizer.opening import MANIFEST

#: The option that says how wide the window is, and the figure that is drawn.
ORDER, FIGURE = "n", "perplexity"
#: Bytes; a manifest of Heed's is far shorter, and what is longer would keep the window waiting.
_LONGEST = 2**20
#: The orders that are offered to be trained.
OFFERED = range(2, 8)


@dataclass(frozen=True)
class OrderPoint:
    """One run at its last judgement.

    Attributes
    ----------
    specification : of the run; its option n is the order.
    step : when it was judged; perplexity : on held-out texts.
    number : of the kept run; 0 for the run on the bench.
    """

    specification: RunSpecification
    step: int
    perplexity: float
    number: int = 0

    @property
    def order(self) -> int:
        """n: the model sees the n − 1 words before each."""
        return int(self.specification.options[ORDER])

    @property
    def length(self) -> tuple[int, int]:
        """(steps taken, steps to take): only points that agree in both can be compared."""
        return self.step, self.specification.recipe.steps


def point(
    specification: RunSpecification,
    evaluations: Iterable[tuple[int, Mapping[str, float]]],
    number: int = 0,
) -> OrderPoint | None:
    """The last judgement of a run; None where it has no window or was never judged."""
    judged = [(step, figures[FIGURE]) for step, figures in evaluations if FIGURE in figures]
    if ORDER not in specification.options or not judged:
        return None
    step, perplexity = judged[-1]
    if not math.isfinite(perplexity):
        return None
    return OrderPoint(specification, int(step), float(perplexity), number)


def read(folder: Path, number: int) -> OrderPoint | None:
    """The last judgement of a kept run; None where there is none or it cannot be read."""
    try:
        path = folder / MANIFEST
        if path.stat().st_size > _LONGEST:
            return None
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        specification = RunSpecification.from_json(manifest["specification"])
        options = find(specification.architecture).complete(specification.options)
        evaluations = [(int(step), dict(figures)) for step, figures in manifest["evaluations"]]
        return point(replace(specification, options=options), evaluations, number)
    except (OSError, ValueError, TypeError, KeyError):
        return None  # a run of another kind, or a folder that is being written


def comparable(one: RunSpecification, other: RunSpecification) -> bool:
    """Whether two runs differ in nothing that is measured but the window and the steps."""
    return _but_order(one) == _but_order(other)


def same(one: OrderPoint, other: OrderPoint) -> bool:
    """Whether two points are of one run, or of one and its exact repetition."""
    return (one.specification, one.step, one.perplexity) == (
        other.specification,
        other.step,
        other.perplexity,
    )


def _but_order(specification: RunSpecification) -> tuple[object, ...]:
    options = {name: value for name, value in specification.options.items() if name != ORDER}
    recipe = replace(specification.recipe, steps=0, evaluate_every=1)
    return specification.architecture, options, specification.data, recipe


def missing(here: RunSpecification, points: Iterable[OrderPoint]) -> tuple[RunSpecification, ...]:
    """The runs that would complete the picture: as `here`, with each order that is not there."""
    steps = here.recipe.steps
    there = {each.order for each in points if each.length == (steps, steps)}
    there.add(int(here.options[ORDER]))  # it is on the bench, however far it has come
    return tuple(
        replace(here, options={**here.options, ORDER: order})
        for order in OFFERED
        if order not in there
    )


def series(points: Iterable[OrderPoint]) -> list[list[OrderPoint]]:
    """Points that can be compared, each list in rising order; the longest list first."""
    groups: dict[tuple[int, int], list[OrderPoint]] = {}
    for each in points:
        groups.setdefault(each.length, []).append(each)
    found = [sorted(group, key=lambda each: each.order) for group in groups.values()]
    return sorted(
        found,
        key=lambda group: (
            -len({each.order for each in group}),
            -group[0].step,
            group[0].specification.recipe.steps,
        ),
    )
