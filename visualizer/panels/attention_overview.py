"""Every layer and head of every kind of attention, at a glance."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import HeadReference, MapGroup
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets import health
from visualizer.widgets.glyph import GLYPHS
from visualizer.widgets.group_head import GroupHead
from visualizer.widgets.label import Label
from visualizer.widgets.mosaic import Mosaic
from visualizer.widgets.segmented import Segmented

#: What a bar under a head can say; see MapGroup.summaries.
SUMMARIES = ("focus", "distance", "previous", "self", "first")


class AttentionOverviewPanel(Panel):
    """The groups below one another; a click or the arrow keys choose the head for all views."""

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("Attention"))
        self._selection = selection
        self._groups: dict[str, MapGroup] = {}
        self._heads: dict[str, GroupHead] = {}
        self.mosaics: dict[str, Mosaic] = {}
        self._content = QWidget()
        self._stack = QVBoxLayout(self._content)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.setWidget(self._content)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption = Label(
            appearance, self.tr("Bar under a head"), role="note", colour="low", elide=True
        )
        self.health = Label(appearance, role="note", colour="mid", elide=True)
        glossary.explain(self.caption, "bar")
        glossary.explain(self.health, "sound")
        self.summary = Segmented(
            appearance,
            [(name, name) for name in SUMMARIES],
            tips={name: glossary.sentence(name) for name in SUMMARIES},
        )
        self.summary.setAccessibleName(self.tr("Bar under a head"))
        self.summary.changed.connect(self.set_summary)
        self._summaries = QActionGroup(self)
        for name in SUMMARIES:
            action = self._summaries.addAction(self.tr("Bar under a head: {0}").format(name))
            action.setData(name)
            action.setToolTip(glossary.sentence(name))
            action.setStatusTip(glossary.sentence(name))
            action.setCheckable(True)
            action.setChecked(name == SUMMARIES[0])
        self._summaries.triggered.connect(self._summary_triggered)
        self._build()
        selection.head_changed.connect(self._show_chosen)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_empty(
            self.tr("Nothing watched yet.\nEvery head of the model is shown here, side by side.")
        )

    def _build(self) -> None:
        body = QWidget(self)
        self._column = QVBoxLayout(body)
        self._column.setSpacing(0)
        self._column.addWidget(self._scroll, 1)
        self._foot = QWidget(body)
        self._foot_column = QVBoxLayout(self._foot)
        for widget in (self.health, self.caption, self.summary):
            self._foot_column.addWidget(widget)
        self._column.addWidget(self._foot)
        self.set_body(body)

    def receive(self, event: object) -> None:
        """Show a frame's look."""
        if not isinstance(event, Frame):
            return
        groups = dict(event.look.groups)
        if list(groups) != list(self._groups):
            self._rebuild(groups)
        self._groups = groups
        for name, group in groups.items():
            rows, columns = group.closed.shape
            self._heads[name].set_words(
                GLYPHS[group.kind], name.capitalize(), group.kind, f"{rows} × {columns}"
            )
            self.mosaics[name].set_group(group)
        self._tell_health(event.look)
        self.set_subtitle(self.tr("every layer × head · step {0}").format(f"{event.step:,}"))
        if groups:
            self.show_body()
        else:
            self.show_empty(self.tr("This model has no attention."))

    def _tell_health(self, look: Look) -> None:
        """How many heads are sound; where something is wrong, the tooltip says with which."""
        groups = look.groups.values()
        states = [found.state for group in groups for found in health.of_group(group)]
        self.health.setText(health.count_words(states))
        bad = any(state.bad for state in states)
        self.health.set_colour("wrong" if bad else "mid")
        self.health.setToolTip(health.listed(look) if bad else glossary.sentence("sound"))

    def _rebuild(self, groups: dict[str, MapGroup]) -> None:
        """Make a head and a mosaic for each group."""
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it goes when the event loop comes to it
                widget.deleteLater()
        self._heads, self.mosaics = {}, {}
        for name in groups:
            self._heads[name] = GroupHead(self.appearance)
            # Heads are numbered once, over the first group.
            self.mosaics[name] = Mosaic(self.appearance, self._selection, labels=not self.mosaics)
            self.mosaics[name].set_summary(self.summary.value)
            self._stack.addWidget(self._heads[name])
            self._stack.addWidget(self.mosaics[name])
        self._stack.addStretch(1)
        self._keep_width()

    @Slot(str)
    def set_summary(self, name: str) -> None:
        """Choose what the bars say."""
        self.summary.set_value(name)
        for action in self._summaries.actions():
            action.setChecked(action.data() == name)
        for mosaic in self.mosaics.values():
            mosaic.set_summary(name)

    @Slot(QAction)
    def _summary_triggered(self, action: QAction) -> None:
        self.set_summary(str(action.data()))

    def choose(self, reference: HeadReference) -> None:
        """Choose a head, and bring its kind of attention to the front."""
        self._selection.choose_head(reference)
        self._selection.choose_group(reference.group)

    @Slot(str)
    def _show_chosen(self, group: str) -> None:
        """Scroll so that the chosen head is in view."""
        mosaic = self.mosaics.get(group)
        if mosaic is not None:
            tile = mosaic.tile(*mosaic.chosen)
            middle = mosaic.mapTo(self._content, tile.center())
            reach = self.appearance.px(8)
            self._scroll.ensureVisible(
                middle.x(), middle.y(), tile.width() // 2 + reach, tile.height() // 2 + reach
            )

    def actions_for_menu(self) -> list[QAction]:
        return [*super().actions_for_menu(), *self._summaries.actions()]

    def sizeHint(self) -> QSize:
        return QSize(self.appearance.px(336), self.appearance.px(560))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_width()

    def _keep_width(self) -> None:
        """Leave the scroll bar its place also while there is none.

        The heads are as high as they are wide. Growing into the bar's place they would need the
        bar again, shrink, need it no more, and so on without end: Qt resizes recursively there.
        """
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        least = self._stack.minimumSize().width()
        self._content.setFixedWidth(max(self.width() - bar, least, 1))

    @Slot()
    def _restyle(self) -> None:
        px = self.appearance.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._stack.setContentsMargins(px(12), px(6), px(4), px(4))
        self._stack.setSpacing(px(2))
        self._foot_column.setContentsMargins(px(12), px(6), px(12), px(8))
        self._foot_column.setSpacing(px(4))
        ground = self.appearance.colour("panel").name()
        self._scroll.setStyleSheet(
            f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {ground}; }}"
        )
        self._keep_width()
