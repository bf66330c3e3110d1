"""Who and what a story is about so far: the words that its roles have taken."""

from __future__ import annotations

from engine.data.worlds.stories.words import DECIDED, LEXICON, forms


def _bindings(role: str, word: str) -> dict[str, str]:
    """The symbols that `word` gives a meaning to once it takes `role`."""
    return {f"@{role}": word} | {
        f"@{role}.{form}": made for form, made in forms(role, word).items()
    }


_BINDINGS = {role: {word: _bindings(role, word) for word in LEXICON[role]} for role in LEXICON}
_DECIDED = [words for _, choices in DECIDED.values() for words in choices.values()]
_MEMBERS = {words: frozenset(words) for words in (*LEXICON.values(), *_DECIDED)}


class Scene:
    """What the symbols of the grammar stand for at one point of one story.

    A symbol is a word that stands for itself; `+role`, a word chosen here, each of its candidates
    as likely; or `@role` and `@role.form`, a word that an earlier choice has decided.
    """

    def __init__(self) -> None:
        self._meaning: dict[str, str] = {}

    def candidates(self, role: str) -> tuple[str, ...]:
        """The words that `role` may take now."""
        if role not in DECIDED:
            return LEXICON[role]
        earlier, choices = DECIDED[role]
        return choices[self._meaning[f"@{earlier}"]]

    def words(self, symbol: str) -> tuple[str, ...]:
        """What may be written for `symbol`, each as likely."""
        if symbol[0] == "+":
            return self.candidates(symbol[1:])
        return (self.word(symbol),)

    def writes(self, symbol: str, word: str) -> bool:
        """Whether `word` may be written for `symbol`."""
        if symbol[0] == "+":
            return word in _MEMBERS[self.candidates(symbol[1:])]
        return self.word(symbol) == word

    def word(self, symbol: str) -> str:
        """What a symbol that leaves no choice stands for."""
        return self._meaning[symbol] if symbol[0] == "@" else symbol

    def bind(self, role: str, word: str) -> None:
        """Lets `role` be `word` from here on."""
        self._meaning.update(_BINDINGS[role][word])


def freedom(symbol: str) -> int:
    """Among how many words `symbol` leaves the choice, in every scene."""
    if symbol[0] != "+":
        return 1
    role = symbol[1:]
    return len(next(iter(DECIDED[role][1].values())) if role in DECIDED else LEXICON[role])
