"""BERT equals transformers' BertForPreTraining in float64, and never attends to padding."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.catalog import find
from engine.data.tokenizer import CLASSIFY, MASK, PAD, SEPARATE
from engine.models.bert import BERT
from engine.trace import Trace
from tests.engine.models.memory import activations_kept
from tests.engine.models.published import beside_bert, randomised
from tests.engine.models.structures import check_structure, norms

TOLERANCE = 1e-9
#: Of [CLS] A [SEP] B [SEP] and of [CLS] A [SEP].
LENGTHS = ((13, 7), (9, 4), (6, 3), (13, 2))


def batch() -> tuple[Tensor, Tensor]:
    """Ids and segments of four pairs, with some [MASK], padded."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(7, 50, (4, 13), generator=generator)
    segments = torch.zeros(4, 13, dtype=torch.long)
    ids[:, 0] = CLASSIFY
    for row, (length, first) in enumerate(LENGTHS):
        ids[row, first - 1] = ids[row, length - 1] = SEPARATE
        ids[row, length:] = PAD
        segments[row, first:length] = 1
    ids[0, 3] = ids[1, 6] = ids[3, 9] = MASK
    return ids, segments


def asked() -> tuple[Tensor, Tensor, Tensor]:
    """Places in the flattened batch, the words that stood there, and the verdicts."""
    places = torch.tensor([3, 9, 13 + 6, 13 + 2, 26 + 4, 39 + 9])
    return places, torch.tensor([11, 8, 30, 49, 12, 7]), torch.tensor([0, 1, 1, 0])


def small(gelu: str = "gelu tanh", **options: float) -> BERT:
    torch.manual_seed(11)
    model = BERT(50, 24, 3, 3, 40, gelu, longest=16, **options)  # type: ignore[arg-type]
    randomised(model.double())
    return model


GELUS = [("gelu tanh", "gelu_new"), ("gelu erf", "gelu")]


@pytest.mark.parametrize(("ours", "theirs"), GELUS)
def test_logits_maps_losses_and_gradients_equal_transformers(ours: str, theirs: str) -> None:
    both = beside_bert(small(ours), theirs)
    both.copy_to_theirs()
    ids, segments = batch()
    places, words, follows = asked()
    labels = torch.full_like(ids, -100).flatten()
    labels[places] = words
    expected = both.theirs(
        ids,
        attention_mask=(ids != PAD).long(),
        token_type_ids=segments,
        labels=labels.view_as(ids),
        next_sentence_label=follows,
        output_attentions=True,
    )
    trace = Trace()
    cloze, verdict = both.ours.predict(ids, segments, trace)
    torch.testing.assert_close(cloze, expected.prediction_logits, rtol=0, atol=TOLERANCE)
    torch.testing.assert_close(verdict, expected.seq_relationship_logits, rtol=0, atol=TOLERANCE)

    for n, weights in enumerate(expected.attentions):
        shown = trace.attention[f"encoder.{n}.self"].weights()
        torch.testing.assert_close(shown, weights, rtol=0, atol=TOLERANCE)

    losses = both.ours.losses(ids, segments, places, words, follows)
    log_p = expected.prediction_logits.flatten(0, 1).log_softmax(-1)
    log_v = expected.seq_relationship_logits.log_softmax(-1)
    torch.testing.assert_close(losses[0], -log_p[places, words].mean(), rtol=0, atol=TOLERANCE)
    torch.testing.assert_close(
        losses[1], -log_v[torch.arange(4), follows].mean(), rtol=0, atol=TOLERANCE
    )
    torch.testing.assert_close(sum(losses), expected.loss, rtol=0, atol=TOLERANCE)

    sum(losses).backward()
    expected.loss.backward()
    for pair in both.pairs:
        mine, reference = pair.gradients()
        torch.testing.assert_close(mine, reference, rtol=0, atol=TOLERANCE)
        assert mine.abs().max() > 0 or mine.dim() == 1  # the key's bias moves no softmax


