import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.seen.look import Look
from engine.seen.maps import MEAN, HeadReference
from engine.structure import Structure
from tests.visualizer.inspector.models import events, seen
from tests.visualizer.looks import example_frame, example_look
from tests.visualizer.text_looks import gpt_look
from visualizer.appearance import Appearance
from visualizer.panels import map_words
from visualizer.panels.attention_map import AttentionMapPanel
from visualizer.selection import Pair, Selection, TokenReference
from visualizer.widgets.map_content import map_content
from visualizer.widgets.wording import cell_facts

NOIR, BLACK = TokenReference("target", 2), TokenReference("source", 1)


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


def panel(qtbot: QtBot, selection: Selection, group: str | None = None) -> AttentionMapPanel:
    made = AttentionMapPanel(Appearance(), selection, group)
    qtbot.addWidget(made)
    made.resize(560, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def text(made: AttentionMapPanel) -> list[str]:
    return [" ".join(part for part in line if part) for line in made.summary.lines]


def test_empty_until_something_is_watched(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection)
    assert made.state == "empty"
    made.receive(example_frame())
    assert made.state == "body"


def test_the_hint_says_how_many_tokens_are_named_as_long_as_it_is_so(
    qtbot: QtBot, selection: Selection
) -> None:
    made = panel(qtbot, selection)
    made.receive(example_frame(gpt_look()))
    for height, every in ((300, 2), (900, 1), (300, 2)):
        made.resize(700, height)
        QApplication.sendPostedEvents()
        assert min(made.heatmap.labels_every, 2) == every
        assert any("is named" in line for line in text(made)) == (every == 2)


def test_the_header_names_group_head_step_and_model(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "cross")
    made.receive(example_frame())
    caption = made.header.caption
    assert caption.title == "Cross-attention" and caption.tag == "QVV"
    assert caption.subtitle == "L2 mean · step 1,240 · Transformer"
    assert caption.glyph == "rectangle"
    selection.choose_head(HeadReference("cross", 0, 2))
    assert caption.subtitle.startswith("L1 H3")
    made.options.set_value_weighted(True)
    assert caption.subtitle.endswith("α·‖Vx‖")


def test_it_shows_the_weights_of_the_chosen_head(qtbot: QtBot, selection: Selection) -> None:
    made, look = panel(qtbot, selection, "decoder"), example_look()
    made.receive(example_frame(look))
    group = look.groups["decoder"]
    assert np.array_equal(made.heatmap.content.weights, group.map(1, MEAN))
    selection.choose_head(HeadReference("decoder", 0, 3))
    assert np.array_equal(made.heatmap.content.weights, group.map(0, 3))
    made.options.set_value_weighted(True)
    assert np.array_equal(made.heatmap.content.weights, group.value_weighted(0, 3))
    assert "share of α·‖Vx‖ = " in made.heatmap.tooltip(3, 1)


def test_rows_of_the_decoder_read_in_and_out(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "decoder")
    made.receive(example_frame())
    content = made.heatmap.content
    assert [token.text for token in content.row_inputs[:3]] == ["<s>", "le", "chat"]
    assert [token.text for token in content.row_tokens[:3]] == ["le", "chat", "noir"]
    assert [token.text for token in content.column_tokens[:3]] == ["<s>", "le", "chat"]
    encoder = panel(qtbot, selection, "encoder")
    encoder.receive(example_frame())
    assert encoder.heatmap.content.row_inputs == ()


def test_without_a_group_it_follows_the_one_in_front(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection)
    made.receive(example_frame())
    assert made.header.caption.title == "Cross-attention"
    selection.choose_group("encoder")
    assert made.header.caption.title == "Encoder self-attention"


def test_a_head_that_was_not_captured_is_asked_for_once(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "cross")
    asked: list[object] = []
    made.heads_wanted.connect(asked.append)
    selection.choose_head(HeadReference("cross", 0, 1))
    frame = example_frame(example_look(captured=[(1, 0)]))
    made.receive(frame)
    made.receive(frame)
    assert asked == [(HeadReference("cross", 0, 1),)]
    assert "not looked at" in made.note.text()
    selection.choose_head(HeadReference("cross", 1, 0))
    assert asked[-1] == (HeadReference("cross", 1, 0),)
    assert "not looked at" not in made.note.text()
    assert made.wanted_heads() == (HeadReference("cross", 1, 0),)


def test_the_view_says_what_its_rows_follow(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "decoder")
    made.receive(example_frame())
    assert "rows: the reference" in made.note.text()
    made.receive(example_frame(example_look(rows_from="own")))
    assert "rows: the model’s own output" in made.note.text()


def with_weights(look: Look, weights: np.ndarray) -> Look:
    group = look.groups["decoder"]
    changed = dataclasses.replace(
        group, weights={key: weights for key in group.weights}, thumbnails=weights[None, None]
    )
    return dataclasses.replace(look, groups={**look.groups, "decoder": changed})


def test_a_sick_map_is_called_so(qtbot: QtBot, selection: Selection) -> None:
    made, look = panel(qtbot, selection, "decoder"), example_look()
    weights = look.groups["decoder"].map(1, 0)
    made.receive(example_frame(example_look(sharpness=0)))
    assert made.note.text().startswith("near uniform")
    leaking = weights.copy()
    leaking[0, 5] = 0.1
    made.receive(example_frame(with_weights(look, leaking)))
    assert made.note.text().startswith("framed red: leaking")
    broken = weights.copy()
    broken[4] = np.nan
    made.receive(example_frame(with_weights(look, broken)))
    assert made.note.text().startswith("not a number")
    made.receive(example_frame(look))
    assert made.note.text().startswith("q, k, v")


def test_words_under_the_map(qtbot: QtBot, selection: Selection) -> None:
    made, look = panel(qtbot, selection, "cross"), example_look()
    selection.choose_head(HeadReference("cross", 1, 0))
    made.receive(example_frame(look))
    assert "Point at a cell" in text(made)[0]
    weight = look.groups["cross"].map(1, 0)[2, 1]
    selection.lock(Pair(NOIR, BLACK))
    said = text(made)
    assert said[0] == f"“noir” attends to “black”: α = {weight:.3f} · row max · locked"
    assert said[1].startswith(f"“noir” looks at “black” {weight:.2f}".replace("0.", "."))
    assert said[2].startswith("“black” is looked at by “noir”")
    made.receive(example_frame(example_look(seed=3)))
    assert text(made)[0] != said[0]


def test_a_row_over_its_own_past_is_named_after_what_it_predicts(
    qtbot: QtBot, selection: Selection
) -> None:
    made, look = panel(qtbot, selection, "decoder"), gpt_look()
    made.receive(example_frame(look))
    words = [token.text for token in look.sequences["text"]]
    stop = words.index(".")
    selection.lock(Pair(TokenReference("text", stop), TokenReference("text", stop - 1)))
    said = text(made)
    assert said[0].startswith(f"“.” is predicted from “{words[stop - 1]}”: α ")
    assert said[1].startswith("“.” is predicted from ")


def test_a_weight_too_small_for_its_digits_is_not_called_zero() -> None:
    look = example_look()
    shown = map_content(look, look.groups["cross"], HeadReference("cross", 0, 0))
    assert shown.weights is not None
    weights = shown.weights.copy()
    weights[0, :2] = 1.3e-4, 0
    shown = dataclasses.replace(shown, weights=weights)
    assert cell_facts(shown, 0, 0)[0] == "α < 0.001"
    assert cell_facts(shown, 0, 1)[0] == "α = 0.000"


def test_the_only_attention_of_a_recurrent_model_says_what_it_weighs(
    qtbot: QtBot, selection: Selection
) -> None:
    made = panel(qtbot, selection, "cross")
    for event in events("bahdanau"):
        made.receive(event)
    assert made.header.caption.subtitle == "step 0 · Attention Seq2Seq"
    said = "q: the decoder’s last state; k = v: the encoder’s states, read both ways"
    assert said in made.note.text()
    made.options.set_value_weighted(True)
    assert "α·‖Vx‖: weight × length of the value" in made.note.text()


def test_what_an_attention_weighs_is_read_off_the_structure() -> None:
    look, structure, _ = seen("bahdanau")
    cross = look.groups["cross"]
    states = map_words.kind(cross, structure)
    one_way = [
        dataclasses.replace(block, shape=block.shape[1:]) if len(block.shape) == 3 else block
        for block in structure.blocks
    ]
    assert map_words.kind(cross, Structure(tuple(one_way))) == states.removesuffix(
        ", read both ways"
    )
    outputs = map_words.kind(cross, seen("transformer")[1])
    assert (
        outputs
        == map_words.kind(cross, Structure())
        == "q from the decoder; k = v from the encoder"
    )
    assert outputs != states


def test_the_tools_do_what_they_say(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "cross")
    made.receive(example_frame())
    tools = made.toolbar
    qtbot.mouseClick(
        tools.form, Qt.MouseButton.LeftButton, pos=tools.form.rect().center() + QPoint(20, 0)
    )
    assert made.options.form == "lines" and made.links.isVisible() and not made.heatmap.isVisible()
    tools.form.setFocus()
    qtbot.keyClick(tools.form, Qt.Key.Key_Left)
    assert made.heatmap.isVisible()
    tools.mode.setFocus()
    qtbot.keyClick(tools.mode, Qt.Key.Key_Right)
    assert made.heatmap.mode == made.scale.bar.mode == "log"
    qtbot.mouseClick(tools.mass_box, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert made.heatmap.threshold == 0.7
    tools.mass_choice.setCurrentIndex(0)
    tools.mass_choice.activated.emit(0)
    assert made.heatmap.threshold == 0.5
    qtbot.mouseClick(tools.value_box, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert made.heatmap.content.value_weighted


def test_every_choice_is_an_action_too(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "cross")
    made.receive(example_frame())
    by_text = {action.text(): action for action in made.actions_for_menu()}
    by_text["Attention as lines"].trigger()
    by_text["Colours by each row’s maximum"].trigger()
    by_text["Show the mass of each row only"].trigger()
    by_text["Weigh by the value, α·‖Vx‖"].trigger()
    options = made.options
    assert (options.form, options.mode, options.mass_only, options.value_weighted) == (
        "lines",
        "row",
        True,
        True,
    )
    assert by_text["Attention as lines"].isChecked()
    assert not by_text["Attention as a map"].isChecked()
    by_text["Attention as a map"].trigger()
    for name in ("Zoom the map in", "Zoom the map out", "Show the whole map"):
        by_text[name].trigger()


def test_choices_survive_a_restart(qtbot: QtBot, selection: Selection) -> None:
    first, second = panel(qtbot, selection, "cross"), panel(qtbot, selection, "cross")
    first.options.set_mode("log")
    first.options.set_mass(0.9)
    first.options.set_mass_only(True)
    second.options.restore(first.options.state())
    assert second.heatmap.mode == "log" and second.heatmap.threshold == 0.9
    second.options.restore({"mode": "nonsense", "mass": "many", "form": None})
    assert second.options.mode == "log" and second.options.mass == 0.9


def test_lines_of_the_mean_are_those_of_all_heads(qtbot: QtBot, selection: Selection) -> None:
    made = panel(qtbot, selection, "encoder")
    made.options.set_form("lines")
    made.receive(example_frame())
    assert set(made.links.lines.head.tolist()) == {0, 1, 2, 3}
    selection.choose_head(HeadReference("encoder", 0, 0))
    assert set(made.links.lines.head.tolist()) == {0}


def test_a_model_without_the_group_says_so(qtbot: QtBot, selection: Selection) -> None:
    made, look = panel(qtbot, selection, "cross"), example_look()
    made.receive(example_frame(dataclasses.replace(look, groups={})))
    assert made.state == "empty"
    made.receive(example_frame(look))
    assert made.state == "body"
