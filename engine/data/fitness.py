"""Which tasks cannot learn from a corpus that others can learn from, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.catalog.entry import Task
from engine.data.problem import DataProblem
from engine.data.text_corpus import TextCorpus
from engine.messages.reading import Unfit

#: Documents of two sentences to learn from: a pair of sentences needs one, a foreign second
#: sentence another.
_DOCUMENTS = 2


def unfit_tasks(corpus: TextCorpus) -> dict[Task, Unfit]:
    """Why each task that asks more of running text than some tokens cannot learn from this one."""
    found = {task: next(doubts(corpus), None) for task, doubts in _DEMANDS.items()}
    return {task: unfit for task, unfit in found.items() if unfit is not None}


def require_fit(corpus: TextCorpus, task: Task) -> None:
    """Check that a task can learn from the corpus.

    Raises
    ------
    DataProblem
        It cannot; the sentence says why and what to do.
    """
    unfit = unfit_tasks(corpus).get(task)
    if unfit is not None:
        raise DataProblem(unfit.sentence)


def _for_the_cloze(corpus: TextCorpus) -> Iterator[Unfit]:
    """Next-sentence prediction needs documents, the cloze known words (Devlin et al. 2018, 3.1).

    A sentence is set beside the next of its document or beside one of another document.
    """
    lack = _lack_of_documents(corpus)
    if lack:
        yield Unfit(
            "needs three documents of two sentences or more",
            f"{corpus.title} {lack} BERT learns which sentence follows which, and needs at least "
            "three documents of two sentences or more. Put one sentence on a line and a blank "
            "line between documents.",
        )
    if not (corpus.training.sentences.ids >= corpus.tokenizer.special_count).any():
        yield Unfit(
            "needs words that the vocabulary knows",
            f"The vocabulary knows no word of {corpus.title}. BERT guesses known words only. Fit a "
            "vocabulary to the text, or choose the files of one that is made for it.",
        )


def _lack_of_documents(corpus: TextCorpus) -> str:
    """What goes on from the name of the text, "" where there are documents enough."""
    learned, judged = corpus.training.pairable, corpus.held_out.pairable
    if learned >= _DOCUMENTS and judged:
        return ""
    if corpus.single:
        return "is a single document."
    documents = len(corpus.training) + len(corpus.held_out)
    found = f"has {documents:,} documents, {learned + judged:,} of two sentences or more"
    return f"{found}, and none of these is held out." if learned >= _DOCUMENTS else f"{found}."


_DEMANDS: dict[Task, Callable[[TextCorpus], Iterator[Unfit]]] = {"cloze": _for_the_cloze}
