"""Which model learns from what is opened, and why another cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from engine.catalog import find
from engine.messages.reading import Reading, Unfit
from engine.specification import DataSpecification
from tests.visualizer.dialogs.opening import Opening, choose, click, report_text
from visualizer.learners import Learners, all_of, usual

TEXT = DataSpecification(kind="text", world="")
#: A single document has no documents to tell apart.
SINGLE = {
    "cloze": Unfit("needs three documents", "It is a single document. Put blank lines between.")
}

Open = Callable[..., Opening]


@pytest.fixture
def open_text(qtbot: QtBot) -> Iterator[Open]:
    made: list[Opening] = []

    def make(present: str = "transformer", **changes: object) -> Opening:
        opening = Opening(qtbot, "/data/story.txt", data=TEXT, known=Learners(present))
        report_text(opening, **changes)
        made.append(opening)
        return opening

    yield make
    for opening in made:
        if isValid(opening.dialog):
            opening.dialog.close()


def offered(opening: Opening) -> list[str]:
    return [
        str(action.data())
        for action in opening.dialog.foot.model.menu_of_options.actions()
        if action.isEnabled()
    ]


def listed(opening: Opening, name: str) -> str:
    actions = opening.dialog.foot.model.menu_of_options.actions()
    return next(action.text() for action in actions if action.data() == name)


def test_the_model_in_front_is_chosen_where_it_can_learn(open_text: Open) -> None:
    for entry in all_of("text"):
        foot = open_text(entry.name).dialog.foot
        assert foot.model.value == entry.title and foot.train.isEnabled()
        assert foot.train.text() == f"Train {entry.title} on this"
        assert "learns from" not in foot.status.text()


def test_another_kind_of_model_in_front_is_told_what_it_learns_from(open_text: Open) -> None:
    opening = open_text("transformer")
    foot = opening.dialog.foot
    assert foot.train.text() == f"Train {usual('text').title} on this"
    assert foot.status.text() == "Transformer learns from sentence pairs  ·  Remarks: 1"
    assert offered(opening) == [entry.name for entry in all_of("text")]
    assert listed(opening, "gpt") == "GPT"
    assert listed(opening, "seq2seq") == "Seq2Seq: learns from pairs"


def test_the_model_that_was_chosen_is_in_front_once_it_is_to_train(qtbot: QtBot) -> None:
    known = Learners("transformer")
    opening = Opening(qtbot, "/data/story.txt", data=TEXT, known=known)
    report_text(opening)
    foot = opening.dialog.foot
    choose(foot.model, "nnlm")
    assert foot.train.text() == "Train NNLM on this" and foot.train.isEnabled()
    assert known.present.name == "transformer", "nothing was accepted yet"
    click(foot.train)
    assert known.present.name == "nnlm" and known.of("text") is known.present
    assert opening.accepted == [opening.last.data]


def test_a_cancelled_choice_changes_nothing(qtbot: QtBot) -> None:
    known = Learners("gpt")
    opening = Opening(qtbot, "/data/story.txt", data=TEXT, known=known)
    report_text(opening)
    choose(opening.dialog.foot.model, "bert")
    click(opening.dialog.foot.cancel)
    assert known.present.name == "gpt"


def test_what_cannot_learn_is_not_trained_and_the_reason_is_beside_it(open_text: Open) -> None:
    opening = open_text("bert", unfit=SINGLE)
    foot = opening.dialog.foot
    assert foot.model.key == "bert" and not foot.train.isEnabled()
    assert foot.why_not.isVisible()
    assert foot.why_not.label.text().startswith("It is a single document. Put blank lines")
    assert "another model" in foot.why_not.label.text(), "what else to do"
    assert opening.dialog.focusWidget() is foot.model, "where something can be done"
    assert offered(opening) == ["nnlm", "gpt"]
    assert listed(opening, "bert") == "BERT: needs three documents"
    choose(foot.model, "gpt")
    assert foot.train.isEnabled() and not foot.why_not.isVisible()
    assert foot.train.text() == "Train GPT on this"


def test_enter_does_not_train_what_cannot_learn(open_text: Open) -> None:
    opening = open_text("bert", unfit=SINGLE)
    QTest.keyClick(opening.dialog, Qt.Key.Key_Return)
    assert opening.accepted == [] and opening.dialog.isVisible()


def test_other_documents_make_it_fit(open_text: Open, qtbot: QtBot) -> None:
    opening = open_text("bert", unfit=SINGLE)
    first, foot = opening.last.request, opening.dialog.foot
    choose(opening.dialog.choices.documents, "line")
    assert not foot.train.isEnabled() and not foot.why_not.isVisible(), "it is read again"
    qtbot.waitUntil(lambda: opening.last.request != first)
    assert opening.last.data.documents == "line"
    report_text(opening)
    assert foot.train.isEnabled() and foot.train.text() == "Train BERT on this"


def test_a_model_that_is_not_in_front_is_chosen_only_where_it_fits(qtbot: QtBot) -> None:
    known = Learners("bert")
    known.choose("transformer")
    for unfit, name in (({}, "bert"), (SINGLE, usual("text").name)):
        opening = Opening(qtbot, "/data/story.txt", data=TEXT, known=known)
        report_text(opening, unfit=unfit)
        assert opening.dialog.foot.model.key == name
        assert opening.dialog.foot.train.isEnabled()
        opening.dialog.close()


def test_what_was_guessed_wrongly_keeps_a_choice_for_each_kind(
    open_text: Open, qtbot: QtBot
) -> None:
    opening = open_text("transformer")
    foot, kind = opening.dialog.foot, opening.dialog.choices.kind
    choose(foot.model, "nnlm")
    for key, chosen, other in ((Qt.Key.Key_Home, "seq2seq", "nnlm"), (Qt.Key.Key_End, "", "gru")):
        first = opening.last.request
        QTest.keyClick(kind, key)
        assert not foot.train.isEnabled()
        qtbot.waitUntil(lambda before=first: opening.last.request != before)
        if opening.last.data.kind == "pairs":
            opening.report()
            assert foot.model.key == "transformer", "the one in front"
            assert offered(opening) == [entry.name for entry in all_of("pairs")]
            assert listed(opening, other).endswith("learns from running text")
            choose(foot.model, chosen)
            assert foot.train.text() == f"Train {find(chosen).title} on this"
        else:
            report_text(opening)
            assert foot.model.key == "nnlm", "chosen before"


def test_a_model_chosen_while_files_are_read_stays_chosen(open_text: Open, qtbot: QtBot) -> None:
    opening = open_text("gpt")
    foot, first = opening.dialog.foot, opening.last.request
    choose(opening.dialog.choices.documents, "file")
    choose(foot.model, "nnlm")
    assert foot.train.text() == "Train NNLM on this" and not foot.train.isEnabled()
    assert "reading again" in foot.status.text()
    qtbot.waitUntil(lambda: opening.last.request != first)
    report_text(opening)
    assert foot.model.key == "nnlm" and foot.train.isEnabled()


def test_the_remarks_are_those_of_the_model(open_text: Open) -> None:
    told = {"cloze": ("BERT gets long sentences in parts.",)}
    opening = open_text("gpt", task_warnings=told)
    foot, view = opening.dialog.foot, opening.dialog.pages.view
    assert "Remarks: 1" in foot.status.text() and "BERT" not in view.text
    choose(foot.model, "bert")
    assert "Remarks: 2" in foot.status.text() and "BERT gets" in view.text


def test_the_open_list_stays_while_files_are_read(open_text: Open) -> None:
    opening = open_text("gpt")
    model = opening.dialog.foot.model
    choose(opening.dialog.choices.documents, "file")
    before = model.menu_of_options.actions()
    opening.dialog.read()
    for lines in range(3):
        opening.dialog.receive(Reading(opening.last.request, lines, lines, 9))
    assert model.menu_of_options.actions() == before
