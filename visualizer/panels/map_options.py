"""How maps are shown: one set of choices, shared by all maps that stand together."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.widgets.colour_bar import ColourBar
from visualizer.widgets.scale import Mode, number
from visualizer.widgets.segmented import Segmented

Form = Literal["map", "lines"]
#: Shares of a row's mass to choose from.
MASSES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_FORMS: tuple[Form, ...] = ("map", "lines")
_MODES: tuple[Mode, ...] = ("fixed", "log", "row")


class MapOptions(QObject):
    """Form, mapping, mass threshold and value weighting; each also as an action for menus.

    Signals: `changed` after any of them was set.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form: Form = "map"
        self.mode: Mode = "fixed"
        self.mass = 0.7
        self.mass_only = False
        self.value_weighted = False
        self._forms = self._choices(
            {"map": self.tr("Attention as a map"), "lines": self.tr("Attention as lines")},
            self._form_triggered,
        )
        self._modes = self._choices(
            {
                "fixed": self.tr("Colours 0 to 1"),
                "log": self.tr("Colours on a log scale"),
                "row": self.tr("Colours by each row’s maximum"),
            },
            self._mode_triggered,
        )
        self._mass = self._switch(self.tr("Show the mass of each row only"), self.set_mass_only)
        self._value = self._switch(self.tr("Weigh by the value, α·‖Vx‖"), self.set_value_weighted)
        for action in self._modes.actions():
            action.setStatusTip(glossary.sentence(str(action.data())))
        for action, key in ((self._mass, "mass"), (self._value, "value")):
            action.setStatusTip(glossary.sentence(key))
        self._mark()

    @property
    def threshold(self) -> float | None:
        """The mass to show, or None for all of it."""
        return self.mass if self.mass_only else None

    @Slot(str)
    def set_form(self, form: str) -> None:
        self._set("form", _FORMS[_FORMS.index(form)])

    @Slot(str)
    def set_mode(self, mode: str) -> None:
        self._set("mode", _MODES[_MODES.index(mode)])

    @Slot(bool)
    def set_mass_only(self, on: bool) -> None:
        self._set("mass_only", on)

    def set_mass(self, mass: float) -> None:
        self._set("mass", mass)

    @Slot(bool)
    def set_value_weighted(self, on: bool) -> None:
        self._set("value_weighted", on)

    def words(self) -> str:
        """What the colours mean now: "weight, 0 – 1 · mass .70"."""
        of = "α·‖Vx‖" if self.value_weighted else self.tr("weight")
        mode = {"fixed": "0 – 1", "log": self.tr("log"), "row": self.tr("per row")}[self.mode]
        parts = [f"{of}, {mode}"]
        if self.mass_only:
            parts.append(self.tr("mass {0}").format(number(self.mass)))
        return " · ".join(parts)

    def actions(self) -> list[QAction]:
        """All choices, for menus."""
        return [*self._forms.actions(), *self._modes.actions(), self._mass, self._value]

    def state(self) -> dict[str, object]:
        """The choices as plain values, to be kept over a restart."""
        return {
            "form": self.form,
            "mode": self.mode,
            "mass": self.mass,
            "mass_only": self.mass_only,
            "value_weighted": self.value_weighted,
        }

    def restore(self, state: dict[str, object]) -> None:
        """Take choices kept before; what is not understood is left as it is."""
        form, mode, mass = state.get("form"), state.get("mode"), state.get("mass")
        if form in _FORMS:
            self.form = _FORMS[_FORMS.index(form)]
        if mode in _MODES:
            self.mode = _MODES[_MODES.index(mode)]
        if isinstance(mass, float) and mass in MASSES:
            self.mass = mass
        self.mass_only = bool(state.get("mass_only", self.mass_only))
        self.value_weighted = bool(state.get("value_weighted", self.value_weighted))
        self._mark()
        self.changed.emit()

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self._mark()
            self.changed.emit()

    def _mark(self) -> None:
        """Let the actions show what is chosen."""
        for action in (*self._forms.actions(), *self._modes.actions()):
            action.setChecked(action.data() in (self.form, self.mode))
        self._mass.setChecked(self.mass_only)
        self._value.setChecked(self.value_weighted)

    def _choices(self, texts: dict[str, str], slot: object) -> QActionGroup:
        group = QActionGroup(self)
        for key, text in texts.items():
            action = group.addAction(text)
            action.setData(key)
            action.setCheckable(True)
        group.triggered.connect(slot)
        return group

    def _switch(self, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.triggered.connect(slot)
        return action

    @Slot(QAction)
    def _form_triggered(self, action: QAction) -> None:
        self.set_form(str(action.data()))

    @Slot(QAction)
    def _mode_triggered(self, action: QAction) -> None:
        self.set_mode(str(action.data()))


class MapTools(QWidget):
    """The options as a row of controls; where it is narrow the colour bar goes first."""

    def __init__(
        self,
        appearance: Appearance,
        options: MapOptions,
        *,
        bar: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._options = options
        self.form = Segmented(appearance, [("map", self.tr("Map")), ("lines", self.tr("Lines"))])
        self.form.setAccessibleName(self.tr("Form"))
        self.mode = Segmented(
            appearance,
            [("fixed", "0 – 1"), ("log", self.tr("log")), ("row", self.tr("per row"))],
            tips={mode: glossary.sentence(mode) for mode in _MODES},
        )
        self.mode.setAccessibleName(self.tr("Colours"))
        self.mass_box = QCheckBox(self.tr("mass"), self)
        glossary.explain(self.mass_box, "mass")
        self.mass_choice = QComboBox(self)
        self.mass_choice.setAccessibleName(self.tr("Share of the mass"))
        glossary.explain(self.mass_choice, "share")
        for mass in MASSES:
            self.mass_choice.addItem(f"{mass:.2f}".lstrip("0"), mass)
        self.value_box = QCheckBox("α·‖Vx‖", self)
        glossary.explain(self.value_box, "value")
        self.bar = ColourBar(appearance, self)
        self._with_bar = bar
        self.bar.setVisible(bar)
        self._row = QHBoxLayout(self)
        for widget in (self.form, self.mode, self.mass_box, self.mass_choice, self.value_box):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.bar)
        self.form.changed.connect(options.set_form)
        self.mode.changed.connect(options.set_mode)
        self.mass_box.toggled.connect(options.set_mass_only)
        self.mass_choice.activated.connect(self._mass_chosen)
        self.value_box.toggled.connect(options.set_value_weighted)
        options.changed.connect(self._follow)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._follow()

    def set_bar(self, on: bool) -> None:
        """Whether the colour bar stands here where there is room."""
        self._with_bar = on
        self._show_bar()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        own = self.bar.sizeHint().width() + self._row.spacing() if not self.bar.isHidden() else 0
        return QSize(hint.width() - own, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_bar()

    def _show_bar(self) -> None:
        whole = self.minimumSizeHint().width() + self.bar.sizeHint().width() + self._row.spacing()
        self.bar.setVisible(self._with_bar and self.width() >= whole)

    @Slot(int)
    def _mass_chosen(self, place: int) -> None:
        # Who chooses a share wants to see it.
        self._options.set_mass(float(self.mass_choice.itemData(place)))
        self._options.set_mass_only(True)

    @Slot()
    def _follow(self) -> None:
        options = self._options
        self.form.set_value(options.form)
        self.mode.set_value(options.mode)
        self.bar.set_mode(options.mode)
        for box, on in (
            (self.mass_box, options.mass_only),
            (self.value_box, options.value_weighted),
        ):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.mass_choice.setCurrentIndex(MASSES.index(options.mass))

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self._row.setContentsMargins(px(12), px(6), px(12), px(2))
        self._row.setSpacing(px(10))
        for widget in (self.mass_box, self.mass_choice, self.value_box):
            widget.setFont(self._appearance.font("text"))