def test_weights_of_transformers_give_their_logits_here() -> None:
    both = beside_bert(small(), "gelu_new")
    randomised(both.theirs, seed=5)
    both.copy_to_ours()
    ids, segments = batch()
    expected = both.theirs(ids, attention_mask=(ids != PAD).long(), token_type_ids=segments)
    cloze, verdict = both.ours.predict(ids, segments)
    torch.testing.assert_close(cloze, expected.prediction_logits, rtol=0, atol=TOLERANCE)
    torch.testing.assert_close(verdict, expected.seq_relationship_logits, rtol=0, atol=TOLERANCE)


def test_a_batch_without_words_to_guess_has_the_verdicts_loss_alone() -> None:
    model = small()
    ids, segments = batch()
    follows = torch.tensor([0, 1, 1, 0])
    nothing = torch.zeros(0, dtype=torch.long)
    cloze, verdict = model.losses(ids, segments, nothing, nothing, follows)
    assert cloze.item() == 0.0
    (cloze + verdict).backward()
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    assert all(gradient.isfinite().all() for gradient in gradients)
    assert any(gradient.any() for gradient in gradients)


def test_words_asked_for_at_some_places_are_those_of_everywhere() -> None:
    model = small()
    ids, segments = batch()
    places, _, _ = asked()
    everywhere, verdict = model.predict(ids, segments)
    there, same = model.predict(ids, segments, places=places)
    torch.testing.assert_close(there, everywhere.flatten(0, 1)[places], rtol=0, atol=1e-12)
    assert torch.equal(verdict, same)


def test_a_longer_batch_mate_changes_neither_logits_nor_gradients() -> None:
    model = small()
    ids, segments = batch()
    cloze, verdict = model.predict(ids, segments)
    ((cloze[ids != PAD].sin().sum() + verdict.sin().sum()) / 100).backward()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    for row, (length, _) in enumerate(LENGTHS):
        words, follows = model.predict(
            ids[row : row + 1, :length], segments[row : row + 1, :length]
        )
        torch.testing.assert_close(cloze[row, :length], words[0], rtol=0, atol=1e-12)
        torch.testing.assert_close(verdict[row], follows[0], rtol=0, atol=1e-12)
        ((words.sin().sum() + follows.sin().sum()) / 100).backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name], rtol=0, atol=1e-12)


def test_every_token_sees_every_other_but_no_padding() -> None:
    model, trace = small(), Trace()
    ids, segments = batch()
    model.predict(ids, segments, trace)
    for record in trace.attention.values():
        weights = record.weights()
        for row, (length, _) in enumerate(LENGTHS):
            assert (weights[row, :, :, :length] > 0).all()
            assert (weights[row, :, :, length:] == 0).all()


def test_a_trace_changes_no_bit_of_the_prediction() -> None:
    model = small().float()
    ids, segments = batch()
    tables = [table.name for table in model.structure().tables]
    for plain, traced in zip(
        model.predict(ids, segments),
        model.predict(ids, segments, Trace(wanted=tables)),
        strict=True,
    ):
        assert torch.equal(plain, traced)


def test_its_diagram_is_true() -> None:
    model = small()
    ids, segments = batch()
    check_structure(
        model,
        lambda trace: model.predict(ids, segments, trace),
        {"text": 13},
        {"T": 13, "V": 50},
    )
    assert {table.name for table in model.structure().tables}.issuperset(norms(model))


def test_three_rows_are_added_for_each_token() -> None:
    model = small()
    ids, segments = batch()
    parts = ["embedding.token", "embedding.segment", "embedding.position"]
    trace = Trace(wanted=[*parts, "text.embedding", "embedding_norm.in"])
    model.predict(ids, segments, trace)
    token, segment, position = (trace.tensors[name] for name in parts)
    assert torch.equal(token, model.embedding.weight[ids])
    assert torch.equal(segment, model.segments.weight[segments])
    assert torch.equal(position[2], model.positions.table[:13])
    assert torch.equal(trace.tensors["text.embedding"], token + segment + position)
    assert torch.equal(trace.tensors["text.embedding"], trace.tensors["embedding_norm.in"])


