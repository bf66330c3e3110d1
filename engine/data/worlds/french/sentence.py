"""What an English sentence of this world is made of, and which combinations it allows."""

from __future__ import annotations

from typing import NamedTuple

from engine.data.worlds.french.adjectives import ABSOLUTE, COLOURS, REASONS
from engine.data.worlds.french.words import Adjective, Gender, Noun, Preposition, Pronoun, Verb

POSSESSIVES = ("my", "his", "her", "our")
# “my woman” would be “ma femme”, my wife: whoever is a person is nobody's here.
_UNOWNED = frozenset({"person", "plant", "way"})


class Phrase(NamedTuple):
    """A noun phrase: the small black cat, marie, the door of the house."""

    determiner: str
    noun: Noun
    plural: bool = False
    before: Adjective | None = None
    after: Adjective | None = None
    owner: Noun | None = None
    owners: bool = False

    @property
    def gender(self) -> Gender:
        """The French noun's."""
        return self.noun.gender


class Quality(NamedTuple):
    """What something is said to be: hungry, not hungry, too hungry."""

    adjective: Adjective
    degree: str = ""
    negated: bool = False


class Location(NamedTuple):
    """Where something happens."""

    preposition: Preposition
    phrase: Phrase


class Sentence(NamedTuple):
    """Subject and verb, or subject and quality; object, place and reason as they come.

    `reason` is about the subject if its adjective is a feeling, else about the object: cats are
    hungry and streets are wide, whatever stands nearer.
    """

    subject: Phrase | Pronoun
    verb: Verb | None = None
    negated: bool = False
    quality: Quality | None = None
    object: Phrase | None = None
    location: Location | None = None
    reason: Quality | None = None


def determiners(noun: Noun, plural: bool) -> tuple[str, ...]:
    """The English determiners that `noun` may have; "" for a name."""
    if noun.kind == "name":
        return ("",)
    articles = ("the", "these" if plural else "this")
    counted = ("a",) if noun.english_plural and not plural else ()
    return articles + counted + (() if noun.kind in _UNOWNED else POSSESSIVES)


def belongs(sentence: Sentence) -> bool:
    """Whether the sentence is one of this world's.

    Which verb goes with which noun is not asked: drawn sentences make sense, and a typed one
    need not. Asked is what decides whether there is one right translation.
    """
    subject, target, location = sentence.subject, sentence.object, sentence.location
    if isinstance(subject, Phrase) and not _phrase_belongs(subject):
        return False
    if sentence.verb is None:
        if target or location or sentence.reason or sentence.negated:
            return False
        return sentence.quality is not None and _quality_belongs(subject, sentence.quality)
    if sentence.quality or (isinstance(subject, Phrase) and not subject.noun.alive):
        return False
    if bool(target) != bool(sentence.verb.objects):
        return False
    if target and not _phrase_belongs(target):
        return False
    return (location is None or _location_belongs(location)) and _reason_belongs(sentence)


def _phrase_belongs(phrase: Phrase) -> bool:
    noun = phrase.noun
    if phrase.plural and not noun.english_plural:
        return False
    if phrase.determiner not in determiners(noun, phrase.plural):
        return False
    if phrase.before and phrase.before not in noun.before:
        return False
    if phrase.after and phrase.after not in noun.after:
        return False
    if phrase.before and phrase.after and phrase.after not in COLOURS:
        return False
    if phrase.owner is None:
        return not phrase.owners
    if phrase.determiner != "the" or (phrase.owners and not phrase.owner.english_plural):
        return False
    return phrase.owner.kind in owner_kinds(noun)


def owner_kinds(noun: Noun) -> tuple[str, ...]:
    """Whose `noun` may be: things and animals belong to people, doors to what has them."""
    if noun.kind == "opening":
        return () if noun.english == "box" else ("building", "vehicle")
    if noun.kind in ("animal", "text", "vehicle", "garment", "tool", "building"):
        return ("person", "name")
    return ()


def _quality_belongs(subject: Phrase | Pronoun, quality: Quality) -> bool:
    """Of “i”, “you” and “we” only what both genders share may be said."""
    if quality.degree and (quality.negated or quality.adjective in ABSOLUTE):
        return False
    if isinstance(subject, Pronoun):
        return quality.adjective.feeling and (
            subject.gender is not None or quality.adjective.epicene
        )
    return subject.determiner != "a" and quality.adjective in subject.noun.qualities


def _location_belongs(location: Location) -> bool:
    phrase = location.phrase
    return (
        phrase.noun.english in location.preposition.places
        and not phrase.plural
        and phrase.after is None
        and phrase.owner is None
        and phrase.determiner != "a"
        and _phrase_belongs(phrase)
    )


def _reason_belongs(sentence: Sentence) -> bool:
    """A reason has one possible antecedent: see :class:`Sentence`.

    So there is none beside a living object or an owner (who could be hungry too), nor one about
    an object beside a place.
    """
    reason, subject, target = sentence.reason, sentence.subject, sentence.object
    if reason is None:
        return True
    if isinstance(subject, Phrase) and subject.owner:
        return False
    if target and (target.noun.alive or target.owner):
        return False
    if reason.adjective.feeling:
        if isinstance(subject, Phrase):
            # Who “a cat” is hungry is settled by what it does: unlike “a cat is hungry”.
            subject = subject._replace(determiner="the" if subject.determiner else "")
        return _quality_belongs(subject, reason)
    return (
        target is not None
        and sentence.location is None
        and reason.adjective in REASONS
        and _quality_belongs(target, reason)
    )
