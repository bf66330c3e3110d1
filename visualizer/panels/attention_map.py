"""One attention map large, as cells or as lines, with what it says in words."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.maps import MEAN, HeadReference, MapGroup
from visualizer.appearance import Appearance
from visualizer.panels import map_words
from visualizer.panels.map_options import MapOptions, MapTools
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets import health, wording
from visualizer.widgets.glyph import GLYPHS
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.label import Label
from visualizer.widgets.links import Links
from visualizer.widgets.map_content import MapContent, map_content
from visualizer.widgets.map_scale import MapScale
from visualizer.widgets.map_summary import Line, MapSummary
from visualizer.widgets.mosaic import Mosaic


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
        self._stale = False
        self._asked: HeadReference | None = None
        self.options = options or MapOptions(self)
        self.note = Label(appearance, role="note", colour="low", elide=True)
        self.strip = Mosaic(appearance, selection, strip=True)
        self.heatmap = Heatmap(appearance, selection)
        self.links = Links(appearance, selection)
        self.summary = MapSummary(appearance)
        self.scale = MapScale(appearance)
        self.header.caption.kept = 1
        self._bare = self._presenting = False
        self._several = self._strip_wanted = True
        self._large = not compact
        self._forms = QStackedWidget()
        self._forms.addWidget(self.heatmap)
        self._forms.addWidget(self.links)
        self._zoom_actions = [
            self._zoom_action(self.tr("Zoom the map in"), self._zoom_in),
            self._zoom_action(self.tr("Zoom the map out"), self._zoom_out),
            self._zoom_action(self.tr("Show the whole map"), self._zoom_to_fit),
        ]
        self._build()
        self.heatmap.described.connect(self._summarise)
        self.links.described.connect(self._summarise)
        self.options.changed.connect(self._options_changed)
        selection.head_changed.connect(self._head_changed)
        selection.group_changed.connect(self._group_changed)
        selection.changed.connect(self._summarise)
        appearance.changed.connect(self._margins)
        self._options_changed()
        self.show_empty(
            self.tr("Nothing watched yet.\nThe attention of the watched sentence is shown here.")
        )

    def _build(self) -> None:
        if not self._compact:
            self.set_toolbar(MapTools(self.appearance, self.options, parent=self))
        body = QWidget(self)
        self._body_column = QVBoxLayout(body)
        self._head = QHBoxLayout()
        self._head.addWidget(self.note)
        self._body_column.addLayout(self._head)
        self._body_column.addWidget(self.strip)
        self._body_column.addWidget(self._forms, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.summary, 1)
        self._body_column.addWidget(self.scale)
        self._body_column.addLayout(self._foot)
        self.strip.setVisible(self._compact)
        self.scale.setVisible(self._large)
        self.set_body(body)
        self._margins()

    # ------------------------------------------------------------ what is shown

    def receive(self, event: object) -> None:
        """Show a frame's look."""
        if isinstance(event, Frame):
            self._frame = event
            # A map behind a tab or a larger one costs nothing until it is seen.
            self._stale = not self.isVisibleTo(self.window())
            if not self._stale:
                self._show()

    @property
    def group(self) -> MapGroup | None:
        """The group that is shown; None where the model has none of that name."""
        name = self._group_name or self._selection.group
        return self._frame.look.groups.get(name) if self._frame else None

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
            self._several = group.layers * group.heads > 1
            self.strip.setVisible(self._strip_shown)
        self._corner(frame.look, group)
        hues = False
        if self.options.form == "map":
            self.heatmap.set_content(content)
        else:
            heads = self._all_heads(group, reference)
            self.links.set_content(content, heads)
            # Several heads have each a hue of its own, named above the lines.
            hues = heads is not None
        self.scale.bar.setVisible(not hues)
        self._note(frame, group, content, reference)
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
        head = self.tr("mean") if reference.head == MEAN else f"H{reference.head + 1}"
        parts = [
            # A model's only attention has no number.
            f"L{reference.layer + 1} {head}" if group.layers * group.heads > 1 else "",
            self.tr("step {0}").format(f"{frame.step:,}"),
            map_words.model(frame.architecture),
        ]
        if self.options.value_weighted:
            parts.append("α·‖Vx‖")
        self.set_subtitle(" · ".join(part for part in parts if part))
        name = f"{self.header.caption.title}, {self.header.caption.subtitle}"
        self.heatmap.setAccessibleName(name)
        self.links.setAccessibleName(name)

    def _corner(self, look: Look, group: MapGroup) -> None:
        if group.kind == "VVV":
            self.heatmap.set_corner(
                self.tr("rows: queries"), narrow=(self.tr("rows: queries"), self.tr("queries"))
            )
            return
        self.heatmap.set_corner(
            self.tr("in → out"), map_words.rows(look, group, short=True), narrow=(self.tr("out"),)
        )

    def _note(
        self, frame: Frame, group: MapGroup, content: MapContent, reference: HeadReference
    ) -> None:
        """The line above the map: what is wrong with it, else what kind of attention it is."""
        found = health.of_head(group, reference.layer, reference.head)
        words = self.tr("this head was not looked at yet")
        if found is not None and content.weights is not None:
            words = health.words(found, content.row_tokens, content.column_tokens)
        weighted = self.options.value_weighted
        value = (
            self.tr("α·‖Vx‖: weight × length of the value, a row adds up to 1") if weighted else ""
        )
        kind = map_words.kind(group, frame.architecture)
        parts = [words, value, kind, map_words.rows(frame.look, group)]
        self.note.setText(" · ".join(part for part in parts if part))
        self.note.setToolTip(self.note.text())
        bad = found is not None and found.state.bad
        self.note.set_colour("wrong" if bad else "high" if words else "low")

    @Slot()
    def _summarise(self) -> None:
        """Say in words what is pointed at: the cell, what its row looks at, who looks at it."""
        content = self.shown.content
        if content is None:
            return
        pair = self._selection.hovered or self._selection.locked
        row, column = content.row(pair), content.column(pair)
        lines: list[Line] = []
        cell = self.heatmap.pointed_cell() if self.options.form == "map" else None
        if cell is not None:
            row, column = cell
            name, verb, key = wording.cell_heading(content, *cell)
            lines.append((name, verb, f"{key}: " + " · ".join(self.heatmap.facts(*cell))))
        if row is not None and content.weights is not None:
            lines.append(wording.looks_at(content, row))
        if column is not None and content.weights is not None:
            lines.append(wording.looked_at_by(content, column))
        if lines:
            self.summary.set_lines(tuple(lines))
        else:
            hint = self.tr("Point at a cell or a token; a click keeps it, Esc lets go.")
            self.summary.set_lines((("", hint, ""),), hint=True)

    # ------------------------------------------------------------ choices

    @Slot()
    def _options_changed(self) -> None:
        options = self.options
        for form in (self.heatmap, self.links):
            form.set_mode(options.mode)
            form.set_threshold(options.threshold)
        self.strip.set_mode(options.mode)
        self.scale.set_scale(options.mode, options.words())
        self._forms.setCurrentIndex(0 if options.form == "map" else 1)
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
        self._bare = bare
        self._show_parts()

    def set_large(self, large: bool) -> None:
        """Let the map say itself what its colours mean, where no colour bar stands above it."""
        self._large = large
        self._show_parts()

    def set_presenting(self, presenting: bool) -> None:
        """For an audience: all room to the map, none to the strip of its heads."""
        self._presenting = presenting
        self._show_parts()

    def set_strip(self, wanted: bool) -> None:
        """Show the strip of all heads, or leave it to an overview beside this map."""
        self._strip_wanted = wanted
        self._show_parts()

    @property
    def _strip_shown(self) -> bool:
        """One head alone is no strip."""
        wanted = self._compact and self._strip_wanted and self._several
        return wanted and not self._bare and not self._presenting

    def _show_parts(self) -> None:
        self.note.setVisible(not self._bare)
        self.strip.setVisible(self._strip_shown)
        self.scale.setVisible(self._large and not self._bare)
        self.summary.setVisible(not self._bare)
        self._body_column.activate()
        area = self.body.parentWidget() if self.body else None
        if area is not None:
            # It stands between two layouts and has none itself, so it must be told.
            area.updateGeometry()

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
        return [*super().actions_for_menu(), *own, *self._zoom_actions]

    def sizeHint(self) -> QSize:
        return QSize(self.appearance.px(527), self.appearance.px(520))

    def _zoom_action(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _zoom_in(self) -> None:
        self.shown.zoom_in()

    @Slot()
    def _zoom_out(self) -> None:
        self.shown.zoom_out()

    @Slot()
    def _zoom_to_fit(self) -> None:
        self.shown.zoom_to_fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._show()

    @Slot()
    def _margins(self) -> None:
        px = self.appearance.px
        self._body_column.setContentsMargins(0, px(6), 0, px(8))
        self._body_column.setSpacing(px(4))
        self._foot.setContentsMargins(px(12), 0, px(12), 0)
        self._foot.setSpacing(px(12))
        self._head.setContentsMargins(px(12), 0, px(12), 0)
        self.note.setMinimumHeight(px(16))


def with_scale(appearance: Appearance, picture: QPixmap, options: MapOptions) -> QPixmap:
    """A picture of maps, and under it what their colours mean: the words and the bar."""
    ratio = picture.devicePixelRatioF()
    width, height = round(picture.width() / ratio), round(picture.height() / ratio)
    scale = MapScale(appearance)
    scale.set_scale(options.mode, options.words())
    scale.resize(width, scale.sizeHint().height() + appearance.px(8))
    whole = QPixmap(QSize(width, height + scale.height()) * ratio)
    whole.setDevicePixelRatio(ratio)
    whole.fill(appearance.colour("panel"))
    painter = QPainter(whole)
    painter.drawPixmap(0, 0, picture)
    painter.fillRect(0, height, width, 1, appearance.colour("line"))
    painter.end()
    scale.render(
        whole,
        QPoint(0, height + 1),
        renderFlags=QWidget.RenderFlag.DrawChildren,
    )
    return whole
