"""A picture of several maps as they stand side by side."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QSplitter

from visualizer.appearance import Appearance
from visualizer.panels.attention_map import AttentionMapPanel
from visualizer.panels.map_options import MapOptions
from visualizer.panels.map_picture import with_scale


def picture_of(
    appearance: Appearance,
    split: QSplitter,
    panels: Collection[AttentionMapPanel],
    options: MapOptions,
) -> QPixmap:
    """All that stands in a splitter, at two pixels for one, and what its colours mean."""
    ratio = max(2.0, split.devicePixelRatioF())
    pixmap = QPixmap(split.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(appearance.colour("panel"))
    for panel in panels:
        panel.leave_hint_out(True)
    split.render(pixmap)
    painter = QPainter(pixmap)
    for panel in panels:
        panel.leave_hint_out(False)
        if panel.isVisibleTo(split):
            panel.paint_over_tools(painter, panel.mapTo(split, QPoint()))
    painter.end()
    if any(panel.scale.isVisibleTo(split) for panel in panels):
        return pixmap
    return with_scale(appearance, pixmap, options)
