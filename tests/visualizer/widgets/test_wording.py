"""What is said where the pointer rests on a map: of cells, of masks, of labels."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from tests.visualizer.looks import chinese_look, example_look
from tests.visualizer.widgets.map_pictures import content, middle
from visualizer.widgets.heatmap import Heatmap


def test_tooltip_names_the_mask_and_gives_no_number(heatmap: Heatmap) -> None:
    heatmap.set_content(content(example_look(), "decoder"))
    said = heatmap.tooltip(2, 6)
    assert said == "<b>“noir”</b> may not see <b>“pas”</b><br>it comes later (no weight)"
    heatmap.set_content(content(example_look(padding=2), "cross"))
    assert "it is padding" in heatmap.tooltip(0, 14)


def test_tooltip_names_what_leaks(heatmap: Heatmap) -> None:
    shown = content(example_look(), "decoder")
    weights = shown.weights.copy()
    weights[0, 3] = 0.25
    heatmap.set_map(
        weights,
        shown.closed,
        shown.row_axis,
        shown.column_axis,
        shown.row_tokens,
        shown.column_tokens,
    )
    assert "leaking: it has weight 0.25" in heatmap.tooltip(0, 3)


def test_tooltip_says_row_max_outside_mass_and_unknown(heatmap: Heatmap) -> None:
    heatmap.set_content(content(chinese_look(), "cross", head=0))
    weights = heatmap.content.weights
    best = int(weights[0].argmax())
    assert f"α = {weights[0, best]:.3f} · row max" in heatmap.tooltip(0, best)
    heatmap.set_threshold(0.5)
    assert "outside the mass shown" in heatmap.tooltip(0, int(weights[0].argmin()))
    unknown = next(i for i, token in enumerate(heatmap.content.column_tokens) if token.unknown)
    assert "饿 is unknown: the model saw &lt;unk&gt;" in heatmap.tooltip(0, unknown)


def test_tooltip_escapes_tokens(heatmap: Heatmap) -> None:
    assert "&lt;/s&gt;" in heatmap.tooltip(13, 12)


def test_the_tooltip_of_a_label_names_signs_and_unknown_tokens(
    heatmap: Heatmap, qtbot: QtBot
) -> None:
    look = example_look(source="🐈‍⬛ the ☺️ ， wug </s>", unknown=("wug",))
    heatmap.set_content(content(look, "cross"))

    def said(column: int) -> str:
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
        above = QPoint(middle(heatmap, 0, column).x(), heatmap.grid.port.top() - 8)
        qtbot.mouseMove(heatmap, above)
        if not QToolTip.isVisible():
            return ""
        return QToolTip.text().removeprefix("<div style='white-space: pre'>").removesuffix("</div>")

    assert said(0).endswith("<br>cat<br>black large square")
    assert said(1) == "", "nothing but what the label says"
    assert said(2).endswith("<br>white smiling face")
    assert said(4) == "wug<br>wug is unknown: the model saw &lt;unk&gt;"
    assert said(5) == "&lt;/s&gt;"
    long = "anticonstitutionnellement" * 2
    heatmap.set_content(content(example_look(source=f"the {long} </s>"), "cross"))
    assert said(1) == long, "the label has no room for it"
    heatmap.set_content(content(example_look(target=f"le {long} chat </s>"), "cross"))
    left = heatmap.grid.port.left() - 12
    qtbot.mouseMove(heatmap, QPoint(left, middle(heatmap, 1, 0).y()))
    assert long in QToolTip.text()
    qtbot.mouseMove(heatmap, QPoint(left, middle(heatmap, 2, 0).y()))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