def test_weights_shown_are_before_dropout() -> None:
    model = small(attention_dropout=0.4)
    ids, segments = batch()
    training, trace = Trace(), Trace()
    dropped, _ = model.train().predict(ids, segments, training)
    whole, _ = model.eval().predict(ids, segments, trace)
    assert not torch.equal(dropped, whole)
    first = "encoder.0.self"
    assert torch.equal(training.attention[first].weights(), trace.attention[first].weights())


def test_fresh_weights_are_the_released_codes() -> None:
    """Truncated normal: nothing beyond two of the untruncated deviation, .02."""
    torch.manual_seed(0)
    model = BERT(200, 64, 4, 2, 256, longest=64)
    for name, parameter in model.named_parameters():
        if parameter.dim() == 2:
            assert parameter.abs().max() <= 0.04, name
        else:
            assert (parameter == (1.0 if "norm.weight" in name else 0.0)).all(), name
    # Cut at two deviations, a normal keeps .8796 of its deviation.
    assert model.embedding.weight.std().item() == pytest.approx(0.02 * 0.8796, rel=0.03)


def test_one_matrix_is_embedding_and_output() -> None:
    model = BERT(50, 24, 3, 2, 40)
    assert sum(p.shape == (50, 24) for p in model.parameters()) == 1
    storages = [t.untyped_storage().data_ptr() for t in model.state_dict().values()]
    assert len(set(storages)) == len(storages)


@pytest.mark.parametrize(
    "options",
    [{}, {"gelu": "erf", "layers": 2}, {"d_model": 24, "heads": 3, "d_ff": 40, "positions": 100}],
)
def test_parameters_are_counted_without_making_the_model(options: dict[str, int | str]) -> None:
    complete = find("bert").complete(options)
    longest = BERT.longest_for(complete, 70)
    model = BERT.build(complete, 50, longest)
    assert BERT.count_parameters(complete, 50, longest) == sum(
        p.numel() for p in model.parameters()
    )
    assert model.longest == max(70, int(complete["positions"]))


@pytest.mark.parametrize("dropout", [0.0, 0.1])
@pytest.mark.parametrize(
    ("sizes", "vocabulary", "batch", "length"),
    [
        ({}, 195, 16, 43),
        ({"d_model": 128, "d_ff": 512, "layers": 4, "gelu": "erf"}, 2000, 8, 128),
        ({"layers": 1}, 5000, 8, 20),
    ],
)
def test_activations_are_counted_within_a_factor_of_three(
    sizes: dict[str, int | str], vocabulary: int, batch: int, length: int, dropout: float
) -> None:
    dropouts = ("dropout", "attention_dropout")
    options = find("bert").complete({**sizes, **dict.fromkeys(dropouts, dropout)})
    model = BERT.build(options, vocabulary, length)
    ids = torch.randint(7, vocabulary, (batch, length))
    places = torch.randperm(batch * length)[: round(0.15 * batch * length)]
    follows = torch.zeros(batch, dtype=torch.long)

    def loss() -> Tensor:
        return sum(model.losses(ids, ids % 2, places, ids.flatten()[places], follows))

    kept = activations_kept(model, loss)
    assert kept <= BERT.count_activations(options, vocabulary, batch, length) <= 3 * kept


def test_the_papers_base_model_has_110_million_parameters() -> None:
    """With the released vocabulary of 30,522."""
    options = find("bert").complete(find("bert").presets[0].options)
    assert BERT.longest_for(options, 64) == 512
    assert round(BERT.count_parameters(options, 30_522, 512) / 1e6) == 110
