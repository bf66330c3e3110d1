"""The numbers of every head side by side, and which of their maps is not what it should be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.panels.attention_map import AttentionMapPanel
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets import health
from visualizer.widgets.head_grid import HeadGrid
from visualizer.widgets.head_grid_content import HEAD, HeadGridContent
from visualizer.widgets.label import Label
from visualizer.widgets.line_splitter import LineSplitter
from visualizer.widgets.segmented import Segmented

#: At scale 1: the chosen head's map stands beside the numbers where it has this width.
MAP_FROM = 340
_ALL = "all"


class HeadsPanel(Panel):
    """The grid of numbers; the map of the chosen head beside it where there is room.

    Choosing a row chooses the head in every view; a double click or Enter opens its map.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Heads"))
        self._selection = selection
        self._look: Look | None = None
        self._told = HEAD
        self._folded: tuple[str, ...] = ()
        self.copy_numbers_action = QAction(self.tr("Copy numbers"), self)
        # Ctrl+C copies the picture, in this view as in every other.
        self.copy_numbers_action.setShortcut(QKeySequence("Ctrl+Shift+C"))
        self.copy_numbers_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.copy_numbers_action.setStatusTip(
            self.tr("Copy the rows as they stand, columns parted by tabs")
        )
        self.copy_numbers_action.triggered.connect(self.copy_numbers)
        self._build()
        selection.head_changed.connect(self._head_changed)
        selection.group_changed.connect(self._mark)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_empty(
            self.tr("Nothing watched yet.\nThe numbers of every head are compared here.")
        )

    def _build(self) -> None:
        tools = QWidget(self)
        self.groups = Segmented(self.appearance, [(_ALL, self.tr("all"))], parent=tools)
        self.groups.setAccessibleName(self.tr("Kind of attention"))
        self.health = Label(self.appearance, role="note", colour="mid", elide=True, parent=tools)
        glossary.explain(self.health, "sound")
        self._tools_row = QHBoxLayout(tools)
        self._tools_row.addWidget(self.groups)
        self._tools_row.addWidget(self.health, 1)
        self.set_toolbar(tools)
        self.split = LineSplitter(Qt.Orientation.Horizontal)
        numbers = QWidget(self.split)
        self.grid = HeadGrid(self.appearance, numbers)
        self.grid.addAction(self.copy_numbers_action)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.meaning = Label(self.appearance, role="note", colour="mid", parent=numbers)
        self.meaning.setWordWrap(True)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(numbers)
        self._column.addWidget(self.grid, 1)
        self._column.addWidget(self.meaning)
        self.map = AttentionMapPanel(
            self.appearance, self._selection, compact=True, parent=self.split
        )
        self.map.set_strip(False)
        self.map.set_large(True)
        self.split.addWidget(numbers)
        self.split.addWidget(self.map)
        self.split.setStretchFactor(0, 1)
        self.map.hide()
        self.set_body(self.split)
        self.groups.changed.connect(self._filter)
        self.grid.chosen.connect(self._choose)
        self.grid.opened.connect(self._open)
        self.grid.column_told.connect(self._explain)
        self.grid.folded.connect(self._tell_folded)
        self.map.heads_wanted.connect(self.heads_wanted)
        self.map.maximise_requested.connect(self.maps_wanted)
        self.map.said.connect(self.said)

    # ------------------------------------------------------------ what is shown

    def receive(self, event: object) -> None:
        """Show a frame's look."""
        self.map.receive(event)
        if not isinstance(event, Frame):
            return
        if not event.look.groups:
            self._look = None
            self.show_empty(self.tr("This model has no attention."))
            return
        other = self._look is None or self._look.groups.keys() != event.look.groups.keys()
        self._look = event.look
        content = HeadGridContent(event.look)
        if other:
            self._offer(content.groups)
        self.grid.set_content(content)
        self._tell_health(event.look)
        count = len(content.references)
        heads = self.tr("1 head") if count == 1 else self.tr("{0} heads").format(count)
        self.set_subtitle(f"{heads} · " + self.tr("step {0}").format(f"{event.step:,}"))
        self._mark()
        if other:
            self._fit_map()
        self.show_body()

    def _offer(self, groups: tuple[str, ...]) -> None:
        """Kinds of attention to choose from; one alone needs no choice."""
        self.groups.set_options([(_ALL, self.tr("all")), *((name, name) for name in groups)])
        self.groups.setVisible(len(groups) > 1)
        self._filter(self.groups.value)

    def _tell_health(self, look: Look) -> None:
        groups = look.groups.values()
        states = [found.state for group in groups for found in health.of_group(group)]
        self.health.setText(health.count_words(states))
        bad = any(state.bad for state in states)
        self.health.set_colour("wrong" if bad else "mid")
        self.health.setToolTip(health.listed(look) if bad else glossary.sentence("sound"))

    @Slot(str)
    def _explain(self, column: str) -> None:
        self._told = column
        heads = self.grid.heads
        said = f"{heads.title(column)}: {heads.meaning(column)}"
        if self._folded:
            names = ", ".join(heads.title(name) for name in self._folded)
            said += " " + self.tr("No room here for: {0}. Fill the space to see them.").format(
                names
            )
        self.meaning.setText(said)

    @Slot(tuple)
    def _tell_folded(self, names: tuple[str, ...]) -> None:
        self._folded = names
        self._explain(self._told)

    # ------------------------------------------------------------ what is chosen

    @Slot(str)
    def _filter(self, name: str) -> None:
        self.grid.show_group("" if name == _ALL else name)

    @Slot(object)
    def _choose(self, reference: HeadReference) -> None:
        self._selection.choose_head(reference)
        self._selection.choose_group(reference.group)

    @Slot(object)
    def _open(self, reference: HeadReference) -> None:
        self._choose(reference)
        self.maps_wanted.emit()

    @Slot(str)
    def _head_changed(self, group: str) -> None:
        self._mark()
        if self._look is not None and group in self._look.groups:
            self.grid.come_to(self._chosen(group))

    @Slot()
    def _mark(self) -> None:
        """Mark the head that is chosen in each group; the mean of heads has no row."""
        if self._look is not None:
            chosen = [self._chosen(name) for name in self._look.groups]
            self.grid.mark(chosen, self._selection.group_among(tuple(self._look.groups)))

    def _chosen(self, name: str) -> HeadReference:
        assert self._look is not None
        group = self._look.groups[name]
        layer, head = self._selection.head(name)
        # The mean of one head is that head.
        head = 0 if group.heads == 1 else min(head, group.heads - 1)
        return HeadReference(name, layer % group.layers, head)

    @Slot()
    def copy_numbers(self) -> None:
        """Put the rows on the clipboard as they stand, columns parted by tabs."""
        heads = self.grid.heads
        if heads.content is not None:
            QGuiApplication.clipboard().setText(heads.content.tab_separated(heads.rows))
            self.said.emit(self.tr("Numbers of {0} heads copied").format(len(heads.rows)))

    def paint_over_tools(self, painter: QPainter, at: QPoint) -> None:
        super().paint_over_tools(painter, at)
        if self.map.isVisible():
            self.map.paint_over_tools(painter, at + self.map.mapTo(self, QPoint()))

    # ------------------------------------------------------------ Qt

    def actions_for_menu(self) -> list[QAction]:
        return [*super().actions_for_menu(), self.copy_numbers_action]

    def sizeHint(self) -> QSize:
        return QSize(self.appearance.px(640), self.appearance.px(520))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_map()

    def _fit_map(self) -> None:
        """Show the map where the numbers have the room that they need and it has enough."""
        margins = self._column.contentsMargins()
        numbers = self.grid.least_width() + margins.left() + margins.right()
        room = self.width() - numbers - self.split.handleWidth()
        shown = self._look is not None and room >= self.appearance.px(MAP_FROM)
        if shown != self.map.isVisibleTo(self.split):
            self.map.setVisible(shown)
            self.split.setSizes([numbers, room])

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._tools_row.setContentsMargins(px(12), px(4), px(12), px(4))
        self._tools_row.setSpacing(px(12))
        self._column.setContentsMargins(px(8), 0, px(4), px(6))
        self._column.setSpacing(px(4))
        self.meaning.setContentsMargins(px(4), 0, px(4), 0)
        # Room for two lines, so that the rows stay where they are when the words change.
        self.meaning.setFixedHeight(self.meaning.fontMetrics().lineSpacing() * 2 + px(2))
        self._fit_map()


HEADS = Exhibit("heads", "Heads", frozenset(), (), HeadsPanel, attending=True)
