"""A model from a checkpoint, after all that is stored was compared with its configuration."""

from __future__ import annotations

import torch
from torch import Tensor

from engine import catalog
from engine.building import build_model, implementation
from engine.checkpoint import Checkpoint
from engine.data.tokenizer import MASK, Tokenizer
from engine.manifest import damaged
from engine.models.face import SequenceModel


def restored(stored: Checkpoint) -> tuple[SequenceModel, Tokenizer]:
    """The model and tokenizer of a checkpoint, in eval mode on the CPU.

    Raises
    ------
    Problem
        As for :func:`checked`.
    """
    model, tokenizer = _fitting(stored)
    model.load_state_dict(stored.weights)
    return model.eval(), tokenizer


def checked(stored: Checkpoint) -> Tokenizer:
    """The tokenizer of a checkpoint whose parts belong together.

    Raises
    ------
    Problem
        Its configuration, weights and vocabulary do not belong together; the text names the first
        that does not.
    """
    _, tokenizer = _fitting(stored)
    return tokenizer


def _fitting(stored: Checkpoint) -> tuple[SequenceModel, Tokenizer]:
    """A model like the stored one with fresh weights, and the tokenizer."""
    specification = stored.specification
    try:
        tokenizer = Tokenizer.from_json(stored.vocabulary)
        catalog.check(specification)
        entry = catalog.find(specification.architecture)
        expected = implementation(entry.name).count_parameters(
            entry.complete(specification.options), len(tokenizer), stored.longest
        )
        found = sum(tensor.numel() for tensor in stored.weights.values())
        # A damaged size must not fill the memory: what is not as large as what was read is built
        # without numbers, only to say where it differs. That takes torch a second to prepare.
        with torch.device("cpu" if found == expected else "meta"):
            model = build_model(specification, len(tokenizer), stored.longest)
    except ValueError as error:
        raise damaged(stored.folder, str(error).rstrip(".")) from error
    if entry.kind == "text" and tokenizer.special_count <= MASK:
        raise damaged(
            stored.folder,
            f"{entry.title} reads running text, whose vocabulary has [CLS], [SEP] and [MASK], and "
            f"the vocabulary has {tokenizer.special_count} special tokens only",
        )
    require_fit(model, stored, len(tokenizer))
    return model, tokenizer


def require_fit(model: SequenceModel, stored: Checkpoint, words: int) -> None:
    """Compare names, shapes and kinds of a checkpoint's weights with a model's.

    `words` is how many tokens the vocabulary has.

    Raises
    ------
    Problem
        They differ; the text names the first.
    """
    title = catalog.find(stored.specification.architecture).title
    expected = model.state_dict()
    clauses = [
        f"the weights lack “{name}”, which a {title} like this has"
        for name in sorted(expected.keys() - stored.weights.keys())
    ]
    clauses += [
        f"the weights have “{name}”, which a {title} like this has not"
        for name in sorted(stored.weights.keys() - expected.keys())
    ]
    for name in sorted(expected.keys() & stored.weights.keys()):
        clauses += _differences(name, stored.weights[name], expected[name], words)
    if clauses:
        raise damaged(
            stored.folder, f"weights and configuration do not belong together: {clauses[0]}"
        )


def _differences(name: str, found: Tensor, expected: Tensor, words: int) -> list[str]:
    sizes, right = tuple(found.shape), tuple(expected.shape)
    differ = {pair for pair in zip(sizes, right, strict=False) if pair[0] != pair[1]}
    if len(sizes) == len(right) and len(differ) == 1 and differ.copy().pop()[1] == words:
        return [
            f"the vocabulary has {words:,} tokens, and “{name}” is for {differ.pop()[0]:,} of them"
        ]
    if sizes != right:
        return [f"“{name}” has the shape {sizes}, and by the configuration {right}"]
    if found.dtype != expected.dtype:
        return [f"“{name}” is of {found.dtype}, and not of {expected.dtype}"]
    return []
