"""Tables: quoting, headers, columns, ragged rows."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from engine.data.gathered import Gathered
from engine.messages.reading import SkippedRows
from tests.engine.data.conftest import pairs

Gather = Callable[..., Gathered]
Refusal = Callable[..., str]

TATOEBA = (
    "Go.\tVa !\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (CM) & #2 (W)\n"
    "Go.\tMarche.\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (CM) & #3 (W)\n"
    "Hi.\tSalut\u202f!\tCC-BY 2.0 (France) Attribution: tatoeba.org #4 (CM) & #5 (W)\n"
)


def test_a_tsv_has_no_quoting(gather: Gather) -> None:
    """Trap 1: with csv's quoting, the first quotation mark swallows rows until the next one."""
    content = 'He said "yes\tIl dit «\u00a0oui\n"No\tNon\nMaybe\t"Peut-être"\nBye\tSalut\n'
    found = gather("a.tsv", content)
    assert pairs(found) == [
        ('He said "yes', "Il dit «\u00a0oui"),
        ('"No', "Non"),
        ("Maybe", '"Peut-être"'),
        ("Bye", "Salut"),
    ]
    assert not found.skipped.rows()


def test_a_csv_has_quoting(gather: Gather) -> None:
    """Trap 1: delimiters, doubled quotation marks and line feeds inside a cell."""
    content = (
        'source,target\r\n"Hello, you","He said ""hi"""\r\nplain,5" pipe\r\n'
        '"two\r\nlines",one\r\nlast,row'
    )
    found = gather("a.csv", content)
    assert pairs(found) == [
        ("Hello, you", 'He said "hi"'),
        ("plain", '5" pipe'),
        ("two\nlines", "one"),
        ("last", "row"),
    ]
    assert found.lines == [2, 3, 4, 6]


def test_a_csv_of_semicolons_with_commas_in_its_text(gather: Gather) -> None:
    content = "source;target\nYes, I do;Oui, si\nNo;Non, non, non\nWell, well;Bon\n"
    assert pairs(gather("a.csv", content))[1] == ("No", "Non, non, non")


def test_a_csv_of_commas_with_semicolons_in_its_text(gather: Gather) -> None:
    content = 'source,target\nYes; I do,Oui; si\n"No, no",Non; non; non\nWell,Bon\n'
    assert pairs(gather("a.csv", content))[1] == ("No, no", "Non; non; non")


def test_a_quotation_that_never_closes_is_refused_with_its_line(refusal: Refusal) -> None:
    for count, last in ((9, ""), (2000, '"\n')):
        content = "a,b\nc,d\n" + '"e,f\n' + "g,h\n" * count + last
        assert "Line 3 of “a.csv” opens a quotation mark" in refusal("a.csv", content)


def test_text_after_a_closing_quotation_is_skipped_and_named(gather: Gather) -> None:
    found = gather("a.csv", 'a,b\n"c"d,e\nf,g\n')
    assert pairs(found) == [("a", "b"), ("f", "g")]
    assert found.skipped.rows() == (SkippedRows("text after a closing quotation mark", 1, (2,)),)


def test_bom_crlf_no_final_newline_and_trailing_empty_lines(gather: Gather) -> None:
    """Trap 2, as in MRPC: nothing of it becomes text, nothing of it counts as a bad row."""
    table = "\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n1\t7\t8\tOne.\tEins.\r\n"
    for tail in ("0\t9\t10\tTwo.\tZwei.", "0\t9\t10\tTwo.\tZwei.\r\n\r\n\r\n"):
        found = gather("msr.txt", table + tail)
        assert pairs(found) == [("One.", "Eins."), ("Two.", "Zwei.")]
        assert found.columns[0] == ("Quality", "1")
        assert not found.skipped.rows()


def test_an_empty_line_between_rows_is_named(gather: Gather) -> None:
    found = gather("a.tsv", "a\tb\n\n \t \nc\td\n\n")
    assert pairs(found) == [("a", "b"), ("c", "d")]
    assert found.skipped.rows() == (SkippedRows("an empty line", 2, (2, 3)),)


def test_unicode_line_ends_inside_a_cell_do_not_split_it(gather: Gather) -> None:
    assert pairs(gather("a.tsv", "a\u2028a\tb\x85b\nc\td\n"))[0] == ("a\u2028a", "b\x85b")


def test_the_third_column_of_tatoeba_is_an_attribution(gather: Gather) -> None:
    """Trap 3: no header, three columns, several targets for one source."""
    found = gather("fra.txt", TATOEBA)
    assert pairs(found) == [("Go.", "Va !"), ("Go.", "Marche."), ("Hi.", "Salut\u202f!")]
    assert (found.source_column, found.target_column) == ("column 1", "column 2")
    assert "no header" in found.form


