"""Under a text with blanks: what its marks mean, whether B follows A, and another draw."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from engine.seen.look import Look
from engine.seen.predictions import NextSentence
from visualizer.appearance import Appearance
from visualizer.widgets.draw_marks import DrawLegend, Fate
from visualizer.widgets.label import Label
from visualizer.widgets.prediction_row import verdict_is_right
from visualizer.widgets.scale import number


class ClozeLine(QWidget):
    """The legend of the draw, the verdict on the next sentence, and buttons for both actions."""

    def __init__(
        self,
        appearance: Appearance,
        draw_action: QAction,
        blank_action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.legend = DrawLegend(appearance, self)
        self.verdict = Label(appearance, role="note", parent=self)
        self._buttons = [self._button(action) for action in (draw_action, blank_action)]
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.legend, 1)
        self._row.addWidget(self.verdict)
        for button in self._buttons:
            self._row.addWidget(button)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def set_look(self, look: Look) -> None:
        """Say what was drawn, or typed, and what the model thinks of B."""
        drawn = [token for token in look.sequences.get("text", ()) if token.drawn]
        words: dict[Fate, tuple[str, str]] = {"masked": (self.tr("a blank, typed by you"),) * 2}
        if not drawn or any(token.original for token in drawn):
            words = {
                "masked": (self.tr("masked (80 %)"), self.tr("masked")),
                "random": (self.tr("random (10 %)"), self.tr("random")),
                "kept": (self.tr("kept (10 %)"), self.tr("kept")),
            }
        self.legend.set_words(words)
        verdict = look.next_sentence
        self.verdict.setVisible(verdict is not None)
        if verdict is not None:
            self._say_verdict(verdict)

    def _say_verdict(self, verdict: NextSentence) -> None:
        right = verdict_is_right(verdict)
        mark = {True: " ✓", False: " ✗", None: ""}[right]
        said = self.tr("B follows A: {0}").format(number(verdict.probability))
        self.verdict.setText(f"{said}{mark}")
        self.verdict.set_colour({True: "right", False: "wrong", None: "high"}[right])
        known = {
            True: self.tr("It does."),
            False: self.tr("It does not."),
            None: self.tr("Whether it does is not known of a text that was typed."),
        }[verdict.is_next]
        self.verdict.setToolTip(
            self.tr("The model’s chance that segment B follows segment A, read from [CLS].")
            + "\n"
            + known
        )

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        return button

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        px = look.px
        self._row.setContentsMargins(px(4), 0, px(4), 0)
        self._row.setSpacing(px(8))
        for button in self._buttons:
            button.setFont(look.font("note"))
            button.setFixedHeight(px(22))
            button.setStyleSheet(
                f"QToolButton {{ border: 1px solid {look.theme.strong_line}; border-radius: 4px;"
                f" background: {look.theme.raised}; color: {look.theme.high}; padding: 0 6px; }}"
                f"QToolButton:hover {{ background: {look.theme.line}; }}"
                f"QToolButton:disabled {{ color: {look.theme.low}; }}"
                f"QToolButton:focus {{ border: 2px solid {look.theme.focus}; }}"
            )
