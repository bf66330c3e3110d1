"""What maps cost to paint: long ones, all heads, lines, and a whole frame of a training run."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.seen.maps import HeadReference
from tests.benchmarks.pairs import headline, line, size
from tests.visualizer.looks import FRENCH, example_frame, example_look, long_look, long_text
from visualizer.appearance import Appearance
from visualizer.panels.attention_overview import AttentionOverviewPanel
from visualizer.panels.attention_trio import AttentionTrio
from visualizer.selection import Selection
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.links import Links
from visualizer.widgets.map_content import map_content

REPEATS = size(15, 3)


def milliseconds(work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return found


@pytest.mark.parametrize("tokens", [14, 128, 512, 1024])
def test_one_map_in_a_thousand_pixels(qtbot: QtBot, tokens: int) -> None:
    headline(f"one decoder map, {tokens} × {tokens}, in 1000 × 1000 pixels")
    look = long_look(tokens, 1, 1)
    group = look.groups["decoder"]
    content = map_content(look, group, HeadReference("decoder", 0, 0))
    heatmap = Heatmap(Appearance(), Selection())
    qtbot.addWidget(heatmap)
    heatmap.resize(1000, 1000)
    heatmap.set_content(content)
    with qtbot.waitExposed(heatmap):
        heatmap.show()

    def renew() -> None:
        heatmap.set_content(content)
        heatmap.repaint()

    def pan() -> None:
        if not heatmap.grid.pan(13, 9):
            heatmap.grid.pan(-1e6, -1e6)
        heatmap.repaint()

    line("new numbers and paint", milliseconds(renew), "ms")
    line("paint again, as when pointing", milliseconds(heatmap.repaint), "ms")
    heatmap.set_threshold(0.7)
    line("new numbers with mass threshold", milliseconds(renew), "ms")
    heatmap.set_threshold(None)
    for _ in range(14):
        heatmap.zoom_in()
    line("one step of panning, zoomed in", milliseconds(pan), "ms", "16")


@pytest.mark.parametrize(("layers", "heads", "tokens"), [(2, 4, 14), (12, 12, 128)])
def test_a_frame_in_every_view(
    qtbot: QtBot, qapp: QApplication, layers: int, heads: int, tokens: int
) -> None:
    headline(f"a frame of {layers} × {heads} heads over {tokens} tokens")
    look = example_look(layers, heads, long_text(tokens), long_text(tokens, FRENCH))
    frame = example_frame(look)
    for panel, width, height in (
        (AttentionOverviewPanel(Appearance(), Selection()), 336, 640),
        (AttentionTrio(Appearance(), Selection()), 1100, 560),
    ):
        qtbot.addWidget(panel)
        panel.resize(width, height)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.receive(frame)
        qtbot.wait(50)

        def show(panel: AttentionOverviewPanel | AttentionTrio = panel) -> None:
            panel.receive(frame)
            qapp.processEvents()

        line(type(panel).__name__, milliseconds(show), "ms")


def test_lines_of_twelve_heads(qtbot: QtBot) -> None:
    headline("attention as lines, 12 heads over 64 × 64 tokens, in 700 × 700 pixels")
    look = example_look(1, 12, long_text(64), long_text(64, FRENCH))
    group = look.groups["encoder"]
    content = map_content(look, group, HeadReference("encoder", 0, -1))
    found = [group.map(0, head) for head in range(12)]
    heads = np.stack([one for one in found if one is not None])
    links = Links(Appearance(), Selection())
    qtbot.addWidget(links)
    links.resize(700, 700)
    with qtbot.waitExposed(links):
        links.show()

    def renew() -> None:
        links.set_content(content, heads)
        links.repaint()

    renew()
    for mode in ("fixed", "log"):
        links.set_mode(mode)  # type: ignore[arg-type]
        drawn = 0 if links.lines is None else len(links.lines.row)
        line(f"{mode}, {drawn:,} lines", milliseconds(renew), "ms")
    line("paint again, as when pointing", milliseconds(links.repaint), "ms")