def test_older_copies_of_tatoeba_have_two_columns(gather: Gather) -> None:
    content = "".join("\t".join(row.split("\t")[:2]) + "\n" for row in TATOEBA.splitlines())
    assert len(pairs(gather("fra.txt", content))) == 3


def test_columns_are_found_by_name_in_any_order(gather: Gather) -> None:
    """Trap 3: the original RTE has its columns in another order."""
    content = "index\tlabel\tTarget\tSource\n0\tyes\tEins\tOne\n1\tno\tZwei\tTwo\n"
    found = gather("a.tsv", content)
    assert pairs(found) == [("One", "Eins"), ("Two", "Zwei")]
    assert found.columns == (
        ("index", "0"),
        ("label", "yes"),
        ("Target", "Eins"),
        ("Source", "One"),
    )


@pytest.mark.parametrize(
    "header",
    [
        "source\ttarget",
        "en\tfr",
        "English\tFrench",
        "sentence1\tsentence2",
        "text_en\ttext_fr",
        "SRC\tTGT",
    ],
)
def test_a_header_is_known_by_its_names(gather: Gather, header: str) -> None:
    found = gather("a.tsv", f"{header}\nGo.\tVa !\nHi.\tSalut.\n")
    assert pairs(found) == [("Go.", "Va !"), ("Hi.", "Salut.")]
    assert "with a header" in found.form


@pytest.mark.parametrize(
    "first", ["Go.\tVa !", "hi\tsalut", "one\t1", "it rains\tes regnet", "It.\tEs."]
)
def test_a_first_row_of_data_is_no_header(gather: Gather, first: str) -> None:
    assert len(pairs(gather("a.tsv", f"{first}\ntwo\tzwei\nthree\tdrei\n"))) == 3


def test_a_header_is_known_by_the_numbers_below_it(gather: Gather) -> None:
    found = gather("a.tsv", "words\tdigits\none\t1\ntwo\t2\nthree\t3\n")
    assert pairs(found) == [("one", "1"), ("two", "2"), ("three", "3")]


def test_a_name_that_the_column_belies_is_not_believed(gather: Gather) -> None:
    """Trap 3: an SST-2 test file says `text label` and holds index, sentence."""
    rows = "".join(f"{n}\tsentence number {n}\tSatz Nummer {n}\n" for n in range(30))
    found = gather("a.tsv", f"source\ttarget\tnote\n{rows}")
    assert pairs(found)[0] == ("sentence number 0", "Satz Nummer 0")
    assert "“source” holds numbers only" in found.warnings[0]


def test_without_names_the_first_two_columns_of_text_are_taken(gather: Gather) -> None:
    rows = "".join(
        f"captions\tMSRvid\t{n:04}\t2.5\tA man rides {n}.\tEin Mann reitet {n}.\n"
        for n in range(40)
    )
    found = gather("sts.tsv", rows)
    assert pairs(found)[7] == ("A man rides 7.", "Ein Mann reitet 7.")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("fr", "en", ("Va !", "Go.")),
        ("1", "0", ("Va !", "Go.")),
        ("FR", "2", ("Va !", "x")),
        ("", "note", ("Go.", "x")),
        ("fr", "", ("Va !", "Go.")),
    ],
)
def test_the_user_chooses_columns_by_name_or_number(
    gather: Gather, source: str, target: str, expected: tuple[str, str]
) -> None:
    content = "en\tfr\tnote\nGo.\tVa !\tx\nHi.\tSalut.\ty\n"
    found = gather("a.tsv", content, source_column=source, target_column=target)
    assert pairs(found)[0] == expected


def test_columns_of_a_report_can_be_asked_for_again(gather: Gather) -> None:
    found = gather("a.txt", TATOEBA, source_column="column 2", target_column="column 1")
    assert pairs(found)[0] == ("Va !", "Go.")


def test_the_user_says_whether_there_is_a_header(gather: Gather) -> None:
    content = "en\tfr\nGo.\tVa !\n"
    assert pairs(gather("a.tsv", content, header=False))[0] == ("en", "fr")
    assert pairs(gather("a.tsv", TATOEBA, header=True))[0] == ("Go.", "Marche.")


