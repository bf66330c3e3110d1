"""Icons: the project's own drawings, tinted by the colour of text."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from visualizer.appearance import Appearance

#: The grid the icons are drawn on, and the sizes a QIcon is given (Qt picks among them).
GRID = 20
_SIZES = (16, GRID, 24, 40)


def icon(name: str, appearance: Appearance, role: str = "mid") -> QIcon:
    """The icon `name` of assets/icons in a role's colour; brighter when active, dim when off."""
    made = QIcon()
    modes = {
        QIcon.Mode.Normal: role,
        QIcon.Mode.Active: role if role != "mid" else "high",
        QIcon.Mode.Selected: role if role != "mid" else "high",
        QIcon.Mode.Disabled: "strong_line",
    }
    for mode, of in modes.items():
        colour = appearance.colour(of).name()
        for size in _SIZES:
            for ratio in (1, 2):
                made.addPixmap(icon_pixmap(name, colour, appearance.px(size), ratio), mode)
    return made


@lru_cache(maxsize=1024)
def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as `size` effective pixels of "#RRGGBB" on nothing."""
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _drawing(name, QColor(colour).name()).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw the icon into `rect` of a widget that paints itself."""
    _drawing(name, colour.name()).render(painter, rect)


@lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


@cache
def _source(name: str) -> str:
    return (files("assets") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
