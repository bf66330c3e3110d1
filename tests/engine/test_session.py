"""Commands are answered, failures told; the session goes on serving."""

from __future__ import annotations

import queue
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engine.bench import Bench
from engine.mailbox import Mailbox
from engine.messages.commands import Extend, Generate, Load, Save, Shutdown, Train, Watch
from engine.messages.events import Failed, Finished, Generated, Loaded, Losses, Ready, Started
from engine.messages.frames import BatchFrame
from engine.session import Session
from tests.engine.conversation import Conversation, tiny


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


def test_a_failure_is_told_and_the_session_goes_on(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Load(1, str(tmp_path / "nowhere")))
    failed = talk.heard(Failed)[-1]
    assert failed.what == "Opening" and "no Heed checkpoint" in failed.sentence
    talk.say(Train(2, tiny()))
    talk.until(Finished)


def test_only_what_is_unforeseen_brings_its_place_in_the_code(
    talk: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say(Generate(1, "12 may 2001"))
    assert talk.heard(Failed)[-1].detail == "", "a refusal"
    monkeypatch.setattr(Bench, "opened", lambda *_: 1 // 0)
    talk.say(Load(1, str(tmp_path)))
    assert "ZeroDivisionError" in talk.heard(Failed)[-1].detail


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


def test_opened_by_a_file_in_it_a_checkpoint_is_still_its_folder(
    talk: Conversation, tmp_path: Path
) -> None:
    talk.say(Train(1, tiny(steps=2)))
    talk.until(Finished)
    talk.say(Save(1, str(tmp_path / "a")), Load(2, str(tmp_path / "a" / "checkpoint.json")))
    assert talk.until(Loaded).path == str(tmp_path / "a")


def test_a_load_that_fails_leaves_the_run_alone(talk: Conversation, tmp_path: Path) -> None:
    talk.say(Train(1, tiny(steps=50)))
    talk.until(Losses)
    talk.say(Load(2, str(tmp_path / "nowhere")))
    assert talk.heard(Failed)
    assert talk.until(Finished).run == 1


def test_the_models_own_output_is_aligned_token_by_token(talk: Conversation) -> None:
    talk.say(Watch("no date at all"), Train(1, tiny()))
    talk.until(Finished)
    talk.work(2)
    look = talk.frames[-1].look
    assert look.rows_from == "own" and not any(look.right_source)
