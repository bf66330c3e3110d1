"""Words of a text turned into blanks and back, by whoever chooses what shall be guessed."""

from __future__ import annotations

from engine.seen.look import Look
from engine.seen.tokens import Token

BLANK = "[MASK]"
#: What tokens carry that does not stand in the text: the boundary of a piece, signs for spaces.
_BOUNDARIES = "▁␣⏎⇥⍽ "
_INSIDE = "##"


#: From where to where something stands in a text.
Span = tuple[int, int]


class Blanks:
    """The text as it was before any word of it became a blank, and which of its words are blanks.

    Words are known by their place in that text: a blank within a word may cut the rest of it into
    other tokens, and one at the end of a sentence may move the second segment.
    """

    def __init__(self) -> None:
        self._text = ""
        self._given: dict[str, frozenset[Span]] = {}
        self._chosen: frozenset[Span] = frozenset()
        self._spans: dict[int, Span] = {}

    @property
    def text(self) -> str:
        """The text as it was before."""
        return self._text

    def stand_on(self, look: Look) -> None:
        """Take the text of a look; one that toggle() gave is still the text it was made from."""
        if look.source_text not in self._given:
            self._text = look.source_text
            self._given = {self._text: frozenset()}
        self._chosen = self._given[look.source_text]
        tokens = look.sequences.get("text", ())
        places = [place for place, token in enumerate(tokens) if token.drawn or not token.special]
        found = _spans(look.source_text, [tokens[place] for place in places])
        self._spans = {
            place: _before_blanks(span, self._chosen)
            for place, span in zip(places, found, strict=True)
            if span is not None
        }

    def can_toggle(self, place: int) -> bool:
        """Whether the token there is a word of the text, or a blank made of one."""
        span = self._spans.get(place)
        return span is not None and self._text[slice(*span)] != BLANK

    def toggle(self, place: int) -> str | None:
        """The text with this word as a blank, or with the word again; None where that cannot be."""
        if not self.can_toggle(place):
            return None
        span = self._spans[place]
        # What was chosen after the look that is seen may lie across this word.
        apart = {other for other in self._chosen if other == span or not _overlap(other, span)}
        self._chosen = frozenset(apart ^ {span})
        text = self._text
        for begin, end in sorted(self._chosen, reverse=True):
            text = text[:begin] + BLANK + text[end:]
        self._given[text] = self._chosen
        return text

    def word(self, place: int) -> str:
        """What stands at a blank that was made here; "" elsewhere."""
        span = self._spans.get(place)
        return self._text[slice(*span)] if span is not None and span in self._chosen else ""


def _before_blanks(span: Span, chosen: frozenset[Span]) -> Span:
    """Where something in a text with blanks stood before these `chosen` places became blanks."""
    longer = 0
    for begin, end in sorted(chosen):
        if span[0] < begin + longer:
            break
        if span[0] == begin + longer:
            return begin, end
        longer += len(BLANK) - (end - begin)
    return span[0] - longer, span[1] - longer


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _spans(text: str, words: list[Token]) -> tuple[Span | None, ...]:
    """From where to where each word stands in the text; None where it is not found there."""
    found: list[Span | None] = []
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
