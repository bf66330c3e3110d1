"""Who and what a story is about so far: the words that its roles have taken."""

from __future__ import annotations

from engine.data.worlds.stories.words import GIRLS, LEXICON, forms, others


def _bindings(role: str, word: str) -> dict[str, str]:
    """The symbols that `word` gives a meaning to once it takes `role`."""
    return {f"@{role}": word} | {
        f"@{role}.{form}": made for form, made in forms(role, word).items()
    }


_BINDINGS = {role: {word: _bindings(role, word) for word in LEXICON[role]} for role in LEXICON}
_OTHERS = {hero: others(hero) for hero in LEXICON["hero"]}
_MEMBERS = {words: frozenset(words) for words in (*LEXICON.values(), *_OTHERS.values())}


class Scene:
    """What the symbols of the grammar stand for at one point of one story.

    A symbol is a word that stands for itself; `+role`, a word chosen here, each of its candidates
    as likely; or `@role` and `@role.form`, a word that an earlier choice has decided.
    """

    def __init__(self) -> None:
        self._meaning: dict[str, str] = {}

    def candidates(self, role: str) -> tuple[str, ...]:
        """The words that `role` may take now."""
        return _OTHERS[self._meaning["@hero"]] if role == "other" else LEXICON[role]

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
    if symbol == "+other":
        return len(GIRLS)
    return len(LEXICON[symbol[1:]]) if symbol[0] == "+" else 1
