"""What was reported is what is trained on, until a file changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.messages.commands import ReadData, Save, Train
from engine.messages.events import Failed, Finished, Started
from engine.messages.reading import DataReport
from engine.specification import DataSpecification, RunSpecification
from tests.engine.conversation import Conversation, tiny


def file_run(path: Path) -> RunSpecification:
    data = DataSpecification(world="", files=(str(path),))
    return replace(tiny(), data=data)


def test_data_is_read_reported_and_used(talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"a{n} b\tc d{n}\n" for n in range(60)), encoding="utf-8")
    data = DataSpecification(world="", files=(str(path),))
    talk.say(ReadData(4, data))
    talk.work_until(lambda: any(type(e).__name__ == "DataReport" for e in talk.events))
    corpus = talk.session._shelf._kept[2]  # type: ignore[index]
    talk.say(Train(1, replace(tiny(), data=data)))
    talk.until(Finished)
    assert not talk.heard(Failed)
    run = talk.session.bench.run  # type: ignore[union-attr]
    assert run is not None and run.corpus is corpus, "what was reported is what is trained on"
    assert talk.heard(Started)[-1].note == ""
    path.write_text("".join(f"e{n} f\tg h{n}\n" for n in range(60)), encoding="utf-8")
    talk.forget()
    talk.say(Train(2, replace(tiny(), data=data)))
    talk.until(Finished)
    assert "Changed since the last reading: pairs.tsv." in talk.heard(Started)[-1].note
    run = talk.session.bench.run  # type: ignore[union-attr]
    assert run is not None and run.corpus.training[0][0].startswith("e"), "not a stale copy"


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
