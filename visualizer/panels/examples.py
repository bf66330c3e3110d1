"""Sentences of the held-out data, to be watched one after another."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.messages.reading import Example

#: Examples offered in the menu at once; the next ones follow by "Next example".
_OFFERED = 20


class Examples(QToolButton):
    """A button with a menu of examples; one of running text has no target.

    Signals: `chosen(Example)`.
    """

    chosen = Signal(object)

    def __init__(self, next_action: QAction, parent: QWidget | None = None) -> None:
        """`next_action` stands at the end of the menu."""
        super().__init__(parent)
        self._next = next_action
        self._all: tuple[Example, ...] = ()
        self.offered = QMenu(self)
        self.setAutoRaise(True)
        self.setToolTip(self.tr("Examples from the held-out data"))
        self.setAccessibleName(self.tr("Examples"))
        self.setMenu(self.offered)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.set_examples(())

    @property
    def examples(self) -> tuple[Example, ...]:
        return self._all

    def set_examples(self, examples: tuple[Example, ...]) -> None:
        """Offer these."""
        self._all = examples
        self._next.setEnabled(bool(examples))
        self.offered.clear()
        for example in examples[:_OFFERED]:
            text = f"{example.source} → {example.target}" if example.target else example.source
            action = self.offered.addAction(_shortened(text).replace("&", "&&"))
            action.setData(example)
            action.triggered.connect(self._take)
        self.offered.addSeparator()
        self.offered.addAction(self._next)
        self.setEnabled(bool(examples))

    def holds(self, source: str, target: str) -> bool:
        """Whether this is one of them."""
        return any((example.source, example.target) == (source, target) for example in self._all)

    def after(self, source: str, target: str) -> Example | None:
        """The one after this; after another sentence, or the last, the first."""
        place = self._place(source, target) + 1
        return self._all[place % len(self._all)] if self._all else None

    def _place(self, source: str, target: str) -> int:
        """Which example this is, with another target if need be; -1 for none."""
        pairs = [(example.source, example.target) for example in self._all]
        sources = [known for known, _ in pairs]
        if (source, target) in pairs:  # one source may have several targets
            return pairs.index((source, target))
        return sources.index(source) if source in sources else -1

    @Slot()
    def _take(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.chosen.emit(sender.data())


def _shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
