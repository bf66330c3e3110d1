"""A sentence's English and French, word by word, with the right alignment."""

from __future__ import annotations

from engine.data.worlds.french.sentence import Phrase, Quality, Sentence
from engine.data.worlds.french.verbs import BE
from engine.data.worlds.french.words import Gender, Noun, Pronoun, Verb, elides
from engine.data.worlds.world import Derivation

_POSSESSIVES = {
    "my": ("mon", "ma", "mes"),
    "his": ("son", "sa", "ses"),
    "her": ("son", "sa", "ses"),
}
_FUSED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
_DEGREES = {"too": "trop", "very": "très"}
# What French refers back with.
_BACK = {("m", False): "il", ("f", False): "elle", ("m", True): "ils", ("f", True): "elles"}


def translate(sentence: Sentence) -> Derivation:
    """English, French and links of a sentence that :func:`~.sentence.belongs`.

    A French word is right at the English word that it renders. Where that one does not say which
    form it takes, it is right as well at the word that does: an article, demonstrative or
    possessive at its noun, “de” in place of “un” at “not”, il and elle at their antecedent.
    “ne” and “pas” both render “do not”, each at either word.
    """
    draft = _Draft()
    draft.write(sentence)
    return Derivation(
        tuple(draft.english), tuple(draft.french), tuple(frozenset(link) for link in draft.links)
    )


class _Draft:
    """A translation while it is written, both sides from left to right."""

    def __init__(self) -> None:
        self.english: list[str] = []
        self.french: list[str] = []
        self.links: list[tuple[int, ...]] = []

    def say(self, *words: str) -> tuple[int, ...]:
        """Appends English words; their positions."""
        start = len(self.english)
        self.english += words
        return tuple(range(start, len(self.english)))

    def render(self, word: str, *positions: int) -> None:
        """Appends a French word that is right at `positions`."""
        self.french.append(word)
        self.links.append(positions)

    def write(self, sentence: Sentence) -> None:
        subject, target = sentence.subject, sentence.object
        if isinstance(subject, Pronoun):
            at = noun_at = self.say(subject.english)[0]
            following = self._predicate_start(sentence, subject.person)
            je = subject.french == "je" and elides(following)
            self.render("j'" if je else subject.french, at)
            person, third, be = subject.person, subject.third, subject.be
        else:
            noun_at = self.phrase(subject)
            person, third, be = _agreement(subject)
        if sentence.verb is None:
            assert sentence.quality is not None
            gender, plural = _agrees(subject)
            self.quality(sentence.quality, be, person, gender, plural)
            return
        denial = self.verb(sentence.verb, person, third, sentence.negated)
        antecedent, antecedent_at = subject, noun_at
        if target is not None:
            target_at = self.phrase(target, denial=denial)
            if sentence.reason and not sentence.reason.adjective.feeling:
                antecedent, antecedent_at = target, target_at
        if sentence.location:
            preposition, place = sentence.location
            at_all = self.say(*preposition.english)
            if preposition.french:
                self.render(preposition.french, *at_all)
            self.phrase(place, preposition.joint, at_all)
        if sentence.reason:
            self.reason(sentence.reason, antecedent, antecedent_at)

    @staticmethod
    def _predicate_start(sentence: Sentence, person: int) -> str:
        """The French word after the subject, before any elision of its own."""
        verb = sentence.verb
        if sentence.negated or (sentence.quality and sentence.quality.negated):
            return "ne"
        return BE[person] if verb is None else verb.french[person]

    def verb(self, verb: Verb, person: int, third: bool, negated: bool) -> tuple[int, ...]:
        """A full verb; the positions of “do not”."""
        french = verb.french[person]
        denial: tuple[int, ...] = ()
        if negated:
            denial = self.say("does" if third else "do", "not")
            self.render("n'" if elides(french) else "ne", *denial)
        at = self.say(verb.english_third if third and not negated else verb.english)
        if verb.particle:
            at += self.say(verb.particle)
        self.render(french, *at)
        if negated:
            self.render("pas", *denial)
        return denial

    def quality(self, quality: Quality, be: str, person: int, gender: Gender, plural: bool) -> None:
        """“is not hungry”, “is too hungry”."""
        (be_at,) = self.say(be)
        french = BE[person]
        if quality.negated:
            (not_at,) = self.say("not")
            self.render("n'" if elides(french) else "ne", not_at)
            self.render(french, be_at)
            self.render("pas", not_at)
        else:
            self.render(french, be_at)
        if quality.degree:
            self.render(_DEGREES[quality.degree], *self.say(quality.degree))
        at = self.say(quality.adjective.english)
        self.render(quality.adjective.form(gender, plural), *at)

    def reason(self, reason: Quality, antecedent: Phrase | Pronoun, antecedent_at: int) -> None:
        """“because it is hungry”."""
        (because_at,) = self.say("because")
        gender, plural = _agrees(antecedent)
        if isinstance(antecedent, Pronoun):
            english, french = antecedent.english, antecedent.french
            person, be = antecedent.person, antecedent.be
            deciding: tuple[int, ...] = ()  # “she” says all that “elle” does.
        else:
            english, french = _pronoun(antecedent), _BACK[gender, plural]
            person, _, be = _agreement(antecedent)
            deciding = (antecedent_at,)
        (at,) = self.say(english)
        self.render("parce", because_at)
        self.render("qu'" if elides(french) else "que", because_at)
        self.render(french, at, *deciding)
        self.quality(reason, be, person, gender, plural)

    def phrase(
        self,
        phrase: Phrase,
        joint: str = "",
        joint_at: tuple[int, ...] = (),
        denial: tuple[int, ...] = (),
    ) -> int:
        """A noun phrase after `joint` (de, à or nothing); the position of its noun."""
        noun, plural, gender = phrase.noun, phrase.plural, phrase.gender
        before, after = phrase.before, phrase.after
        start = len(self.english)
        adjectives = [adjective for adjective in (before, after) if adjective]
        word = noun.english_plural if plural else noun.english
        rest = (*(adjective.english for adjective in adjectives), word)
        if phrase.determiner == "a":
            self.english.append("an" if rest[0][0] in "aeiou" else "a")
        elif phrase.determiner:
            self.english.append(phrase.determiner)
        first = len(self.english)
        self.english += rest
        noun_at = len(self.english) - 1

        french = noun.french_plural if plural else noun.french
        first_french = before.form(gender, plural, french) if before else french
        article_at = (start, noun_at)
        if phrase.determiner == "a" and denial:
            article, article_at = ("d'" if elides(first_french) else "de"), (start, denial[-1])
        else:
            article = _article(phrase.determiner, gender, plural, first_french)
        self._joined(joint, joint_at, article, article_at, first_french)
        if before:
            self.render(first_french, first)
        self.render(french, noun_at)
        if after:
            self.render(after.form(gender, plural), noun_at - 1)
        if phrase.owner:
            self._owner(phrase.owner, phrase.owners)
        return noun_at

    def _joined(
        self,
        joint: str,
        joint_at: tuple[int, ...],
        article: str,
        article_at: tuple[int, ...],
        following: str,
    ) -> None:
        """The end of a preposition and an article, fused where French fuses them."""
        fused = _FUSED.get((joint, article))
        if fused:
            self.render(fused, *joint_at, *article_at)
            return
        if joint:
            short = joint == "de" and elides(article or following)
            self.render("d'" if short else joint, *joint_at)
        if article:
            self.render(article, *article_at)

    def _owner(self, owner: Noun, plural: bool) -> None:
        self.phrase(
            Phrase("" if owner.kind == "name" else "the", owner, plural), "de", self.say("of")
        )


