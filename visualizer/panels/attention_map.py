"""One attention map large, as cells or as lines, with what it says in words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction, QPixmap, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.map_health import Finding, Health
from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import MEAN, HeadReference, MapGroup
from engine.structure import Structure
from visualizer.appearance import Appearance
from visualizer.panels import map_words
from visualizer.panels.map_body import MapBody
from visualizer.panels.map_options import MapOptions, MapTools
from visualizer.panels.map_picture import with_scale
from visualizer.panels.map_zoom import MapZoom
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets import health
from visualizer.widgets.glyph import GLYPHS
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.links import Links
from visualizer.widgets.map_content import map_content


class AttentionMapPanel(Panel):
    """The chosen head of a group; of the group in front where none is given.

    `compact` is for several side by side: a strip of all heads instead of tools of its own.

    Signals: `heads_wanted(references)`, a tuple of HeadReference, when the head to be shown was
    not captured, and whenever another one is chosen.
    """

    heads_wanted = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        selection: Selection,
        group: str | None = None,
        *,
        options: MapOptions | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self._selection = selection
        self._group_name = group
        self._compact = compact
        self._frame: Frame | None = None
        self._structure = Structure()
        self._stale = False
        self._asked: HeadReference | None = None
        self.options = options or MapOptions(self)
        self.header.caption.kept = 1
        if not compact:
            self.set_toolbar(MapTools(appearance, self.options, parent=self))
        self.parts = MapBody(appearance, selection, compact=compact, parent=self)
        self.note, self.strip = self.parts.note, self.parts.strip
        self.heatmap, self.links = self.parts.heatmap, self.parts.links
        self.summary, self.scale = self.parts.summary, self.parts.scale
        self.set_body(self.parts)
        self._zoom = MapZoom(lambda: self.shown, self)
        self.heatmap.described.connect(self._summarise)
        self.heatmap.rows_changed.connect(self._summarise)  # more of its tokens may be named now
        self.links.described.connect(self._summarise)
        self.options.changed.connect(self._options_changed)
        selection.head_changed.connect(self._head_changed)
        selection.group_changed.connect(self._group_changed)
        selection.changed.connect(self._summarise)
        self._options_changed()
        self.show_empty(
            self.tr("Nothing watched yet.\nThe attention of the watched sentence is shown here.")
        )

    # ------------------------------------------------------------ what is shown

    def receive(self, event: object) -> None:
        """Learn what a model is made of; show a frame's look."""
        if isinstance(event, Started | Loaded):
            self._structure = event.structure
        elif isinstance(event, Frame):
            self._frame = event
            # A map behind a tab or a larger one costs nothing until it is seen.
            self._stale = not self.isVisibleTo(self.window())
            if not self._stale:
                self._show()

    @property
    def group(self) -> MapGroup | None:
        """The group that is shown; None where the model has none of that name.

        A panel without a name of its own follows the chosen group.
        """
        groups = self._frame.look.groups if self._frame else {}
        if not groups:
            return None
        return groups.get(self._group_name or self._selection.group_among(tuple(groups)))

    @property
    def shown(self) -> Heatmap | Links:
        """The form that is seen."""
        return self.heatmap if self.options.form == "map" else self.links

    @property
    def reference(self) -> HeadReference | None:
        """The head that is shown, its layer counted from 0."""
        group = self.group
        if group is None:
            return None
        layer, head = self._selection.head(group.name)
        if group.heads == 1:
            head = 0  # the mean of one head is that head
        head = head if head == MEAN else min(head, group.heads - 1)
        return HeadReference(group.name, layer % group.layers, head)

    def _show(self) -> None:
        group, reference, frame = self.group, self.reference, self._frame
        if frame is None:
            return
        if group is None or reference is None:
            name = self._group_name or self._selection.group
            self.show_empty(self.tr("This model has no attention called “{0}”.").format(name))
            return
        content = map_content(frame.look, group, reference, self.options.value_weighted)
        if content.weights is None:
            self._want(reference)
        else:
            self._asked = None
        self._name(frame, group, reference)
        if self._compact:
            self.strip.set_group(group)
            self.parts.set_several(group.layers * group.heads > 1)
        hues = False
        if self.options.form == "map":
            self.heatmap.set_content(content)
        else:
            heads = self._all_heads(group, reference)
            self.links.set_content(content, heads)
            # Several heads have each a hue of its own, named above the lines.
            hues = heads is not None
        self.scale.bar.setVisible(not hues)
        found = health.of_head(group, reference.layer, reference.head)
        self._note(frame.look, group, None if content.weights is None else found)
        self._summarise()
        self.show_body()

    def _all_heads(self, group: MapGroup, reference: HeadReference) -> np.ndarray | None:
        """(heads, rows, columns) where the mean is chosen, to be drawn as lines of many hues."""
        if reference.head != MEAN:
            return None
        weighted = self.options.value_weighted
        found = [
            (group.value_weighted if weighted else group.map)(reference.layer, head)
            for head in range(group.heads)
        ]
        whole = [one for one in found if one is not None]
        return np.stack(whole) if len(whole) == len(found) else None

    def _want(self, reference: HeadReference) -> None:
        if reference != self._asked:
            self._asked = reference
            self.heads_wanted.emit((reference,))

    # ------------------------------------------------------------ words

    def _name(self, frame: Frame, group: MapGroup, reference: HeadReference) -> None:
        self.set_title(map_words.title(group, short=self._compact))
        self.set_glyph(GLYPHS[group.kind])
        self.set_tag(group.kind)
        self.set_subtitle(map_words.subtitle(frame, group, reference, self.options.value_weighted))
        name = f"{self.header.caption.title}, {self.header.caption.subtitle}"
        self.heatmap.setAccessibleName(name)
        self.links.setAccessibleName(name)
        lines, narrow = map_words.corner(frame.look, group)
        self.heatmap.set_corner(*lines, narrow=narrow)

    def _note(self, look: Look, group: MapGroup, found: Finding | None) -> None:
        """The line above the map: what is wrong with it, else what kind of attention it is."""
        weighted = self.options.value_weighted
        words = map_words.note(look, group, self._structure, found, weighted)
        self.note.setText(words)
        self.note.setToolTip(words)
        if found is None:
            self.note.set_colour("high")
        else:
            sound = found.state == Health.SOUND
            self.note.set_colour("wrong" if found.state.bad else "low" if sound else "high")

    @Slot()
    def _summarise(self) -> None:
        """Say in words what is pointed at: the cell, what its row looks at, who looks at it."""
        content = self.shown.content
        if content is None:
            return
        as_map = self.options.form == "map"
        cell = self.heatmap.pointed_cell() if as_map else None
        pair = self._selection.hovered or self._selection.locked
        row, column = cell or (content.row(pair), content.column(pair))
        facts = self.heatmap.facts(*cell) if cell is not None else ()
        lines = map_words.summary(content, row, column, facts)
        every = self.heatmap.labels_every if as_map else 1
        self.summary.set_lines(lines or map_words.hint(every), hint=not lines)

    # ------------------------------------------------------------ choices

    @Slot()
    def _options_changed(self) -> None:
        self.parts.follow(self.options)
        self._show()

    @Slot(str)
    def _head_changed(self, name: str) -> None:
        group = self.group
        if group is not None and group.name == name:
            reference = self.reference
            if reference is not None:
                self._want(reference)
            self._show()

    @Slot(str)
    def _group_changed(self, name: str) -> None:
        if self._group_name is None:
            reference = self.reference
            if reference is not None:
                self._want(reference)
            self._show()

    def set_bare(self, bare: bool) -> None:
        """Show the map alone, where there is room for little else."""
        self.parts.bare = bare
        self.parts.show_parts()

    def set_large(self, large: bool) -> None:
        """Let the map say itself what its colours mean, where no colour bar stands above it."""
        self.parts.large = large
        self.parts.show_parts()

    def set_presenting(self, presenting: bool) -> None:
        """For an audience: all room to the map, none to the strip of its heads."""
        self.parts.presenting = presenting
        self.parts.show_parts()

    def set_strip(self, wanted: bool) -> None:
        """Show the strip of all heads, or leave it to an overview beside this map."""
        self.parts.strip_wanted = wanted
        self.parts.show_parts()

    def picture(self) -> QPixmap:
        """As any view's, with what its colours mean, and without the hint under it."""
        self.leave_hint_out(True)
        picture = super().picture()
        self.leave_hint_out(False)
        if self.scale.isVisibleTo(self):
            return picture
        return with_scale(self.appearance, picture, self.options)

    def leave_hint_out(self, out: bool) -> None:
        """What to do is said on screen only."""
        self.summary.without_hint = out

    def wanted_heads(self) -> tuple[HeadReference, ...]:
        """The heads to capture for this panel."""
        reference = self.reference
        return () if reference is None else (reference,)

    def actions_for_menu(self) -> list[QAction]:
        own = [] if self._compact else self.options.actions()
        return [*super().actions_for_menu(), *own, *self._zoom.actions]

    def sizeHint(self) -> QSize:
        return QSize(self.appearance.px(527), self.appearance.px(520))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._show()
