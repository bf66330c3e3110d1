"""A run that goes on from a checkpoint is the run that never stopped, to the bit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine import checkpoint, manifest
from engine.data.opening import open_corpus
from engine.data.tokenizer import Tokenizer
from engine.messages.commands import Pause, Save, Train
from engine.messages.events import Finished, Losses, Paused, Saved, Started
from engine.problem import Problem
from engine.run import Run
from tests.engine.conversation import Conversation, losses, tiny


def test_resuming_a_checkpoint_equals_never_having_stopped(
    talk: Conversation, tmp_path: Path
) -> None:
    specification = tiny(steps=20, evaluate_every=4)
    specification.options["dropout"] = 0.2
    talk.say(Train(1, specification))
    talk.until(Finished)

    first = Conversation()
    first.say(Train(1, specification))
    first.work_until(lambda: len(losses(first)) >= 1)
    first.say(Pause(1))
    cut = first.heard(Paused)[-1].step
    assert 0 < cut < 20
    first.say(Save(1, str(tmp_path / "kept")))
    assert first.heard(Saved)

    second = Conversation()
    second.say(Train(5, tiny(steps=1), checkpoint=str(tmp_path / "kept")))
    finished = second.until(Finished)
    started = second.heard(Started)[0]
    assert started.step == cut and started.losses.tolist() == losses(first)
    continued = [v for event in second.heard(Losses) for v in event.values.tolist()]
    assert losses(first) + continued == losses(talk)
    assert finished.figures == talk.heard(Finished)[0].figures
    ours = second.session.bench.model.state_dict()  # type: ignore[union-attr]
    never_stopped = talk.session.bench.model.state_dict()  # type: ignore[union-attr]
    assert all(torch.equal(ours[name], never_stopped[name]) for name in ours)


def test_resume_across_epochs_and_beyond_the_last_step(tmp_path: Path) -> None:
    """About 285 pairs in batches of 8: 50 steps wrap the epoch; the resumed run goes further."""
    long = tiny(steps=50, schedule="warmup-rsqrt", evaluate_every=7)
    whole = Conversation()
    whole.say(Train(1, long))
    whole.until(Finished)
    first = Conversation()
    first.say(Train(1, replace(long, recipe=replace(long.recipe, steps=45))))
    first.until(Finished)
    first.say(Save(1, str(tmp_path)))
    second = Conversation()
    second.say(Train(2, long, checkpoint=str(tmp_path)))
    second.until(Finished)
    continued = [v for event in second.heard(Losses) for v in event.values.tolist()]
    assert losses(first) + continued == losses(whole)


def test_a_run_resumes_with_its_own_vocabulary(talk: Conversation, tmp_path: Path) -> None:
    """Even if fitting it anew would give another order, as another version of a library might."""
    talk.say(Train(1, tiny(steps=4)))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path)))
    stored = checkpoint.load(tmp_path)
    content = json.loads(stored.vocabulary)
    content["tokens"] = content["tokens"][:4] + content["tokens"][:3:-1]
    stored.vocabulary = json.dumps(content)
    checkpoint.save(stored, tmp_path)
    talk.forget()
    talk.say(Train(2, tiny(steps=6), checkpoint=str(tmp_path)))
    talk.until(Finished)
    run = talk.session.bench.run  # type: ignore[union-attr]
    assert run is not None
    assert run.corpus.tokenizer.to_json() == Tokenizer.from_json(stored.vocabulary).to_json()


@pytest.mark.parametrize("other", ["", "2.0.0"])
def test_going_on_with_another_torch_is_noted(
    talk: Conversation, tmp_path: Path, other: str
) -> None:
    talk.say(Train(1, tiny()))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path)))
    if other:
        content = json.loads((tmp_path / manifest.NAME).read_text())
        content["progress"]["torch"] = other
        (tmp_path / manifest.NAME).write_text(json.dumps(content))
    talk.say(Train(2, tiny(steps=8), checkpoint=str(tmp_path)))
    talk.work_until(lambda: len(talk.heard(Started)) == 2)
    new, resumed = (event.note for event in talk.heard(Started))
    assert new == ""
    if not other:
        assert resumed == ""
    else:
        assert "torch 2.0.0, continued with torch" in resumed and torch.__version__ in resumed


@pytest.mark.parametrize(("clip", "longest"), [(0.01, 0.005), (1e6, None), (0.0, None)])
def test_a_long_gradient_is_cut_to_the_recipes_length(clip: float, longest: float | None) -> None:
    """Plain descent moves by the rate times the gradient: the step tells the gradient."""
    specification = tiny(optimizer="sgd", schedule="constant", learning_rate=0.5, clip_norm=clip)
    run = Run(specification, open_corpus(specification.data))
    before = [parameter.detach().clone() for parameter in run.model.parameters()]
    run.advance()
    moves = [p.detach() - b for p, b in zip(run.model.parameters(), before, strict=True)]
    moved = torch.cat([move.flatten() for move in moves]).norm().item()
    if longest is not None:
        assert moved == pytest.approx(longest, rel=1e-4)
    else:
        gradients = [p.grad.flatten() for p in run.model.parameters() if p.grad is not None]
        assert moved == pytest.approx(0.5 * torch.cat(gradients).norm().item(), rel=1e-4)
        assert moved > 0.05


def run_with_dropout(threads: int = 1) -> Run:
    specification = replace(tiny(), threads=threads)
    specification.options["dropout"] = 0.3
    return Run(specification, open_corpus(specification.data))


def test_a_step_that_fails_is_as_if_it_had_not_begun() -> None:
    """Its batch and its draws are still to come."""
    undisturbed = run_with_dropout()
    expected = [undisturbed.advance().loss for _ in range(4)]
    run = run_with_dropout()
    found = [run.advance().loss for _ in range(2)]
    weights = next(run.model.parameters())
    right = weights.detach().clone()
    with torch.no_grad():
        weights.fill_(float("nan"))
    with pytest.raises(Problem, match="became nan at step 3"):
        run.advance()
    assert run.step == 2 and all(p.grad is None for p in run.model.parameters())
    with torch.no_grad():
        weights.copy_(right)
    assert found + [run.advance().loss for _ in range(2)] == expected


def test_measuring_how_many_threads_are_quickest_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = run_with_dropout(threads=1)
    steps = 0

    def quickest(step: Callable[[], None]) -> int:
        nonlocal steps
        for _ in range(3):
            step()
            steps += 1
        return 1

    monkeypatch.setattr("engine.device.quickest_threads", quickest)
    measured = run_with_dropout(threads=0)
    assert steps == 3 and measured.specification.threads == 1
    assert [measured.advance().loss for _ in range(3)] == [chosen.advance().loss for _ in range(3)]
