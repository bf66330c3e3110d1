"""Generate in the real window on the real engine, with a small model of every kind."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine import catalog
from engine.specification import DataSpecification, Recipe, RunSpecification, Scalar
from visualizer.app import Heed

WAIT = 60_000
SIZES: dict[str, dict[str, Scalar]] = {
    "nnlm": {"n": 4, "m": 8, "h": 8},
    "seq2seq": {"embedding": 8, "hidden": 8, "layers": 1},
    "bahdanau": {"embedding": 8, "hidden": 8, "alignment": 8, "maxout": 8},
    "transformer": {
        "d_model": 16,
        "heads": 2,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "d_ff": 16,
    },
    "gpt": {"d_model": 16, "heads": 2, "layers": 2, "d_ff": 16},
    "bert": {"d_model": 16, "heads": 2, "layers": 1, "d_ff": 16},
}


@pytest.fixture
def heed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heed]:
    monkeypatch.setattr(gc, "freeze", lambda: None)
    heed = Heed("", theme="dark")
    with qtbot.waitSignal(heed.complete, timeout=WAIT):
        heed.show()
    qtbot.waitUntil(lambda: heed.steering.bench.state == "loaded", timeout=WAIT)
    yield heed
    heed.window.hide()
    assert heed.stop(timeout=30)
    heed.window.deleteLater()


def train(heed: Heed, qtbot: QtBot, name: str) -> None:
    """Put a small model of an architecture on the bench."""
    kind = catalog.find(name).kind
    world = "dates" if kind == "pairs" else "stories"
    specification = RunSpecification(
        architecture=name,
        options=SIZES[name],
        data=DataSpecification(kind=kind, world=world, limit=200),
        recipe=Recipe(steps=4, batch_size=8, warmup=4, evaluate_every=4, held_out=4),
        seed=3,
        device="cpu",
        threads=1,
    )
    bench = heed.steering.bench
    before = bench.run
    bench.train(specification)
    qtbot.waitUntil(lambda: bench.run != before and bench.state == "finished", timeout=WAIT)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("transformer", {"cross", "decoder"}),
        ("bahdanau", {"cross"}),
        ("seq2seq", set()),
        ("gpt", {"decoder"}),
        ("nnlm", set()),
    ],
)
def test_it_writes_back_and_aside(heed: Heed, qtbot: QtBot, name: str, rows: set[str]) -> None:
    heed.views.show_workspace("generate")
    generate = heed.views.generate
    assert generate is not None
    train(heed, qtbot, name)
    assert generate.stepping.root is None and generate.bar.source.text()
    qtbot.mouseClick(generate.bar.generate_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: generate.stepping.root is not None, timeout=WAIT)
    stepping = generate.stepping
    for count in (1, 2, 3):
        generate.walk.step()
        qtbot.waitUntil(lambda n=count: stepping.position == n, timeout=WAIT)  # type: ignore[misc]
    generate.walk.back()
    generate.walk.choose(1)
    assert len(stepping.paths()) == 2 and stepping.position == 2
    root, here = stepping.root, stepping.here
    assert root is not None and root.step is not None and here is not None
    assert set(root.step.rows) == rows
    given = [token.text for token in stepping.past(root)]
    if catalog.find(name).kind == "text":
        assert given == ["<s>", *generate.bar.source.text().split()]
    else:
        assert given == ["<s>"] and stepping.source
    assert bool(stepping.window) == (name == "nnlm")
    for weights in root.step.rows.values():
        assert np.allclose(weights.sum(-1), 1, atol=1e-5)
    assert not heed.frame.failure.isVisible()
    assert not heed.window.grab().isNull()


def test_bert_leads_back_to_learn_and_another_architecture_writes_again(
    heed: Heed, qtbot: QtBot
) -> None:
    heed.views.show_workspace("generate")
    generate = heed.views.generate
    assert generate is not None
    train(heed, qtbot, "bert")
    assert generate.notice.state == "empty" and "BERT" in generate.notice.headline
    generate.generate("lena has a")  # As if asked for before the model was there.
    qtbot.waitUntil(lambda: "Choose GPT" in generate.notice.headline, timeout=WAIT)
    assert generate.notice.state == "empty" and not heed.frame.failure.isVisible()
    button = generate.notice.first_button()
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heed.views.workspace == "learn"
    heed.views.show_workspace("generate")
    train(heed, qtbot, "nnlm")
    assert generate.bar.generate_button.isEnabled() and generate.prompts.kind == "text"


def test_b_blanks_a_word_in_learn_and_goes_to_the_next_path_in_generate(
    heed: Heed, qtbot: QtBot
) -> None:
    train(heed, qtbot, "bert")
    sentence = heed.views.sentence
    assert sentence is not None
    qtbot.waitUntil(sentence.blanks.blank_action.isEnabled, timeout=WAIT)
    heed.views.show_workspace("generate")
    generate = heed.views.generate
    assert generate is not None
    assert not sentence.blanks.blank_action.isEnabled(), "it would take the key"
    heed.views.show_workspace("learn")
    assert sentence.blanks.blank_action.isEnabled()
    train(heed, qtbot, "gpt")
    heed.views.show_workspace("generate")
    generate.bar.generate()
    qtbot.waitUntil(lambda: generate.stepping.root is not None, timeout=WAIT)
    generate.walk.step()
    generate.walk.choose(1)
    assert generate.stepping.path == 1
    heed.window.activateWindow()
    qtbot.keyClick(generate.candidates.table, Qt.Key.Key_B)
    assert generate.stepping.path == 0
