"""JSON lines, lists, nested records, damage."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.data.gathered import Gathered
from engine.data.readers import text
from engine.messages.reading import SkippedRows
from tests.engine.data.conftest import pairs

Gather = Callable[..., Gathered]
Refusal = Callable[..., str]

RECORDS: list[dict[str, Any]] = [
    {"id": n, "translation": {"en": f"One, {n}\n\u2028é", "fr": f"Un, {n} 我们"}} for n in range(50)
]
EXPECTED = [(f"One, {n}\n\u2028é", f"Un, {n} 我们") for n in range(50)]


def as_lines(ascii: bool = True) -> str:
    return "".join(json.dumps(record, ensure_ascii=ascii) + "\n" for record in RECORDS)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.ndjson", "a.txt", "a"])
@pytest.mark.parametrize("ascii", [True, False])
def test_lines_of_nested_records_whatever_the_file_is_called(
    gather: Gather, name: str, ascii: bool
) -> None:
    """Trap 5: `.json` may be JSON lines."""
    found = gather(name, as_lines(ascii))
    assert pairs(found) == EXPECTED
    assert (found.source_column, found.target_column) == ("translation.en", "translation.fr")
    assert [name for name, _ in found.columns] == ["id", "translation.en", "translation.fr"]
    assert found.lines[:3] == [1, 2, 3]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_a_list_of_records(gather: Gather, indent: int | None, name: str) -> None:
    found = gather(name, json.dumps(RECORDS, indent=indent))
    assert pairs(found) == EXPECTED
    assert found.lines[1] == (1 if indent is None else 9)


def test_records_over_several_lines_one_behind_another(gather: Gather) -> None:
    content = "\n".join(json.dumps(record, indent=1) for record in RECORDS)
    assert pairs(gather("a.json", content)) == EXPECTED


def test_records_are_whole_wherever_the_chunks_end(
    gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (16, 17, 23, 64):
        monkeypatch.setattr(text, "_CHUNK", size)
        assert pairs(gather("a.json", json.dumps(RECORDS, indent=1))) == EXPECTED


def test_gzipped_lines(gather: Gather) -> None:
    assert pairs(gather("a.json.gz", gzip.compress(as_lines().encode()))) == EXPECTED


def test_lines_that_are_lists_of_texts(gather: Gather) -> None:
    assert pairs(gather("a.jsonl", '["Go.", "Va !"]\n["Hi.", "Salut."]\n')) == [
        ("Go.", "Va !"),
        ("Hi.", "Salut."),
    ]


def test_a_key_with_a_leading_space(gather: Gather) -> None:
    """Trap 5."""
    content = '{" source": "Go.", "target": "Va !"}\n{" source": "Hi.", "target": "Salut."}\n'
    found = gather("a.jsonl", content)
    assert (found.source_column, found.target_column) == ("source", "target")
    assert pairs(found)[1] == ("Hi.", "Salut.")


def test_the_user_chooses_a_path(gather: Gather) -> None:
    found = gather("a.jsonl", as_lines(), source_column="translation.fr", target_column="id")
    assert pairs(found)[3] == ("Un, 3 我们", "3")


def test_an_unknown_path_is_refused_with_those_there_are(refusal: Refusal) -> None:
    sentence = refusal("a.jsonl", as_lines(), source_column="translation.de")
    assert "It has “id”, “translation.en”, “translation.fr”." in sentence


def test_values_that_are_no_texts(gather: Gather) -> None:
    content = (
        '{"source": 12, "target": true}\n{"source": null, "target": "x"}\n'
        '{"source": ["a", "b"], "target": "x"}\n{"target": "x"}\n{"source": 0.5, "target": "x"}\n'
    )
    found = gather("a.jsonl", content)
    assert pairs(found) == [("12", "true"), ("0.5", "x")]
    assert set(found.skipped.rows()) == {
        SkippedRows("no “source”", 2, (3, 4)),
        SkippedRows("the source is empty", 1, (2,)),
    }


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_bad_lines_are_skipped_and_named(gather: Gather, name: str) -> None:
    content = as_lines() + '{"id": 1, "transl\n\n"text"\n{"id": "\\ud800"}\n' + as_lines()
    found = gather(name, content)
    assert pairs(found) == EXPECTED * 2
    assert set(found.skipped.rows()) == {
        SkippedRows("not whole JSON", 1, (51,)),
        SkippedRows("an empty line", 1, (52,)),
        SkippedRows("not a record", 1, (53,)),
        SkippedRows("not Unicode text", 1, (54,)),
    }


def test_a_cut_off_last_line_is_skipped_and_named(gather: Gather) -> None:
    found = gather("a.jsonl", as_lines()[:-30])
    assert found.skipped.rows() == (SkippedRows("not whole JSON", 1, (50,)),)


def test_deep_nesting_is_not_followed_for_ever(gather: Gather) -> None:
    bottomless = "[" * 100_000
    content = as_lines() + f'{{"translation": {bottomless}\n' + '{"a": ' * 9 + "1" + "}" * 9 + "\n"
    found = gather("a.jsonl", content)
    assert pairs(found) == EXPECTED
    assert found.skipped.rows() == (
        SkippedRows("no text in it", 1, (52,)),
        SkippedRows("not whole JSON", 1, (51,)),
    )


@pytest.mark.parametrize(("cut", "line"), [(1, 352), (40, 345)])
def test_a_cut_off_list_is_refused_with_its_line(refusal: Refusal, cut: int, line: int) -> None:
    sentence = refusal("a.json", json.dumps(RECORDS, indent=1)[:-cut])
    assert "“a.json”" in sentence
    assert "cut off" in sentence
    assert f"line {line}" in sentence


def test_a_single_object_is_refused(refusal: Refusal) -> None:
    content = json.dumps({f"piece{n}": n for n in range(5000)})
    assert "single JSON value with 5,000 entries" in refusal("encoder.json", content)


def test_what_only_claims_to_be_json_is_refused(refusal: Refusal) -> None:
    assert "Line 1 of “a.jsonl”: not whole JSON" in refusal("a.jsonl", "Go.\tVa !\n" * 3)
    assert "not whole JSON" in refusal("a.json", "Go.\n")
    assert refusal("a.json", "[]").startswith("“a.json” holds no pair")


def test_xml_is_refused(refusal: Refusal) -> None:
    assert "is XML" in refusal("copa.xml", '<?xml version="1.0"?>\n<copa-corpus>\n</copa-corpus>')
