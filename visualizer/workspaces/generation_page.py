"""What Generate says while there is no generation: what to do, what is awaited, what failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.catalog import Architecture
from engine.specification import Kind
from visualizer.appearance import Appearance
from visualizer.panels.notice import Notice

#: Most letters of a sentence on a button.
_SHOWN = 40

Act = Callable[[], object]


class GenerationPage(QWidget):
    """A notice in the middle, on the ground of a panel."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.notice = Notice(appearance, self)
        self.notice.setMaximumWidth(appearance.px(620))
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self.notice, 3)
        row.addStretch(1)
        appearance.changed.connect(self.update)

    def invite(self, kind: Kind, prompt: str, begin: Act, type_: Act) -> None:
        """Nothing is generated yet: begin with the prompt, or type one."""
        short = prompt if len(prompt) <= _SHOWN else prompt[: _SHOWN - 2].rstrip() + " …"
        if kind == "pairs":
            said = self.tr(
                "Nothing generated yet.\nThe model reads a sentence and writes its own, token by "
                "token. At every token you see the candidates and what led to it, and you can "
                "choose another."
            )
            button = self.tr("Generate from “{0}”").format(short)
        else:
            said = self.tr(
                "Nothing generated yet.\nThe model goes on with a text, token by token, or begins "
                "one. At every token you see the candidates and what led to it, and you can choose "
                "another."
            )
            button = (
                self.tr("Go on from “{0}”").format(short) if prompt else self.tr("Begin a text")
            )
        if prompt or kind == "text":
            self._say(said, button, begin)
        else:
            self._say(said, self.tr("Type a sentence"), type_)

    def say_unable(self, entry: Architecture, learn: Act, sentence: str = "") -> None:
        """The model on the bench does not write; `sentence` is why, where somebody said it."""
        why = sentence or self.tr(
            "{0} fills blanks and does not write: every word it reads sees all the others."
        ).format(entry.title)
        instead = self.tr(
            "In Learn any word of the text can be turned into a blank, and the model guesses it "
            "from both sides. To generate, choose another architecture above."
        )
        self._say(f"{why}\n{instead}", self.tr("Blank words in Learn"), learn)

    def say_vacant(self, entry: Architecture, learn: Act) -> None:
        """The chosen architecture has no model yet."""
        said = self.tr("{0}: no trained model yet.\nTrain one in Learn, then let it write.")
        self._say(said.format(entry.title), self.tr("To Learn"), learn)

    def say_waiting(self, sentence: str, give_up: Act) -> None:
        """The first answer is awaited."""
        self.notice.show_state("loading", "", sentence, [(self.tr("Cancel"), give_up)])

    def say_failed(self, title: str, words: str, again: str, begin: Act) -> None:
        """Nothing could begin."""
        self.notice.show_state("failed", title, words, [(again, begin)])

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._appearance.colour("panel"))

    def _say(self, sentence: str, button: str, act: Act) -> None:
        self.notice.show_state("empty", "", sentence, [(button, act)])
