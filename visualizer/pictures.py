"""Copying and saving what is on screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from visualizer import export
from visualizer.panels.failure import Problem
from visualizer.steering import Steering
from visualizer.views import Views


class Pictures(QObject):
    """Takes the picture of the view in front, or of the whole window."""

    def __init__(self, steering: Steering, views: Views) -> None:
        super().__init__(steering)
        self._steering = steering
        self._views = views
        self._last: QWidget | None = None
        steering.failures.offer("Picture", self.tr("Save elsewhere …"), self._save_again)

    @Slot()
    def copy(self) -> None:
        """Put the view in front on the clipboard."""
        view = self._views.front
        if view is not None:
            export.copy(self._taken(view), self.facts(view))
            self._steering.frame.status.say(self.tr("Picture copied"))

    @Slot()
    def save(self) -> None:
        """Save the view in front where the user wants it."""
        view = self._views.front
        if view is not None:
            self._ask_and_save(view)

    @Slot()
    def save_window(self) -> None:
        """Save the whole window where the user wants it."""
        self._ask_and_save(self._steering.window)

    def write(self, view: QWidget, path: str) -> bool:
        """Save a view at this path, and say so or why not."""
        problem = export.save(self._taken(view), path, self.facts(view))
        self._last = view
        if problem:
            self._steering.failures.report(Problem("Picture", problem))
            return False
        self._steering.failures.resolve("Picture")
        self._steering.frame.status.say(self.tr("Picture saved: {0}").format(path))
        return True

    def facts(self, view: QWidget) -> dict[str, str]:
        """What a picture shows, for the file: model, data, step, seed."""
        provenance = getattr(view, "provenance", None)
        title = str(provenance()) if callable(provenance) else self._steering.window.windowTitle()
        facts = {"Title": title, "Software": "Heed"}
        bench = self._steering.bench
        if bench.specification is not None:
            data = self._steering.frame.run_bar.world.title_of(bench.specification.data)
            facts["Model"] = bench.specification.architecture
            facts["Data"] = data
            facts["Step"] = str(bench.step)
            facts["Seed"] = str(bench.specification.seed)
        return facts

    def _taken(self, view: QWidget) -> QPixmap:
        """The picture of a view, all its parts at the same step."""
        if self._views.learn is not None:
            self._views.learn.catch_up()
        return export.picture(view, self._steering.appearance.colour("panel"))

    def _ask_and_save(self, view: QWidget) -> None:
        choices = self._steering.choices
        name = self.facts(view)["Title"].replace("/", "-")
        path, _ = QFileDialog.getSaveFileName(
            self._steering.window,
            self.tr("Save as PNG"),
            str(Path(choices.folder or Path.home()) / f"{name}.png"),
            self.tr("Pictures (*.png)"),
        )
        if path:
            choices.folder = str(Path(path).parent)
            self.write(view, path if path.lower().endswith(".png") else f"{path}.png")

    @Slot()
    def _save_again(self) -> None:
        if self._last is not None:
            self._ask_and_save(self._last)
