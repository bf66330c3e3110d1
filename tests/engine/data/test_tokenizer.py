"""Cutting, numbering, showing and reading back."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.data import worlds
from engine.data.tokenizer import (
    CLASSIFY,
    END,
    MASK,
    PAD,
    SEPARATE,
    SPECIAL,
    START,
    UNKNOWN,
    Tokenizer,
)
from engine.seen.tokens import Token
from engine.specification import Tokenization

KINDS: tuple[Tokenization, ...] = ("word", "character", "bpe")

TEXTS = [
    "the cat sees the dog .",
    "the dog sees the bird .",
    "le chat voit le chien , qu'il aime .",
    "l'été , j'ai vu 12 pommes à 3.50 €",
    "我们在这里。",
    "カタカナとひらがな",
    "안녕하세요 세계",
    "मैं हिन्दी बोलता हूँ",
    "مرحبا بالعالم",
    "<s> looks special </s> <pad> <unk>",
] * 3


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Tokenization:
    found: Tokenization = request.param
    return found


@pytest.fixture
def tokenizer(kind: Tokenization) -> Tokenizer:
    return Tokenizer.fit(TEXTS, kind, 500)


def cut(text: str, kind: Tokenization = "word") -> list[str]:
    return [token.text for token in Tokenizer.fit(TEXTS, kind, 500).tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Go, now!", ["Go", ",", "now", "!"]),
        ("qu'il n’est l'eau", ["qu'", "il", "n’", "est", "l'", "eau"]),
        ("parce qu' il n' est", ["parce", "qu'", "il", "n'", "est"]),
        ("don't", ["don'", "t"]),
        ("dogs' tails 'quoted'", ["dogs", "'", "tails", "'", "quoted", "'"]),
        ("12 pommes, 3.50", ["12", "pommes", ",", "3", ".", "50"]),
        ("saftig-grün", ["saftig", "-", "grün"]),
        ("我们在。", ["我", "们", "在", "。"]),
        ("カタカナー と", ["カ", "タ", "カ", "ナ", "ー", "と"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("हिन्दी बोलता", ["हिन्दी", "बोलता"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("Va\u202f! l\u00a0a a\u200bb", ["Va", "!", "l", "a", "a", "b"]),
        ("woman &apos;s &amp; &#39;", ["woman", "&apos;", "s", "&amp;", "&#39;"]),
        ("👍🏽👨‍👩‍👧🇫🇷", ["👍🏽", "👨‍👩‍👧", "🇫🇷"]),
        (" \t\u200b\ufeff", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert cut(text) == words


def test_characters_are_what_a_person_counts() -> None:
    assert cut("l'é e\u0301 \t我👍🏽\u00a0", "character") == [
        *("l", "'", "é", "␣", "e\u0301", "␣", "⇥", "我", "👍🏽", "⍽"),
    ]
    assert cut("\u200b", "character") == ["U+200B"]
    assert cut("\u0301", "character") == ["◌\u0301"]


def test_pieces_show_readable_text_and_their_boundary() -> None:
    tokenizer = Tokenizer.fit(["low lower lowest été"] * 9, "bpe", 60)
    shown = [token.text for token in tokenizer.tokens("lower  e\u0301te\u0301 \u00a0low!")]
    assert "".join(shown) == "▁lowere\u0301te\u0301low!".replace("re", "r▁e").replace(
        "\u0301l", "\u0301▁l"
    )
    assert all(text.replace("\u0301", "").replace("▁", "").isascii() for text in shown)


@pytest.mark.parametrize("world", worlds.WORLDS, ids=lambda world: world.name)
def test_a_worlds_tokens_are_the_same_here(world: worlds.World) -> None:
    found = world.pairs(0, 3000)
    tokenizer = Tokenizer.fit([text for pair in found for text in pair], world.tokenization, 8000)
    for pair in (*found, *world.examples):
        for text in pair:
            assert tokenizer.words(text) == world.tokens(text)
            assert UNKNOWN not in tokenizer.encode(text) or pair in world.examples
            assert tokenizer.decode(tokenizer.encode(text)) == text or pair in world.examples


def test_special_tokens_have_their_ids_and_no_text_becomes_one(tokenizer: Tokenizer) -> None:
    assert (PAD, START, END, UNKNOWN) == (0, 1, 2, 3)
    assert [tokenizer.token(id).text for id in range(4)] == list(SPECIAL[:4])
    assert all(tokenizer.token(id).special for id in range(4))
    text = "<s> looks special </s> <pad> <unk>"
    ids = tokenizer.encode(text)
    assert min(ids) > UNKNOWN
    assert not any(token.special for token in tokenizer.tokens(text))
    assert "".join(tokenizer.decode(ids).split()) == "".join(text.split())


def test_running_text_has_three_special_tokens_more(kind: Tokenization) -> None:
    pairs, text = (Tokenizer.fit(TEXTS, kind, 500, cloze=cloze) for cloze in (False, True))
    assert (pairs.special_count, text.special_count) == (4, 7)
    assert (CLASSIFY, SEPARATE, MASK) == (4, 5, 6)
    assert [text.token(id).text for id in range(7)] == list(SPECIAL)
    assert [text.token(id).special for id in range(8)] == [True] * 7 + [False]
    for sentence in TEXTS:
        assert text.encode(sentence) == [
            id + 3 if id > UNKNOWN else id for id in pairs.encode(sentence)
        ]
        around = [CLASSIFY, *text.encode(sentence), SEPARATE]
        assert text.decode(around) == text.decode(text.encode(sentence))
    typed = "[MASK] [CLS] [SEP]"
    assert not set(text.encode(typed)) & {CLASSIFY, SEPARATE, MASK}
    again = Tokenizer.from_json(text.to_json())
    assert again.to_json() == text.to_json()
    assert again.special_count == 7
    with pytest.raises(ValueError, match="take 7"):
        Tokenizer.fit(TEXTS, kind, 7, cloze=True)


def test_a_typed_mask_is_the_mask_where_asked_for(kind: Tokenization) -> None:
    text = Tokenizer.fit(TEXTS, kind, 500, cloze=True)
    tokens = text.tokens("the [MASK] sees [MASK]", masks=True)
    assert [token.id for token in tokens] == text.encode("the [MASK] sees [MASK]", masks=True)
    assert [token for token in tokens if token.special] == [Token(MASK, "[MASK]", special=True)] * 2
    assert text.decode(token.id for token in tokens) == "the [MASK] sees [MASK]"
    assert MASK not in text.encode("the [MASK] sees")
    assert text.encode("the cat", masks=True) == text.encode("the cat")
    pairs = Tokenizer.fit(TEXTS, kind, 500)
    assert pairs.tokens("the [MASK]", masks=True) == pairs.tokens("the [MASK]")


@pytest.mark.parametrize("files_only", ["byte-bpe", "wordpiece"])
def test_kinds_that_only_files_have_are_not_fitted(files_only: Tokenization) -> None:
    with pytest.raises(ValueError, match=f"{files_only} tokens comes from files"):
        Tokenizer.fit(TEXTS, files_only, 500)


def test_the_vocabulary_of_a_shipped_model_still_opens() -> None:
    folder = Path(__file__).parents[3] / "assets" / "checkpoints" / "transformer"
    (file,) = folder.glob("vocabulary-*.json")
    stored = file.read_text("utf-8")
    assert json.loads(stored)["version"] == 1
    tokenizer = Tokenizer.from_json(stored)
    assert tokenizer.special_count == 4
    assert tokenizer.to_json() == stored


def test_ids_and_tokens_agree(tokenizer: Tokenizer) -> None:
    for text in (*TEXTS, "Quelque chose d’inconnu ☃ e\u0301", "☃the", ""):
        tokens = tokenizer.tokens(text)
        assert [token.id for token in tokens] == tokenizer.encode(text)
        assert tokenizer.encode_all([text]) == [tokenizer.encode(text)]
        words = tokenizer.words(text)
        assert len(words) == len(tokens)
        assert "".join("".join(words).replace("▁", "").split()) == "".join(text.split())
        for token in tokens:
            assert token.unknown == (token.id == UNKNOWN)
            assert token.text


def test_known_text_comes_back(tokenizer: Tokenizer) -> None:
    for text in TEXTS:
        back = tokenizer.decode([START, *tokenizer.encode(text), END, PAD, PAD])
        if tokenizer.kind == "word":
            assert back == " ".join(tokenizer.words(text))
        else:
            assert back == text


def test_unknown_tokens_keep_their_text(tokenizer: Tokenizer) -> None:
    *_, last = tokenizer.tokens("the ☃")
    assert last == Token(UNKNOWN, "☃", unknown=True)
    assert tokenizer.decode([last.id]) == "<unk>"


def test_one_spelling_is_one_token_and_shows_what_stood_there(tokenizer: Tokenizer) -> None:
    composed, decomposed = "l'été", "l'e\u0301te\u0301"
    assert tokenizer.encode(composed) == tokenizer.encode(decomposed)
    shown = "".join(token.text for token in tokenizer.tokens(decomposed)).replace("▁", "")
    assert shown == decomposed
    # decomposed Hangul is composed likewise
    jamo = "\u110b\u1161\u11ab\u1102\u1167\u11bc"
    assert "".join(tokenizer.words(jamo)).replace("▁", "") == jamo


@pytest.mark.parametrize("kind", ["word", "character"])
def test_most_frequent_first_ties_by_text(kind: Tokenization) -> None:
    tokenizer = Tokenizer.fit(["b a c c", "z b"], kind, 100)
    texts = [tokenizer.token(id).text for id in range(4, len(tokenizer))]
    assert [text for text in texts if text != "␣"] == ["b", "c", "a", "z"]


def test_the_vocabulary_has_the_size_asked_for(kind: Tokenization) -> None:
    generator = random.Random(1)
    words = ["".join(generator.choices("abcdefgh", k=5)) for _ in range(300)]
    texts = [" ".join(generator.choices(words, k=6)) for _ in range(400)]
    for size in (5, 8, 40, 150):
        assert len(Tokenizer.fit(texts, kind, size)) <= size
    assert len(Tokenizer.fit(texts, "word", 150)) == len(Tokenizer.fit(texts, "bpe", 150)) == 150
    with pytest.raises(ValueError, match="no room"):
        Tokenizer.fit(texts, kind, 4)


def test_rare_characters_do_not_crowd_out_the_pieces() -> None:
    texts = [*(chr(0x4E00 + n) for n in range(500)), *["the cat sees the cat"] * 50]
    tokenizer = Tokenizer.fit(texts, "bpe", 100)
    assert len(tokenizer) <= 100
    assert "▁cat" in [token.text for token in tokenizer.tokens("the cat")]


def test_the_order_of_the_texts_does_not_matter(kind: Tokenization) -> None:
    shuffled = random.Random(3).sample(TEXTS, len(TEXTS))
    assert Tokenizer.fit(TEXTS, kind, 90).to_json() == Tokenizer.fit(shuffled, kind, 90).to_json()


def test_every_process_fits_the_same_vocabulary() -> None:
    program = (
        "import hashlib\n"
        "from engine.data.tokenizer import Tokenizer\n"
        "from tests.engine.data.test_tokenizer import KINDS, TEXTS\n"
        "print([hashlib.sha256(Tokenizer.fit(TEXTS, kind, 90).to_json().encode()).hexdigest()\n"
        "       for kind in KINDS])\n"
    )
    answers = set()
    for seed, parallel in (("1", "true"), ("2", "false")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TOKENIZERS_PARALLELISM": parallel}
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1


def test_json_and_back(tokenizer: Tokenizer) -> None:
    again = Tokenizer.from_json(tokenizer.to_json())
    assert again.kind == tokenizer.kind
    assert len(again) == len(tokenizer)
    assert again.to_json() == tokenizer.to_json()
    for text in (*TEXTS, "something else ☃"):
        assert again.tokens(text) == tokenizer.tokens(text)


def _damaged(**changes: Any) -> str:
    content = json.loads(Tokenizer.fit(TEXTS, "bpe", 200).to_json())
    return json.dumps(content | changes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not whole JSON"),
        (_damaged()[:-20], "not whole JSON"),
        ("[" * 100_000, "not whole JSON"),
        ("[]", "not a vocabulary"),
        ('{"<pad>": 0}', "not a vocabulary"),
        (_damaged(version=99), "newer Heed"),
        (_damaged(kind="syllable"), "no kind of token 'syllable'"),
        (_damaged(kind=["word"]), "no kind of token"),
        (_damaged(tokens="abc"), "not a list of texts"),
        (_damaged(tokens=[*SPECIAL, 5]), "not a list of texts"),
        (_damaged(tokens=["a", "b"]), "does not begin"),
        (_damaged(tokens=[*SPECIAL, "a", "a"]), "occurs twice"),
        (_damaged(special=7), "does not begin"),
        (_damaged(special=5), "5 special tokens"),
        (_damaged(special=4.0), "4.0 special tokens"),
        (_damaged(kind="wordpiece"), "no kind of token 'wordpiece'"),
        (_damaged(merges=5), "not pairs"),
        (_damaged(merges=[["a"]]), "does not merge"),
        (_damaged(merges=[["a", "€€€"]]), "does not merge"),
        (_damaged(tokens=[*SPECIAL, "\ud800"], merges=[]), "not Unicode"),
    ],
)
def test_a_damaged_vocabulary_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Tokenizer.from_json(text)


def test_ids_that_are_none_are_refused(tokenizer: Tokenizer) -> None:
    for id in (-1, len(tokenizer)):
        with pytest.raises(ValueError, match="There is no token"):
            tokenizer.token(id)


def test_halves_of_characters_are_cut_like_any_other(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokens("the \ud800")
    assert tokens[-1].unknown
    assert "\ufffd" in tokens[-1].text
    assert tokenizer.encode_all(["the \ud800"]) == [tokenizer.encode("the \ud800")]