def test_naming_a_cell_of_the_first_row_makes_it_a_header(gather: Gather) -> None:
    content = "left\tright\nGo.\tVa !\nHi.\tSalut.\n"
    assert len(pairs(gather("a.tsv", content))) == 3
    found = gather("a.tsv", content, source_column="right", target_column="left")
    assert pairs(found) == [("Va !", "Go."), ("Salut.", "Hi.")]


def test_an_unknown_column_is_refused_with_those_there_are(refusal: Refusal) -> None:
    sentence = refusal("a.tsv", "en\tfr\nGo.\tVa !\n", source_column="de")
    assert sentence == "“a.tsv” has no column “de”. It has “en”, “fr”."
    assert "no column “7”" in refusal("a.tsv", TATOEBA, source_column="7")


def test_the_same_column_twice_is_remarked(gather: Gather) -> None:
    found = gather("a.tsv", TATOEBA, source_column="0", target_column="0")
    assert found.warnings == ["Source and target are the same column, “column 1”."]


def test_unnamed_and_repeated_names_are_told_apart(gather: Gather) -> None:
    found = gather("a.csv", ",text,text\n0,a,b\n1,c,d\n", header=True)
    assert [name for name, _ in found.columns] == ["column 1", "text", "text (2)"]
    assert pairs(found) == [("a", "b"), ("c", "d")]


def test_ragged_rows_are_skipped_and_named_never_shifted(gather: Gather) -> None:
    """Trap 7: STS-B has 22 rows of 9 columns among 7."""
    rows = [f"{n}\tleft {n}\tright {n}" for n in range(100)]
    for bad in range(10, 40):
        rows[bad] = f"{bad}\tof another source\tleft {bad}\tright {bad}"
    rows[50] = "50\tonly left"
    found = gather("a.tsv", "\n".join(rows))
    assert len(pairs(found)) == 69
    assert all(source.startswith("left") for source in found.sources)
    (skipped,) = found.skipped.rows()
    assert (skipped.reason, skipped.count) == ("not 3 columns", 31)
    assert skipped.lines == tuple(range(11, 31))


def test_empty_cells_at_the_end_of_a_row_shift_nothing(gather: Gather) -> None:
    assert pairs(gather("a.tsv", "a\tb\nc\td\t\t\ne\tf\n"))[1] == ("c", "d")


def test_an_empty_side_is_skipped_and_named(gather: Gather) -> None:
    found = gather("a.tsv", "a\tb\n\tc\nd\t \u00a0\ne\tf\n")
    assert {(row.reason, row.lines) for row in found.skipped.rows()} == {
        ("the source is empty", (2,)),
        ("the target is empty", (3,)),
    }


def test_the_limit_takes_the_first_pairs(gather: Gather) -> None:
    content = "".join(f"a{n}\tb{n}\n" for n in range(2000))
    assert gather("a.tsv", content, limit=700).sources == [f"a{n}" for n in range(700)]


def test_one_column_is_refused_with_what_to_do(
    refusal: Refusal, file: Callable[[str, str], str]
) -> None:
    file("train.de", "Hallo\n")
    sentence = refusal("train.en", "Hello\nBye\n")
    assert "one column only" in sentence
    assert "Beside it lies “train.de”: open both together." in sentence
    assert "one column only" in refusal("a.tsv", "Hello\nBye\n")
    assert "one column only" in refusal("a.csv", "Hello\nBye\n")


def test_a_csv_read_as_tsv_is_remarked(gather: Gather) -> None:
    rows = "".join(f'"he said ""{n}"""\t"il dit"\n' for n in range(20))
    assert "quotation marks" in gather("a.tsv", rows).warnings[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv.gz", 'en\tfr\n"Go\tVa !\nHi\tSalut\n'),
        ("a.csv.gz", 'en,fr\n"""Go",Va !\nHi,Salut\n'),
        ("A.TXT.GZ", 'en\tfr\n"Go\tVa !\nHi\tSalut\n'),
        ("a.csv", 'en\tfr\n"""Go"\tVa !\nHi\tSalut\n'),
    ],
)
def test_gzipped_tables(gather: Gather, name: str, content: str) -> None:
    packed = gzip.compress(content.encode()) if name.lower().endswith(".gz") else content
    assert pairs(gather(name, packed)) == [('"Go', "Va !"), ("Hi", "Salut")]


@pytest.mark.parametrize("content", ["\n\n  \n", "\ufeff", "source\ttarget\n"])
def test_a_file_without_rows_is_refused_or_empty(
    gather: Gather, refusal: Refusal, content: str
) -> None:
    if content.strip("\ufeff \n"):
        assert gather("a.tsv", content, header=True).sources == []
    else:
        assert "nothing but white space" in refusal("a.tsv", content)
