"""A vocabulary for a corpus: fitted to its texts, or read from the vocabulary files."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from engine.data.background import Interest, in_background
from engine.data.problem import DataProblem
from engine.data.progress import Progress
from engine.data.tokenizer import Tokenizer
from engine.specification import DataSpecification, Tokenization


def fitting(
    data: DataSpecification, kind: Tokenization, texts: Iterable[str], progress: Progress
) -> Generator[Progress, None, Tokenizer]:
    """The vocabulary that `data` names, or else one of `texts`, which are not held out.

    Raises
    ------
    DataProblem
        The files hold no vocabulary, or there is no room for one.
    """

    def fit(interest: Interest) -> Tokenizer:
        if data.vocabulary_files:
            return Tokenizer.from_files(data.vocabulary_files)
        wanted = interest.while_wanted(texts)
        return Tokenizer.fit(wanted, kind, data.vocabulary_size, cloze=data.kind == "text")

    try:
        return (yield from in_background(fit, progress))
    except ValueError as error:
        raise DataProblem(str(error)) from None
