"""What the window opens with: a model, its pictures in every view, and the choices made before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.catalog.transformer import TRANSFORMER
from engine.messages import commands, events
from tests.visualizer.conftest import Opened
from tests.visualizer.fake_engine import EXAMPLES, frame, loaded, specification
from visualizer import folders
from visualizer.choices import Choices, ChoicesFile

Open = Callable[..., Opened]


SPECIFICATION = specification().to_json()


def test_it_opens_the_trained_example_and_looks_at_a_sentence(
    open_window: Open, qtbot: QtBot
) -> None:
    opened = open_window()
    asked = opened.host.last(commands.Load)
    assert asked.path.endswith(TRANSFORMER.bundled)
    opened.say(loaded(asked.run, asked.path))
    qtbot.waitUntil(lambda: bool(opened.host.all(commands.Watch)))
    qtbot.waitUntil(lambda: opened.host.last(commands.Watch).data == specification().data)
    assert opened.host.last(commands.Watch).source is None, "the engine chooses one of the data's"
    groups = {"encoder", "decoder", "cross"}
    qtbot.waitUntil(
        lambda: {head.group for head in opened.host.last(commands.Watch).heads} == groups
    )
    assert "trained example" in opened.heed.window.windowTitle()


@pytest.mark.parametrize(
    "wrong",
    [
        {"device": 5},
        {"architecture": [1]},
        {"architecture": "none of ours"},
        {"options": [1]},
        {"options": {"heads": "many"}},
        {"data": None},
        {"data": SPECIFICATION["data"] | {"files": [5]}},
        {"recipe": SPECIFICATION["recipe"] | {"betas": 5}},
        {"recipe": SPECIFICATION["recipe"] | {"steps": "x"}},
    ],
)
def test_a_run_bar_that_cannot_be_restored_takes_its_defaults_and_says_so(
    open_window: Open, wrong: dict[str, object]
) -> None:
    ChoicesFile().write(Choices(specification=SPECIFICATION | wrong))
    opened = open_window()
    assert opened.heed.frame.run_bar.specification.architecture == TRANSFORMER.name
    assert "reset" in opened.heed.frame.failure.sentence.text()


def test_a_picture_reaches_every_view_that_is_seen(window: Opened) -> None:
    learn, sentence = window.heed.views.learn, window.heed.views.sentence
    assert learn and sentence
    assert [token.text for token in sentence.rows["source"].tokens][:2] == ["the", "black"]
    assert all(panel.heatmap.content is not None for panel in learn.trio.panels.values())
    assert set(learn.overview.mosaics) == {"encoder", "decoder", "cross"}
    assert learn.predictions.state == "body"
    assert "encoder" in learn.strip.words()


def test_a_view_that_was_hidden_gets_the_newest_picture_when_it_is_shown(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn
    assert learn.masks.state == "empty"
    learn.show_masks(True)
    assert learn.masks.state == "body"


def test_generate_is_made_after_the_first_picture_and_knows_the_model(
    window: Opened, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.heed.views.generate is not None)
    assert window.heed.views.generate is not None
    assert window.heed.views.generate.bar.source.text() == EXAMPLES[0].source


def test_a_late_picture_of_another_run_is_dropped(window: Opened) -> None:
    learn = window.heed.views.learn
    assert learn
    window.say(frame(window.run + 40, 7))
    assert "step 2,000" in learn.overview.header.caption.subtitle


def test_a_last_run_that_cannot_be_opened_gives_way_to_the_example(
    window: Opened, open_window: Open, tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.json").write_text("{}")
    window.heed.choices.last_run = str(tmp_path)
    window.heed.stop()
    again = open_window()
    assert again.host.last(commands.Load).path == str(tmp_path)
    again.say(events.Failed("Opening", "It is damaged.", run=again.pending))
    assert "damaged" in again.heed.frame.failure.sentence.text()
    assert again.host.last(commands.Load).path.endswith(TRANSFORMER.bundled)


def test_choices_survive_a_restart(window: Opened, open_window: Open, qtbot: QtBot) -> None:
    heed = window.heed
    heed.actions["theme_light"].trigger()
    heed.actions["larger"].trigger()
    heed.frame.run_bar.set_specification(replace(specification(seed=21), device="mps"))
    assert heed.views.learn is not None
    heed.views.learn.trio.options.set_form("lines")
    heed.views.learn.columns.setSizes([200, 900, 150, 130])
    sizes = heed.views.learn.columns.sizes()
    heed.views.show_workspace("generate")
    heed.stop()
    again = open_window().heed
    assert (again.choices.theme, again.choices.scale) == ("light", 1.1)
    assert again.frame.run_bar.specification.seed == 21
    assert again.frame.run_bar.specification.device == "mps"
    assert again.views.workspace == "generate"
    assert again.views.learn is not None
    assert again.views.learn.trio.options.state()["form"] == "lines"
    again.views.show_workspace("learn")
    assert again.views.learn.columns.sizes() == pytest.approx(sizes, abs=40)


def test_damaged_choices_are_said_and_the_window_opens(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders.configuration().mkdir(parents=True)
    (folders.configuration() / "choices.json").write_text("{broken")
    opened = open_window()
    assert "damaged" in opened.heed.frame.failure.sentence.text()
