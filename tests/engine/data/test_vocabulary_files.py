"""Vocabulary files of the field: what they cut, what is shown, and what is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tokenizers import (
    AddedToken,
    Regex,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from tokenizers import Tokenizer as Library
from tokenizers.implementations import BertWordPieceTokenizer, ByteLevelBPETokenizer

from engine.data.problem import DataProblem
from engine.data.special import NAMES
from engine.data.tokenizer import END, MASK, SPECIAL, UNKNOWN, Tokenizer
from engine.seen.tokens import Token
from engine.specification import Tokenization

LEARNED = [
    "Once upon a time there was a little cat. The cat was happy and played.",
    "Il était une fois un été, déjà passé; l'élève a créé 12 poèmes à 3.50 €.",
    "我们在这里。我们很高兴。",
    "She said “don't” and the dogs were running,    unbelievable!\r\n  A a  the a    a.",
] * 4
TEXTS = [
    "",
    " ",
    "The cat was happy.",
    "Il était déjà là, Crème brûlée",
    "e\u0301te\u0301 naïve ﬁne ½",
    "👍🏽 👨‍👩‍👧 ok",
    "我们在北京。",
    "한국어 हिन्दी مرحبا",
    "two  spaces   three ",
    "line\nnext\r\n\n\tlast",
    "1,234.56 in 2024",
    "a\u00a0b\u200bc\u2028d",
    "don't “quote” — [x] <y>",
]


def byte_bpe() -> Library:
    library = Library(models.BPE())
    library.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    library.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        initial_alphabet=sorted(alphabet),
        special_tokens=["<|endoftext|>"],
        show_progress=False,
    )
    library.train_from_iterator(LEARNED, trainer)
    return library


def metaspace(library: Library) -> Library:
    library.normalizer = normalizers.NFKC()
    library.pre_tokenizer = pre_tokenizers.Metaspace()
    library.decoder = decoders.Metaspace()
    return library


def bpe() -> Library:
    library = metaspace(Library(models.BPE(unk_token="<unk>")))
    trainer = trainers.BpeTrainer(
        vocab_size=200, special_tokens=["<pad>", "<s>", "</s>", "<unk>"], show_progress=False
    )
    library.train_from_iterator(LEARNED, trainer)
    return library


def unigram() -> Library:
    library = metaspace(Library(models.Unigram()))
    trainer = trainers.UnigramTrainer(
        vocab_size=180,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        unk_token="<unk>",
        show_progress=False,
    )
    library.train_from_iterator(LEARNED, trainer)
    return library


def fallback_bpe() -> Library:
    single = [f"<0x{byte:02X}>" for byte in range(256)]
    tokens = ["<unk>", "<s>", "</s>", *single, "▁", "a", "b", "▁a"]
    library = Library(
        models.BPE(
            {token: id for id, token in enumerate(tokens)},
            [("▁", "a")],
            unk_token="<unk>",
            byte_fallback=True,
        )
    )
    library.normalizer = normalizers.Sequence(
        [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
    )
    library.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    return library


def wordpiece() -> Library:
    library = Library(models.WordPiece(unk_token="[UNK]"))
    library.normalizer = normalizers.BertNormalizer(lowercase=False)
    library.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    library.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=260,
        special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        show_progress=False,
    )
    library.train_from_iterator(LEARNED, trainer)
    library.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    library.enable_truncation(3)
    return library


def word_level() -> Library:
    library = Library(models.WordLevel(unk_token="[UNK]"))
    library.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    library.train_from_iterator(
        LEARNED, trainers.WordLevelTrainer(special_tokens=["[UNK]", "[MASK]"], show_progress=False)
    )
    library.add_tokens([AddedToken("New York")])
    return library


WHOLE: dict[str, tuple[Callable[[], Library], str]] = {
    "byte-bpe": (byte_bpe, "byte-bpe"),
    "bpe": (bpe, "bpe"),
    "unigram": (unigram, "bpe"),
    "fallback": (fallback_bpe, "bpe"),
    "wordpiece": (wordpiece, "wordpiece"),
    "word": (word_level, "word"),
}


def gpt2_files(folder: Path, version: bool = True) -> list[str]:
    model = json.loads(byte_bpe().to_str())["model"]
    vocab, merges = folder / "encoder.json", folder / "vocab.bpe"
    vocab.write_text(json.dumps(model["vocab"]), "utf-8")
    lines = ["#version: 0.2"] * version + [" ".join(merge) for merge in model["merges"]]
    merges.write_text("\n".join(lines) + "\n", "utf-8")
    return [str(vocab), str(merges)]


def bert_file(folder: Path, lower: bool) -> str:
    vocab = json.loads(wordpiece().to_str())["model"]["vocab"]
    tokens = sorted(vocab, key=vocab.__getitem__)
    if lower:
        tokens = [token for token in tokens if token in NAMES or token == token.lower()] + ["ℝ"]
    path = folder / "vocab.txt"
    path.write_bytes("".join(token + "\n" for token in tokens).encode())
    return str(path)


def agree(ours: Tokenizer, library: Any, text: str) -> None:
    """The same pieces from the same places of the text."""
    library.no_truncation()
    encoding = library.encode(text, add_special_tokens=False)
    tokens = ours.tokens(text)
    assert [token.id for token in tokens] == ours.encode(text) == ours.encode_all([text])[0]
    stored = json.loads(ours.to_json())["library"]
    rows = stored["model"]["vocab"]
    names = [row[0] if isinstance(row, list) else row for row in rows]
    names += [row["content"] for row in stored["added_tokens"] if row["content"] not in names]
    assert len(ours) == len(SPECIAL) + len(names) - 1
    for token, stood, id, (start, end) in zip(
        tokens, ours.words(text), encoding.ids, encoding.offsets, strict=True
    ):
        name = library.id_to_token(id)
        assert names[0 if token.unknown else token.id - len(SPECIAL) + 1] == name
        assert "\ufffd" not in token.text
        # a space that the library put in front stands nowhere in the text
        assert stood == text[start:end] or (name in "▁Ġ" and stood == "")
    assert Tokenizer.from_json(ours.to_json()).tokens(text) == tokens


@pytest.mark.parametrize("name", WHOLE)
def test_a_tokenizer_json_cuts_as_the_library_does(name: str, tmp_path: Path) -> None:
    make, kind = WHOLE[name]
    path = tmp_path / "tokenizer.json"
    library = make()
    library.save(str(path))
    ours = Tokenizer.from_files([str(path)])
    assert ours.kind == kind
    assert ours.special_count == 7
    for text in TEXTS:
        agree(ours, library, text)


@pytest.mark.parametrize("version", [True, False])
def test_gpt2s_two_files_in_either_order(version: bool, tmp_path: Path) -> None:
    files = gpt2_files(tmp_path, version)
    ours = Tokenizer.from_files(files)
    assert ours.kind == "byte-bpe"
    assert ours.to_json() == Tokenizer.from_files(files[::-1]).to_json()
    direct = ByteLevelBPETokenizer(*files)
    direct.post_processor = None
    for text in TEXTS:
        agree(ours, direct, text)
        assert ours.decode(ours.encode(text)) == text


@pytest.mark.parametrize("lower", [True, False])
def test_berts_vocabulary_lowers_where_it_has_no_capitals(lower: bool, tmp_path: Path) -> None:
    file = bert_file(tmp_path, lower)
    ours = Tokenizer.from_files([file])
    assert ours.kind == "wordpiece"
    direct = BertWordPieceTokenizer(file, lowercase=lower)
    for text in TEXTS:
        agree(ours, direct, text)
    assert (ours.encode("THE CAT") == ours.encode("the cat")) == lower


def test_ids_are_our_special_tokens_then_the_files_in_order(tmp_path: Path) -> None:
    file = bert_file(tmp_path, lower=False)
    listed = Path(file).read_text("utf-8").split("\n")[:-1]
    ours = Tokenizer.from_files([file])
    texts = [ours.token(id).text for id in range(len(ours))]
    assert texts == [*SPECIAL, *(token for token in listed if token not in NAMES)]
    assert [ours.token(id).special for id in range(8)] == [True] * 7 + [False]


@pytest.mark.parametrize("name", WHOLE)
def test_no_text_is_cut_into_a_special_token(name: str) -> None:
    make, _ = WHOLE[name]
    library = make()
    ours = Tokenizer.from_json(_stored(library))
    for special in NAMES:
        ids = ours.encode(f"a {special} b {special}")
        assert not {id for id in ids if id < len(SPECIAL)} - {UNKNOWN}
        assert END not in ours.encode(special)


def test_a_typed_mask_is_the_mask_where_asked_for(tmp_path: Path) -> None:
    for ours in (
        Tokenizer.from_files(gpt2_files(tmp_path)),
        Tokenizer.from_files([bert_file(tmp_path, True)]),
        Tokenizer.from_json(_stored(unigram())),
    ):
        text = "the [MASK] was [MASK]."
        tokens = ours.tokens(text, masks=True)
        assert [token.id for token in tokens] == ours.encode(text, masks=True)
        (one, two) = [index for index, token in enumerate(tokens) if token.id == MASK]
        assert tokens[one] == tokens[two] == Token(MASK, "[MASK]", special=True)
        assert [t.id for t in tokens[:one]] == ours.encode("the")
        assert [t.id for t in tokens[one + 1 : two]] == ours.encode(" was")
        assert MASK not in ours.encode(text)
        assert ours.decode(token.id for token in tokens) in (text, "the [MASK] was [MASK] .")


def test_a_part_of_a_character_shows_the_character_and_which_part(tmp_path: Path) -> None:
    library = byte_bpe()
    model = json.loads(library.to_str())["model"]
    model["merges"] = [["Ġ", "ð"]]
    model["vocab"]["Ġð"] = len(model["vocab"])
    ours = Tokenizer.from_json(_stored(library, model=model))
    shown = [(token.text, token.part) for token in ours.tokens("é 👍a")]
    assert shown == [
        *(("é", "1/2"), ("é", "2/2")),
        *(("␣👍", "1/4"), ("👍", "2/4"), ("👍", "3/4"), ("👍", "4/4")),
        ("a", ""),
    ]
    ids = ours.encode(" 👍")
    assert [ours.token(id).text for id in ids] == ["␣⟨F0⟩", "⟨9F⟩", "⟨91⟩", "⟨8D⟩"]
    assert ours.decode(ids) == " 👍"
    assert ours.decode(ids[:-1]) == " ⟨F0⟩⟨9F⟩⟨91⟩"
    assert ours.decode([*ids[:2], UNKNOWN, MASK, END]) == " ⟨F0⟩⟨9F⟩<unk> [MASK]"


def test_an_added_space_is_no_part_of_the_first_character() -> None:
    library = byte_bpe()
    library.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    ours = Tokenizer.from_json(_stored(library))
    assert [(token.text, token.part) for token in ours.tokens("ø")] == [
        ("␣", ""),
        ("ø", "1/2"),
        ("ø", "2/2"),
    ]
    assert ours.decode(ours.encode("été")) == "été"


def test_bytes_of_sentencepiece_are_parts_too() -> None:
    ours = Tokenizer.from_json(_stored(fallback_bpe()))
    shown = [(token.text, token.part) for token in ours.tokens("a é")]
    assert shown == [("a", ""), ("␣", ""), ("é", "1/2"), ("é", "2/2")]
    ids = ours.encode("aé b")
    assert ours.decode(ids) == "aé b"
    assert ours.token(ids[1]).text == "⟨C3⟩"
    assert ours.decode(ids[:2]) == "a⟨C3⟩"


def test_pieces_inside_a_word_have_their_sign(tmp_path: Path) -> None:
    path = tmp_path / "vocab.txt"
    path.write_text("[UNK]\nun\n##believ\n##able\nnot\n.\n'\n", "utf-8")
    ours = Tokenizer.from_files([str(path)])
    tokens = ours.tokens("Unbelievable. X")
    assert [token.text for token in tokens] == ["Un", "##believ", "##able", ".", "X"]
    assert ours.words("Unbelievable. X") == ("Un", "believ", "able", ".", "X")
    assert [ours.token(token.id).text for token in tokens[:3]] == ["un", "##believ", "##able"]
    assert ours.decode(ours.encode("not unbelievable.")) == "not unbelievable."


def test_characters_that_a_vocabulary_lacks_are_unknown_and_not_lost(tmp_path: Path) -> None:
    vocab, merges = tmp_path / "vocab.json", tmp_path / "merges.txt"
    vocab.write_text(json.dumps({"a": 0, "b": 1, "ab": 2, "<|endoftext|>": 3}), "utf-8")
    merges.write_text("a b\n", "utf-8")
    ours = Tokenizer.from_files([str(merges), str(vocab)])
    tokens = ours.tokens("abc")
    assert [(token.text, token.unknown) for token in tokens] == [("ab", False), ("c", True)]
    assert len(ours) == 10


def test_special_tokens_that_are_none_of_ours_are_left_out() -> None:
    library = byte_bpe()
    plain = Tokenizer.from_json(_stored(library))
    library.add_special_tokens(["<|user|>"])
    library.add_tokens(["<|user"])
    ours = Tokenizer.from_json(_stored(library))
    assert len(ours) == len(plain) + 1
    assert [token.text for token in ours.tokens("<|user|>")] == ["<|user", "|", ">"]
    assert ours.decode(ours.encode("<|user|> é")) == "<|user|> é"


def test_spaces_stay_with_their_tokens_where_a_file_trims_them() -> None:
    library = byte_bpe()
    library.post_processor = processors.ByteLevel(trim_offsets=True)
    ours = Tokenizer.from_json(_stored(library))
    assert "".join(ours.words("The cat  was")) == "The cat  was"


def test_many_texts_are_cut_as_each_alone(tmp_path: Path) -> None:
    generator = random.Random(5)
    signs = [
        *"  aab'st.,1€é我▁Ġ\n\t\r",
        "\u0301",
        "\u200b",
        "\u00a0",
        "\x1c",
        "\x85",
        "the",
        "   ",
        "\r\n",
    ]
    texts = ["".join(generator.choices(signs, k=generator.randrange(12))) for _ in range(3000)]
    kinds: tuple[Tokenization, ...] = ("word", "character", "bpe")
    prefixed, unsplit, added, lowered = byte_bpe(), byte_bpe(), byte_bpe(), wordpiece()
    prefixed.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    unsplit.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    added.add_tokens(["a a", "s t"])
    lowered.normalizer = normalizers.Sequence(
        [normalizers.Replace(Regex("a +a"), "the"), normalizers.BertNormalizer()]
    )
    for ours in (
        *(Tokenizer.fit([*LEARNED, *texts[:500]], kind, 300, cloze=True) for kind in kinds),
        *(Tokenizer.from_json(_stored(make())) for make, _ in WHOLE.values()),
        *(Tokenizer.from_json(_stored(odd)) for odd in (prefixed, unsplit, added, lowered)),
        Tokenizer.from_files([bert_file(tmp_path, True)]),
    ):
        assert ours.encode_all(texts) == [ours.encode(text) for text in texts]


def test_what_lies_around_the_model_is_left_out() -> None:
    library = wordpiece()
    ours = Tokenizer.from_json(_stored(library))
    text = "The cat was happy and played."
    assert ours.decode(ours.encode(text)) == text


def test_an_unknown_token_named_like_an_end_is_not_the_end() -> None:
    library = byte_bpe()
    model = json.loads(library.to_str())["model"]
    model["unk_token"] = "<|endoftext|>"
    del model["vocab"]["Z"]
    ours = Tokenizer.from_json(_stored(library, model=model))
    assert ours.encode("Z") == [UNKNOWN]


def test_a_text_is_always_cut_alike_where_a_file_asks_for_chance() -> None:
    library = byte_bpe()
    model = json.loads(library.to_str())["model"]
    ours = Tokenizer.from_json(_stored(library, model=model | {"dropout": 0.9}))
    sure = Tokenizer.from_json(_stored(library))
    assert ours.encode(LEARNED[0]) == sure.encode(LEARNED[0])


def _stored(library: Library, **changes: Any) -> str:
    content = json.loads(library.to_str()) | changes
    return json.dumps({"format": "heed vocabulary", "version": 2, "library": content})


def _whole(**model: Any) -> bytes:
    content = json.loads(Library(models.BPE()).to_str())
    content["model"] |= {"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]} | model
    return json.dumps(content).encode()


PRE_TOKENIZER_THAT_PANICS = json.dumps(
    json.loads(_whole()) | {"pre_tokenizer": {"type": "FixedLength", "length": 0}}
).encode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "one file"),
        ({"a.txt": b"x\n", "b.txt": b"y\n", "c.txt": b"z\n"}, "3 were chosen"),
        ({"vocab.txt": b""}, "is empty"),
        ({"vocab.txt": b" \n\n"}, "is empty"),
        ({"model.bin": b"\x80\x02\x00\x01ab"}, "not text|not UTF-8|NUL"),
        ({"model.pt": b"PK\x03\x04abc"}, "ZIP archive"),
        ({"vocab.txt": b"[UNK]\na\nb\na\n"}, "“a” in line 4 occurs twice"),
        ({"vocab.txt": b"[UNK]\na\n\nb\n"}, "line 3 is empty"),
        ({"vocab.txt": b"the\ncat\n"}, r"no \[UNK\]"),
        ({"vocab.txt": b"[UNK]\n"}, "no tokens"),
        ({"novel.txt": b"Once upon a time\nthere was a cat\n"}, r"no \[UNK\]"),
        ({"tokenizer.json": b"{"}, "not whole JSON"),
        ({"tokenizer.json": b"[1, 2]"}, "holds no vocabulary"),
        ({"tokenizer.json": b"[" * 100_000}, "cannot be used|not whole JSON"),
        ({"config.json": b'{"model_max_length": 512, "name": "x"}'}, "holds no vocabulary"),
        ({"vocab.json": b'{"a": 0, "b": 1}'}, "lacks its merges"),
        ({"merges.txt": b"#version: 0.2\na b\n"}, "merges only"),
        ({"merges.txt": b"a b\nab c\n"}, "merges only"),
        ({"a.txt": b"[UNK]\na\n", "b.json": b'{"a": 0}'}, "do not belong together"),
        ({"a.json": b'{"a": 0}', "b.json": b'{"a": 0}'}, "do not belong together"),
        ({"a.json": _whole(), "b.txt": b"a b\n"}, "do not belong together"),
        ({"a.json": b'{"a": 0, "a": 1}', "b.txt": b"a b\n"}, "“a” occurs twice"),
        ({"a.json": b'{"a": 0, "b": 0}', "b.txt": b"a b\n"}, "share the number 0"),
        ({"a.json": b'{"a": 0, "b": -1}', "b.txt": b"a b\n"}, "has no number but -1"),
        ({"a.json": b'{"a": 0, "b": 1}', "b.txt": b"a b\n"}, "“a b” leads to no token"),
        ({"a.json": b'{"a": 0, "b": 1}', "b.txt": b"a c\n"}, "“a c” leads to no token"),
        ({"a.json": b'{"a": 0, "b": 1, "ab": 2}', "b.txt": b"a b\n" * 50 + b"c\n"}, "line 51"),
        ({"a.json": '{"我": 0, "b": 1}'.encode(), "b.txt": b"a b\n"}, "not written in bytes"),
        ({"a.json": b'{"a": 0, "b</w>": 1, "ab</w>": 2}', "b.txt": b"a b</w>\n"}, "end of a word"),
        ({"t.json": _whole(type="Neural")}, "no model 'Neural'"),
        ({"t.json": _whole(merges=[["a", "zz"]])}, "leads to no token"),
        ({"t.json": _whole(merges=["a b c"])}, "not a pair"),
        ({"t.json": _whole(merges=5)}, "not a pair"),
        ({"t.json": _whole(continuing_subword_prefix="####")}, "does not continue"),
        ({"t.json": _whole(vocab={}, merges=[])}, "no tokens"),
        ({"t.json": _whole(vocab=[["a", -1.0], ["a", -2.0]], type="Unigram")}, "occurs twice"),
        ({"t.json": _whole(vocab=[["a"]], type="Unigram")}, "a score each"),
        ({"t.json": _whole(fuse_unk="perhaps")}, "library refuses it"),
        ({"t.json": PRE_TOKENIZER_THAT_PANICS}, "library cannot use it"),
    ],
)
def test_what_is_no_vocabulary_is_refused_in_words(
    files: dict[str, bytes], words: str, tmp_path: Path
) -> None:
    paths = []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        paths.append(str(tmp_path / name))
    with pytest.raises(DataProblem, match=words) as caught:
        Tokenizer.from_files(paths)
    assert str(caught.value).endswith(".")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(DataProblem):
            Tokenizer.from_files([str(path)])


def test_a_vocabulary_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vocab.txt"
    path.write_text("[UNK]\n" + "".join(f"{number}\n" for number in range(1_000_001)), "utf-8")
    with pytest.raises(DataProblem, match="1,000,002 tokens, more than 1,000,000"):
        Tokenizer.from_files([str(path)])


@pytest.mark.parametrize("library", [None, 5, {"model": {}}, {"model": {"vocab": 5}}])
def test_a_damaged_stored_vocabulary_is_refused(library: object) -> None:
    content = {"format": "heed vocabulary", "version": 2, "library": library}
    with pytest.raises(ValueError, match="The vocabulary is damaged: "):
        Tokenizer.from_json(json.dumps(content))


def test_a_pattern_of_the_files_own_is_kept() -> None:
    library = word_level()
    library.pre_tokenizer = pre_tokenizers.Split(Regex(r"\s*[a-z]+"), "isolated")
    ours = Tokenizer.from_json(_stored(library))
    for text in TEXTS:
        agree(ours, library, text)
