"""The special tokens: their ids, how they are written, and what other vocabularies call them."""

from __future__ import annotations

PAD, START, END, UNKNOWN, CLASSIFY, SEPARATE, MASK = range(7)

#: Their texts, by id. They are entries of the vocabulary only: no text is ever cut into them.
#: Pairs need the first four; running text has all seven, so that a language model and a cloze
#: model can share one vocabulary.
SPECIAL = ("<pad>", "<s>", "</s>", "<unk>", "[CLS]", "[SEP]", "[MASK]")

OF_PAIRS = UNKNOWN + 1
OF_TEXT = len(SPECIAL)

#: Left out where ids become text again: nothing stood there.
UNSEEN = frozenset((PAD, START, END, CLASSIFY, SEPARATE))

#: The names that vocabulary files have for them: BERT's, GPT-2's, RoBERTa's, SentencePiece's.
NAMES = {
    **{text: id for id, text in enumerate(SPECIAL)},
    "[PAD]": PAD,
    "[UNK]": UNKNOWN,
    "<|endoftext|>": END,
    "<cls>": CLASSIFY,
    "<sep>": SEPARATE,
    "<mask>": MASK,
}
