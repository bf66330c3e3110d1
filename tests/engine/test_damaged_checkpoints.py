"""A folder that is not what Heed wrote is refused in words, for every architecture, at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch

from engine import catalog
from engine.messages.commands import Load
from engine.messages.events import Failed, Loaded
from tests.engine.conversation import Conversation
from tests.engine.damage import (
    NAMES,
    content,
    every,
    first_matrix,
    one,
    put,
    put_tensors,
    rewrite,
    tensors,
    vocabulary,
)

#: What to do, which every sentence about damage ends with.
REMEDY = "Open a copy of it, or train the model again."


def refused(folder: Path) -> str:
    """What is said when the folder is opened; the session has nothing on its bench then."""
    talk = Conversation()
    talk.say(Load(1, str(folder)))
    assert not talk.heard(Loaded) and talk.session.bench is None
    said = talk.heard(Failed)[0].sentence
    assert "unforeseen" not in said and "()" not in said, said
    return said


@every
def test_what_was_saved_opens(folder: Path) -> None:
    talk = Conversation()
    talk.say(Load(1, str(folder)))
    assert talk.heard(Loaded) and not talk.heard(Failed)


@every
def test_weights_cut_short(folder: Path) -> None:
    path = folder / content(folder)["files"]["weights"]["name"]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    said = refused(folder)
    assert path.name in said and f"instead of {len(data):,}" in said and said.endswith(REMEDY)
    put(folder, "weights", data[: len(data) // 2])
    said = refused(folder)
    assert "holds no tensors" in said and said.endswith(REMEDY)


@every
def test_a_matrix_on_its_side(folder: Path) -> None:
    """As many numbers as before, in another shape."""
    weights = tensors(folder, "weights")
    name = first_matrix(weights)
    right = tuple(weights[name].shape)
    put_tensors(folder, "weights", weights | {name: weights[name].T.contiguous()})
    said = refused(folder)
    assert f"“{name}”" in said and str(right) in said and str(right[::-1]) in said
    assert str(folder) in said and said.endswith(REMEDY)


@every
def test_a_tensor_that_is_missing_or_not_asked_for(folder: Path) -> None:
    weights = tensors(folder, "weights")
    name = first_matrix(weights)
    put_tensors(folder, "weights", {n: t for n, t in weights.items() if n != name})
    assert f"the weights lack “{name}”" in refused(folder)
    put_tensors(folder, "weights", weights | {"stranger": torch.zeros(2)})
    assert "the weights have “stranger”" in refused(folder)


@every
def test_numbers_of_another_kind(folder: Path) -> None:
    weights = tensors(folder, "weights")
    name = first_matrix(weights)
    put_tensors(folder, "weights", weights | {name: weights[name].half()})
    assert f"“{name}” is of torch.float16" in refused(folder)


@every
@pytest.mark.parametrize("other", NAMES)
def test_the_name_of_another_architecture(folder: Path, other: str) -> None:
    changed = content(folder)
    if changed["specification"]["architecture"] == other:
        return
    changed["specification"]["architecture"] = other
    rewrite(folder, changed)
    said = refused(folder)
    assert catalog.find(other).title in said and said.endswith(REMEDY)
    # Not even if the options are left to their defaults.
    changed["specification"]["options"] = {}
    rewrite(folder, changed)
    assert catalog.find(other).title in refused(folder)


@every
def test_a_vocabulary_longer_or_shorter_than_the_weights(folder: Path) -> None:
    words = vocabulary(folder)
    count = len(words["tokens"])
    longer = words | {"tokens": [*words["tokens"], "stranger"]}
    put(folder, "vocabulary", json.dumps(longer).encode())
    said = refused(folder)
    assert f"the vocabulary has {count + 1:,} tokens" in said and f"is for {count:,}" in said
    put(folder, "vocabulary", json.dumps(words | {"tokens": words["tokens"][:-1]}).encode())
    assert f"the vocabulary has {count - 1:,} tokens" in refused(folder)


@pytest.mark.parametrize("folder", ["nnlm", "gpt", "bert"], indirect=True)
def test_special_tokens_of_another_task(folder: Path) -> None:
    """As many tokens as before, but [CLS], [SEP] and [MASK] are ordinary words among them."""
    words = vocabulary(folder)
    assert words.pop("special") == 7
    put(folder, "vocabulary", json.dumps(words | {"version": 1}).encode())
    said = refused(folder)
    assert "[CLS], [SEP] and [MASK]" in said and "4 special tokens" in said


@every
def test_sizes_beyond_all_memory_are_refused_before_any_is_taken(folder: Path) -> None:
    changed = content(folder)
    entry = catalog.find(changed["specification"]["architecture"])
    highest = {o.name: o.high for o in entry.options if o.high and isinstance(o.default, int)}
    options = changed["specification"]["options"] | highest
    rewrite(folder, changed | {"specification": changed["specification"] | {"options": options}})
    before = psutil.Process().memory_info().rss
    assert "do not belong together" in refused(folder)
    assert psutil.Process().memory_info().rss - before < 2**28, "a model of gigabytes"
    options = options | dict.fromkeys(highest, 10**9)
    rewrite(folder, changed | {"specification": changed["specification"] | {"options": options}})
    assert "cannot be 1000000000" in refused(folder)


Change = Callable[[dict[str, Any]], object]

#: What is done to checkpoint.json, and a part of what is said.
TABLE: list[tuple[str, Change, str]] = [
    *(
        (f"without {name}", lambda c, name=name: c.pop(name), f"“{name}” is missing")
        for name in (
            "specification", "step", "longest", "figures", "evaluations", "examples",
            "fingerprint", "progress", "files",
        )
    ),
    ("no format", lambda c: c.pop("format"), "names no format"),
    ("step NaN", lambda c: c.update(step=float("nan")), "“step” is nan, not a whole number"),
    ("step below", lambda c: c.update(step=-1), "“step” is -1, not from 0"),
    ("step huge", lambda c: c.update(step=10**30), "“step” is 1000"),
    ("step text", lambda c: c.update(step="many"), "“step” is 'many'"),
    ("step true", lambda c: c.update(step=True), "“step” is True"),
    ("longest 0", lambda c: c.update(longest=0), "“longest” is 0, not from 1 to 100,000"),
    ("longest huge", lambda c: c.update(longest=3 * 10**8), "“longest” is 300000000"),
    ("seconds NaN", lambda c: c["progress"].update(seconds=float("nan")), "“seconds” is nan"),
    ("seconds below", lambda c: c["progress"].update(seconds=-1), "“seconds” is -1"),
    ("no seconds", lambda c: c["progress"].clear(), "“seconds” is None"),
    ("figures text", lambda c: c.update(figures={"loss": "low"}), "“loss” is 'low'"),
    ("figures huge", lambda c: c.update(figures={"loss": 10**400}), "too large"),
    ("evaluations", lambda c: c.update(evaluations=[[1]]), "“evaluations” has [1], not a pair"),
    ("judged later", lambda c: c.update(evaluations=[[9, {}]]), "“evaluations” is 9, not from 0"),
    ("examples 3", lambda c: c.update(examples=3), "“examples” is 3, not a list"),
    ("examples odd", lambda c: c.update(examples=[["a", 3]]), "“examples” is 3, not a text"),
    ("seed", lambda c: c["specification"].update(seed="x"), "“specification” has seed 'x'"),
    ("seed below", lambda c: c["specification"].update(seed=-1), "seed cannot be -1"),
    ("threads", lambda c: c["specification"].update(threads=10**6), "cannot use 1000000 threads"),
    ("no table", lambda c: c.update(specification=None), "“specification” is None, not a table"),
    ("field", lambda c: c["specification"].update(colour="red"), "colour"),
    ("steps", lambda c: c["specification"]["recipe"].update(steps="x"), "steps 'x'"),
    ("options 3", lambda c: c["specification"].update(options=3), "options 3"),
    ("option", lambda c: c["specification"]["options"].update(x=1), "no option called “x”"),
    ("option m", lambda c: c["specification"]["options"].update(m=[]), "cannot be []"),
    ("kind", lambda c: c["specification"]["data"].update(kind="pairs"), "learns from running text"),
    ("max_length", lambda c: c["specification"]["data"].update(max_length=-1), "cannot be -1"),
    ("limit", lambda c: c["specification"]["data"].update(limit=-5), "limit cannot be -5"),
    ("world", lambda c: c["specification"]["data"].update(world="mars"), "world “mars”"),
    ("files", lambda c: c["specification"]["data"].update(files=[5]), "files [5]"),
    ("rate", lambda c: c["specification"]["recipe"].update(learning_rate=float("nan")), "nan"),
    ("betas", lambda c: c["specification"]["recipe"].update(betas=[0.9]), "“specification” has"),
    ("optimizer", lambda c: c["specification"]["recipe"].update(optimizer="luck"), "'luck'"),
    ("architecture", lambda c: c["specification"].update(architecture="x"), "no architecture"),
    ("no weights", lambda c: c["files"].pop("weights"), "“files” lacks the weights"),
    ("bytes text", lambda c: c["files"]["weights"].update(bytes="5"), "“bytes” is '5'"),
    ("no hash", lambda c: c["files"]["weights"].pop("sha256"), "“sha256” is missing"),
    ("escape", lambda c: c["files"]["weights"].update(name="../../etc/passwd"), "names a file"),
]  # fmt: skip


@one
@pytest.mark.parametrize(("change", "part"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_every_value_of_the_manifest(folder: Path, change: Change, part: str) -> None:
    changed = content(folder)
    change(changed)
    rewrite(folder, changed)
    assert part in refused(folder)


@one
@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "not whole JSON"),
        ("[" * 100_000, "not whole JSON"),
        ('{"format": "heed vocabulary", "version": 9}', "newer Heed"),
        ('{"format": "heed vocabulary", "version": 2, "library": {}}', "vocabulary is damaged"),
        ('{"format": "heed vocabulary", "version": 2, "kind": "word", "tokens": 3}', "list"),
        ('{"tokens": []}', "not a vocabulary of Heed's"),
    ],
)
def test_a_vocabulary_that_is_none(folder: Path, text: str, part: str) -> None:
    put(folder, "vocabulary", text.encode())
    assert part in refused(folder)
    put(folder, "vocabulary", b"\xff\xfe")
    assert "its vocabulary is no text" in refused(folder)


@one
def test_a_file_larger_than_the_memory_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.device.available_memory", lambda device: 1000)
    said = refused(folder)
    assert "GiB of memory" in said and "Close other programs" in said


@pytest.mark.parametrize("folder", ["gpt"], indirect=True)
def test_a_share_that_is_no_number(folder: Path) -> None:
    changed = content(folder)
    for junk in ([], {"a": 1}, None, float("nan")):
        changed["specification"]["options"]["dropout"] = junk
        rewrite(folder, changed)
        assert f"dropout cannot be {junk!r}" in refused(folder)
