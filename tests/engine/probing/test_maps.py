"""What a look says of its heads: of models trained, untrained, and made wrong on purpose."""

from __future__ import annotations

import math
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import catalog
from engine.bench import Bench
from engine.data.tokenizer import END, UNKNOWN, Tokenizer
from engine.map_health import Health, judge
from engine.models.bert import BERT
from engine.probing import cloze, maps
from engine.probing.asked import Asked
from engine.seen.look import Look
from engine.seen.maps import MapGroup
from engine.seen.tokens import Axis
from engine.summaries import SELF_ONLY, of_heads

EVERY = {"entropy", "focus", "distance", "previous", "self", "first", "special"}


def opened(name: str) -> Bench:
    return Bench.opened(1, Path(str(resources.files("assets") / "checkpoints" / name)))


def untrained(bench: Bench) -> Bench:
    """With fresh weights in the place of the trained ones."""
    torch.manual_seed(0)
    made = type(bench.model)
    options = bench.specification.options
    bench.model = made.build(options, len(bench.tokenizer), bench.model.longest)
    return bench


def telling(bench: Bench) -> Look:
    """The longest of its examples."""
    longest = max(bench.examples, key=lambda example: len(example.source))
    return bench.look(longest.source, longest.target)


def states(group: MapGroup) -> list[Health]:
    every = [(layer, head) for layer in range(group.layers) for head in range(group.heads)]
    return [group.health[key].state if key in group.health else Health.SOUND for key in every]


@pytest.mark.parametrize("name", ["transformer", "bahdanau"])
def test_every_head_is_judged_by_the_map_that_is_shown(name: str) -> None:
    look = telling(opened(name))
    for group in look.groups.values():
        for (layer, head), weights in group.weights.items():
            found = judge(weights[None], group.closed)[0]
            assert group.health.get((layer, head), found) == found
            assert ((layer, head) in group.health) == (found.state != Health.SOUND)
            of_one = of_heads(weights[None], group.closed)
            for summary, values in group.summaries.items():
                if summary != "special":
                    assert values[layer, head] == pytest.approx(of_one[summary][0], abs=1e-6)


@pytest.mark.parametrize("name", ["transformer", "bahdanau"])
def test_a_trained_model_is_sound_and_an_untrained_one_near_uniform(name: str) -> None:
    bench = opened(name)
    groups = telling(bench).groups.values()
    trained = [state for group in groups for state in states(group)]
    assert not any(state.bad for state in trained)
    assert trained.count(Health.SOUND) >= 0.9 * len(trained)
    groups = telling(untrained(bench)).groups.values()
    fresh = [state for group in groups for state in states(group)]
    assert not any(state.bad for state in fresh)
    assert fresh.count(Health.UNIFORM) >= 0.75 * len(fresh)


def test_where_numbers_end_is_told_head_by_head() -> None:
    bench = opened("transformer")
    with torch.no_grad():
        for name, parameter in bench.model.named_parameters():
            if name.startswith("decoder.1.") and name.endswith("weight"):
                parameter.fill_(math.nan)
    groups = telling(bench).groups
    assert Health.NON_FINITE not in states(groups["encoder"])
    heads = groups["decoder"].heads
    for name in ("decoder", "cross"):
        found = [state == Health.NON_FINITE for state in states(groups[name])]
        assert found == [False] * heads + [True] * heads
    for group in groups.values():
        broken = np.array(states(group)).reshape(group.layers, -1) == Health.NON_FINITE
        assert (np.isnan(group.summaries["entropy"]) == broken).all()


def test_heads_computed_a_few_at_a_time_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = untrained(opened("transformer"))
    at_once = telling(bench).groups
    monkeypatch.setattr(maps, "_TOGETHER", 1)
    for name, group in telling(bench).groups.items():
        assert group.health == at_once[name].health and group.health
        for summary, values in group.summaries.items():
            assert np.allclose(values, at_once[name].summaries[summary], atol=1e-6)


def test_special_tokens_frame_the_text() -> None:
    groups = telling(opened("transformer")).groups
    assert groups["encoder"].summaries.keys() == EVERY
    assert groups["cross"].summaries.keys() == EVERY - SELF_ONLY
    for name, place in (("encoder", -1), ("cross", -1), ("decoder", 0)):
        group = groups[name]
        for key, weights in group.weights.items():
            expected = float(weights[:, place].mean())
            assert group.summaries["special"][key] == pytest.approx(expected, abs=1e-6), name


def test_an_unknown_word_that_the_model_wrote_is_no_frame() -> None:
    vocabulary = Tokenizer.fit(["a b"], "word", 100)
    written = [vocabulary.token(id) for id in (UNKNOWN, *vocabulary.encode("a"), END)]
    assert maps._framing(Axis("target"), written).tolist() == [False, False, True]
    assert maps._framing(Axis("target", -1), written).tolist() == [True, False, False]


def test_a_blank_is_no_frame() -> None:
    text = "tom has a red ball . tom gives it to lena ."
    vocabulary = Tokenizer.fit([text], "word", 100, cloze=True)
    torch.manual_seed(0)
    sizes = {"d_model": 16, "heads": 2, "layers": 1, "d_ff": 32}
    model = BERT.build(catalog.find("bert").complete(sizes), len(vocabulary), 64)
    asked = Asked("tom has a [MASK] ball . a zebra gives it to lena .")
    look = cloze.look(model, vocabulary, asked)
    texts = [token.text for token in look.sequences["text"]]
    assert "[MASK]" in texts
    frame = [place for place, text in enumerate(texts) if text in ("[CLS]", "[SEP]")]
    group = look.groups["encoder"]
    for key, weights in group.weights.items():
        expected = float(weights[:, frame].sum(1).mean())
        assert group.summaries["special"][key] == pytest.approx(expected, abs=1e-6)
