"""Whole or not at all: saving is atomic, and what is damaged, foreign or newer is refused."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch

from engine.checkpoint import Checkpoint, load, save
from engine.manifest import NAME
from engine.problem import Problem
from engine.specification import DataSpecification, RunSpecification


def example(step: int = 5) -> Checkpoint:
    return Checkpoint(
        specification=RunSpecification(seed=step),
        step=step,
        weights={"w": torch.full((3, 2), float(step)), "b": torch.arange(4.0)},
        vocabulary='{"é": 1}',
        longest=9,
        figures={"loss": 0.5},
        evaluations=[(0, {"loss": 2.0}), (step, {"loss": 0.5})],
        examples=[("喝水", "boire")],
        fingerprint="abc",
        training={"losses": torch.ones(step), "generator": torch.zeros(9, dtype=torch.uint8)},
        progress={"seconds": 1.5},
    )


def equal(a: Checkpoint, b: Checkpoint) -> bool:
    same = all(
        getattr(a, name) == getattr(b, name)
        for name in vars(a)
        if name not in ("weights", "training", "folder")
    )
    for mine, theirs in ((a.weights, b.weights), (a.training, b.training)):
        same = same and mine.keys() == theirs.keys()
        same = same and all(torch.equal(mine[name], theirs[name]) for name in mine)
    return same


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    save(example(), tmp_path / "deep" / "kept")
    assert equal(load(tmp_path / "deep" / "kept"), example())


def test_any_file_of_it_opens_it(tmp_path: Path) -> None:
    save(example(), tmp_path)
    files = list(tmp_path.iterdir())
    assert len(files) == 4
    for path in files:
        assert equal(load(path), example())


def test_saving_again_replaces_it_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    save(example(5), tmp_path)
    save(example(6), tmp_path)
    assert load(tmp_path).step == 6
    assert len(list(tmp_path.iterdir())) == 5, "the old files are gone, the notes are not"
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_failure_at_any_point_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """The disk fails at the n-th writing through: three files that differ, two calls each."""
    save(example(5), tmp_path)
    calls = 0

    def count(real):  # type: ignore[no-untyped-def]
        def wrapped(*arguments):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(28, "No space left on device")
            return real(*arguments)

        return wrapped

    monkeypatch.setattr(os, "fsync", count(os.fsync))
    with pytest.raises(Problem, match=r"No space left on device.*not lost"):
        save(example(6), tmp_path)
    monkeypatch.undo()
    # The last rename is the moment of truth: before it the old one stands, after it the new.
    assert equal(load(tmp_path), example(5 if failing < 6 else 6))
    save(example(7), tmp_path)
    assert equal(load(tmp_path), example(7))
    assert len(list(tmp_path.iterdir())) == 4, "no orphans"


def test_killed_while_saving(tmp_path: Path) -> None:
    """kill -9 in the midst of it: what is left opens, as the old or the new."""
    script = textwrap.dedent(
        """
        import sys, itertools
        from pathlib import Path
        from engine.checkpoint import save
        from tests.engine.test_checkpoint import example
        save(example(1), Path(sys.argv[1]))
        print("ready", flush=True)
        for step in itertools.count(2):
            save(example(step % 50 + 1), Path(sys.argv[1]))
        """
    )
    for pause in (0.002, 0.011):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(timeout=pause)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        process.stdout.close()
        found = load(tmp_path)
        assert equal(found, example(found.step))


def refused(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        load(path)
    return str(caught.value)


def test_what_is_not_there_or_not_ours_is_refused(tmp_path: Path) -> None:
    assert "no Heed checkpoint" in refused(tmp_path)
    assert "no Heed checkpoint" in refused(tmp_path / "missing")
    (tmp_path / NAME).write_text('{"model_type": "bert"}')
    assert "not written by Heed" in refused(tmp_path)
    (tmp_path / NAME).write_text("[1, 2]")
    assert "not written by Heed" in refused(tmp_path)
    (tmp_path / NAME).write_text('{"heed": "check')
    assert "damaged" in refused(tmp_path)
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in refused(tmp_path)


def change(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    manifest.update(changes)
    (folder / NAME).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_newer_one_is_refused(tmp_path: Path) -> None:
    save(example(), tmp_path)
    change(tmp_path, format=2)
    assert "newer Heed (format 2" in refused(tmp_path)


@pytest.mark.parametrize("role", ["weights", "training", "vocabulary"])
def test_damaged_files_are_named(tmp_path: Path, role: str) -> None:
    save(example(), tmp_path)
    path = next(tmp_path.glob(f"{role}-*"))
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert f"content of {path.name} was changed" in refused(tmp_path)
    path.write_bytes(content[:-3])
    assert f"{path.name} has {len(content) - 3} bytes" in refused(tmp_path)
    path.unlink()
    assert f"{path.name} is missing" in refused(tmp_path)


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="could not be written"):
        save(example(), tmp_path / "file")


@pytest.mark.parametrize("failing", range(1, 5))
def test_a_first_one_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    real, calls = os.replace, iter(range(1, 9))

    def replace(*paths: Path) -> None:
        if next(calls) == failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(*paths)

    monkeypatch.setattr(os, "replace", replace)
    (tmp_path / "mine").mkdir()
    with pytest.raises(Problem, match=r"Free some space") as caught:
        save(example(), tmp_path / "mine" / "deep" / "kept")
    assert "before" not in str(caught.value), "none was there"
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EROFS, "Nothing can be written to this disk"),
        (errno.EACCES, "You may not write there"),
        (errno.ENOENT, "The folder is gone"),
        (errno.EIO, "Choose another folder"),
    ],
)
def test_only_a_full_disk_asks_for_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    save(example(5), tmp_path / "old")

    def refuse(*_: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    for name in ("old", "new"):
        with pytest.raises(Problem, match=said) as caught:
            save(example(6), tmp_path / name)
        assert "space" not in str(caught.value)
        assert ("not lost" in str(caught.value)) == (name == "old")


def test_the_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "deep" / "kept"):
        with pytest.raises(Problem, match="file is in the way") as caught:
            save(example(), folder)
        assert f"The file {tmp_path / 'file'} is" in str(caught.value)


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / NAME)
    assert "is no file" in refused(tmp_path)
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).symlink_to("/dev/zero")
    assert "is no file" in refused(tmp_path)


def test_a_manifest_with_a_number_of_5000_digits_is_damaged(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"heed": "checkpoint", "format": 1, "step": ' + "9" * 5000)
    assert "damaged" in refused(tmp_path)


def test_another_programs_checkpoint_json_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"epoch": 3}')
    with pytest.raises(Problem, match="belongs to another program"):
        save(example(), tmp_path)
    assert (tmp_path / NAME).read_text() == '{"epoch": 3}'
    assert len(list(tmp_path.iterdir())) == 1


def test_a_path_that_is_no_text_can_be_saved(tmp_path: Path) -> None:
    strange = os.fsdecode(b"bad\xff\xfe.tsv")
    stored = example()
    data = DataSpecification(world="", files=(strange,))
    stored.specification = RunSpecification(data=data)
    save(stored, tmp_path)
    assert load(tmp_path).specification.data.files == (strange,)


@pytest.mark.parametrize("losses", [torch.zeros(2, 2), torch.zeros(3, dtype=torch.bfloat16)])
def test_losses_of_another_shape_or_kind_are_damage(tmp_path: Path, losses: torch.Tensor) -> None:
    stored = example()
    stored.training["losses"] = losses
    save(stored, tmp_path)
    assert "damaged" in refused(tmp_path)
