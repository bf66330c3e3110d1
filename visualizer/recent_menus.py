"""The menus of what was opened lately and of the runs that were kept, filled as they open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from visualizer import kept_runs
from visualizer.actions import Actions
from visualizer.choices import paths_of, title_of
from visualizer.steering import Steering


class RecentMenus(QObject):
    """Names each entry, and opens the one that is chosen."""

    def __init__(self, actions: Actions, steering: Steering, parent: QObject) -> None:
        super().__init__(parent)
        self._steering = steering
        self._recent = actions.filled_late["recent"]
        self._kept_runs = actions.filled_late["kept_runs"]
        self._recent.aboutToShow.connect(self._fill_recent)
        self._kept_runs.aboutToShow.connect(self._fill_kept_runs)

    @Slot()
    def _fill_recent(self) -> None:
        self._fill(
            self._recent,
            [(self._title(recent), recent) for recent in self._steering.choices.recent],
        )

    @Slot()
    def _fill_kept_runs(self) -> None:
        title = self._steering.frame.run_bar.world.title_of
        self._fill(
            self._kept_runs,
            [(run.title(title), run.path) for run in kept_runs.kept()],
        )

    def _title(self, recent: str) -> str:
        """A run of ours by its data, number and step; anything else by its name."""
        run = kept_runs.read(recent)
        return run.title(self._steering.frame.run_bar.world.title_of) if run else title_of(recent)

    def _fill(self, menu: QMenu, entries: list[tuple[str, str]]) -> None:
        menu.clear()
        menu.setToolTipsVisible(True)
        for title, entry in entries:
            action = menu.addAction(title.replace("&", "&&"))
            action.setToolTip("\n".join(paths_of(entry)))
            action.setData(entry)
            action.triggered.connect(self._open_recent)
        if menu.isEmpty():
            menu.addAction(self.tr("nothing yet")).setEnabled(False)

    @Slot()
    def _open_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._steering.filing.open_recent(action.data())
