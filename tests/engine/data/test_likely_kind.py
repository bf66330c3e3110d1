"""Pairs or running text, by names and first lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data.likely_kind import likely_kind


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("book.txt", "A story.\nIt goes on.\n", "text"),
        ("BOOK.TXT", "A story.\n", "text"),
        ("notes", "A story.\n", "text"),
        ("pairs.txt", "one\tun\ntwo\tdeux\n", "pairs"),
        ("pairs.txt", "one\tun\n\n\ntwo\tdeux\nthree\n", "pairs"),
        ("code.txt", "if a:\n\tb\n\tc\n", "text"),
        ("marked.txt", "<|endoftext|>\nA story.\n", "text"),
        ("quoted.txt", "[Enter a ghost]\nBoo.\n", "text"),
        ("pairs.csv", "one,un\n", "pairs"),
        ("pairs.tsv.gz", "never read", "pairs"),
        ("records.txt", '{"source": "one"}\n', None),
        ("page.txt", "<!DOCTYPE html>\n", None),
        ("blank.txt", " \n", None),
    ],
)
def test_one_file(name: str, text: str, kind: str | None, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text)
    assert likely_kind([str(file)]) == kind


def test_half_of_two_aligned_files_may_be_either(tmp_path: Path) -> None:
    english, german = tmp_path / "val.en", tmp_path / "val.de"
    english.write_text("one\n")
    assert likely_kind([str(english)]) == "text"
    german.write_text("eins\n")
    assert likely_kind([str(english)]) is None
    assert likely_kind([str(english), str(german)]) == "pairs"


def test_several_files(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for file in files:
        file.write_text("A story.\n")
    assert likely_kind([str(file) for file in files[:2]]) is None, "aligned by line, or two texts"
    assert likely_kind([str(file) for file in files]) == "text"
    files[2].write_text("one\tun\n")
    assert likely_kind([str(file) for file in files]) is None


def test_what_cannot_be_read_is_told_by_the_reader(tmp_path: Path) -> None:
    assert likely_kind([str(tmp_path / "none.txt")]) is None
    assert likely_kind([str(tmp_path)]) is None
    assert likely_kind([]) is None
    (tmp_path / "image.txt").write_bytes(b"\0\1\2")
    assert likely_kind([str(tmp_path / "image.txt")]) is None


def test_a_long_file_is_told_by_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one\teins\n" * 4_000 + "no pair\n" * 40_000)
    assert likely_kind([str(file)]) == "pairs"
