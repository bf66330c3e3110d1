"""Pictures of maps to take along: what is shown, and under it what its colours mean."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.panels.map_options import MapOptions
from visualizer.widgets.map_scale import MapScale


def with_scale(appearance: Appearance, picture: QPixmap, options: MapOptions) -> QPixmap:
    """A picture of maps, and under it what their colours mean: the words and the bar."""
    ratio = picture.devicePixelRatioF()
    width, height = round(picture.width() / ratio), round(picture.height() / ratio)
    scale = MapScale(appearance)
    scale.set_scale(options.mode, options.words())
    scale.resize(width, scale.sizeHint().height() + appearance.px(8))
    whole = QPixmap(QSize(width, height + scale.height()) * ratio)
    whole.setDevicePixelRatio(ratio)
    whole.fill(appearance.colour("panel"))
    painter = QPainter(whole)
    painter.drawPixmap(0, 0, picture)
    painter.fillRect(0, height, width, 1, appearance.colour("line"))
    painter.end()
    scale.render(
        whole,
        QPoint(0, height + 1),
        renderFlags=QWidget.RenderFlag.DrawChildren,
    )
    return whole
