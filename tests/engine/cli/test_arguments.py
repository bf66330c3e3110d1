"""What is asked for is checked before anything is trained, and refused in a sentence."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from engine.catalog import ARCHITECTURES, find
from engine.cli import Parser, add_commands, main
from engine.cli.bundled import bundled
from engine.cli.plan import planned
from engine.cli.recipes import RECIPE
from engine.data.worlds import TEXT_WORLDS, WORLDS
from engine.figures import FIGURES
from engine.specification import Recipe, RunSpecification
from tests.engine.cli.calling import ROOT, refused


def specification(*arguments: str, architecture: str = "transformer") -> RunSpecification:
    parser = Parser()
    add_commands(parser.add_subparsers())
    found = planned(parser.parse_args(["train", architecture, *arguments])).specification
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--world dates --data pairs.tsv", "--world and --data exclude each other"),
        ("--world mars", "“mars”. Known: dates"),
        ("--option speed=1", "no “speed”. It has d_model, heads"),
        ("--option heads", "“heads” is not like NAME=VALUE"),
        ("--option heads=many", "heads cannot be “many”: it is a whole number"),
        ("--option d_model=3", "choose 8 to 2048"),
        ("--option norm=none", "choose one of post, pre"),
        ("--recipe pace=1", "no “pace”. It has batch_size"),
        ("--recipe learning_rate=nan", "learning_rate cannot be nan"),
        ("--recipe batch_size=0", "batch_size cannot be 0"),
        ("--recipe schedule=up", "choose one of warmup-rsqrt"),
        ("--preset nobody", "no preset like “nobody”. There are: “the paper's base model”"),
        ("--steps 0", "“0” is no whole number of 1 or more"),
        ("--steps ten", "“ten” is no whole number of 1 or more"),
        ("--data a b c", "these are 3"),
        ("--data a b --columns 0,1", "two files aligned"),
        ("--data a --columns 0", "name two columns with a comma between"),
        ("--tokenization bpe", "--tokenization is for files"),
        ("--weights-only", "say with --out where"),
        ("--data nowhere.tsv", "nowhere.tsv"),
        ("--resume nowhere --seed 3", "leave --seed out"),
        ("--resume nowhere", "no Heed checkpoint"),
        ("--limit 20 --option heads=3", "3 heads do not divide a model width of 64"),
        ("--limit 20 --device abacus", "no device “abacus”"),
        ("--frobnicate", "--frobnicate"),
        ("--world stories", "“stories” is running text. Choose dates, numbers, digits-words or"),
        ("--data a b --documents file", "--documents is for files of running text"),
        ("--documents file", "--documents is for files"),
        ("--vocabulary vocab.txt", "--vocabulary is for files"),
        ("--data a --vocabulary v --tokenization bpe", "--tokenization and --vocabulary exclude"),
        ("--data a --vocabulary v --vocabulary-size 9", "--vocabulary-size and --vocabulary excl"),
        ("--data a --tokenization wordpiece", "choose from 'word', 'character', 'bpe'"),
        ("--data a --documents page", "“page” ends no document; choose one of auto, blank-line"),
        ("--resume nowhere --documents file", "leave --documents out"),
        ("--resume nowhere --vocabulary v", "leave --vocabulary out"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    arguments: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(["train", "transformer", *arguments.split()], capsys)


def test_an_architecture_must_be_named_and_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Which architecture? Known: " in refused(["train"], capsys)
    assert "“lstm”. Known: " in refused(["train", "lstm"], capsys)


@pytest.mark.parametrize(
    ("architecture", "arguments", "words"),
    [
        ("gpt", "--world dates", "“dates” is pairs of sentences. Choose stories; or"),
        ("bert", "--data pairs.tsv", "“pairs.tsv” looks like pairs of sentences, and BERT learns"),
        ("gpt", "--data book.txt --columns 0,1", "--columns is for files of pairs of sentences"),
        ("nnlm", "--data book.txt --no-header", "--header is for files of pairs of sentences"),
        ("gpt", "--data book.txt pairs.txt", "“pairs.txt” looks like pairs of sentences"),
        ("seq2seq", "--data book.txt", "train nnlm, gpt or bert on it"),
        ("bert", "--data book.txt", "“book.txt” is a single document. BERT learns"),
    ],
)
def test_each_architecture_is_given_the_kind_of_data_that_it_learns_from(
    architecture: str,
    arguments: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pairs.txt").write_text("one dog\tun chien\n" * 9)
    (tmp_path / "book.txt").write_text("One dog runs. Another sleeps.\n" * 60)
    assert words in refused(["train", architecture, *arguments.split()], capsys)


def test_two_files_of_plain_text_are_pairs_for_a_translator(tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text("one line\n")
    assert specification("--data", *map(str, files)).data.kind == "pairs"


def test_a_file_is_no_folder_to_save_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.touch()
    for out in (file, file / "below"):
        said = refused(["train", "transformer", "--out", str(out)], capsys)
        assert "is a file; name a folder" in said


def test_defaults_are_the_catalogues() -> None:
    plain = specification()
    assert plain.recipe == find("transformer").recipe("dates")
    assert (plain.seed, plain.threads, plain.device, plain.options) == (7, 0, "", {})
    french = specification("--world", "english-french")
    assert french.recipe == find("transformer").recipe("english-french")
    assert specification("--data", "x.tsv").recipe == find("transformer").recipe("")


def test_options_win_over_a_preset_and_steps_over_both() -> None:
    chosen = specification(
        *"--preset paper --option heads=4 --recipe beta2=0.9 --recipe warmup=7 --steps 12".split()
    )
    assert (chosen.options["d_model"], chosen.options["heads"]) == (512, 4)
    assert (chosen.recipe.warmup, chosen.recipe.steps) == (7, 12)
    assert chosen.recipe.betas == (0.9, 0.9)
    assert chosen.recipe.clip_norm == 0.0


def test_files_are_named_so_that_any_folder_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = specification(*"--data pairs.csv --columns".split(), '"a, b",2', "--no-header").data
    assert data.files == (str(tmp_path / "pairs.csv"),)
    assert (data.world, data.source_column, data.target_column) == ("", "a, b", "2")
    assert data.header is False


@pytest.mark.parametrize("architecture", [entry.name for entry in ARCHITECTURES])
def test_every_architecture_begins_with_a_world_of_its_kind(architecture: str) -> None:
    data = specification(architecture=architecture).data
    first = (WORLDS if data.kind == "pairs" else TEXT_WORLDS)[0]
    assert (data.kind, data.world) == (find(architecture).kind, first.name)


@pytest.mark.parametrize("typed", ["blank line", "blank-line"])
def test_running_text_is_chosen_with_its_documents_and_vocabulary(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["--data", "a.txt", "b.txt", "--documents", typed, "--vocabulary", "vocab.txt"]
    data = specification(*arguments, architecture="gpt").data
    assert (data.kind, data.world, data.documents) == ("text", "", "blank line")
    assert data.files == (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert data.vocabulary_files == (str(tmp_path / "vocab.txt"),)


def test_every_field_of_a_recipe_can_be_chosen() -> None:
    names = {option.name for option in RECIPE} - {"beta1", "beta2"} | {"betas", "steps"}
    assert names == set(Recipe.__dataclass_fields__)


def test_help_names_all_that_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["look", "--help"]) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    assert all(name in said for name in bundled())
    assert main(["train", "--help"]) == 0
    said = capsys.readouterr().out
    for entry in ARCHITECTURES:
        named = [entry.name, *(o.name for o in entry.options), *(p.title for p in entry.presets)]
        assert all(name in said for name in named)
    assert all(world.name in said for world in (*WORLDS, *TEXT_WORLDS))
    assert all(name in said for name in FIGURES)
    assert all(option.name in said for option in RECIPE)
    assert max(map(len, said.splitlines())) <= 80


def test_commands_can_be_mounted_in_another_parser() -> None:
    parser = argparse.ArgumentParser(prog="other")
    add_commands(parser.add_subparsers())
    arguments = parser.parse_args(["train", "lstm"])
    assert arguments.carry_out(arguments) == 2


def test_help_and_refusals_wait_for_no_torch() -> None:
    code = (
        "import sys\nfrom engine.cli import main\n"
        "assert main(['look', '--help']) == 0\nassert main(['train', 'lstm']) == 2\n"
        "assert not {'torch', 'tokenizers', 'PySide6'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
