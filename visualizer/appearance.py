"""Theme and size of type, in one object that every widget is given."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase

from visualizer.lettering import Lettering
from visualizer.theme import DARK, Theme

Role = Literal["title", "name", "text", "note", "tick"]

#: Pixels at scale 1; nothing is ever smaller than a tick.
_SIZES: dict[Role, int] = {"title": 15, "name": 13, "text": 12, "note": 11, "tick": 10}


class Appearance(QObject):
    """The theme and the scale of type and of fixed sizes.

    `lettering` draws short texts in its fonts and colours.

    Signals: `changed` after either was set; a widget that listens repaints itself.
    """

    changed = Signal()

    def __init__(self, theme: Theme = DARK, scale: float = 1.0) -> None:
        super().__init__()
        self._theme = theme
        self._scale = scale
        self._family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        self.lettering = Lettering(self)

    @property
    def theme(self) -> Theme:
        """The colours. Who sets it has to emit `changed`, as set_theme() does."""
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._theme = theme
        self.lettering.forget()

    @property
    def scale(self) -> float:
        """The size of type and of fixed sizes. Who sets it has to emit `changed`."""
        return self._scale

    @scale.setter
    def scale(self, scale: float) -> None:
        self._scale = scale
        self.lettering.forget()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.changed.emit()

    def set_scale(self, scale: float) -> None:
        self.scale = scale
        self.changed.emit()

    def px(self, size: float) -> int:
        """A length drawn at scale 1, in pixels now."""
        return round(size * self._scale)

    def font(self, role: Role, bold: bool = False) -> QFont:
        """The interface font for a role, with figures of one width where the font has them."""
        return QFont(_font(self._family, max(self.px(_SIZES[role]), _SIZES["tick"]), bold))

    def colour(self, role: str) -> QColor:
        """A role of the theme ("panel", "high", "selection" …) as a QColor."""
        return QColor(_colour(getattr(self._theme, role)))


# Every paint asks for several fonts and colours; a copy costs a fraction of a new one.


@cache
def _font(family: str, size: int, bold: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setBold(bold)
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _colour(written: str) -> QColor:
    return QColor(written)
