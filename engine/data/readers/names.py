"""What columns are called in the field's files, and which of them make a pair."""

from __future__ import annotations

import re

#: (source, target), the likeliest first.
PAIRS = (
    ("source", "target"),
    ("src", "tgt"),
    ("src", "trg"),
    ("source_text", "target_text"),
    ("input", "output"),
    ("inputs", "targets"),
    ("from", "to"),
    ("original", "translation"),
    ("sentence1", "sentence2"),
    ("#1 string", "#2 string"),
    ("premise", "hypothesis"),
    ("question1", "question2"),
    ("question", "answer"),
    ("question", "sentence"),
    ("prompt", "completion"),
    ("article", "highlights"),
    ("document", "summary"),
    ("sent1", "sent2"),
    ("text1", "text2"),
    ("sentence", "label"),
    ("text", "label"),
)

#: Columns that say something about a row and are no side of a pair.
_ABOUT = frozenset(
    "id idx index guid no. key #1_id #2_id pairid pair_id year date genre filename file split "
    "fold fold-ind video-id label labels class score quality gold_label gold-source gold "
    "is_duplicate similarity license attribution author url domain text sentence title "
    "category".split()
)

#: Without "id" and "no", which are numbers far more often than Indonesian and Norwegian.
_LANGUAGES = frozenset(
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu is it ja ka ko la lt lv "
    "mk mn ms nb nl nn pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur vi zh zh-cn zh-tw en-us "
    "en-gb pt-br "
    "ara bul ces cmn dan deu ell eng epo est fin fra heb hin hun ita jpn kor lat nld nob nor pol "
    "por ron rus spa swe tur ukr vie zho "
    "arabic bulgarian chinese czech danish dutch english esperanto estonian finnish french german "
    "greek hebrew hindi hungarian italian japanese korean latin norwegian persian polish "
    "portuguese romanian russian spanish swedish thai turkish ukrainian vietnamese".split()
)

_KNOWN = _ABOUT.union(*PAIRS)


def plain(name: str) -> str:
    """`name` as it is compared: without the space around it, in lower case."""
    return name.strip().casefold()


def is_known(name: str) -> bool:
    """Whether `name` is one that columns have, not counting languages."""
    return plain(name).replace(" ", "_") in _KNOWN or plain(name) in _KNOWN


def is_language(name: str) -> bool:
    """Whether `name` is a language, or has one at its end or beginning: "fr", "translation.en"."""
    if not re.fullmatch(r"[\w-]+([._:/][\w-]+)*", name.strip()):
        return False
    parts = [part for part in re.split(r"[._:/]", plain(name)) if part]
    return bool(parts) and (parts[-1] in _LANGUAGES or parts[0] in _LANGUAGES)


def pair_by_name(names: list[str]) -> tuple[int, int] | None:
    """The places of the two columns whose names make them a pair, if any do."""
    simple = [plain(name) for name in names]
    last = [name.rsplit(".", 1)[-1] for name in simple]
    for source, target in PAIRS:
        for known in (simple, last):
            if source in known and target in known:
                return known.index(source), known.index(target)
    languages = [place for place, name in enumerate(names) if is_language(name)]
    return (languages[0], languages[1]) if len(languages) >= 2 else None
