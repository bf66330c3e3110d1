"""Another theme: everything takes it, and nothing several times over."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject

from tests.visualizer.conftest import Opened
from visualizer.widgets.line_splitter import LineSplitter


class Stylings(QObject):
    """Counts the new styles that widgets are told of."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.of: Counter[QObject] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.of[watched] += 1
        return False


def test_a_theme_styles_what_stands_between_lines_no_oftener_than_the_rest(window: Opened) -> None:
    splitters = window.heed.window.findChildren(LineSplitter)
    parts = [s.widget(index) for s in splitters for index in range(s.count())]
    plain = [part for part in parts if not part.styleSheet()]
    assert plain
    seen, elsewhere = Stylings(window.heed.window), window.heed.frame.status
    for widget in (elsewhere, *plain):
        widget.installEventFilter(seen)
    window.heed.presentation.set_theme("light")
    assert {seen.of[part] for part in plain} == {seen.of[elsewhere]}, seen.of


def test_the_lines_between_panels_follow_the_theme(window: Opened) -> None:
    handles = [s.handle(1) for s in window.heed.window.findChildren(LineSplitter)]
    shown = next(handle for handle in handles if handle is not None and handle.isVisible())
    for name in ("light", "dark"):
        window.heed.presentation.set_theme(name)
        line = shown.grab().toImage().pixelColor(shown.rect().center())
        assert line == window.heed.appearance.colour("line"), name
