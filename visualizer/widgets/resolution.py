"""How fine a painter paints."""

from __future__ import annotations

from PySide6.QtGui import QPainter


def ratio_of(painter: QPainter) -> float:
    """Pixels of what is painted on for one of the widget: the screen's, or a saved picture's.

    The widget knows that of its screen alone, and painted into a picture its painter still names
    the widget as the device.
    """
    return abs(painter.deviceTransform().m11()) or 1.0
