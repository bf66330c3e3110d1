"""Commands take effect within one step; failures are told; watching changes no loss."""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import checkpoint
from engine.data.tokenizer import Tokenizer
from engine.mailbox import Mailbox
from engine.messages.commands import (
    Extend,
    Generate,
    Load,
    OneStep,
    Pause,
    ReadData,
    Resume,
    Save,
    Shutdown,
    Stop,
    Train,
    Watch,
)
from engine.messages.events import (
    Evaluated,
    Failed,
    Finished,
    Generated,
    Loaded,
    Losses,
    Paused,
    Ready,
    Resumed,
    Saved,
    Started,
    Stopped,
)
from engine.messages.frames import BatchFrame
from engine.messages.reading import DataReport
from engine.session import Session
from engine.specification import DataSpecification, RunSpecification
from tests.engine.conversation import TINY, Conversation, tiny


def losses(talk: Conversation) -> list[float]:
    """All losses heard, checked to be without gap."""
    values: list[float] = []
    for event in talk.heard(Losses):
        assert event.first == len(values) + 1
        values.extend(event.values.tolist())
    return values


@pytest.fixture
def talk() -> Conversation:
    return Conversation()


def test_a_run_tells_every_loss_and_judgement(talk: Conversation) -> None:
    talk.say(Train(1, tiny()))
    finished = talk.until(Finished)
    started = talk.heard(Started)[0]
    assert started.specification.options["positions"] == "sinusoid", "defaults are filled in"
    assert started.parameters > 0 and started.memory_bytes > 0
    assert len(losses(talk)) == 6
    assert [event.step for event in talk.heard(Evaluated)] == [0, 3, 6]
    assert finished.step == 6 and set(finished.figures) == {"loss", "exact_match", "alignment"}
    assert not talk.heard(Failed)


def test_watching_changes_no_bit_of_any_loss(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=12)))
    talk.until(Finished)
    unwatched = losses(talk)

    watched = Conversation()
    watched.session._watcher._next = float("-inf")
    watched.say(Watch("12 may 2001", "2001-05-12"), Train(1, tiny(steps=12)))
    while not watched.heard(Finished):
        watched.session._watcher.look_soon()
        watched.work()
        torch.rand(3)  # somebody else draws from torch's generator
    assert len(watched.frames) > 12
    assert losses(watched) == unwatched
    assert len(set(unwatched)) > 1


def test_dropout_draws_are_the_runs_own(talk: Conversation) -> None:
    """With dropout, whatever else draws random numbers in between changes nothing."""
    specification = tiny(steps=8)
    specification.options["dropout"] = 0.3
    talk.say(Train(1, specification))
    talk.until(Finished)
    other = Conversation()
    other.say(Train(1, specification))
    while not other.heard(Finished):
        torch.rand(5)
        other.work()
    assert losses(other) == losses(talk)


def test_pause_one_step_resume_stop(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=500, evaluate_every=500)))
    talk.until(Losses)
    talk.say(Pause(1))
    paused = talk.heard(Paused)[-1].step
    talk.work(5)
    assert len(losses(talk)) == paused, "a paused run does not move"
    talk.say(OneStep(1))
    talk.work(5)
    assert talk.heard(Paused)[-1].step == paused + 1 == len(losses(talk))
    talk.say(Resume(1))
    assert talk.heard(Resumed)[-1].step == paused + 1
    talk.work(3)
    talk.say(Stop(1))
    assert talk.heard(Stopped)[-1].step == paused + 4 == len(losses(talk))
    talk.work(5)
    assert len(losses(talk)) == paused + 4
    talk.forget()
    talk.say(Resume(1))
    talk.work(2)
    assert talk.heard(Started)[0].step == paused + 4, "a stopped run can go on"


def test_stop_takes_effect_within_a_step_also_while_judging(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=3)))
    talk.until(Started)
    talk.work()  # inside the first judgement
    assert not talk.heard(Evaluated)
    talk.say(Stop(1))
    assert talk.heard(Stopped)[-1].step == 0
    bench = talk.session._bench
    assert bench is not None and bench.model.training


def test_commands_of_another_run_are_dropped(talk: Conversation) -> None:
    talk.say(Train(2, tiny()))
    talk.until(Started)
    talk.say(Pause(1), Stop(1))
    talk.until(Finished)
    assert not talk.heard(Paused) and not talk.heard(Stopped)


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
    ours = second.session._bench.model.state_dict()  # type: ignore[union-attr]
    never_stopped = talk.session._bench.model.state_dict()  # type: ignore[union-attr]
    assert all(torch.equal(ours[name], never_stopped[name]) for name in ours)


