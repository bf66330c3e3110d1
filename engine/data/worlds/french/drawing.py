"""Sentences drawn at random, such that they make some sense."""

from __future__ import annotations

from random import Random

from engine.data.worlds.french.adjectives import ABSOLUTE, ADJECTIVES, COLOURS, REASONS
from engine.data.worlds.french.nouns import BIG, NOUNS
from engine.data.worlds.french.sentence import (
    POSSESSIVES,
    Location,
    Phrase,
    Quality,
    Sentence,
    determiners,
    owner_kinds,
)
from engine.data.worlds.french.verbs import PREPOSITIONS, PRONOUNS, VERBS
from engine.data.worlds.french.words import Adjective, Noun, Pronoun, Verb
from engine.data.worlds.world import pick

_BY_ENGLISH = {noun.english: noun for noun in NOUNS}
_BY_KIND: dict[str, tuple[Noun, ...]] = {
    kind: tuple(noun for noun in NOUNS if noun.kind == kind)
    for kind in dict.fromkeys(noun.kind for noun in NOUNS)
}
_ACTORS = _BY_KIND["person"] + _BY_KIND["animal"]
_OBJECTS = {verb: tuple(noun for kind in verb.objects for noun in _BY_KIND[kind]) for verb in VERBS}
_PLACES = {
    preposition: tuple(_BY_ENGLISH[place] for place in preposition.places)
    for preposition in PREPOSITIONS
}
_OUTDOORS = tuple(preposition for preposition in PREPOSITIONS if preposition.outdoors)
_ANIMAL_VERBS = tuple(verb for verb in VERBS if verb.animals)
_FEELINGS = tuple(adjective for adjective in ADJECTIVES.values() if adjective.feeling)
_EPICENE = tuple(adjective for adjective in _FEELINGS if adjective.epicene)
_SAID_OF = {
    noun: tuple(adjective for adjective in noun.qualities if adjective in REASONS) for noun in NOUNS
}


def draw(generator: Random) -> Sentence:
    """One sentence; about one in eight says what something is, the others what somebody does."""
    if generator.random() < 0.12:
        return _statement(generator)
    return _action(generator)


def _statement(generator: Random) -> Sentence:
    """“the door of the house is not old”, “i am sad”."""
    subject: Phrase | Pronoun
    if generator.random() < 0.25:
        subject = pick(generator, PRONOUNS)
        adjectives = _EPICENE if subject.gender is None else _FEELINGS
    else:
        subject = _phrase(generator, pick(generator, NOUNS), adjectives=0.4, indefinite=False)
        adjectives = subject.noun.qualities
        if generator.random() < 0.2:
            subject = _owned(generator, subject)
    quality = _quality(generator, pick(generator, adjectives))
    if isinstance(subject, Phrase):
        subject = _unrepeated(subject, quality)
        if quality.adjective.before:
            subject = subject._replace(before=None)
    return Sentence(subject, quality=quality)


def _action(generator: Random) -> Sentence:
    subject = _actor(generator)
    animal = isinstance(subject, Phrase) and subject.noun.kind == "animal"
    verb = pick(generator, _ANIMAL_VERBS if animal else VERBS)
    negated = generator.random() < 0.35
    target = _target(generator, verb, subject) if verb.objects else None
    kind = generator.random()
    location = reason = None
    if verb.placed and kind < (0.3 if verb.objects else 0.75):
        location = _location(generator, target)
    about_subject = (target is None or not target.noun.alive) and not (
        isinstance(subject, Phrase) and subject.owner
    )
    if about_subject and generator.random() < (0.2 if location else 0.55):
        judged = verb.judged and location is None
        reason = _reason(generator, subject, target if judged else None)
        if isinstance(subject, Phrase) and reason.adjective.feeling:
            subject = _unrepeated(subject, reason)
        elif target is not None and not reason.adjective.feeling:
            target = _unrepeated(target, reason)
    elif target is not None and location is None and kind > 0.7:
        target = _owned(generator, target)
    return Sentence(subject, verb, negated, None, target, location, reason)


