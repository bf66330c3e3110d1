"""How text is cut into pieces, by kind of token, and how invisible characters are shown.

The cutting is the tokenizers library's, so it is quick and knows each character's place in the
text. All kinds look at the text in Unicode form NFC ("é" is one character, however it was
typed), so one spelling is one token; what is shown is always cut from the text as it stood.
"""

from __future__ import annotations

import re
import unicodedata

from tokenizers import Regex, normalizers, pre_tokenizers
from tokenizers.normalizers import Normalizer
from tokenizers.pre_tokenizers import PreTokenizer

from engine.specification import Tokenization

#: Stands for a space in front of a BPE piece, and for "the text begins here".
BOUNDARY = "▁"

#: Written without spaces between words, so that each character is a word of its own. The two
#: prolonged sound marks are shared by Hiragana and Katakana, hence belong to neither script.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\x{30FC}\x{FF70}"

#: Letters, marks and digits, with the joiners and the soft hyphen that occur inside words.
_LETTERS = r"\p{L}\p{M}\p{N}_\x{200C}\x{200D}\x{AD}"

#: In order of preference at each place of the text; what none of them matches is left out.
_WORD = "|".join(
    (
        # an HTML entity, as files escaped by Moses hold them: &apos; stays whole
        r"&(?:[A-Za-z]{2,6}|#[0-9]{1,6});",
        # elision that stands apart, as in tokenized French: "qu' il", "l' eau"
        # (not looked for in unspaced scripts, where it would take the square of a text's length)
        rf"(?:[cdjlmnstCDJLMNST]|[\p{{L}}&&[^{_UNSPACED}]]*[qQ][uU])['’](?![{_LETTERS}])",
        # a word, with its apostrophe when more of it follows: "qu'|il", "don'|t"
        rf"[[{_LETTERS}]&&[^{_UNSPACED}]]+(?:['’](?=[\p{{L}}\p{{N}}]))?",
        # anything else that can be seen, Han and Kana too: what a person counts as one character
        r"(?![\s\p{Cf}\p{Cc}])\X",
    )
)

#: BPE merges inside these runs only, each with the boundary before it.
_RUN = "|".join(
    (
        rf"{BOUNDARY}?[\p{{L}}\p{{M}}\x{{200C}}\x{{200D}}\x{{AD}}]+(?:['’](?=[\p{{L}}\p{{N}}]))?",
        rf"{BOUNDARY}?\p{{N}}+",
        rf"{BOUNDARY}?[^\p{{L}}\p{{M}}\p{{N}}{BOUNDARY}]+",
        rf"{BOUNDARY}",
    )
)

#: Halves of characters that only damaged text holds; the library refuses them.
_HALVES = re.compile("[\ud800-\udfff]")

_SHOWN = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍", "\u00a0": "⍽", "\u202f": "⍽"}


def normalizer(kind: Tokenization) -> Normalizer:
    """What text becomes before it is cut."""
    if kind == "bpe":
        one_space = normalizers.Replace(Regex(r"[\s\x{200B}\x{FEFF}]+"), " ")
        return normalizers.Sequence([normalizers.NFC(), one_space, normalizers.Strip()])
    return normalizers.NFC()


def cutter(kind: Tokenization) -> PreTokenizer:
    """What cuts text into words, characters, or the runs that BPE works within.

    A character is an extended grapheme cluster, what a person counts as one: a letter with its
    marks, an emoji with its skin tone. Digits, and letters of alphabets, are one each.
    """
    if kind == "word":
        return pre_tokenizers.Split(Regex(_WORD), "removed", invert=True)
    if kind == "character":
        return pre_tokenizers.Split(Regex(r"\X"), "isolated")
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(BOUNDARY, prepend_scheme="always", split=False),
            pre_tokenizers.Split(Regex(_RUN), "isolated"),
        ]
    )


def sound(text: str) -> str:
    """`text` with the replacement character � for every half of a surrogate pair."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def visible(text: str) -> str:
    """`text` with every space and invisible character as a sign that can be seen."""
    if text.isprintable() and " " not in text and not unicodedata.combining(text[:1] or " "):
        return text
    if len(text) == 1 and unicodedata.category(text) == "Cf":
        return f"U+{ord(text):04X}"
    shown = "".join(_shown(character) for character in text)
    return f"◌{shown}" if unicodedata.combining(shown[0]) else shown


def end_of_marks(text: str, end: int, limit: int) -> int:
    """`end` moved past marks that belong to the character before it, at most to `limit`.

    NOTE: where NFC joined a letter and its mark, the library's offsets end after the letter.
    """
    while end < limit and (
        unicodedata.category(text[end])[0] == "M" or "\u1160" <= text[end] <= "\u11ff"
    ):
        end += 1
    return end


def _shown(character: str) -> str:
    if character in _SHOWN:
        return _SHOWN[character]
    # Format characters steer their neighbours (joined emoji, Persian); only alone are they lost.
    if character.isprintable() or unicodedata.category(character) == "Cf":
        return character
    return f"U+{ord(character):04X}"
