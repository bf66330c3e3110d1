"""What each output depends on: the gradient of each output's logit by each source embedding."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import Frame
from engine.seen.look import Look
from engine.seen.tokens import Axis
from visualizer.appearance import Appearance
from visualizer.exhibits.exhibit import Exhibit
from visualizer.exhibits.likeness import likeness, rows_cosine
from visualizer.panels.panel import Panel
from visualizer.selection import Selection
from visualizer.widgets.gradient_content import GradientContent
from visualizer.widgets.gradient_map import GradientMap
from visualizer.widgets.gradient_notes import GradientNotes, GradientWords

TABLE = "gradients"


class GradientsPanel(Panel):
    """|∂ logit_j / ∂ embedding_i| as a map, and in words how alike its rows are.

    No weights: rows add up to nothing in particular, and the scale is the numbers' own.
    """

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "", parent=parent)
        self.set_title(self.tr("What each output depends on"))
        self.set_subtitle("|∂ logitⱼ / ∂ embeddingᵢ| · " + self.tr("a slope, not a weight"))
        body = QWidget(self)
        self._row = QHBoxLayout(body)
        self.map = GradientMap(appearance, selection, body)
        self.notes = GradientNotes(appearance, body)
        self._row.addWidget(self.map, 3)
        self._row.addWidget(self.notes, 2)
        self.set_body(body)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._wait()

    def receive(self, event: object) -> None:
        if isinstance(event, Frame):
            self.set_look(event.look)
        elif isinstance(event, Started | Loaded):
            self._wait()

    def set_look(self, look: Look) -> None:
        """Show the gradients of a look; wait where they were not asked for yet."""
        table = look.tables.get(TABLE)
        if table is None:
            self.show_loading(self.tr("These numbers come with the next picture."))
            return
        if not table.values.size:
            self.show_empty(
                self.tr("This sentence is too long for these numbers.\nWatch a shorter one.")
            )
            return
        rows, columns = (axis for axis in table.axes if isinstance(axis, Axis))
        height, width = table.values.shape
        content = GradientContent(
            table.values,
            rows,
            columns,
            look.axis_tokens(rows, height),
            look.axis_tokens(columns, width),
        )
        self.map.set_content(content)
        cosine = rows_cosine(table.values)
        self.notes.set_words(
            GradientWords(
                *likeness(cosine),
                cosine=cosine,
                largest=content.largest,
                limit=content.limit,
                meaning=self.tr(
                    "How fast the logit of each output word changes with the embedding of each "
                    "source word. A slope, not a weight: rows add up to nothing in particular."
                ),
            )
        )
        self.show_body()

    def _wait(self) -> None:
        self.show_empty(
            self.tr(
                "No sentence is watched yet.\n"
                "Which source words each output depends on is shown here."
            )
        )

    @Slot()
    def _restyle(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self.appearance.px(8))
        self.notes.setMaximumWidth(self.appearance.px(300))


GRADIENTS = Exhibit(
    name="gradients",
    title="What each output depends on",
    needs=frozenset({TABLE}),
    wants=(TABLE,),
    make=GradientsPanel,
)
