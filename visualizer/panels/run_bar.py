"""The bar that starts and steers a run: train, one step, stop, and what the next run is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.catalog import Architecture, find
from engine.specification import DataSpecification, Recipe, RunSpecification, Scalar
from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.choices import entry, paths_of, title_of
from visualizer.panels.model_form import ModelForm, summary
from visualizer.widgets.changing_text import ChangingText
from visualizer.widgets.drop_button import DropButton
from visualizer.widgets.icon import icon_pixmap
from visualizer.widgets.number_field import NumberField, whole_number

HEIGHT = 44
#: Widths at most of what opens something below; they share the room in the same proportion.
_WIDEST = {"world": 190, "model": 250, "device": 180}
#: Room for “1,240 of 2,000” at least; from which on the time left and the word “step” fit too.
_LEAST, _WITH_TIME, _WITH_WORD = 96, 156, 210


@dataclass(frozen=True)
class Device:
    """One place to compute, as the menu shows it; name "" stands for the engine's own choice."""

    name: str
    title: str
    tested: bool = True


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
        self._specification = RunSpecification(
            recipe=find(RunSpecification.architecture).recipe("dates")
        )
        self._worlds: dict[str, str] = {}
        self._recent: list[str] = []
        self._devices: tuple[Device, ...] = (Device("", self.tr("chosen by measuring")),)
        self._cores = 0
        self._computing = ""
        self._form: ModelForm | None = None
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
        self.world = DropButton(appearance, self.tr("World"))
        self.world.clicked.connect(self._open_worlds)
        self.model = DropButton(appearance, self.tr("Model"))
        self.model.clicked.connect(self.open_form)
        self.seed = NumberField(appearance, self.tr("Seed"), whole_number(0, 2**31 - 1), 4)
        self.seed.number_changed.connect(self._take_seed)
        self.steps = NumberField(appearance, self.tr("Steps"), whole_number(1, 10_000_000), 6)
        self.steps.number_changed.connect(self._take_steps)
        self.device = DropButton(appearance, self.tr("Device"))
        self.device.clicked.connect(self._open_devices)
        self.progress_text = ChangingText(appearance, colour="mid")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.left = ChangingText(appearance, "note", "low", widest=_clock(35_999))
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
            (self._how_far(), 1),
        ):
            self._row.addWidget(widget, stretch)
        self.show_run("", 0, 0, None, False)
        self._show_values()
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _how_far(self) -> QWidget:
        """The words over the bar; without a run that goes on, in the middle."""
        self._progress_box = QWidget()
        column = QVBoxLayout(self._progress_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        words = QHBoxLayout()
        words.addWidget(self.progress_text, 1)
        words.addWidget(self.left)
        column.addLayout(words)
        column.addWidget(self.bar)
        column.addStretch(1)
        return self._progress_box

    # ------------------------------------------------------------ the next run

    @property
    def specification(self) -> RunSpecification:
        """What the next run is to be."""
        return self._specification

    def set_specification(self, specification: RunSpecification) -> None:
        """Show other choices, without a signal."""
        self._specification = specification
        self._show_values()

    def set_architecture(self, name: str) -> None:
        """Another architecture: its own sizes and recipe, the same data."""
        old = self._specification
        recipe = find(name).recipe(old.data.world)
        self._choose(replace(old, architecture=name, options={}, recipe=recipe))

    def set_data(self, data: DataSpecification) -> None:
        """Other data, with the recipe that belongs to it."""
        recipe = self._entry().recipe(data.world)
        self._choose(replace(self._specification, data=data, recipe=recipe))

    def set_worlds(self, worlds: Sequence[tuple[str, str]]) -> None:
        """The built-in worlds as (name, title)."""
        self._worlds = dict(worlds)
        self._show_values()

    def set_recent(self, entries: Sequence[str]) -> None:
        """Data files of the user's, newest first, as the choices remember them."""
        self._recent = list(entries)

    def set_devices(self, devices: Sequence[Device], cores: int) -> None:
        """What the engine found; the first device is the one it would choose."""
        self._devices = (Device("", self.tr("chosen by measuring")), *devices)
        self._cores = cores
        self._show_values()

    def show_computing(self, device: str, threads: int) -> None:
        """Where the run on the bench computes; shown while the choice is left to the engine."""
        self._computing = self._device_text(device, threads) if device else ""
        self._show_values()

    def world_title(self, data: DataSpecification) -> str:
        """How this data is called on screen."""
        if data.files:
            return " + ".join(Path(path).name for path in data.files)
        return self._worlds.get(data.world, data.world)

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
        self.primary.setEnabled(state != "waiting")
        self.one_step.setEnabled(state != "waiting" and state != "training")
        self.stop.setEnabled(going or state == "waiting")
        self._told = (step, steps) if steps and (going or step) else (0, 0)
        self.bar.setMaximum(max(steps, 1))
        self.bar.setValue(min(step, max(steps, 1)))
        self._progress = going
        self.left.set_text("" if seconds_left is None else _clock(seconds_left))
        self._fold()

    # ------------------------------------------------------------ menus

    def world_menu(self) -> QMenu:
        """Built-in worlds, the user's recent files, and opening another."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        data = self._specification.data
        for name, title in self._worlds.items():
            action = self._add(menu, group, title, name, not data.files and data.world == name)
            action.triggered.connect(self._take_world)
        menu.addSeparator()
        here = entry(data.files)
        entries = [here] if here else []
        entries += [other for other in self._recent if other != here]
        for other in entries:
            action = self._add(menu, group, title_of(other), other, other == here)
            action.setToolTip("\n".join(paths_of(other)))
            action.triggered.connect(self._take_file)
        if entries:
            menu.addSeparator()
        menu.addAction(self.tr("Open your own pairs …")).triggered.connect(self.open_requested)
        menu.setToolTipsVisible(True)
        return menu

    def device_menu(self) -> QMenu:
        """Devices and numbers of threads; one that was never tested says so."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for device in self._devices:
            title = device.title if device.tested else self._untested(device.title)
            chosen = device.name == self._specification.device
            self._add(menu, group, title, device.name, chosen).triggered.connect(self._take_device)
        menu.addSection(self.tr("Threads"))
        threads = QActionGroup(menu)
        for count in range(self._cores + 1):
            title = self._threads(count) if count else self.tr("measured at the start")
            chosen = count == self._specification.threads
            self._add(menu, threads, title, count, chosen).triggered.connect(self._take_threads)
        return menu

    @Slot()
    def open_form(self) -> None:
        """Open the sizes under the Model button."""
        if self._form is None:
            self._form = ModelForm(self._appearance, self)
            self._form.changed.connect(self._take_form)
        entry, now = self._entry(), self._specification
        self._form.show_values(entry, now.options, now.recipe, entry.recipe(now.data.world))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # ------------------------------------------------------------ within

    def _entry(self) -> Architecture:
        return find(self._specification.architecture)

    def _choose(self, specification: RunSpecification) -> None:
        if specification != self._specification:
            self._specification = specification
            self._show_values()
            self.specification_changed.emit()

    def _show_values(self) -> None:
        now = self._specification
        self.world.set_value(self.world_title(now.data), "\n".join(now.data.files))
        self.model.set_value(summary(self._entry(), now.options))
        self.seed.set_number(now.seed)
        self.steps.set_number(now.recipe.steps)
        chosen = bool(now.device or now.threads)
        text = self._device_text(now.device, now.threads)
        self.device.set_value(text if chosen or not self._computing else self._computing)

    def _device_text(self, name: str, threads: int) -> str:
        titles = {device.name: device for device in self._devices}
        device = titles.get(name)
        title = device.title if device and name else name.upper() or self.tr("automatic")
        if device and not device.tested:
            title = self._untested(title)
        return f"{title}, {self._threads(threads)}" if threads else title

    def _threads(self, count: int) -> str:
        return self.tr("1 thread") if count == 1 else self.tr("{0} threads").format(count)

    def _untested(self, title: str) -> str:
        return self.tr("{0} (not tested)").format(title)

    def _add(
        self, menu: QMenu, group: QActionGroup, title: str, value: object, chosen: bool
    ) -> QAction:
        action = menu.addAction(title)
        action.setData(value)
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        return action

    @Slot()
    def _open_worlds(self) -> None:
        self._drop(self.world_menu(), self.world)

    @Slot()
    def _open_devices(self) -> None:
        self._drop(self.device_menu(), self.device)

    def _drop(self, menu: QMenu, below: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setMinimumWidth(below.width())
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    @Slot()
    def _take_world(self) -> None:
        self.set_data(DataSpecification(world=self._sent()))

    @Slot()
    def _take_file(self) -> None:
        if self._sent() != entry(self._specification.data.files):
            self.file_chosen.emit(self._sent())

    @Slot()
    def _take_device(self) -> None:
        self._choose(replace(self._specification, device=self._sent()))

    @Slot()
    def _take_threads(self) -> None:
        self._choose(replace(self._specification, threads=int(self._sent())))

    def _sent(self) -> Any:
        action = self.sender()
        assert isinstance(action, QAction)
        return action.data()

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
        self._choose(replace(self._specification, options=options, recipe=recipe))

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("framed")
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fold(self) -> None:
        """What is said of the run gets shorter with the bar; no width depends on the run."""
        px, (step, steps) = self._appearance.px, self._told
        room = self._progress_box.width()
        timed = room >= px(_WITH_TIME)
        if not steps:
            said = ""
        elif step >= steps:
            said = self.tr("step {0}").format(f"{step:,}")
        elif room < px(_WITH_WORD):
            said = self.tr("{0} of {1}").format(f"{step:,}", f"{steps:,}")
        else:
            said = self.tr("step {0} of {1}").format(f"{step:,}", f"{steps:,}")
        self.progress_text.set_text(said)
        self.bar.setVisible(self._progress)
        self.left.setVisible(timed)

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
        self._progress_box.setMinimumWidth(px(_LEAST))
        self.bar.setFixedHeight(px(3))
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
        self._fold()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
