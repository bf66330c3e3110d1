"""What a map's panel holds: the map as cells or lines, and the words and strips around it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.panels.map_options import MapOptions
from visualizer.selection import Selection
from visualizer.widgets.heatmap import Heatmap
from visualizer.widgets.label import Label
from visualizer.widgets.links import Links
from visualizer.widgets.map_scale import MapScale
from visualizer.widgets.map_summary import MapSummary
from visualizer.widgets.mosaic import Mosaic


class MapBody(QWidget):
    """A note, a strip of all heads, the map, its scale and its summary, each where it is wanted.

    Attributes
    ----------
    bare : the map alone, where there is room for little else.
    large : the map says itself what its colours mean, where no colour bar stands above it.
    presenting : for an audience: all room to the map, none to the strip.
    strip_wanted : no overview beside the map shows the heads. Whoever sets one of these calls
        `show_parts()`.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, *, compact: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._compact = compact
        self.bare = self.presenting = False
        self.large = not compact
        self.strip_wanted = self._several = True
        self.note = Label(appearance, role="note", colour="low", elide=True)
        self.strip = Mosaic(appearance, selection, strip=True)
        self.heatmap = Heatmap(appearance, selection)
        self.links = Links(appearance, selection)
        self.summary = MapSummary(appearance)
        self.scale = MapScale(appearance)
        self._forms = QStackedWidget()
        self._forms.addWidget(self.heatmap)
        self._forms.addWidget(self.links)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.note)
        self._column.addLayout(self._head)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._forms, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.summary, 1)
        self._column.addWidget(self.scale)
        self._column.addLayout(self._foot)
        self.strip.setVisible(compact)
        self.scale.setVisible(self.large)
        appearance.changed.connect(self._margins)
        self._margins()

    def follow(self, options: MapOptions) -> None:
        """Show the form, the mapping and the threshold that are chosen."""
        for form in (self.heatmap, self.links):
            form.set_mode(options.mode)
            form.set_threshold(options.threshold)
        self.strip.set_mode(options.mode)
        self.scale.set_scale(options.mode, options.words())
        self._forms.setCurrentIndex(0 if options.form == "map" else 1)

    def set_several(self, several: bool) -> None:
        """Say whether there are heads to choose from: one head alone is no strip."""
        if several != self._several:
            self._several = several
            self.show_parts()

    def show_parts(self) -> None:
        """Show what is wanted, and leave the rest of the room to the map."""
        strip = self._compact and self.strip_wanted and self._several
        self.note.setVisible(not self.bare)
        self.strip.setVisible(strip and not self.bare and not self.presenting)
        self.scale.setVisible(self.large and not self.bare)
        self.summary.setVisible(not self.bare)
        self._column.activate()
        area = self.parentWidget()
        if area is not None:
            # It stands between two layouts and has none itself, so it must be told.
            area.updateGeometry()

    @Slot()
    def _margins(self) -> None:
        px = self._appearance.px
        self._column.setContentsMargins(0, px(6), 0, px(8))
        self._column.setSpacing(px(4))
        self._foot.setContentsMargins(px(12), 0, px(12), 0)
        self._foot.setSpacing(px(12))
        self._head.setContentsMargins(px(12), 0, px(12), 0)
        self.note.setMinimumHeight(px(16))
