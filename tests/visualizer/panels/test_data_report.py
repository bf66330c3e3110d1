"""The page about running text; that about pairs is tested with the dialog."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.messages.reading import DataReport, Example, SkippedRows
from engine.seen.tokens import Token
from engine.specification import DataSpecification
from visualizer.appearance import Appearance
from visualizer.panels.data_report import DataReportView
from visualizer.widgets.chips import Chips
from visualizer.widgets.label import Label

TOKENS = (
    Token(0, "é", part="1/2"),
    Token(1, "é", part="2/2"),
    *(Token(7 + place, f"token{place}", unknown=place == 3) for place in range(40)),
)


def report() -> DataReport:
    return DataReport(
        request=1,
        data=DataSpecification(kind="text", world="", files=("a.txt",)),
        form="running text, documents after a blank line",
        columns=(),
        source_column="",
        target_column="",
        pairs=1_234,
        training_pairs=1_172,
        held_out_pairs=62,
        examples=(Example("é token0", ""),),
        tokenized=((TOKENS, ()), (TOKENS[:2], ())),
        lengths={"document": (2, 40, 99, 345), "sentence": (1, 7, 21, 88)},
        vocabulary=4321,
        unknown_rate=0.031,
        skipped=(SkippedRows("empty documents", 2, (17, 204)),),
        warnings=("There is one document only, so its last 5 % is held out.",),
        sentences=9_876,
        training_tokens=45_678,
        held_out_tokens=2_404,
        task_warnings={"cloze": ("BERT gets long sentences in parts.",)},
    )


@pytest.fixture
def view(qtbot: QtBot) -> DataReportView:
    view = DataReportView(Appearance())
    qtbot.addWidget(view)
    view.resize(690, 500)
    view.show()
    view.show_report(report(), "language model")
    QApplication.processEvents()
    return view


def test_it_counts_documents_and_sentences(view: DataReportView) -> None:
    for words in ("1,234", "45,678", "62 held out", "2,404", "9,876", "4,321", ".03", "345", "88"):
        assert words in view.text, words
    for words in (
        "documents",
        "sentences",
        "one document only",
        "empty documents",
        "lines 17, 204",
    ):
        assert words in view.text, words


def test_a_single_document_counts_once(view: DataReportView) -> None:
    single = replace(report(), pairs=1, training_pairs=1, held_out_pairs=0)
    view.show_report(single, "language model")
    assert "document, its end held out" in view.text and "documents, " not in view.text


def test_only_what_concerns_the_model_is_said(view: DataReportView) -> None:
    assert "BERT" not in view.text
    told = report()
    view.show_report(told, "cloze")
    assert "BERT gets long sentences in parts." in view.text
    page = view.widget()
    view.show_report(told, "cloze")
    assert view.widget() is page, "nothing is built anew where nothing is different"
    view.show_report(told, "language model")
    assert "BERT" not in view.text


def test_nothing_speaks_of_pairs(view: DataReportView) -> None:
    words = view.text.lower()
    assert not [word for word in ("pair", "source", "target", "column") if word in words]


def test_the_first_document_stands_in_lines_of_chips_that_fit(view: DataReportView) -> None:
    (chips,) = (chips for chips in view.findChildren(Chips) if chips.isVisible())
    assert chips.tokens == TOKENS and chips.lines > 1
    assert all(chips.rect().contains(chips.chip(n).toRect()) for n in range(len(TOKENS)))
    page = view.widget()
    assert page is not None and page.width() <= view.viewport().width()


def test_the_page_grows_while_the_window_goes_on(view: DataReportView, qtbot: QtBot) -> None:
    view.show_report(replace(report(), request=2), "language model")
    page = view.widget()
    assert page is not None
    first = len(page.findChildren(Label))
    assert first, "what matters most is there at once"
    view.show_report(replace(report(), request=3), "language model")
    qtbot.waitUntil(lambda: "Skipped" in [label.text() for label in view.findChildren(Label)])
    assert len(view.widget().findChildren(Label)) > first
    before = len(view.widget().findChildren(Label))
    qtbot.wait(20)
    assert len(view.widget().findChildren(Label)) == before, "each section once"
