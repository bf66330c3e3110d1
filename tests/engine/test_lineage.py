"""What holds for every architecture of the lineage, driven as the window drives it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import catalog
from engine.messages.commands import Generate, Load, OneStep, Resume, Save, Stop, Train, Watch
from engine.messages.events import (
    Evaluated,
    Failed,
    Finished,
    Generated,
    Loaded,
    Losses,
    Saved,
    Started,
    Stopped,
)
from engine.seen.maps import MEAN, HeadReference
from engine.specification import DataSpecification, Recipe, RunSpecification
from tests.engine.conversation import Conversation

NAMES = [entry.name for entry in catalog.ARCHITECTURES]


def small(name: str, **changes: object) -> RunSpecification:
    """A short run of an architecture on a built-in world of its kind, with dropout if it has it."""
    entry = catalog.find(name)
    options = {"dropout": 0.1} if any(o.name == "dropout" for o in entry.options) else {}
    recipe = Recipe(
        steps=6, batch_size=8, warmup=4, evaluate_every=3, held_out=8, label_smoothing=0.0
    )
    world = "dates" if entry.kind == "pairs" else "stories"
    return RunSpecification(
        architecture=name,
        options=options,
        data=DataSpecification(kind=entry.kind, world=world, limit=300),
        recipe=replace(recipe, **changes),  # type: ignore[arg-type]
        seed=3,
        device="cpu",
        threads=1,
    )


def losses(talk: Conversation) -> np.ndarray:
    return np.concatenate([event.values for event in talk.heard(Losses)])


def trained(specification: RunSpecification, *watching: Watch) -> Conversation:
    talk = Conversation()
    talk.say(*watching, Train(1, specification))
    talk.until(Finished)
    return talk


@pytest.mark.parametrize("name", NAMES)
def test_it_learns_is_judged_and_repeats(name: str) -> None:
    first = trained(small(name))
    assert len(losses(first)) == 6
    assert not first.heard(Failed)
    judged = first.heard(Evaluated)
    assert [event.step for event in judged] == [0, 3, 6]
    assert all(np.isfinite(value) for event in judged for value in event.figures.values())
    again = trained(small(name))
    assert np.array_equal(losses(first), losses(again)), "the same seed, the same losses"
    assert [e.figures for e in judged] == [e.figures for e in again.heard(Evaluated)]
    other = trained(replace(small(name), seed=4))
    assert not np.array_equal(losses(first), losses(other))


@pytest.mark.parametrize("name", NAMES)
def test_watching_everything_changes_no_bit_of_any_loss(name: str) -> None:
    alone = trained(small(name))
    offered = alone.heard(Started)[0].structure.tables
    heads = tuple(HeadReference(group, -1, MEAN) for group in ("encoder", "decoder", "cross"))
    watch = Watch(None, None, heads, tables=tuple(table.name for table in offered), draw=1)
    watched = trained(small(name), watch)
    assert watched.frames
    assert np.array_equal(losses(alone), losses(watched))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_and_group_that_is_promised_is_shown(name: str) -> None:
    talk = Conversation()
    talk.say(Train(1, small(name, steps=1)))
    talk.until(Finished)
    promised = {table.name: table for table in talk.heard(Started)[0].structure.tables}
    talk.say(Watch(None, tables=tuple(promised)))
    talk.work_until(lambda: talk.frames)
    look = talk.frames[-1].look
    assert look.tables.keys() == promised.keys()
    assert "embedding.plane" in promised, "each of them has embeddings"
    for table_name, table in look.tables.items():
        assert table.axes == promised[table_name].axes
        assert table.values.ndim == len(table.axes), table_name
        assert table.values.dtype == np.float32
        assert np.isfinite(table.values).all()
    groups = talk.session.bench.model.groups()  # type: ignore[union-attr]
    assert list(look.groups) == [layout.name for layout in groups]
    for group in look.groups.values():
        rows, columns = group.closed.shape
        assert len(look.axis_tokens(group.rows, rows)) == rows
        assert len(look.axis_tokens(group.columns, columns)) == columns
        for weights in group.weights.values():
            open_rows = (group.closed == 0).any(1)
            np.testing.assert_allclose(weights.sum(1)[open_rows], 1, atol=1e-5)
            assert (weights[group.closed != 0] == 0).all()
    assert look.predictions is not None
    length = len(look.predictions.ids)
    assert len(look.axis_tokens(look.predictions.rows, length)) == length


@pytest.mark.parametrize("name", NAMES)
def test_resuming_equals_never_having_stopped(name: str, tmp_path: Path) -> None:
    whole = trained(small(name))
    talk = Conversation()
    talk.say(Train(1, small(name)))
    talk.until(Started)
    talk.work_until(lambda: talk.session.bench is not None and talk.session.bench.step == 4)
    talk.say(Stop(1), Save(1, str(tmp_path / "kept")))
    talk.until(Saved)
    assert talk.heard(Stopped)
    other = Conversation()
    other.say(Train(2, small(name), checkpoint=str(tmp_path / "kept")))
    other.until(Finished)
    assert not other.heard(Failed)
    assert np.array_equal(losses(other), losses(whole)[4:])
    assert other.heard(Evaluated)[-1].figures == whole.heard(Evaluated)[-1].figures


@pytest.mark.parametrize("name", NAMES)
def test_a_loaded_checkpoint_shows_the_same_look(name: str, tmp_path: Path) -> None:
    talk = Conversation()
    talk.say(Train(1, small(name, steps=2)))
    talk.until(Finished)
    talk.say(Watch(None), Save(1, str(tmp_path / "kept"), training=False))
    talk.work_until(lambda: talk.frames and talk.heard(Saved))
    other = Conversation()
    other.say(Load(5, str(tmp_path / "kept")), Watch(None))
    other.work_until(lambda: other.frames)
    assert other.heard(Loaded)[0].parameters == talk.heard(Started)[0].parameters
    there, here = talk.frames[-1].look, other.frames[-1].look
    assert here.sequences == there.sequences
    assert here.predictions is not None
    assert there.predictions is not None
    np.testing.assert_array_equal(here.predictions.probabilities, there.predictions.probabilities)
    for group, maps in here.groups.items():
        for place, weights in maps.weights.items():
            np.testing.assert_array_equal(weights, there.groups[group].weights[place])


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_on_step_by_step_after_the_end(name: str) -> None:
    talk = Conversation()
    talk.say(Train(1, small(name, steps=2)))
    talk.until(Finished)
    talk.forget()
    talk.say(OneStep(1, 4))
    talk.work_until(lambda: len(talk.heard(Losses)) == 1)
    talk.say(Resume(1, 4))
    talk.until(Finished)
    assert len(losses(talk)) == 2


@pytest.mark.parametrize("name", NAMES)
def test_it_writes_or_says_why_it_does_not(name: str) -> None:
    talk = Conversation()
    talk.say(Train(1, small(name, steps=1)))
    example = talk.until(Finished) and talk.heard(Started)[0].examples[0]
    talk.say(Generate(3, example.source))
    if catalog.find(name).task == "cloze":
        assert "fills blanks" in talk.heard(Failed)[0].sentence
        return
    generated = talk.heard(Generated)[0]
    step = generated.next
    assert step.probabilities[0] >= step.probabilities[1] > 0
    assert bool(generated.source) != bool(step.prompt), "a source is encoded or a prompt begun"
    for rows in step.rows.values():
        np.testing.assert_allclose(rows.sum(-1), 1, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_data_of_the_other_kind_is_refused_in_words(name: str) -> None:
    kind = "text" if catalog.find(name).kind == "pairs" else "pairs"
    world = "stories" if kind == "text" else "dates"
    wrong = replace(small(name), data=DataSpecification(kind=kind, world=world, limit=300))
    talk = Conversation()
    talk.say(Train(1, wrong))
    failed = talk.until(Failed)
    assert "learns from" in failed.sentence
