"""The theme's colours under the names that Qt's own widgets ask for.

Imported after the first paint: the enumerations of QPalette alone take as long to make as that.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette

from visualizer.appearance import Appearance

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "high",
    QPalette.ColorRole.Base: "well",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "high",
    QPalette.ColorRole.PlaceholderText: "low",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "high",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "high",
    QPalette.ColorRole.Highlight: "focus",
    QPalette.ColorRole.HighlightedText: "window",
    QPalette.ColorRole.Link: "focus",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "strong_line",
}


def palette(appearance: Appearance) -> QPalette:
    """The theme's roles under Qt's names."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, appearance.colour(name))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, appearance.colour("low"))
    return made
