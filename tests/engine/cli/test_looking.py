"""``heed look``: a file of every map, mask and prediction that anybody's numpy can read."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.npyio import NpzFile

from engine.catalog import ARCHITECTURES
from engine.cli import main
from engine.data.worlds import STORIES
from engine.probing import maps
from tests.engine.cli.calling import last_line, refused, train

SENTENCE = "3 march 1998"
MAPS = {
    "encoder.0.self": ("encoder", 13, 13),
    "decoder.0.self": ("decoder", 11, 11),
    "decoder.1.self": ("decoder", 11, 11),
    "decoder.0.cross": ("cross", 11, 13),
    "decoder.1.cross": ("cross", 11, 13),
}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoint")
    assert train("--steps", 3, "--out", folder, "--quiet") == 0
    return folder


@pytest.fixture(scope="module")
def seen(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NpzFile]:
    file = tmp_path_factory.mktemp("look") / "look.npz"
    assert main(["look", str(checkpoint), "--text", SENTENCE, "--out", str(file)]) == 0
    assert list(file.parent.iterdir()) == [file]
    # numpy refuses arrays of objects unless asked otherwise.
    with np.load(file) as contents:
        yield contents


@pytest.mark.parametrize("name", MAPS)
def test_maps_are_there_by_name_and_add_up(name: str, seen: NpzFile) -> None:
    group, rows, columns = MAPS[name]
    weights, mask = seen[name], seen[f"mask.{group}"]
    assert (weights.shape, weights.dtype) == ((2, rows, columns), np.float32)
    assert (mask.shape, mask.dtype) == ((rows, columns), np.uint8)
    assert np.allclose(weights.sum(-1), 1, atol=1e-6)
    assert (weights[:, mask != 0] == 0).all()
    assert (weights[:, mask == 0] > 0).all()
    assert seen[f"value_norms.{name}"].shape == (2, columns)
    assert seen[f"tokens.rows.{group}"].shape == (rows,)
    assert seen[f"tokens.columns.{group}"].shape == (columns,)


def test_no_other_maps_are_there_and_no_array_needs_a_pickle(seen: NpzFile) -> None:
    three = {name for name in seen.files if seen[name].ndim == 3}
    parts = {f"{part}.{name}" for part in ("query", "key", "value") for name in MAPS}
    assert three == set(MAPS) | parts
    assert {seen[name].dtype.kind for name in seen.files} <= set("fiubU")


def test_masks_say_why(seen: NpzFile) -> None:
    codes = json.loads(str(seen["meta"]))["mask_codes"]
    future = np.triu(np.ones((11, 11), bool), 1)
    assert (seen["mask.decoder"] == np.where(future, codes["causal"], codes["open"])).all()
    assert not seen["mask.encoder"].any()
    assert not seen["mask.cross"].any()


def test_tokens_stand_where_the_maps_have_them(seen: NpzFile) -> None:
    source = [*SENTENCE.replace(" ", "␣"), "</s>"]
    target = [*"1998-03-03", "</s>"]
    assert seen["tokens.source"].tolist() == source == seen["tokens.columns.cross"].tolist()
    assert seen["tokens.target"].tolist() == target == seen["tokens.rows.cross"].tolist()
    assert seen["tokens.columns.decoder"].tolist() == ["<s>", *target[:-1]]
    assert not seen["unknown.source"].any()
    right = seen["right_source"]
    assert (right.shape, right.dtype) == ((11, 13), np.bool_)
    assert right[0].nonzero()[0].tolist() == [8]  # the year's first digit
    assert right[9].nonzero()[0].tolist() == [0]  # the day
    assert not right[10].any()


def test_predictions_fit_the_tokens(seen: NpzFile) -> None:
    ids, probabilities = seen["predictions.ids"], seen["predictions.probabilities"]
    assert ids.shape == probabilities.shape == seen["predictions.tokens"].shape == (11, 8)
    assert (np.diff(probabilities) <= 0).all()
    place = ids == seen["ids.target"][:, None]
    assert np.allclose(seen["predictions.expected"][place.any(1)], probabilities[place], atol=1e-6)
    assert seen["free.tokens"].shape == seen["free.ids"].shape == seen["free.probabilities"].shape


def test_meta_tells_where_it_comes_from(seen: NpzFile, checkpoint: Path) -> None:
    meta = json.loads(str(seen["meta"]))
    assert (meta["architecture"], meta["step"], meta["seed"]) == ("transformer", 3, 7)
    assert meta["specification"]["data"]["world"] == "dates"
    assert (meta["rows_from"], meta["target"]) == ("reference", "1998-03-03")
    assert meta["groups"]["decoder"] == {"kind": "VVV masked", "layers": 2, "heads": 2}


@pytest.mark.parametrize(
    ("text", "target", "follows", "tokens"),
    [
        (SENTENCE, "1999", "given", [*"1999", "</s>"]),
        (SENTENCE, "", "given", ["</s>"]),
        ("once upon a time", None, "own", None),
    ],
)
def test_it_says_what_the_rows_follow(
    text: str,
    target: str | None,
    follows: str,
    tokens: list[str] | None,
    checkpoint: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "look.npz"
    arguments = ["look", str(checkpoint), "--text", text, "--out", str(file), "--json"]
    assert main([*arguments, *(["--target", target] if target is not None else [])]) == 0
    out, err = capsys.readouterr()
    meta = last_line(out)
    assert meta["rows_from"] == follows
    assert meta["file"] == str(file)
    assert f"rows follow  {'the target given' if target is not None else 'the model'}" in err
    with np.load(file) as contents:
        rows = contents["tokens.target"].tolist()
        assert meta["arrays"] == {name: list(contents[name].shape) for name in contents.files}
        assert np.isnan(contents["predictions.expected"]).all() == (follows == "own")
        assert rows == (tokens or contents["free.tokens"].tolist())


def test_every_head_is_there_however_large_the_maps(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "_ALWAYS", 0)
    file = tmp_path / "look.npz"
    assert main(["look", str(checkpoint), "--text", SENTENCE, "--out", str(file)]) == 0
    with np.load(file) as contents:
        assert contents["decoder.1.cross"].shape == (2, 11, 13)


def test_the_table_names_the_maps_and_the_models_own_output(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "look [1].npz"
    assert main(["look", str(checkpoint), "--text", SENTENCE, "--out", str(file)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert all(name in out for name in MAPS)
    assert "2 × 11 × 13" in out
    assert "rows follow  the right translation, which is known" in out
    assert "model wrote  " in out
    assert f"written to   {file}" in out


def test_any_file_of_a_checkpoint_will_do(checkpoint: Path, tmp_path: Path) -> None:
    file = tmp_path / "look.npz"
    within = str(checkpoint / "checkpoint.json")
    assert main(["look", within, "--text", SENTENCE, "--out", str(file), "--json"]) == 0
    assert file.is_file()


def test_what_cannot_be_looked_at_is_refused_in_words(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(where: Path | str, text: str, out: Path) -> str:
        return refused(["look", str(where), "--text", text, "--out", str(out)], capsys)

    file = tmp_path / "look.npz"
    assert "The source is empty" in said(checkpoint, "  ", file)
    assert "positions for" in said(checkpoint, "9" * 2000, file)
    assert "is a folder; name a file" in said(checkpoint, SENTENCE, tmp_path)
    assert "there is no folder" in said(checkpoint, SENTENCE, tmp_path / "none" / "look.npz")
    assert "There is no checkpoint" in said(tmp_path / "none", SENTENCE, file)
    assert "no Heed checkpoint" in said(tmp_path, SENTENCE, file)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_older_file_as_it_was(
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "look.npz"
    file.write_text("older")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    said = refused(["look", str(checkpoint), "--text", SENTENCE, "--out", str(file)], capsys)
    assert "No space left on device" in said
    assert file.read_text() == "older"
    assert list(tmp_path.iterdir()) == [file]


@pytest.fixture(scope="module")
def bundled_looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NpzFile]:
    """A look of every trained example, at a sentence of its own kind."""
    found = {}
    for entry in ARCHITECTURES:
        file = tmp_path_factory.mktemp("looks") / f"{entry.name}.npz"
        text = (
            "the cat is black" if entry.kind == "pairs" else "lena has a red ball . she is happy ."
        )
        assert main(["look", entry.name, "--text", text, "--out", str(file)]) == 0
        found[entry.name] = np.load(file)
    return found


@pytest.mark.parametrize("name", [entry.name for entry in ARCHITECTURES])
def test_every_architecture_writes_what_it_makes(
    name: str, bundled_looks: dict[str, NpzFile]
) -> None:
    seen = bundled_looks[name]
    meta = json.loads(str(seen["meta"]))
    assert meta["architecture"] == name
    for table, axes in meta["tables"].items():
        assert seen[table].ndim == len(axes), table
    assert {seen[array].dtype.kind for array in seen.files} <= set("fiubU")
    for group, layers in meta["groups"].items():
        assert layers["layers"] == sum(f".{k}" in a for a in seen.files for k in _ends(a, group))
    if meta["task"] == "translation":
        assert seen["gradients"].shape == (len(seen["ids.target"]), len(seen["ids.source"]))
    else:
        assert len(seen["predictions.ids"]) == len(seen["ids.text"])
    if meta["task"] == "cloze":
        assert seen["segments"].shape == seen["ids.text"].shape
        assert (seen["drawn.text"] != "").sum() == seen["predictions.counted"].sum() > 0
        assert 0 <= float(seen["next_sentence"]) <= 1


def _ends(array: str, group: str) -> list[str]:
    """What a map of a group is called after its layer, where `array` is one."""
    kind = "cross" if group == "cross" else "self"
    side = "decoder" if group == "cross" else group
    return [kind] if array.startswith(f"{side}.") and array.endswith(f".{kind}") else []


@pytest.mark.parametrize("name", ["bahdanau", "transformer", "gpt", "bert"])
def test_weights_follow_from_their_parts(name: str, bundled_looks: dict[str, NpzFile]) -> None:
    seen = bundled_looks[name]
    made = [array.removeprefix("query.") for array in seen.files if array.startswith("query.")]
    assert made
    for array in made:
        query, key = (seen[f"{part}.{array}"].astype(np.float64) for part in ("query", "key"))
        if f"v.{array}" in seen.files:
            bent = np.tanh(query[:, :, None] + key[:, None])
            scores = np.einsum("hrcu,hu->hrc", bent, seen[f"v.{array}"])
        else:
            scores = query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1])
        group = "cross" if array.endswith("cross") else array.split(".")[0]
        scores[:, seen[f"mask.{group}"] != 0] = -np.inf
        raised = np.exp(scores - scores.max(-1, keepdims=True))
        assert np.allclose(seen[array], raised / raised.sum(-1, keepdims=True), atol=1e-5)


def test_the_same_number_draws_the_same_words(tmp_path: Path) -> None:
    drawn = []
    for draw in (1, 1, 2):
        file = tmp_path / "look.npz"
        arguments = ["look", "bert", "--text", "lena has a red ball . she is happy . " * 3]
        assert main([*arguments, "--draw", str(draw), "--out", str(file)]) == 0
        with np.load(file) as seen:
            drawn.append(seen["drawn.text"].tolist())
            hidden = seen["drawn.text"] == "masked"
            assert (seen["tokens.text"][hidden] == "[MASK]").all()
            assert "" not in seen["original.text"][hidden]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_whole_story_is_set_beside_its_grammar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story = STORIES.examples[0]
    file = tmp_path / "look.npz"
    assert main(["look", "gpt", "--text", story, "--out", str(file)]) == 0
    known = STORIES.log_probabilities(story)
    assert known is not None
    with np.load(file) as seen:
        assert np.allclose(seen["predictions.known"], known, atol=1e-5)
        decided, words = seen["predictions.decided_by"], story.split()
        assert decided.shape == (len(words) + 1,) * 2
        she = words.index("she")
        assert {words[at] for at in np.flatnonzero(decided[she])} == {"lena"}
        assert not np.triu(decided).any(), "only earlier words decide"
    assert f"the grammar  {-np.mean(known):.3f} nats a token" in capsys.readouterr().out


def test_a_blank_that_was_typed_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "look.npz"
    text = "lena has a red [MASK] . she is happy ."
    assert main(["look", "bert", "--text", text, "--out", str(file)]) == 0
    with np.load(file) as seen:
        assert seen["predictions.counted"].sum() == 1
        assert seen["tokens.text"][seen["predictions.counted"]].tolist() == ["[MASK]"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["look", "gpt", "--text", "lena", "--target", "x"], "--target is for translators"),
        (["look", "gpt", "--text", "lena", "--draw", "2"], "nothing is hidden from GPT"),
        (["look", "bert", "--text", "a [MASK] .", "--draw", "2"], "has its own [MASK]"),
    ],
)
def test_what_a_model_has_no_use_for_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused([*arguments, "--out", "look.npz"], capsys)
