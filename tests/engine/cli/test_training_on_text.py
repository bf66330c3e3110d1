"""``heed train`` on running text: what it says of it, and the figures of its tasks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import checkpoint as checkpoints
from engine.cli import main
from engine.figures import HEADLINES
from tests.engine.cli.calling import last_line, refused, train_smallest

#: Of every run, whatever it learns.
ALWAYS = {
    "architecture", "world", "data", "vocabulary_files", "step", "steps", "interrupted",
    "judged_at", "loss", "training_loss", "loss_floor", "seconds", "core_seconds",
    "tokens_per_second", "parameters", "vocabulary", "seed", "threads", "device", "torch",
    "heed", "out",
}  # fmt: skip


@pytest.fixture
def tales(tmp_path: Path) -> Path:
    """Thirty documents of three sentences, one on a line."""
    file = tmp_path / "tales.txt"
    lines = "A fox{0} runs.\nThe hen{0} sees it.\nThey\x1b wait.\n"
    file.write_text("\n".join(lines.format(n % 9) for n in range(30)), encoding="utf-8")
    return file


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A vocabulary in the form of BERT's."""
    file = tmp_path / "vocab.txt"
    pieces = [*"abcdefghijklmnopqrstuvwxyz0123456789.", "fox", "hen", "the", "##s"]
    pieces += [f"##{piece}" for piece in pieces[:36] if piece != "s"]
    file.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *pieces]))
    return file


@pytest.mark.parametrize(
    ("architecture", "task", "more"),
    [
        ("transformer", "translation", set()),
        ("nnlm", "language model", set()),
        ("bert", "cloze", {"verdict"}),
    ],
)
def test_json_holds_the_figures_of_the_task_and_of_no_other(
    architecture: str, task: str, more: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_smallest(architecture, "--limit", 200, "--json") == 0
    out, err = capsys.readouterr()
    figures = last_line(out)
    assert set(figures) == ALWAYS | set(HEADLINES[task]) | more
    assert all(figures[name] is not None for name in HEADLINES[task])
    table = next(line for line in err.splitlines() if line.lstrip().startswith("step"))
    assert len(table) <= 80


@pytest.mark.parametrize("architecture", ["nnlm", "gpt", "bert"])
def test_what_was_understood_of_a_text_is_told(
    architecture: str, tales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train_smallest(architecture, "--data", tales) == 0
    out, err = capsys.readouterr()
    for said in (
        "tales.txt: plain text, blank lines between documents, one sentence a line\n",
        "documents to learn from, ",
        "  90 sentences, vocabulary ",
        "  document: ",
        "  sentence: ",
        "“A fox0 runs.·The hen0 sees it.·They· wait.”\n",
        "note: There are only",
    ):
        assert said in err, said
    assert "→" not in err
    assert "pair" not in err
    assert "held-out loss" in out


def test_the_end_of_a_document_and_several_files_can_be_chosen(
    tales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another fox runs. It waits.\n")
    files = ["--data", tales, other]
    assert train_smallest("gpt", *files, "--documents", "file") == 0
    assert "2 files, each a document" in capsys.readouterr().err
    assert train_smallest("gpt", *files, "--documents", "blank-line", "--limit", "5") == 0
    assert "4 documents to learn from, 1 held out" in capsys.readouterr().err


def test_a_run_with_a_vocabulary_of_the_field_goes_on_without_its_file(
    tales: Path, words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    arguments = ["--data", tales, "--vocabulary", words, "--out", run, "--json"]
    assert train_smallest("bert", *arguments) == 0
    out, err = capsys.readouterr()
    assert last_line(out)["vocabulary_files"] == [str(words)]
    assert last_line(out)["vocabulary"] == len(words.read_text().split("\n")) + 2
    assert "vocabulary of vocab.txt" in err
    vocabulary = json.loads(checkpoints.load(run).vocabulary)
    words.unlink()
    assert main(["train", "--resume", str(run), "--steps", "5", "--out", str(run)]) == 0
    assert checkpoints.load(run).step == 5
    assert json.loads(checkpoints.load(run).vocabulary) == vocabulary


def test_a_vocabulary_that_is_none_is_refused(
    tales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(["train", "gpt", "--data", str(tales), "--vocabulary", str(tales)], capsys)
    assert "tales.txt" in said


def test_a_run_on_a_document_a_line_is_told_and_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, run = tmp_path / "tales.txt", tmp_path / "run"
    file.write_text("\n".join(f"Fox {n} runs. It waits." for n in range(40)), encoding="utf-8")
    files = ["--data", file, "--documents", "line", "--out", run]
    assert train_smallest("bert", *files) == 0
    said = capsys.readouterr().err
    assert "a document on each line, several sentences a line" in said
    assert "36 documents to learn from, 4 held out" in said
    assert train_smallest("gpt", "--data", file) == 0
    assert "1 document to learn from, its end held out" in capsys.readouterr().err
    assert main(["train", "--resume", str(run), "--steps", "6"]) == 0
    assert "a document on each line" in capsys.readouterr().err