def test_a_loaded_checkpoint_shows_the_same_look(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Watch("12 may 2001", "2001-05-12"), Train(1, tiny()))
    talk.until(Finished)
    talk.work(2)
    talk.say(Save(1, str(tmp_path / "kept"), training=False))
    other = Conversation()
    other.say(Watch("12 may 2001", "2001-05-12"), Load(3, str(tmp_path / "kept")))
    other.work(2)
    loaded = other.heard(Loaded)[0]
    assert loaded.step == 6 and not loaded.resumable and len(loaded.losses) == 6
    mine, theirs = talk.frames[-1].look, other.frames[-1].look
    for name, group in mine.groups.items():
        for head, weights in group.weights.items():
            assert np.array_equal(weights, theirs.groups[name].weights[head])
    other.say(Train(4, tiny(), checkpoint=str(tmp_path / "kept")))
    assert "weights only" in other.until(Failed).sentence


@pytest.mark.parametrize("other", ["", "2.0.0"])
def test_going_on_with_another_torch_is_noted(
    talk: Conversation, tmp_path: Path, other: str
) -> None:
    talk.say(Train(1, tiny()))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path)))
    if other:
        manifest = json.loads((tmp_path / checkpoint.MANIFEST).read_text())
        manifest["progress"]["torch"] = other
        (tmp_path / checkpoint.MANIFEST).write_text(json.dumps(manifest))
    talk.say(Train(2, tiny(steps=8), checkpoint=str(tmp_path)))
    talk.work_until(lambda: len(talk.heard(Started)) == 2)
    new, resumed = (event.note for event in talk.heard(Started))
    assert new == ""
    if not other:
        assert resumed == ""
    else:
        assert "torch 2.0.0, continued with torch" in resumed and torch.__version__ in resumed


def test_a_failure_is_told_and_the_session_goes_on(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Load(1, str(tmp_path / "nowhere")))
    failed = talk.heard(Failed)[-1]
    assert failed.what == "Opening" and "no Heed checkpoint" in failed.sentence
    talk.say(Train(2, tiny()))
    talk.until(Finished)


def test_a_loss_that_is_not_finite_keeps_the_weights_before_it(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=50)))
    talk.until(Losses)
    bench = talk.session._bench
    assert bench is not None
    with torch.no_grad():
        next(bench.model.parameters()).fill_(float("inf"))
    failed = talk.until(Failed)
    assert failed.what == "Training" and "Try a lower learning rate" in failed.sentence
    step = len(losses(talk))
    assert failed.kept == f"The weights of step {step:,} are kept."
    talk.forget()
    talk.say(Save(1, "/proc/nowhere"))
    assert "could not be written" in talk.heard(Failed)[0].sentence


def test_a_run_that_cannot_fit_is_refused_with_numbers(talk: Conversation) -> None:
    specification = tiny(batch_size=100_000)
    specification.options.update(d_model=2048, d_ff=8192, encoder_layers=24)
    talk.say(Train(1, specification))
    failed = talk.until(Failed)
    assert "GiB" in failed.sentence and "smaller model" in failed.sentence
    assert not talk.heard(Started)


@pytest.mark.parametrize(
    ("options", "recipe", "sentence"),
    [
        ({"heads": 3}, {}, "3 heads do not divide a model width of 16."),
        ({"colour": 3}, {}, "Transformer has no option called “colour”."),
        ({"dropout": 2.0}, {}, "dropout cannot be 2.0; choose 0 to 0.9."),
        ({}, {"evaluate_every": 0}, "evaluate_every cannot be 0; choose 1 to 1e+07."),
        ({}, {"batch_size": 0}, "batch_size cannot be 0; choose 1 to 100000."),
        ({}, {"steps": -1}, "A run cannot take -1 steps; choose 0 to 1,000,000,000."),
    ],
)
def test_unknown_choices_are_refused_in_words(
    talk: Conversation, options: dict[str, float], recipe: dict[str, object], sentence: str
) -> None:
    specification = tiny(**recipe)
    specification.options.update(options)
    talk.say(Train(1, specification))
    assert talk.until(Failed).sentence == sentence


def test_generation_keeps_its_weights_while_training_goes_on(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=400, evaluate_every=400)))
    talk.until(Losses)
    talk.say(Generate(9, "12 may 2001"))
    before = talk.heard(Generated)[-1]
    talk.work(5)
    talk.say(Extend(10, ()))
    after = talk.heard(Generated)[-1]
    assert after.request == 10 and after.step == before.step
    assert np.array_equal(before.next.probabilities, after.next.probabilities)
    talk.say(Extend(11, (int(before.next.ids[0]),)))
    rows = talk.heard(Generated)[-1].next.rows
    assert rows["decoder"].shape == (1, 2, 2) and rows["cross"].shape[:2] == (1, 2)
    np.testing.assert_allclose(rows["cross"].sum(-1), 1, atol=1e-6)
    talk.say(Extend(12, (10**6,)))
    assert "no token" in talk.heard(Failed)[-1].sentence


