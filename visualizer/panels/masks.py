"""Masks: which position may see which, in the watched sentence and in the last training batch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import BatchFrame, Frame
from engine.seen.look import Look
from visualizer.appearance import Appearance
from visualizer.masks import (
    Mask,
    batch_mask,
    draw_counts,
    draw_share,
    masks_of,
    padding_share,
)
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.batch_picture import BatchPicture
from visualizer.widgets.draw_marks import DrawLegend, Fate
from visualizer.widgets.icon import icon
from visualizer.widgets.label import Label
from visualizer.widgets.mask_legend import MaskHeading, MaskLegend
from visualizer.widgets.mask_picture import MaskPicture
from visualizer.widgets.segmented import Segmented


class MasksPanel(Panel):
    """Every mask of the model large, for the watched sentence or a sentence of the last batch."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Masks"))
        self.set_subtitle(self.tr("who may see whom"))
        self._selection = selection
        self._masks: tuple[Mask, ...] = ()
        self._batch: BatchFrame | None = None
        self._window = 0
        self.of = Segmented(
            appearance,
            [("watched", self.tr("watched sentence")), ("batch", self.tr("last training batch"))],
        )
        self.of.setAccessibleName(self.tr("Masks of"))
        self.of.changed.connect(self._show)
        self.sentence = QSpinBox(self)
        self.sentence.setMinimum(1)
        self.sentence.setKeyboardTracking(False)
        self.sentence.setAccessibleName(self.tr("Sentence of the batch"))
        self.sentence.valueChanged.connect(self._show)
        self.previous_action = QAction(self.tr("Previous sentence of the batch"), self)
        self.next_action = QAction(self.tr("Next sentence of the batch"), self)
        self.previous_action.triggered.connect(self.sentence.stepDown)
        self.next_action.triggered.connect(self.sentence.stepUp)
        self.note = Label(appearance, role="note", colour="mid", elide=True)
        self.said_of_cell = Label(appearance, role="note", colour="high", elide=True)
        self.pictures: list[MaskPicture] = []
        self._headings: list[MaskHeading] = []
        self.batch_picture = BatchPicture(appearance)
        self.batch_picture.chosen.connect(self._choose_sentence)
        self._build()
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_empty(
            self.tr("No sentence is watched yet.\nWhich word may see which is shown here.")
        )

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self.set_look(event.look)
        elif isinstance(event, BatchFrame):
            self._batch = event
            self.sentence.setMaximum(max(len(next(iter(event.lengths.values()))), 1))
            self._show()
        elif isinstance(event, Started | Loaded):
            self._batch, self._window = None, event.structure.window
            self._show()

    def set_look(self, look: Look) -> None:
        """Take the masks of a look."""
        self._masks = masks_of(look, self._window)
        if not self._masks:
            self._say_nothing_masked()
            return
        self.show_body()
        self._show()

    def _say_nothing_masked(self) -> None:
        self.show_empty(self.tr("This model masks nothing: it has no attention."))

    def actions_for_menu(self) -> list[QAction]:
        return [self.previous_action, self.next_action, *super().actions_for_menu()]

    # ------------------------------------------------------------ showing

    @Slot()
    def _show(self) -> None:
        of_batch = self.of.value == "batch"
        for widget in (self.sentence, self._previous, self._next):
            widget.setVisible(of_batch)
        for action in (self.previous_action, self.next_action):
            action.setEnabled(of_batch and self._batch is not None)
        self.batch_picture.setVisible(of_batch and self._batch is not None)
        self._draws.setVisible(of_batch and self._batch is not None)
        self._batch_heading.setVisible(of_batch and self._batch is not None)
        self._row.setStretch(self._row.count() - 1, 2 if of_batch and self._batch else 0)
        self._make_room(len(self._masks))
        masks, ends = self._chosen()
        for mask, end, picture, heading in zip(
            masks, ends, self.pictures, self._headings, strict=False
        ):
            picture.set_mask(mask, end)
            heading.set_mask(mask)
        self._write(of_batch)
        self._legend.set_reasons({reason for mask in masks for reason in mask.counts()})

    def _chosen(self) -> tuple[list[Mask], list[tuple[int, int]]]:
        """The masks to be drawn, and the sentence's own ends where they are those of a batch."""
        if self.of.value == "watched" or self._batch is None or not self._fits(self._batch):
            return list(self._masks), [(0, 0)] * len(self._masks)
        sides = self._batch.lengths
        place = min(self.sentence.value() - 1, len(next(iter(self._batch.lengths.values()))) - 1)
        lengths = {name: int(values[place]) for name, values in sides.items()}
        padded = {name: int(values.max()) for name, values in sides.items()}
        masks = [batch_mask(mask, lengths, padded) for mask in self._masks]
        return masks, [
            (lengths[mask.rows.sequence], lengths[mask.columns.sequence]) for mask in masks
        ]

    def _fits(self, batch: BatchFrame) -> bool:
        """Whether the batch has the sequences of the masks, not those of a model before."""
        axes = [axis for mask in self._masks for axis in (mask.rows, mask.columns)]
        return all(axis.sequence in batch.lengths for axis in axes)

    def _write(self, of_batch: bool) -> None:
        if not of_batch:
            words = self.tr("rows: queries · columns: keys")
            if self._window:
                words = self.tr("rows: the word predicted · columns: the words before it")
            self.note.setText(words)
        elif self._batch is None:
            self.note.setText(self.tr("No batch yet: train, and the last one is shown here."))
        else:
            batch = self._batch
            sides = list(batch.lengths.values())
            self.batch_picture.set_batch(sides, self.sentence.value() - 1, batch.draws)
            self._batch_heading.set_words(self.tr("batch"), self._batch_words(batch))
            self.sentence.setSuffix(self.tr(" of {0}").format(len(sides[0])))
            text = self.tr("batch of step {0} · {1:.0f} % of it is padding")
            share = 100 * padding_share(self._batch)
            self.note.setText(text.format(f"{self._batch.step:,}", share))

    def _batch_words(self, batch: BatchFrame) -> str:
        """What stands side by side in the batch's picture, or what was drawn of its words."""
        counts = draw_counts(batch)
        drawn = sum(counts.values())
        shares = {fate: count / drawn if drawn else 0.0 for fate, count in counts.items()}
        self._draws.set_words(
            {
                fate: (
                    f"{_fate_name(fate)} {count:,} ({100 * shares[fate]:.0f} %)",
                    f"{_fate_name(fate)} {100 * shares[fate]:.0f} %",
                )
                for fate, count in counts.items()
            }
        )
        self._draws.setVisible(bool(counts) and self.of.value == "batch")
        if not counts:
            return ", ".join(batch.lengths)
        share = 100 * draw_share(batch)
        return self.tr("{0:,} words to be guessed, {1:.1f} % of the tokens").format(drawn, share)

    def _make_room(self, count: int) -> None:
        """As many pictures as there are masks."""
        while len(self.pictures) < count:
            picture, heading = (
                MaskPicture(self.appearance, self._selection),
                MaskHeading(self.appearance),
            )
            picture.described.connect(self.said_of_cell.setText)
            column = QVBoxLayout()
            column.addWidget(heading)
            column.addWidget(picture, 1)
            self._row.insertLayout(len(self.pictures), column, 3)
            self.pictures.append(picture)
            self._headings.append(heading)
        for place, (picture, heading) in enumerate(zip(self.pictures, self._headings, strict=True)):
            picture.setVisible(place < count)
            heading.setVisible(place < count)

    @Slot(int)
    def _choose_sentence(self, place: int) -> None:
        self.sentence.setValue(place + 1)

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        tools = QWidget(self)
        self._tools = QHBoxLayout(tools)
        self._previous, self._next = QToolButton(tools), QToolButton(tools)
        self._previous.setDefaultAction(self.previous_action)
        self._next.setDefaultAction(self.next_action)
        for widget in (self.of, self._previous, self.sentence, self._next):
            self._tools.addWidget(widget)
        self._tools.addWidget(self.note, 1)
        self.set_toolbar(tools)
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._row = QHBoxLayout()
        self._batch_heading = MaskHeading(self.appearance)
        last = QVBoxLayout()
        last.addWidget(self._batch_heading)
        last.addWidget(self.batch_picture, 1)
        self._row.addLayout(last, 2)
        self._column.addLayout(self._row, 1)
        self._legend = MaskLegend(self.appearance)
        self._draws = DrawLegend(self.appearance)
        foot = QHBoxLayout()
        foot.addWidget(self._legend)
        foot.addWidget(self._draws, 1)
        foot.addWidget(self.said_of_cell, 1)
        self._column.addLayout(foot)
        self.set_body(body)

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._tools.setContentsMargins(px(12), px(8), px(12), px(0))
        self._tools.setSpacing(px(8))
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self._row.setSpacing(px(20))
        self.previous_action.setIcon(icon("left", self.appearance))
        self.next_action.setIcon(icon("right", self.appearance))
        self._show()


def _fate_name(fate: Fate) -> str:
    return {
        "masked": _say("masked"),
        "random": _say("random word"),
        "kept": _say("kept"),
    }[fate]


def _say(text: str) -> str:
    return QCoreApplication.translate("Masks", text)
