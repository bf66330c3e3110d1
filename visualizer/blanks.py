"""Words of a text turned into blanks and back, by whoever chooses what shall be guessed."""

from __future__ import annotations

from engine.look import Look, Token

BLANK = "[MASK]"
#: What tokens carry that does not stand in the text: the boundary of a piece, signs for spaces.
_BOUNDARIES = "▁␣⏎⇥⍽ "
_INSIDE = "##"


class Blanks:
    """The text that is watched, its words by their place in it, and which are blanks.

    A blank is one token as the word was, so that the nth word stays the nth, wherever the two
    segments meet.
    """

    def __init__(self) -> None:
        self._text = ""
        self._spans: tuple[tuple[int, int] | None, ...] = ()
        self._words: dict[int, int] = {}
        self._given: dict[str, frozenset[int]] = {}
        self._chosen: frozenset[int] = frozenset()

    def stand_on(self, look: Look) -> None:
        """Take the text of a look; one that toggle() gave is still the text it was made from."""
        tokens = look.sequences.get("text", ())
        places = [place for place, token in enumerate(tokens) if token.drawn or not token.special]
        self._words = {place: number for number, place in enumerate(places)}
        if look.source_text in self._given and len(places) == len(self._spans):
            self._chosen = self._given[look.source_text]
            return
        self._text, self._chosen = look.source_text, frozenset()
        self._spans = _spans(self._text, [tokens[place] for place in places])
        self._given = {self._text: self._chosen}

    def can_toggle(self, place: int) -> bool:
        """Whether the token there is a word of the text, or a blank made of one."""
        span = self._span(place)
        return span is not None and self._text[slice(*span)] != BLANK

    def toggle(self, place: int) -> str | None:
        """The text with this word as a blank, or with the word again; None where that cannot be."""
        if not self.can_toggle(place):
            return None
        self._chosen = self._chosen ^ {self._words[place]}
        text = self._text
        for number in sorted(self._chosen, reverse=True):
            span = self._spans[number]
            assert span is not None
            text = text[: span[0]] + BLANK + text[span[1] :]
        self._given[text] = self._chosen
        return text

    def word(self, place: int) -> str:
        """What stands at a blank that was made here; "" elsewhere."""
        span = self._span(place)
        chosen = span is not None and self._words[place] in self._chosen
        return self._text[slice(*span)] if chosen and span is not None else ""

    def _span(self, place: int) -> tuple[int, int] | None:
        number = self._words.get(place)
        return self._spans[number] if number is not None else None


def _spans(text: str, words: list[Token]) -> tuple[tuple[int, int] | None, ...]:
    """From where to where each word stands in the text; None where it is not found there."""
    found: list[tuple[int, int] | None] = []
    at = 0
    for token in words:
        begin = at + len(text[at:]) - len(text[at:].lstrip())
        if token.part and not token.part.startswith("1/"):
            # A later part of the character whose first part stands before it.
            found.append(None)
            continue
        stood = _as_it_stood(token)
        if not stood and begin > at:
            begin, stood = at, text[at]
        if not stood or not text.startswith(stood, begin):
            found.append(None)
            continue
        at = begin + len(stood)
        found.append((begin, at))
    return tuple(found)


def _as_it_stood(token: Token) -> str:
    said = token.original or token.text
    return said.removeprefix(_INSIDE).strip(_BOUNDARIES) if said != BLANK else said
