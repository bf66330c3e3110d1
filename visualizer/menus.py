"""Joins every action to what it does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.catalog import ARCHITECTURES
from visualizer import opening
from visualizer.actions import Actions
from visualizer.focus_order import FocusOrder
from visualizer.help import Help
from visualizer.logbook import Logbook
from visualizer.panels.panel import Panel
from visualizer.pictures import Pictures
from visualizer.presentation import Presentation
from visualizer.recent_menus import RecentMenus
from visualizer.steering import Steering
from visualizer.views import Views

#: Keys of Run that belong to the workspace Generate while it is in front.
_RUN_KEYS = {"train": ("Space", "Ctrl+Space"), "one_step": (".",)}


class Menus(QObject):
    """The menu bar, the rail and the keys."""

    def __init__(
        self,
        actions: Actions,
        steering: Steering,
        views: Views,
        presentation: Presentation,
        logbook: Logbook,
    ) -> None:
        super().__init__(steering.window)
        self.actions = actions
        self._steering = steering
        self._views = views
        self._presentation = presentation
        self.pictures = Pictures(steering, views)
        self._of_workspace: dict[str, list[QMenu]] = {"learn": [], "generate": []}
        self._architecture = ""
        self.help = Help(actions, steering, logbook, self)
        self.recent = RecentMenus(actions, steering, self)
        self._focus_order = FocusOrder(steering, views, self)
        self._connect_steering()
        self._connect_presentation()
        self._add_architectures()
        steering.bench.changed.connect(self._show)
        steering.switching.changed.connect(self._show)
        views.complete.connect(self._join_views)
        views.generate_made.connect(self._join_generate)
        self._show()

    # ------------------------------------------------------------ joining

    def _connect_steering(self) -> None:
        steering = self._steering
        for name, slot in {
            "open": steering.filing.ask_and_open,
            "open_folder": steering.filing.ask_and_open_folder,
            "save": steering.filing.save,
            "save_as": steering.filing.save_as,
            "quit": steering.window.close,
            "sizes": steering.frame.run_bar.open_form,
            "bundled": steering.open_bundled,
            "train": steering.train_or_pause,
            "one_step": steering.one_step,
            "stop": steering.stop,
            "train_anew": steering.train_anew,
            "copy_picture": self.pictures.copy,
            "save_picture": self.pictures.save,
            "save_window": self.pictures.save_window,
            "clear": self.clear,
            "next_part": self._focus_order.focus_next_part,
        }.items():
            self.actions[name].triggered.connect(slot)
        steering.frame.rail.help_requested.connect(self.help.show_keys)
        steering.frame.rail.settings_requested.connect(self._open_settings)

    def _connect_presentation(self) -> None:
        presentation, actions = self._presentation, self.actions
        themes = QActionGroup(self)
        for name in ("system", "dark", "light"):
            action = actions[f"theme_{name}"]
            action.setData(name)
            themes.addAction(action)
            action.setChecked(presentation.theme == name)
        themes.triggered.connect(self._take_theme)
        actions["larger"].triggered.connect(presentation.larger)
        actions["smaller"].triggered.connect(presentation.smaller)
        actions["usual_size"].triggered.connect(presentation.usual_size)
        actions["present"].toggled.connect(presentation.present)
        presentation.presenting_changed.connect(actions["present"].setChecked)
        presentation.about_to_present.connect(self._presenting)

    def _add_architectures(self) -> None:
        menu = self.actions.menus["Model"]
        menu.addSeparator()
        group = QActionGroup(self)
        for entry in ARCHITECTURES:
            action = menu.addAction(f"{entry.year}  {entry.title}")
            action.setStatusTip(entry.idea)
            action.setCheckable(True)
            action.setData(entry.name)
            action.triggered.connect(self._take_architecture)
            group.addAction(action)
        self._architectures = group

    @Slot()
    def _join_views(self) -> None:
        views, actions = self._views, self.actions
        assert views.learn and views.sentence
        edit = actions.menus["Edit"]
        edit.insertActions(edit.actions()[0], views.sentence.actions_for_menu())
        # By another name than the action that shows it, which stands in the same menu.
        of_masks: dict[QWidget, str] = {views.learn.masks: self.tr("View of the masks")}
        titles = [of_masks.get(panel, panel.header.caption.title) for panel in views.learn.panels]
        titles.insert(0, self.tr("Maps"))
        self._add_submenus("learn", "View", titles, views.learn.actions_for_menu())
        workspaces = QActionGroup(self)
        for name in ("learn", "generate"):
            actions[name].setData(name)
            workspaces.addAction(actions[name])
        workspaces.triggered.connect(self._take_workspace)
        self._steering.frame.rail.chosen.connect(views.show_workspace)
        views.workspace_changed.connect(self._workspace_changed)
        actions["masks"].toggled.connect(views.learn.show_masks)
        views.learn.masks_toggled.connect(actions["masks"].setChecked)
        views.learn.middle.made.connect(self._join_exhibit)
        self._presentation.about_to_present.connect(views.learn.set_presenting)
        actions["reset_layout"].triggered.connect(self._reset_layout)

    @Slot(object)
    def _join_exhibit(self, panel: Panel) -> None:
        """A view that was made when it was first seen gets its menu then."""
        title = panel.header.caption.title
        self._add_submenus("learn", "View", [title], [panel.actions_for_menu()])
        self._workspace_changed(self._views.workspace)

    @Slot()
    def _join_generate(self) -> None:
        made = self._views.generate
        assert made is not None
        stepping = made.actions_for_menu()
        self._add_submenus("generate", "Run", [self.tr("Generation")], [stepping])
        panels = [panel.actions_for_menu() for panel in made.panels]
        names = [panel.header.caption.title for panel in made.panels]
        self._add_submenus("generate", "View", names, panels)
        self._workspace_changed(self._views.workspace)

    def _add_submenus(
        self, workspace: str, menu: str, titles: list[str], groups: list[list[QAction]]
    ) -> None:
        self.actions.menus[menu].addSeparator()
        for title, group in zip(titles, groups, strict=True):
            made = self.actions.menus[menu].addMenu(title)
            made.addActions(group)
            self._of_workspace[workspace].append(made)

    # ------------------------------------------------------------ what happens

    @Slot(str)
    def _workspace_changed(self, name: str) -> None:
        """A workspace's own keys work only in it: Space steps there and trains here."""
        self.actions[name].setChecked(True)
        self.actions["masks"].setEnabled(name == "learn")
        if self._views.sentence is not None:
            for sentence_action in self._views.sentence.actions_for_menu():
                sentence_action.setVisible(name == "learn")
        for other, menus in self._of_workspace.items():
            for menu in menus:
                menu.menuAction().setVisible(other == name)
        for action, keys in _RUN_KEYS.items():
            own = keys if name == "learn" else keys[1:]
            self.actions[action].setShortcuts([QKeySequence(key) for key in own])
        self._show_keys_that_matter()

    @Slot()
    def _show(self) -> None:
        bench, bar = self._steering.bench, self._steering.frame.run_bar
        self._show_architecture(bar.specification.architecture)
        self.actions["train"].setText(bar.primary.text())
        self.actions["train"].setEnabled(bar.primary.isEnabled())
        self.actions["one_step"].setEnabled(bar.one_step.isEnabled())
        self.actions["stop"].setEnabled(bar.stop.isEnabled())
        there = bench.specification is not None
        self.actions["save"].setEnabled(there)
        self.actions["save_as"].setEnabled(there)
        self._show_keys_that_matter()

    def _show_architecture(self, name: str) -> None:
        if name == self._architecture:
            return
        self._architecture = name
        for action in self._architectures.actions():
            action.setChecked(action.data() == name)
        self.actions["bundled"].setEnabled(bool(opening.bundled(name)))

    def _show_keys_that_matter(self) -> None:
        status = self._steering.frame.status
        if self._views.workspace == "generate":
            status.show_keys(
                self.tr("→ step"), self.tr("← back"), self.tr("1 – 9 choose"), self.tr("F1 keys")
            )
            return
        word = self.actions["train"].text().lower()
        status.show_keys(
            self.tr("Space {0}").format(word),
            self.tr(". one step"),
            self.tr("M masks"),
            self.tr("Esc clear"),
            self.tr("F1 keys"),
        )

    @Slot(bool)
    def _presenting(self, on: bool) -> None:
        """An audience follows one model: the strip of all of them gives way."""
        self._steering.frame.lineage.setVisible(not on)

    @Slot(QAction)
    def _take_theme(self, action: QAction) -> None:
        self._presentation.set_theme(action.data())

    @Slot(QAction)
    def _take_workspace(self, action: QAction) -> None:
        self._views.show_workspace(action.data())

    @Slot()
    def _take_architecture(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._steering.switching.choose(action.data())

    @Slot()
    def _open_settings(self) -> None:
        menu = QMenu(self._steering.window)
        for name in ("theme_system", "theme_dark", "theme_light"):
            menu.addAction(self.actions[name])
        menu.addSeparator()
        for name in ("larger", "smaller", "usual_size", "present"):
            menu.addAction(self.actions[name])
        gear = self._steering.frame.rail.settings
        menu.popup(gear.mapToGlobal(gear.rect().topRight()))

    @Slot()
    def clear(self) -> None:
        """Esc: what fills the space, else the selection, else what failed."""
        selection = self._views.selection
        if selection.locked or selection.hovered:
            selection.clear()
        elif self._views.learn is not None and self._views.learn.leave():
            return
        elif self._presentation.presenting:
            self._presentation.present(False)
        else:
            self._steering.frame.failure.put_away()

    @Slot()
    def _reset_layout(self) -> None:
        if self._views.learn is not None:
            self._views.learn.restore({})