def test_data_is_read_reported_and_used(talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"a{n} b\tc d{n}\n" for n in range(60)), encoding="utf-8")
    data = DataSpecification(world="", files=(str(path),))
    talk.say(ReadData(4, data))
    talk.work_until(lambda: any(type(e).__name__ == "DataReport" for e in talk.events))
    corpus = talk.session._read[2]  # type: ignore[index]
    talk.say(Train(1, replace(tiny(), data=data)))
    talk.until(Finished)
    assert not talk.heard(Failed)
    run = talk.session._bench.run  # type: ignore[union-attr]
    assert run is not None and run.corpus is corpus, "what was reported is what is trained on"
    path.write_text("".join(f"e{n} f\tg h{n}\n" for n in range(60)), encoding="utf-8")
    talk.forget()
    talk.say(Train(2, replace(tiny(), data=data)))
    talk.until(Finished)
    run = talk.session._bench.run  # type: ignore[union-attr]
    assert run is not None and run.corpus.training[0][0].startswith("e"), "not a stale copy"


def test_a_batch_tells_its_lengths(talk: Conversation) -> None:
    talk.say(Watch("12 may 2001"), Train(1, tiny()))
    talk.until(Finished)
    talk.work(2)
    batch = talk.heard(BatchFrame)[-1]
    assert batch.lengths["source"].shape == batch.lengths["target"].shape == (8,)
    assert (batch.lengths["target"] == 11).all(), "ten characters and </s>"


def test_the_thread_serves_and_ends(tmp_path: Path) -> None:
    inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
    mailbox = Mailbox()
    session = Session(inbox, mailbox)  # type: ignore[arg-type]
    thread = threading.Thread(target=session.serve)
    thread.start()
    inbox.put(Train(1, tiny(steps=10**6)))
    heard: list[object] = []
    while not any(isinstance(event, Losses) for event in heard):
        assert thread.is_alive()
        heard.extend(mailbox.drain()[0])
        time.sleep(0.01)
    assert isinstance(heard[0], Ready)
    inbox.put(Shutdown())
    thread.join(20)
    assert not thread.is_alive()


def test_a_world_reads_capitals_and_knows_the_right_answer(talk: Conversation) -> None:
    talk.say(Watch("  12  May 2001 "), Train(1, tiny()))
    talk.until(Started)
    talk.work(2)
    look = talk.frames[-1].look
    assert "".join(t.text for t in look.sequences["source"]) == "12␣may␣2001</s>"
    assert not any(token.unknown for token in look.sequences["source"])
    assert look.rows_from == "reference"
    assert "".join(t.text for t in look.sequences["target"]) == "2001-05-12</s>"
    assert look.right_source[:4] == tuple(frozenset({n}) for n in (7, 8, 9, 10))


def file_run(path: Path) -> RunSpecification:
    data = DataSpecification(world="", files=(str(path),))
    return replace(tiny(), data=data)


def test_a_changed_vocabulary_is_read_again(talk: Conversation, tmp_path: Path) -> None:
    text, words = tmp_path / "pairs.tsv", tmp_path / "vocab.txt"
    text.write_text("".join(f"one {n}\ttwo {n}\n" for n in range(60)), encoding="utf-8")
    tokens = ["[PAD]", "[UNK]", "one", "two"]
    words.write_text("\n".join(tokens), encoding="utf-8")
    data = replace(file_run(text).data, tokenization="wordpiece", vocabulary_files=(str(words),))
    talk.say(ReadData(1, data))
    fewer = talk.until(DataReport).vocabulary
    words.write_text("\n".join([*tokens, *map(str, range(60))]), encoding="utf-8")
    talk.say(Train(1, replace(tiny(), data=data)))
    assert talk.until(Started).vocabulary == fewer + 60


def test_data_that_changed_or_went_is_noticed(talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    rows = [f"a{n} b\tc d{n}\n" for n in range(60)]
    path.write_text("".join(rows), encoding="utf-8")
    talk.say(Train(1, file_run(path)))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path / "kept")))
    resume = Train(2, replace(tiny(steps=8)), checkpoint=str(tmp_path / "kept"))
    talk.forget()
    talk.say(resume)
    assert talk.until(Finished).step == 8, "unchanged data can be learned on"
    path.write_text("".join([*rows[:-1], "a59 b\tc e59\n"]), encoding="utf-8")
    talk.forget()
    talk.say(resume)
    assert "has changed since" in talk.until(Failed).sentence
    path.unlink()
    talk.forget()
    talk.say(resume)
    assert "pairs.tsv" in talk.until(Failed).sentence


