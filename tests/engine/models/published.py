"""transformers' GPT, GPT-2 and BERT beside ours: the independent reference for both.

Nothing here is built from Heed's layers; only parameter values are copied, either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import (
    BertConfig,
    BertForPreTraining,
    GPT2Config,
    GPT2LMHeadModel,
    OpenAIGPTConfig,
    OpenAIGPTLMHeadModel,
)


@dataclass(frozen=True)
class Pair:
    """Some rows of a parameter of ours, and the parameter of theirs that holds the same numbers.

    Their Conv1D keeps a matrix the other way round: then `turned`.
    """

    ours: nn.Parameter
    rows: slice
    theirs: nn.Parameter
    turned: bool = False

    def values(self) -> tuple[Tensor, Tensor]:
        return self.ours.data[self.rows], self.theirs.data.T if self.turned else self.theirs.data

    def gradients(self) -> tuple[Tensor, Tensor]:
        assert self.ours.grad is not None and self.theirs.grad is not None
        theirs = self.theirs.grad.T if self.turned else self.theirs.grad
        return self.ours.grad[self.rows], theirs


class Beside:
    """A model of ours, one of theirs, and which parameter is which."""

    def __init__(self, ours: nn.Module, theirs: nn.Module, pairs: Iterator[Pair]) -> None:
        self.ours, self.theirs, self.pairs = ours, theirs.double().eval(), list(pairs)
        held = sum(p.theirs.numel() for p in self.pairs)
        assert held == sum(p.numel() for p in ours.parameters())
        assert held == sum(p.numel() for p in theirs.parameters())

    def copy_to_theirs(self) -> None:
        for pair in self.pairs:
            mine, reference = pair.values()
            reference.copy_(mine)

    def copy_to_ours(self) -> None:
        for pair in self.pairs:
            mine, reference = pair.values()
            mine.copy_(reference)


def beside_gpt(model: nn.Module) -> Beside:
    """OpenAIGPTLMHeadModel for a post-norm GPT; its feed-forward width is always 4 d."""
    vocabulary, width = model.embedding.weight.shape
    layer = model.decoder[0]
    config = OpenAIGPTConfig(
        vocab_size=vocabulary,
        n_positions=model.longest,
        n_embd=width,
        n_layer=len(model.decoder),
        n_head=layer.self_attention.heads,
        afn="gelu",  # which means the approximation through tanh there
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        attn_implementation="eager",
    )
    theirs = OpenAIGPTLMHeadModel(config)
    body = theirs.transformer
    tables = [body.tokens_embed.weight, body.positions_embed.weight]
    return Beside(model, theirs, _decoder(model, tables, body.h))


def beside_gpt2(model: nn.Module) -> Beside:
    """GPT2LMHeadModel for a pre-norm GPT."""
    vocabulary, width = model.embedding.weight.shape
    layer = model.decoder[0]
    config = GPT2Config(
        vocab_size=vocabulary,
        n_positions=model.longest,
        n_embd=width,
        n_layer=len(model.decoder),
        n_head=layer.self_attention.heads,
        n_inner=layer.feed_forward[0].out_features,
        activation_function="gelu_new",
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        attn_implementation="eager",
    )
    theirs = GPT2LMHeadModel(config)
    body = theirs.transformer
    pairs = _decoder(model, [body.wte.weight, body.wpe.weight], body.h)
    last = _same(model.decoder_norm, body.ln_f)
    return Beside(model, theirs, iter([*pairs, *last]))


def beside_bert(model: nn.Module, gelu: str) -> Beside:
    """BertForPreTraining; `gelu` is "gelu" (erf) or "gelu_new" (tanh)."""
    vocabulary, width = model.embedding.weight.shape
    layer = model.encoder[0]
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=len(model.encoder),
        num_attention_heads=layer.self_attention.heads,
        intermediate_size=layer.feed_forward[0].out_features,
        hidden_act=gelu,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        max_position_embeddings=model.longest,
        pad_token_id=0,
        attn_implementation="eager",
    )
    theirs = BertForPreTraining(config)
    return Beside(model, theirs, _bert(model, theirs))


def _same(ours: nn.Module, theirs: nn.Module, turned: bool = False) -> Iterator[Pair]:
    yield Pair(ours.weight, slice(None), theirs.weight, turned)
    yield Pair(ours.bias, slice(None), theirs.bias)


def _decoder(model: nn.Module, tables: list[nn.Parameter], blocks: nn.ModuleList) -> Iterator[Pair]:
    yield Pair(model.embedding.weight, slice(None), tables[0])
    yield Pair(model.positions.table, slice(None), tables[1])
    for mine, reference in zip(model.decoder, blocks, strict=True):
        yield from _same(mine.self_attention.project_in, reference.attn.c_attn, turned=True)
        yield from _same(mine.self_attention.project_out, reference.attn.c_proj, turned=True)
        yield from _same(mine.feed_forward[0], reference.mlp.c_fc, turned=True)
        yield from _same(mine.feed_forward[2], reference.mlp.c_proj, turned=True)
        yield from _same(mine.around_self.norm, reference.ln_1)
        yield from _same(mine.around_feed_forward.norm, reference.ln_2)


def _bert(model: nn.Module, theirs: nn.Module) -> Iterator[Pair]:
    table = theirs.bert.embeddings
    yield Pair(model.embedding.weight, slice(None), table.word_embeddings.weight)
    yield Pair(model.positions.table, slice(None), table.position_embeddings.weight)
    yield Pair(model.segments.weight, slice(None), table.token_type_embeddings.weight)
    yield from _same(model.embedding_norm, table.LayerNorm)
    width = model.embedding.embedding_dim
    for mine, reference in zip(model.encoder, theirs.bert.encoder.layer, strict=True):
        attention = reference.attention
        parts = (attention.self.query, attention.self.key, attention.self.value)
        for n, part in enumerate(parts):
            rows = slice(n * width, (n + 1) * width)
            yield Pair(mine.self_attention.project_in.weight, rows, part.weight)
            yield Pair(mine.self_attention.project_in.bias, rows, part.bias)
        yield from _same(mine.self_attention.project_out, attention.output.dense)
        yield from _same(mine.around_self.norm, attention.output.LayerNorm)
        yield from _same(mine.feed_forward[0], reference.intermediate.dense)
        yield from _same(mine.feed_forward[2], reference.output.dense)
        yield from _same(mine.around_feed_forward.norm, reference.output.LayerNorm)
    head = theirs.cls.predictions
    yield from _same(model.cloze.transform, head.transform.dense)
    yield from _same(model.cloze.norm, head.transform.LayerNorm)
    yield Pair(model.cloze.bias, slice(None), head.decoder.bias)
    yield from _same(model.pooler, theirs.bert.pooler.dense)
    yield from _same(model.verdict, theirs.cls.seq_relationship)


def randomised(model: nn.Module, seed: int = 11) -> nn.Module:
    """Weights far from where they begin, so that every one of them is seen to be used."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
            gain = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_(1.0 + 0.3 * noise if gain else 0.4 * noise)
    return model
