"""The bar that starts and steers a run: train, one step, stop, and what the next run is made of."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from engine.catalog import Architecture, find
from engine.specification import DataSpecification, Kind, Recipe, RunSpecification, Scalar
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.panels.device_choice import DeviceChoice
from visualizer.panels.model_form import ModelForm, summary
from visualizer.panels.run_progress import RunProgress
from visualizer.panels.world_choice import WorldChoice
from visualizer.widgets.drop_button import DropButton
from visualizer.widgets.icon import icon_pixmap
from visualizer.widgets.number_field import NumberField, whole_number
from visualizer.widgets.waiting_focus import WaitingFocus

HEIGHT = 44
#: Widths at most of what opens something below; they share the room in the same proportion.
_WIDEST = {"world": 190, "model": 250, "device": 180}


class RunBar(QWidget):
    """Controls above, values of the next run in between, progress at the right.

    Signals: `train_clicked`, `step_clicked`, `stop_clicked`; `specification_changed` when the user
    chose something else for the next run; `open_requested` for "Open a file …";
    `file_chosen(entry)` for recent data files.
    """

    train_clicked = Signal()
    step_clicked = Signal()
    stop_clicked = Signal()
    specification_changed = Signal()
    open_requested = Signal()
    file_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._appearance = appearance
        usual = RunSpecification()
        recipe = find(usual.architecture).recipe(usual.data.world)
        self._specification = replace(usual, recipe=recipe)
        self._data: dict[Kind, DataSpecification] = {}
        self._form: ModelForm | None = None
        self._focus = WaitingFocus(self)
        self.primary = QPushButton(self.tr("Train"))
        self.primary.setObjectName("primary")
        self.primary.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.primary.clicked.connect(self.train_clicked)
        glossary.explain(self.primary, "train")
        self.one_step = self._tool(self.tr("One step"), self.tr("One training step (.)"))
        self.one_step.clicked.connect(self.step_clicked)
        glossary.explain(self.one_step, "one_step")
        self.stop = self._tool(self.tr("Stop"), self.tr("End the run; its weights stay"))
        self.stop.clicked.connect(self.stop_clicked)
        glossary.explain(self.stop, "stop")
        self.world = WorldChoice(appearance)
        self.world.data_chosen.connect(self.set_data)
        self.world.file_chosen.connect(self.file_chosen)
        self.world.open_requested.connect(self.open_requested)
        self.model = DropButton(appearance, self.tr("Model"))
        self.model.clicked.connect(self.open_form)
        self.seed = NumberField(appearance, self.tr("Seed"), whole_number(0, 2**31 - 1), 4)
        self.seed.number_changed.connect(self._take_seed)
        self.steps = NumberField(appearance, self.tr("Steps"), whole_number(1, 10_000_000), 6)
        self.steps.number_changed.connect(self._take_steps)
        for field in (self.seed, self.steps):  # or Space would be typed into the number
            field.returnPressed.connect(self.primary.setFocus)
        self.device = DeviceChoice(appearance)
        self.device.device_chosen.connect(self._take_device)
        self.device.threads_chosen.connect(self._take_threads)
        self.progress = RunProgress(appearance)
        self._row = QHBoxLayout(self)
        for widget, stretch in (
            (self.primary, 0),
            (self.one_step, 0),
            (self.stop, 0),
            (self.world, _WIDEST["world"]),
            (self.model, _WIDEST["model"]),
            (self.seed, 0),
            (self.steps, 0),
            (self.device, _WIDEST["device"]),
            (self.progress, 1),
        ):
            self._row.addWidget(widget, stretch)
        self.show_run("", 0, 0, None, False)
        self.hold()
        self._show_values()
        appearance.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ the next run

    @property
    def specification(self) -> RunSpecification:
        """What the next run is to be."""
        return self._specification

    def set_specification(self, specification: RunSpecification) -> None:
        """Show other choices, without a signal."""
        self._specification = specification
        self._show_values()
        self._keep_form_in_step()

    def announce(self, specification: RunSpecification | None) -> None:
        """Show already what a model that is being opened was made of, as far as that is known."""
        if specification is not None:
            mine = self._specification
            self.set_specification(replace(specification, device=mine.device, threads=mine.threads))

    def set_architecture(self, name: str) -> None:
        """Another architecture: its own sizes and recipe; the data stays where it can read it.

        Else it takes the data chosen last of the kind that it reads, or the first world.
        """
        kind, old = find(name).kind, self._specification
        data = old.data if old.data.kind == kind else self.data_of(kind)
        recipe = find(name).recipe(data.world)
        self._choose(replace(old, architecture=name, options={}, recipe=recipe, data=data))

    @Slot(object)
    def set_data(self, data: DataSpecification) -> None:
        """Other data, with the recipe that belongs to it."""
        recipe = self._entry().recipe(data.world)
        self._choose(replace(self._specification, data=data, recipe=recipe))

    def data_of(self, kind: Kind) -> DataSpecification:
        """The data of a kind that was chosen last."""
        return self._data.get(kind) or self.world.first(kind)

    def remember_data(self, data: DataSpecification) -> None:
        """Take this for the data of its kind that was chosen last."""
        self._data[data.kind] = data

    # ------------------------------------------------------------ the run on the bench

    def show_run(
        self, state: str, step: int, steps: int, seconds_left: float | None, can_go_on: bool
    ) -> None:
        """Follow the run: "training", "paused", "waiting", or anything else for none."""
        going = state in ("training", "paused")
        text, drawing = {
            "training": (self.tr("Pause"), "pause"),
            "paused": (self.tr("Resume"), "train"),
            "waiting": (self.tr("Starting"), "train"),
        }.get(state, (self.tr("Train on") if can_go_on else self.tr("Train"), "train"))
        if self.primary.text() != text or self.primary.icon().isNull():
            self.primary.setText(text)
            self._set_primary_icon(drawing)
        self._focus.allow(self.primary, state != "waiting")
        self._focus.allow(self.one_step, state != "waiting" and state != "training")
        self.stop.setEnabled(going or state == "waiting")
        self.progress.show_run(step, steps, seconds_left, going)

    def hold(self) -> None:
        """Offer no training until the run is shown again: engine or model are not ready."""
        self.primary.setEnabled(False)
        self.one_step.setEnabled(False)

    # ------------------------------------------------------------ sizes

    @Slot()
    def open_form(self) -> None:
        """Open the sizes under the Model button."""
        if self._form is None:
            self._form = ModelForm(self._appearance, self)
            self._form.changed.connect(self._take_form)
        self._fill_form(self._form)
        self._form.open_below(self.model)

    @property
    def form(self) -> ModelForm | None:
        """The form, once it was opened."""
        return self._form

    # ------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(900), self._appearance.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._appearance.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    # ------------------------------------------------------------ within

    def _entry(self) -> Architecture:
        return find(self._specification.architecture)

    def _fill_form(self, form: ModelForm) -> None:
        entry, now = self._entry(), self._specification
        form.show_values(entry, now.options, now.recipe, entry.recipe(now.data.world))

    def _keep_form_in_step(self) -> None:
        """A form that is open shows what was chosen elsewhere.

        That of another architecture closes, for what is typed there would be asked of this one.
        """
        if self._form is not None and self._form.isVisible():
            if self._form.entry is self._entry():
                self._fill_form(self._form)
            else:
                self._form.close()

    def _choose(self, specification: RunSpecification, in_form: bool = False) -> None:
        if specification != self._specification:
            self._specification = specification
            self._show_values()
            if not in_form:
                self._keep_form_in_step()
            self.specification_changed.emit()

    def _show_values(self) -> None:
        now = self._specification
        self.remember_data(now.data)
        self.world.show_data(now.data)
        self.model.set_value(summary(self._entry(), now.options))
        self.seed.set_number(now.seed)
        self.steps.set_number(now.recipe.steps)
        self.device.show_choice(now.device, now.threads)

    @Slot(str)
    def _take_device(self, device: str) -> None:
        self._choose(replace(self._specification, device=device))

    @Slot(int)
    def _take_threads(self, threads: int) -> None:
        self._choose(replace(self._specification, threads=threads))

    @Slot(object)
    def _take_seed(self, seed: int) -> None:
        self._choose(replace(self._specification, seed=seed))

    @Slot(object)
    def _take_steps(self, steps: int) -> None:
        recipe = replace(self._specification.recipe, steps=steps)
        self._choose(replace(self._specification, recipe=recipe))

    @Slot()
    def _take_form(self) -> None:
        if self._form is None:
            return
        options: dict[str, Scalar] = self._form.options
        recipe: Recipe = self._form.recipe
        self._choose(replace(self._specification, options=options, recipe=recipe), in_form=True)

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("framed")
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _set_primary_icon(self, drawing: str) -> None:
        px = self._appearance.px
        made = QIcon()
        for mode, role in ((QIcon.Mode.Normal, "primary_text"), (QIcon.Mode.Disabled, "low")):
            colour = self._appearance.colour(role).name()
            made.addPixmap(icon_pixmap(drawing, colour, px(16), 2), mode)
        self.primary.setIcon(made)
        self._drawing = drawing

    @Slot()
    def _restyle(self) -> None:
        look, px = self._appearance, self._appearance.px
        self.setFixedHeight(px(HEIGHT))
        for name, widest in _WIDEST.items():
            drop: DropButton = getattr(self, name)
            drop.setMaximumWidth(px(widest))
            # Its width must not depend on what it says, or all others would move with it.
            drop.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.setContentsMargins(px(12), 0, px(12), px(1))
        self._row.setSpacing(px(6))
        self.primary.setFixedSize(px(104), px(28))
        self.primary.setFont(look.font("text", bold=True))
        self.primary.setIconSize(QSize(px(16), px(16)))
        self._set_primary_icon(self._drawing)
        for button, drawing in ((self.one_step, "step"), (self.stop, "stop")):
            made = QIcon(icon_pixmap(drawing, look.colour("high").name(), px(16), 2))
            made.addPixmap(
                icon_pixmap(drawing, look.colour("strong_line").name(), px(16), 2),
                QIcon.Mode.Disabled,
            )
            button.setIcon(made)
            button.setIconSize(QSize(px(16), px(16)))
            button.setFixedSize(px(30), px(28))
