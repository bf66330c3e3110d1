"""A writer without a model: the same answers every time, shaped like the engine's."""

from __future__ import annotations

import numpy as np

from engine.messages.events import Generated
from engine.seen.predictions import GenerationStep
from engine.seen.tokens import Token

SOURCE = "the black cat does not eat the fish because it is hungry".split()
TARGET = "le chat noir ne mange pas le poisson parce qu' il est affamé </s>".split()
#: For each target position the source position it leans on.
ALIGNED = (0, 2, 1, 4, 5, 4, 6, 7, 8, 8, 9, 10, 11, 12)
RIVALS = {
    "le": (("la", 0.04), ("petit", 0.03)),
    "chat": (("petit", 0.05), ("poisson", 0.02)),
    "mange": (("voit", 0.09), ("pas", 0.01)),
    "il": (("elle", 0.31), ("le", 0.06), ("la", 0.04), ("ils", 0.02), ("elles", 0.01)),
    "affamé": (("affamée", 0.22), ("fatigué", 0.03)),
}
WORDS = sorted(
    {*TARGET, *(word for rivals in RIVALS.values() for word, _ in rivals)}
    | {"c'", "un", "une", "chien", "maison", "rouge", "mais", "grand", "vieux", "dort", "boit"}
)
#: By id, as in every vocabulary.
SPECIAL = ("<pad>", "<s>", "</s>", "<unk>")
FEMININE = {"il": "elle", "affamé": "affamée"}
#: Of the models that write here.
POSITIONS = 512


def token(text: str) -> Token:
    if text in SPECIAL:
        return Token(SPECIAL.index(text), text, special=True)
    return Token(4 + WORDS.index(text) if text in WORDS else 900 + len(text), text)


def source_tokens(words: list[str] | None = None) -> tuple[Token, ...]:
    """The source as the model reads it, </s> at its end."""
    return tuple(token(word) for word in [*(words or SOURCE), "</s>"])


def following(
    written: tuple[str, ...] = (),
    words: list[str] | None = None,
    layers: int = 2,
    heads: int = 4,
    target: list[str] | None = None,
) -> GenerationStep:
    """What comes after `written`: the target's next word first, its rivals behind it."""
    line = target or TARGET
    place = min(len(written), len(line) - 1)
    best = line[place]
    if "elle" in written:
        best = FEMININE.get(best, best)
    rivals = [(word, share) for word, share in RIVALS.get(best, ()) if word != best]
    rest = [word for word in WORDS if word != best and word not in dict(rivals)][:10]
    tail = [0.012 * 0.72**k for k in range(len(rest))]
    first = 1.0 - sum(share for _, share in rivals) - sum(tail)
    names = [best, *(word for word, _ in rivals), *rest]
    probabilities = np.array([first, *(share for _, share in rivals), *tail], np.float32)
    source = source_tokens(words)
    return GenerationStep(
        written=tuple(token(word) for word in written),
        ids=np.array([token(name).id for name in names], np.int32),
        tokens=tuple(names),
        probabilities=probabilities,
        entropy=float(-(probabilities * np.log(probabilities)).sum()),
        rows={
            "cross": _rows(layers, heads, len(source), ALIGNED[min(place, 13)], place),
            "decoder": _rows(layers, heads, len(written) + 1, len(written), place + 100),
        },
        room=POSITIONS - 1 - len(written),
    )


def generated(
    written: tuple[str, ...] = (),
    request: int = 1,
    run: int = 12,
    step: int = 600,
    words: list[str] | None = None,
    layers: int = 2,
    heads: int = 4,
    target: list[str] | None = None,
) -> Generated:
    """The engine's answer to Generate (nothing written) or Extend."""
    return Generated(
        request,
        run,
        step,
        source_tokens(words),
        following(written, words, layers, heads, target),
    )


STORY = "red ball . she gives the red ball to tom . </s>".split()
PROMPT = ("lena", "has", "a")


def continued(
    written: tuple[str, ...] = (),
    request: int = 1,
    run: int = 12,
    step: int = 600,
    prompt: tuple[str, ...] = PROMPT,
    layers: int = 3,
    heads: int = 4,
    attends: bool = True,
    positions: int = POSITIONS,
) -> Generated:
    """A language model's answer: the story's next word after the prompt and what is written.

    Without `attends` it has no rows, as a model with a window has none.
    """
    place = min(len(written), len(STORY) - 1)
    names = [STORY[place], "green", "dog", "</s>"]
    names = list(dict.fromkeys(names))
    probabilities = np.array([0.6, 0.2, 0.15, 0.05][: len(names)], np.float32)
    past = 1 + len(prompt) + len(written)
    rows = {"decoder": _rows(layers, heads, past, past - 1, past)} if attends else {}
    next_ = GenerationStep(
        written=tuple(word(name) for name in written),
        ids=np.array([word(name).id for name in names], np.int32),
        tokens=tuple(names),
        probabilities=probabilities,
        entropy=float(-(probabilities * np.log(probabilities)).sum()),
        rows=rows,
        room=positions - past,
        prompt=tuple(word(name) for name in prompt),
    )
    return Generated(request, run, step, (), next_)


def word(text: str) -> Token:
    """A word of the stories' vocabulary."""
    if text in SPECIAL:
        return Token(SPECIAL.index(text), text, special=True)
    return Token(4 + STORY_WORDS.index(text), text)


STORY_WORDS = sorted({*STORY, *PROMPT, "green", "dog"} - {"</s>"})


def _rows(layers: int, heads: int, keys: int, peak: int, seed: int) -> np.ndarray:
    """(layers, heads, keys) float32 whose rows sum to 1; half of the heads lean on `peak`."""
    noise = np.random.default_rng(seed)
    scores = noise.normal(0, 0.7, (layers, heads, keys))
    for layer in range(layers):
        for head in range(heads):
            if (layer + head) % 2 == 0:
                scores[layer, head, min(peak, keys - 1)] += 2.2 + 0.5 * layer
            elif head % 3 == 1:
                scores[layer, head, max(0, min(peak, keys - 1) - 1)] += 3.0
    weights = np.exp(scores)
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float32)