def test_a_pause_while_data_is_opened_pauses_at_the_start(talk: Conversation) -> None:
    talk.say(Train(1, tiny()), Pause(1))
    talk.until(Paused)
    assert talk.heard(Started) and talk.heard(Paused)[0].step == 0
    talk.work(5)
    assert not talk.heard(Losses)
    talk.say(Resume(1))
    talk.until(Finished)
    other = Conversation()
    other.say(Train(1, tiny()), Pause(1), Resume(1))
    other.until(Finished)
    assert not other.heard(Paused), "resumed before it began"


def test_a_look_that_fails_is_not_tried_again_until_something_changes(talk: Conversation) -> None:
    talk.say(Watch("1" * 700), Train(1, tiny(steps=60, evaluate_every=60)))
    talk.until(Finished)
    talk.work(3)
    failures = [event for event in talk.heard(Failed) if event.what == "Looking"]
    assert 1 <= len(failures) <= 3, "at the start, at the end, never after every step"
    talk.say(Watch("12 may 2001"))
    talk.work(2)
    assert talk.frames


def test_weights_only_can_be_saved_again_and_opened(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Train(1, tiny()))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path / "a")), Load(2, str(tmp_path / "a")))
    talk.say(Save(2, str(tmp_path / "b"), training=False), Load(3, str(tmp_path / "b")))
    assert [len(event.losses) for event in talk.heard(Loaded)] == [6, 6]
    assert [event.resumable for event in talk.heard(Loaded)] == [True, False]
    assert not talk.heard(Failed)


def test_a_load_that_fails_leaves_the_run_alone(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Train(1, tiny(steps=50)))
    talk.until(Losses)
    talk.say(Load(2, str(tmp_path / "nowhere")))
    assert talk.heard(Failed)
    assert talk.until(Finished).run == 1


def test_resuming_one_run_while_another_is_opened_is_refused(talk: Conversation) -> None:
    talk.say(Train(1, tiny()))
    talk.until(Finished)
    talk.forget()
    talk.say(Train(2, tiny(), paused=True), Resume(1))
    assert "Another run is being started" in talk.heard(Failed)[0].sentence
    talk.until(Paused)
    assert not talk.heard(Resumed)


def test_one_step_beyond_the_last_one(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=4)))
    talk.until(Finished)
    talk.forget()
    talk.say(OneStep(1, steps=9))
    assert talk.until(Paused).step == 5
    (told,) = talk.heard(Losses)
    assert told.first == 5 and len(told.values) == 1


def test_speed_does_not_count_pauses(talk: Conversation) -> None:
    talk.say(Train(1, tiny(steps=400, evaluate_every=400)))
    talk.until(Losses)
    talk.say(Pause(1))
    told = talk.heard(Losses)[-1]
    run = talk.session._bench.run  # type: ignore[union-attr]
    assert run is not None
    before = run.seconds
    time.sleep(0.3)
    talk.say(OneStep(1))
    talk.until(Losses)
    talk.work_until(lambda: talk.heard(Losses)[-1] is not told)
    one = talk.heard(Losses)[-1]
    assert len(one.values) == 1 and one.first == told.first + len(told.values)
    expected = run.last_batch.tokens / (run.seconds - before)
    assert one.tokens_per_second == pytest.approx(expected, rel=1e-6)


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
    run = talk.session._bench.run  # type: ignore[union-attr]
    assert run is not None
    assert run.corpus.tokenizer.to_json() == Tokenizer.from_json(stored.vocabulary).to_json()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seed": "x"}, "damaged"),
        ({"threads": None}, "damaged"),
        ({"options": 3}, "damaged"),
        ({"data": {"world": "atlantis"}}, "world “atlantis”"),
        ({"architecture": "perceptron"}, "no architecture called"),
        ({"options": {**TINY, "heads": 5}}, "heads do not divide"),
    ],
)
def test_a_strange_specification_is_refused_in_words(
    talk: Conversation, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    talk.say(Train(1, tiny(steps=1)))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path)))
    path = tmp_path / checkpoint.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["specification"].update(change)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    talk.forget()
    talk.say(Load(2, str(tmp_path)))
    failed = talk.heard(Failed)[0]
    assert sentence in failed.sentence and "unforeseen" not in failed.sentence


def test_an_endless_table_of_positions_is_refused(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Train(1, tiny(steps=1)))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path)))
    path = tmp_path / checkpoint.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"longest": 3 * 10**8}), encoding="utf-8")
    talk.say(Load(2, str(tmp_path)))
    assert "300000000 tokens" in talk.heard(Failed)[0].sentence


def test_the_models_own_output_is_aligned_token_by_token(talk: Conversation) -> None:
    talk.say(Watch("no date at all"), Train(1, tiny()))
    talk.until(Finished)
    talk.work(2)
    look = talk.frames[-1].look
    assert look.rows_from == "own" and not any(look.right_source)
