"""English tokens back to the sentence that they are, if they are one of this world's."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.worlds.french.adjectives import ADJECTIVES
from engine.data.worlds.french.nouns import NOUNS
from engine.data.worlds.french.sentence import (
    POSSESSIVES,
    Location,
    Phrase,
    Quality,
    Sentence,
    belongs,
)
from engine.data.worlds.french.translation import translate
from engine.data.worlds.french.verbs import PREPOSITIONS, PRONOUNS, VERBS
from engine.data.worlds.french.words import Noun, Pronoun
from engine.data.worlds.world import Derivation

_NOUNS: dict[str, tuple[Noun, bool]] = {noun.english: (noun, False) for noun in NOUNS} | {
    noun.english_plural: (noun, True) for noun in NOUNS if noun.english_plural
}
_VERBS = {form: verb for verb in VERBS for form in (verb.english, verb.english_third)}
_PRONOUNS = {pronoun.english: pronoun for pronoun in PRONOUNS}
_DETERMINERS = {"an": "a"} | {word: word for word in ("the", "a", "this", "these", *POSSESSIVES)}
# Longest first, so that “in front of” is not taken for “in”.
_PREPOSITIONS = sorted(PREPOSITIONS, key=lambda preposition: -len(preposition.english))


def derive(tokens: Sequence[str]) -> Derivation | None:
    """Sentence, translation and alignment of English tokens; None for any other text.

    What has been read is written again, and must come out as it went in: that is how an “an” for
    an “a”, a missing -s or a word too many is noticed.
    """
    try:
        sentence = _Reader(tokens).sentence()
    except _Foreign:
        return None
    if not belongs(sentence):
        return None
    derivation = translate(sentence)
    return derivation if derivation.source == tuple(tokens) else None


class _Foreign(Exception):
    """The text is none of this world's."""


class _Reader:
    """Reads English from left to right; no word of it has to be taken back."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tuple(tokens)
        self._at = 0

    def _next(self) -> str:
        """The token in front, "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, *words: str) -> bool:
        """Steps over `words` if they come next."""
        if self._tokens[self._at : self._at + len(words)] != words:
            return False
        self._at += len(words)
        return True

    def _need(self, *words: str) -> None:
        if not self._take(*words):
            raise _Foreign

    def sentence(self) -> Sentence:
        """The sentence that the text begins with."""
        subject = self._pronoun() or self._phrase()
        if self._next() in ("am", "is", "are"):
            return Sentence(subject, quality=self._quality())
        return self._action(subject)

    def _action(self, subject: Phrase | Pronoun) -> Sentence:
        negated = self._take("do", "not") or self._take("does", "not")
        verb = _VERBS.get(self._next())
        if verb is None:
            raise _Foreign
        self._at += 1
        if verb.particle:
            self._need(verb.particle)
        target = self._phrase() if verb.objects else None
        location = self._location()
        reason = None
        if self._take("because"):
            self._at += 1  # Whatever pronoun: only the right one is written again.
            reason = self._quality()
        return Sentence(subject, verb, negated, None, target, location, reason)

    def _pronoun(self) -> Pronoun | None:
        pronoun = _PRONOUNS.get(self._next())
        self._at += pronoun is not None
        return pronoun

    def _phrase(self) -> Phrase:
        determiner = _DETERMINERS.get(self._next(), "")
        self._at += bool(determiner)
        before = after = None
        adjective = ADJECTIVES.get(self._next())
        if adjective and adjective.before:
            before = adjective
            self._at += 1
            adjective = ADJECTIVES.get(self._next())
        if adjective:
            after = adjective
            self._at += 1
        noun, plural = self._noun()
        owner, owners = None, False
        if self._take("of"):
            self._take("the")
            owner, owners = self._noun()
        return Phrase(determiner, noun, plural, before, after, owner, owners)

    def _noun(self) -> tuple[Noun, bool]:
        found = _NOUNS.get(self._next())
        if found is None:
            raise _Foreign
        self._at += 1
        return found

    def _location(self) -> Location | None:
        for preposition in _PREPOSITIONS:
            if self._take(*preposition.english):
                return Location(preposition, self._phrase())
        return None

    def _quality(self) -> Quality:
        self._at += 1  # Whatever form of to be: only the right one is written again.
        negated = self._take("not")
        degree = self._next() if self._next() in ("too", "very") else ""
        self._at += bool(degree)
        adjective = ADJECTIVES.get(self._next())
        if adjective is None:
            raise _Foreign
        self._at += 1
        return Quality(adjective, degree, negated)
