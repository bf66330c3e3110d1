"""The sizes of a model as a form, made from what the catalogue says about each option."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.catalog import Architecture, Option
from engine.specification import Recipe, Scalar
from visualizer.appearance import Appearance
from visualizer.panels.option_row import OptionRow
from visualizer.widgets.label import Label

#: The fields of a recipe that can be set here; the steps stand in the run bar.
RECIPE = (
    Option("batch_size", "batch size", 64, "Pairs or texts in each step.", low=1, high=4096),
    Option(
        "optimizer",
        "optimiser",
        "adam",
        "How a gradient moves the weights.",
        choices=("adam", "sgd", "adadelta"),
    ),
    Option("learning_rate", "learning rate", 3e-3, "Its highest value.", low=1e-7, high=1.0),
    Option("warmup", "warm-up steps", 200, "Steps until it is highest.", low=0, high=100_000),
    Option("weight_decay", "weight decay", 0.0, "Pull of matrices to 0.", low=0, high=1),
    Option("label_smoothing", "label smoothing", 0.1, "Share given to all words.", low=0, high=0.9),
)


def summary(entry: Architecture, options: dict[str, Scalar]) -> str:
    """The sizes in one line: “2+2 layers · 4 heads · d 64”."""
    complete = {option.name: options.get(option.name, option.default) for option in entry.options}
    layers = [str(complete[name]) for name in complete if name.endswith("layers")]
    parts = ["1 layer" if layers == ["1"] else f"{'+'.join(layers)} layers"] if layers else []
    others = [o for o in entry.options if not o.name.endswith("layers") and not o.choices]
    short, long = [], []
    for option in others:
        if isinstance(option.default, bool) or not isinstance(option.default, int):
            continue
        last = option.label.split()[-1]
        if len(last) == 1:
            short.append(f"{last} {complete[option.name]}")
        elif " " not in option.label and "-" not in option.label:
            long.append(f"{complete[option.name]} {option.label}")
    return " · ".join(parts + long + short)


class ModelForm(QFrame):
    """A popup under the run bar's Model button.

    Signals: `changed` whenever all fields hold valid values and one of them is new.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._appearance = appearance
        self._entry: Architecture | None = None
        self._recipe = self._usual = Recipe()
        self._edited: QObject | None = None
        self._rows: list[OptionRow] = []
        self._recipe_rows: list[OptionRow] = []
        self._layout = QVBoxLayout(self)
        self.setObjectName("form")
        appearance.changed.connect(self._restyle)

    @property
    def entry(self) -> Architecture | None:
        """The architecture whose options it shows; None before the first."""
        return self._entry

    @property
    def options(self) -> dict[str, Scalar]:
        """The architecture's options, each as last valid by itself."""
        return {row.option.name: row.value for row in self._rows}

    @property
    def recipe(self) -> Recipe:
        """The recipe as last valid."""
        values = {row.option.name: row.value for row in self._recipe_rows}
        return replace(self._recipe, **values)  # type: ignore[arg-type]

    @property
    def rows(self) -> dict[str, OptionRow]:
        """Each row by its option's name."""
        return {row.option.name: row for row in (*self._rows, *self._recipe_rows)}

    def show_values(
        self,
        entry: Architecture,
        options: dict[str, Scalar],
        recipe: Recipe,
        usual: Recipe | None = None,
    ) -> None:
        """Fill the form, without a signal; `usual` is the recipe that “defaults” brings back."""
        self._usual = usual or self._usual
        if entry is not self._entry:
            self._entry = entry
            self._build(entry)
        self._recipe = recipe
        for row in self._rows:
            row.show(options.get(row.option.name, row.option.default))
        for row in self._recipe_rows:
            row.show(getattr(recipe, row.option.name))

    def open_below(self, widget: QWidget) -> None:
        """Show the form under a control."""
        self._restyle()
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        place.setX(min(place.x(), screen.right() - self.width()))
        self.move(place)
        self.show()
        self._rows[0].control.setFocus()

    @Slot()
    def take(self) -> None:
        """Read every field; says `changed` only if all are valid and go together."""
        self._edited = self.sender() or self._edited
        sound = all([row.take() for row in (*self._rows, *self._recipe_rows)])
        if self._fit_together() and sound:
            self.changed.emit()

    @Slot()
    def settle(self) -> None:
        """A field left with something unreadable gets its last valid value back.

        Sizes that do not go together stay: it takes two fields to put that right.
        """
        for row in (*self._rows, *self._recipe_rows):
            if row.control.property("wrong"):
                row.show(row.value)
        self._fit_together()

    def _fit_together(self) -> bool:
        """Whether the sizes go together; if not, it is said at the field edited last."""
        assert self._entry is not None
        try:
            self._entry.complete(self.options)
        except ValueError as problem:
            blamed = [row for row in self._rows if row.control is self._edited]
            (blamed or self._rows)[0].complain(str(problem))
            return False
        return True

    def _build(self, entry: Architecture) -> None:
        while self._layout.count():
            item = self._layout.takeAt(0)
            if item is not None and (widget := item.widget()):
                widget.deleteLater()
        look = self._appearance
        self._layout.addWidget(Label(look, self.tr("Presets"), bold=True))
        self._layout.addWidget(self._presets(entry))
        self._layout.addWidget(Label(look, self.tr("Sizes"), bold=True))
        self._rows = [OptionRow(look, option, self.take, self.settle) for option in entry.options]
        self._layout.addWidget(self._grid(self._rows))
        self._layout.addWidget(Label(look, self.tr("Recipe"), bold=True))
        self._recipe_rows = [OptionRow(look, option, self.take, self.settle) for option in RECIPE]
        self._layout.addWidget(self._grid(self._recipe_rows))
        self._layout.addWidget(
            Label(look, self.tr("For the next run; the present one keeps its own."), "note", "low")
        )

    def _presets(self, entry: Architecture) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        first = QPushButton(self.tr("defaults"))
        first.clicked.connect(self._take_defaults)
        layout.addWidget(first)
        for preset in entry.presets:
            button = QPushButton(preset.title)
            button.setToolTip(f"<p>{escape(preset.source)}.</p><p>{escape(preset.differs)}</p>")
            button.clicked.connect(self._take_preset)
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _grid(self, rows: list[OptionRow]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self._appearance.px(4))
        grid.setHorizontalSpacing(self._appearance.px(12))
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, self._appearance.px(124))
        for place, row in enumerate(rows):
            row.control.setFixedWidth(self._appearance.px(130))
            row.note.setMinimumWidth(self._appearance.px(300))
            row.note.setWordWrap(True)
            grid.addWidget(row.label, place, 0)
            grid.addWidget(row.control, place, 1)
            grid.addWidget(row.note, place, 2)
        return holder

    @Slot()
    def _take_defaults(self) -> None:
        if self._entry:
            self.show_values(self._entry, {}, self._usual)
            self.changed.emit()

    @Slot()
    def _take_preset(self) -> None:
        button = self.sender()
        if self._entry is None or not isinstance(button, QPushButton):
            return
        for preset in self._entry.presets:
            if preset.title == button.text():
                self.show_values(self._entry, dict(preset.options), preset.recipe)
                self.changed.emit()

    @Slot()
    def _restyle(self) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        self._layout.setContentsMargins(px(16), px(12), px(16), px(12))
        self._layout.setSpacing(px(6))
        self.setStyleSheet(
            f"QFrame#form {{ background: {theme.panel}; border: 1px solid {theme.strong_line}; }}"
        )
