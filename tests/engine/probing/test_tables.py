"""What a look holds besides attention stays as it was seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.bench import Bench
from engine.catalog import ARCHITECTURES, find
from engine.data.opening import open_corpus
from engine.specification import DataSpecification, RunSpecification


@pytest.mark.parametrize("name", [entry.name for entry in ARCHITECTURES])
def test_training_on_changes_no_table_of_a_look_taken_before(name: str) -> None:
    kind = find(name).kind
    world = {"pairs": "dates", "text": "stories"}[kind]
    recipe = replace(find(name).recipe(world), batch_size=2)
    data = DataSpecification(kind=kind, world=world, limit=400)
    specification = RunSpecification(name, data=data, recipe=recipe, device="cpu", threads=1)
    bench = Bench.training(1, specification, open_corpus(data), None)
    assert bench.run is not None
    offered = tuple(table.name for table in bench.started().structure.tables)

    taken = bench.look(bench.examples[0].source, None, tables=offered).tables
    seen = {table: each.values.copy() for table, each in taken.items()}
    bench.run.advance()

    assert seen
    for table, values in seen.items():
        np.testing.assert_array_equal(taken[table].values, values, err_msg=table)
