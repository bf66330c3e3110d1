"""``heed train``: the same figures for the same seed, and nothing learned is lost."""

from __future__ import annotations

import json
import math
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
import torch

from engine import checkpoint as checkpoints
from engine.checkpoint import Checkpoint
from engine.cli import main
from engine.cli.telling import Teller
from engine.problem import Problem
from engine.run import Run, Step
from tests.engine.cli.calling import ROOT, TINY, last_line, refused, train


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def equal(one: Checkpoint, other: Checkpoint) -> bool:
    """Bit for bit, whatever was measured by the clock left out."""
    tensors = {**one.weights, **one.training}, {**other.weights, **other.training}
    same = all(torch.equal(tensor, tensors[1][name]) for name, tensor in tensors[0].items())
    return same and tensors[0].keys() == tensors[1].keys() and one.step == other.step


def interrupt_at(step: int, number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody stopped the process just after that step was taken."""
    told = Teller.step

    def tell(self: Teller, taken: Step, tally: object) -> None:
        told(self, taken, tally)  # type: ignore[arg-type]
        if taken.number == step:
            signal.raise_signal(number)

    monkeypatch.setattr(Teller, "step", tell)


def test_the_last_line_is_json_of_the_final_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("--steps", 12, "--seed", 3, "--out", tmp_path / "run", "--json") == 0
    out, err = capsys.readouterr()
    figures = last_line(out)
    stored = checkpoints.load(tmp_path / "run")
    assert figures["step"] == figures["judged_at"] == stored.step == 12
    for name in ("loss", "exact_match", "alignment"):
        assert figures[name] == stored.figures[name]
    assert figures["training_loss"] == pytest.approx(float(stored.training["losses"][-1]))
    assert figures["seed"] == stored.specification.seed == 3
    assert figures["threads"] == 1
    assert figures["device"] == "cpu"
    assert figures["torch"] == torch.__version__
    assert figures["out"] == str(tmp_path / "run")
    assert figures["parameters"] == sum(w.numel() for n, w in stored.weights.items())
    assert figures["seconds"] > 0
    assert figures["core_seconds"] > 0
    assert figures["tokens_per_second"] > 0
    assert not figures["interrupted"]
    assert len(out.splitlines()) == 1
    # Judged before the first step, every five, and after the last.
    judged = [line.split()[0] for line in err.splitlines() if line.startswith("   ")]
    assert judged == ["step", "0", "5", "10", "12"]


def test_the_same_seed_gives_the_same_run_and_another_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert train("--steps", 6, "--seed", seed, "--out", tmp_path / name, "--quiet") == 0
    a, b, c = (checkpoints.load(tmp_path / name) for name in "abc")
    assert equal(a, b)
    assert not equal(a, c)
    assert capsys.readouterr().err == ""


def test_a_run_computes_with_the_threads_it_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = set()
    monkeypatch.setattr(Teller, "step", lambda *taken: used.add(torch.get_num_threads()))
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        assert train("--steps", 3, "--out", tmp_path, "--threads", 2) == 0
    finally:
        torch.set_num_threads(before)
    assert used == {2} == {checkpoints.load(tmp_path).specification.threads}


def test_a_resumed_run_is_the_run_that_never_stopped(tmp_path: Path) -> None:
    assert train("--steps", 7, "--out", tmp_path / "part") == 0
    resume = ["train", "--resume", str(tmp_path / "part")]
    assert main([*resume, "--steps", "12", "--out", str(tmp_path / "part")]) == 0
    assert train("--steps", 12, "--out", tmp_path / "whole") == 0
    assert equal(checkpoints.load(tmp_path / "part"), checkpoints.load(tmp_path / "whole"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_takes_effect_within_one_step_and_keeps_what_was_learned(
    number: signal.Signals,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = signal.getsignal(number)
    assert train("--steps", 12, "--out", tmp_path / "whole") == 0
    with monkeypatch.context() as during:
        interrupt_at(7, number, during)
        capsys.readouterr()
        assert train("--steps", 12, "--out", tmp_path / "part", "--json") == 130
    out, err = capsys.readouterr()
    figures = last_line(out)
    assert figures["interrupted"]
    assert (figures["step"], figures["judged_at"]) == (7, 5)
    assert "Stopped at step 7 of 12." in err
    assert str(tmp_path / "part") in err.splitlines()[-1]
    assert signal.getsignal(number) == before
    resumed = ["train", "--resume", str(tmp_path / "part"), "--out", str(tmp_path / "part")]
    assert main(resumed) == 0
    assert equal(checkpoints.load(tmp_path / "part"), checkpoints.load(tmp_path / "whole"))


@pytest.mark.parametrize("moment", ["say", "judged"])
def test_a_stop_before_the_first_step_leaves_an_older_checkpoint_alone(
    moment: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert train("--steps", 3, "--out", tmp_path) == 0
    before = (tmp_path / "checkpoint.json").read_bytes()
    told = getattr(Teller, moment)

    def interrupt(*arguments: object) -> None:
        told(*arguments)
        signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as during:
        during.setattr(Teller, moment, interrupt)
        capsys.readouterr()
        assert train("--steps", 9, "--seed", 8, "--out", tmp_path) == 130
    assert "topped" in capsys.readouterr().err
    assert (tmp_path / "checkpoint.json").read_bytes() == before


#: Trains until it is stopped, looks at what was saved, and has loaded no window for either.
STOPPED = """
import sys
from engine.cli import main
folder, *arguments = sys.argv[1:]
code = main(["train", *arguments, "--out", folder, "--json"])
assert main(["look", folder, "--text", "3.3.1998", "--out", folder + ".npz", "--json"]) == 0
assert not {"PySide6", "shiboken6", "pyqtgraph", "visualizer"} & set(sys.modules)
sys.exit(code)
"""


def test_ctrl_c_in_a_pipe_saves_and_says_so_without_control_characters(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    command = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(folder), *TINY, "--steps", "1000000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert command.stderr is not None
    told = ""
    while not told.startswith("        5"):
        told = command.stderr.readline()
        assert told, "the command ended by itself"
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=30)
    assert command.returncode == 130, err
    trained, looked = map(json.loads, out.splitlines())
    assert trained["step"] == looked["step"] == checkpoints.load(folder).step >= 5
    assert "Traceback" not in err
    assert not {"\x1b", "\r"} & set(told + err)


def test_a_terminal_is_shown_a_live_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert train("--steps", 6) == 0
    out, err = capsys.readouterr()
    assert "6/6  loss" in err
    assert "\x1b" not in out


def test_weights_alone_are_looked_at_but_not_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("--steps", 3, "--out", tmp_path, "--weights-only") == 0
    assert set(checkpoints.load(tmp_path).training) == {"losses"}
    capsys.readouterr()
    said = refused(["train", "--resume", str(tmp_path), "--steps", "9"], capsys)
    assert "holds weights only" in said


def test_a_run_that_has_taken_its_steps_asks_how_far_to_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("--steps", 4, "--out", tmp_path) == 0
    capsys.readouterr()
    resume = ["train", "--resume", str(tmp_path)]
    assert "such as --steps 8" in refused(resume, capsys)
    assert "can only let it go further" in refused([*resume, "--steps", "2"], capsys)


def test_files_are_reported_before_they_are_trained_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"word{n % 7} and word{n % 5}\tmot{n % 7} et mot{n % 5}" for n in range(60)]
    rows[3] = "only one cell"
    rows[1] = "\x1b[31mred\tétranger"
    file = tmp_path / "pairs.tsv"
    file.write_text("\n".join(rows), encoding="utf-8")
    sizes = [word for word in TINY if word not in ("--world", "dates")]
    assert main(["train", *sizes, "--data", str(file), "--steps", "2", "--json"]) == 0
    out, err = capsys.readouterr()
    assert last_line(out)["data"] == [str(file)]
    assert last_line(out)["alignment"] is None
    assert "pairs.tsv" in err
    assert "“word0 and word0” → “mot0 et mot0”" in err
    assert "skipped 1 row" in err
    assert "(line 4)" in err
    assert "“·[31mred” → “étranger”" in err
    assert "note: There are only" in err
    assert "\x1b" not in err


def test_data_that_has_changed_stops_a_resumed_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("".join(f"a{n} b\tc{n} d\n" for n in range(50)), encoding="utf-8")
    sizes = [word for word in TINY if word not in ("--world", "dates")]
    arguments = ["train", *sizes, "--data", str(file), "--steps", "2"]
    assert main([*arguments, "--out", str(tmp_path / "run")]) == 0
    file.write_text(file.read_text().replace("a7 b", "a7 x"), encoding="utf-8")
    capsys.readouterr()
    resume = ["train", "--resume", str(tmp_path / "run"), "--steps", "4"]
    assert "has changed" in refused(resume, capsys)
    file.unlink()
    assert "There is no file" in refused(resume, capsys)


def test_a_loss_that_is_not_finite_keeps_the_weights_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    computed = Run._loss

    def broken(self: Run, batch: object) -> torch.Tensor:
        loss = computed(self, batch)  # type: ignore[arg-type]
        return loss * math.nan if self.step == 4 else loss

    monkeypatch.setattr(Run, "_loss", broken)
    said = refused(["train", *TINY, "--steps", "9", "--out", str(tmp_path / "run")], capsys)
    assert "The loss became nan at step 5" in said
    assert f"The weights of step 4 are saved in {tmp_path / 'run'}." in said
    assert checkpoints.load(tmp_path / "run").step == 4


def test_what_cannot_be_saved_where_it_should_finds_a_refuge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save = checkpoints.save

    def full(checkpoint: Checkpoint, folder: Path) -> None:
        if folder == tmp_path / "run":
            raise Problem("The disk is full.")
        save(checkpoint, folder)

    monkeypatch.setattr(checkpoints, "save", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passing"))
    assert train("--steps", 3, "--out", tmp_path / "run", "--json") == 2
    out, err = capsys.readouterr()
    refuge = Path(last_line(out)["out"])
    assert refuge.parent == tmp_path / "passing"
    assert checkpoints.load(refuge).step == 3
    assert err.splitlines()[-1].startswith("heed train: The disk is full. What was learned is in")


def test_a_checkpoint_that_will_not_fit_is_refused_before_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**6, 10**6 - 2000, 2000))
    said = refused(["train", *TINY, "--steps", "3", "--out", str(tmp_path / "run")], capsys)
    assert "0.0 MB free" in said
    assert not (tmp_path / "run").exists()