def _article(determiner: str, gender: Gender, plural: bool, following: str) -> str:
    """The French determiner in front of the word `following`; "" for none."""
    if determiner == "the":
        if plural:
            return "les"
        return "l'" if elides(following) else "le" if gender == "m" else "la"
    if determiner == "a":
        return "un" if gender == "m" else "une"
    if determiner == "these":
        return "ces"
    if determiner == "this":
        if gender == "f":
            return "cette"
        return "cet" if elides(following) else "ce"
    if determiner == "our":
        return "nos" if plural else "notre"
    if not determiner:
        return ""
    masculine, feminine, many = _POSSESSIVES[determiner]
    if plural:
        return many
    return feminine if gender == "f" and not elides(following) else masculine


def _agreement(phrase: Phrase) -> tuple[int, bool, str]:
    """Person as an index of :attr:`Verb.french`, English -s, English “to be”."""
    return (4, False, "are") if phrase.plural else (2, True, "is")


def _agrees(subject: Phrase | Pronoun) -> tuple[Gender, bool]:
    """Gender and number that an adjective takes; either gender will do where it is not known."""
    return subject.gender or "m", subject.plural


def _pronoun(phrase: Phrase) -> str:
    """What English refers back with."""
    if phrase.plural:
        return "they"
    if phrase.noun.kind in ("person", "name"):
        return "he" if phrase.gender == "m" else "she"
    return "it"