def _actor(generator: Random) -> Phrase | Pronoun:
    kind = generator.random()
    if kind < 0.3:
        return pick(generator, PRONOUNS)
    if kind < 0.36:
        return Phrase("", pick(generator, _BY_KIND["name"]))
    phrase = _phrase(generator, pick(generator, _ACTORS), adjectives=0.45)
    return _owned(generator, phrase) if kind > 0.96 else phrase


def _target(generator: Random, verb: Verb, subject: Phrase | Pronoun) -> Phrase:
    """What is done something to: anything but what does it."""
    noun = pick(generator, _OBJECTS[verb])
    while isinstance(subject, Phrase) and noun is subject.noun:
        noun = pick(generator, _OBJECTS[verb])
    return _phrase(generator, noun, adjectives=0.4, indefinite=verb.indefinite)


def _phrase(generator: Random, noun: Noun, *, adjectives: float, indefinite: bool = True) -> Phrase:
    """`adjectives`: how probable it is that there is one, or two."""
    plural = bool(noun.english_plural) and generator.random() < 0.3
    possible = determiners(noun, plural)
    determiner = "the" if "the" in possible else ""
    kind = generator.random()
    if kind < 0.14 and "a" in possible and indefinite:
        determiner = "a"
    elif 0.14 < kind < 0.26 and "my" in possible:
        determiner = pick(generator, POSSESSIVES)
    elif kind > 0.9 and possible[1:]:
        determiner = possible[1]  # this, these
    before = after = None
    if generator.random() < adjectives:
        which = generator.random()
        if noun.before and which < 0.6:
            before = pick(generator, noun.before)
        if noun.after and which > 0.45:
            after = pick(generator, noun.after)
            if before and after not in COLOURS:
                after = None
    return Phrase(determiner, noun, plural, before, after)


def _owned(generator: Random, phrase: Phrase) -> Phrase:
    """The same phrase with whose it is, where it can have that."""
    kinds = owner_kinds(phrase.noun)
    if not kinds:
        return phrase
    owner = pick(generator, _BY_KIND[pick(generator, kinds)])
    owners = bool(owner.english_plural) and generator.random() < 0.3
    return phrase._replace(determiner="the", owner=owner, owners=owners)


def _location(generator: Random, target: Phrase | None) -> Location | None:
    """Somewhere; what does not fit into a house is not put under a bed."""
    big = target is not None and target.noun.kind in BIG
    preposition = pick(generator, _OUTDOORS if big else PREPOSITIONS)
    noun = pick(generator, _PLACES[preposition])
    if target is not None and noun is target.noun:
        return None
    determiner = "the"
    if generator.random() < 0.15:
        determiner = pick(generator, determiners(noun, plural=False))
        determiner = "the" if determiner == "a" else determiner
    before = pick(generator, noun.before) if generator.random() < 0.2 else None
    return Location(preposition, Phrase(determiner, noun, before=before))


def _reason(generator: Random, subject: Phrase | Pronoun, target: Phrase | None) -> Quality:
    """About the object as often as about the subject, where both are possible."""
    if target is not None and target.determiner != "a" and generator.random() < 0.55:
        said = _SAID_OF[target.noun]
        if said:
            return _quality(generator, pick(generator, said))
    unknown = isinstance(subject, Pronoun) and subject.gender is None
    return _quality(generator, pick(generator, _EPICENE if unknown else _FEELINGS))


def _unrepeated(phrase: Phrase, quality: Quality) -> Phrase:
    """`phrase` without what would repeat or contradict `quality`: no hot soup because it is cold.

    A colour may stay beside anything but a colour.
    """
    before, after = phrase.before, phrase.after
    if before is quality.adjective:
        before = None
    if after not in COLOURS or quality.adjective in COLOURS:
        after = None
    return phrase._replace(before=before, after=after)


def _quality(generator: Random, adjective: Adjective) -> Quality:
    kind = generator.random()
    if kind < 0.15:
        return Quality(adjective, negated=True)
    if kind < 0.45 and adjective not in ABSOLUTE:
        return Quality(adjective, degree="too" if kind < 0.3 else "very")
    return Quality(adjective)
