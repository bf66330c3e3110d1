"""Every action of the window, with its text, its keys and what it does in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid


@dataclass(frozen=True)
class Entry:
    """One action: its name in code, the menu it stands in, and what a person reads.

    `keys` are portable key sequences, the first is shown. An entry whose name is "" is a line
    between groups.
    """

    menu: str
    name: str
    text: str = ""
    keys: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False


MENUS = ("File", "Edit", "View", "Model", "Run", "Window", "Help")

ENTRIES: tuple[Entry, ...] = (
    Entry("File", "open", "Open …", ("Ctrl+O",), "Open a checkpoint or a file of pairs"),
    Entry("File", "open_folder", "Open folder …", ("Ctrl+Shift+O",), "Open a checkpoint's folder"),
    Entry("File", "recent", "Open recent"),
    Entry("File", "kept_runs", "Kept runs"),
    Entry("File", ""),
    Entry("File", "save", "Save", ("Ctrl+S",), "Save the model, with all that training on needs"),
    Entry("File", "save_as", "Save as …", ("Ctrl+Shift+S",), "Save into a folder of your choice"),
    Entry("File", ""),
    Entry("File", "save_picture", "Save view as PNG …", ("Ctrl+E",), "Save the view in front"),
    Entry(
        "File", "save_window", "Save window as PNG …", ("Ctrl+Shift+E",), "Save the whole window"
    ),
    Entry("File", ""),
    Entry("File", "quit", "Quit", ("Ctrl+Q",), "Close Heed"),
    Entry("Edit", "copy_picture", "Copy view as PNG", ("Ctrl+C",), "Copy the view in front"),
    Entry("Edit", ""),
    Entry("Edit", "clear", "Clear the selection", ("Esc",), "Nothing chosen, nothing filling"),
    Entry("View", "learn", "Learn", ("Ctrl+1",), "Watch a model learn", True),
    Entry("View", "generate", "Generate", ("Ctrl+2",), "Step through its output", True),
    Entry("View", ""),
    Entry("View", "masks", "Masks", ("M",), "Which position may see which", True),
    Entry("View", ""),
    Entry("View", "theme_system", "Theme of the system", (), "Dark or light as the desktop", True),
    Entry("View", "theme_dark", "Dark", (), "Light on dark", True),
    Entry("View", "theme_light", "Light", (), "Dark on light", True),
    Entry("View", ""),
    Entry("View", "larger", "Larger", ("Ctrl++", "Ctrl+="), "Everything larger"),
    Entry("View", "smaller", "Smaller", ("Ctrl+-",), "Everything smaller"),
    Entry("View", "usual_size", "Usual size", ("Ctrl+0",), "Back to 100 %"),
    Entry("View", "present", "Present", ("F11",), "Full screen, large type", True),
    Entry("Model", "sizes", "Sizes and recipe …", ("Ctrl+M",), "Set up the next run's model"),
    Entry("Model", "bundled", "Open the trained example", (), "The model that comes with Heed"),
    Entry("Run", "train", "Train", ("Space",), "Start, pause or go on"),
    Entry("Run", "one_step", "One step", (".",), "Take one training step"),
    Entry("Run", "stop", "Stop", ("Ctrl+.",), "End the run; its weights stay"),
    Entry("Run", ""),
    Entry("Run", "train_anew", "Train from the beginning", ("Ctrl+T",), "A new run, new weights"),
    Entry("Window", "next_part", "Next part", ("F6",), "Move the focus to the next part"),
    Entry("Window", "reset_layout", "Usual layout", (), "Put all the dividing lines back"),
    Entry(
        "Help",
        "terms",
        "What am I looking at?",
        ("Shift+F1",),
        "List every word on screen and what it means",
    ),
    Entry("Help", "keys", "All keys", ("F1",), "List every action and its key"),
    Entry("Help", "show_log", "Show the log", (), "Open the folder of the log file"),
    Entry("Help", "about", "About Heed", (), "Version and libraries"),
)


class Actions(QObject):
    """All actions by name, and the menus that hold them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.filled_late: dict[str, QMenu] = {}
        for title in MENUS:
            self.menus[title] = QMenu(_say(title), parent)
            self.menus[title].setToolTipsVisible(True)
        for entry in ENTRIES:
            menu = self.menus[entry.menu]
            if not entry.name:
                menu.addSeparator()
            elif entry.name in ("recent", "kept_runs"):
                self.filled_late[entry.name] = menu.addMenu(_say(entry.text))
            else:
                self.by_name[entry.name] = self._make(entry, menu, parent)

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def attach(self, bar: QMenuBar) -> None:
        """Put the menus on a menu bar."""
        for title in MENUS:
            bar.addMenu(self.menus[title])

    def every(self) -> list[tuple[str, QAction]]:
        """(menu, action) of all that stands in the menus; "View · Maps" is a menu in a menu."""
        found: list[tuple[str, QAction]] = []
        for title in MENUS:
            found += _leaves(self.menus[title], self.menus[title].title())
        return found

    def _make(self, entry: Entry, menu: QMenu, parent: QWidget) -> QAction:
        action = QAction(_say(entry.text), parent)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        action.setStatusTip(_say(entry.tip))
        action.setToolTip(_say(entry.tip))
        action.setCheckable(entry.checkable)
        menu.addAction(action)
        parent.addAction(action)  # so that its keys work while the menu bar is hidden
        return action


class TypingGuard(QObject):
    """Keeps single keys from being shortcuts while they mean something where the focus is.

    A key typed into a field is text, Space on a focused button presses it, and Enter or Space in
    a list chooses. Any key puts a tooltip away: it names what is under the pointer and covers what
    the keys go to. The guard stands at whatever has the focus, because a filter on the whole
    application would see every event of every widget.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at: QObject | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._follow)
        self._follow(QGuiApplication.focusObject())

    @Slot(QObject)
    def _follow(self, focus: QObject | None) -> None:
        if self._at is not None and isValid(self._at):
            self._at.removeEventFilter(self)
        self._at = focus
        if focus is not None:
            focus.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        QToolTip.hideText()
        means_itself = _means_itself(watched, event)
        if means_itself:
            event.accept()
        return means_itself


def _means_itself(focus: QObject, event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    if isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit | QAbstractSpinBox):
        editing = not held or any(
            event.matches(standard)
            for standard in (
                QKeySequence.StandardKey.Copy,
                QKeySequence.StandardKey.Cut,
                QKeySequence.StandardKey.Paste,
                QKeySequence.StandardKey.SelectAll,
                QKeySequence.StandardKey.Undo,
                QKeySequence.StandardKey.Redo,
            )
        )
        return editing and not _is_function_key(event)
    if held:
        return False
    if isinstance(focus, QComboBox | QAbstractItemView):
        return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return) or bool(event.text().strip())
    return isinstance(focus, QAbstractButton) and event.key() == Qt.Key.Key_Space


def _is_function_key(event: QKeyEvent) -> bool:
    return Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35


def _leaves(menu: QMenu, name: str) -> list[tuple[str, QAction]]:
    """The menu's own actions, then those of each menu in it under "View · Maps"."""
    found: list[tuple[str, QAction]] = []
    inner: list[tuple[str, QAction]] = []
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            inner += _leaves(below, f"{name} · {below.title()}")
        elif not action.isSeparator():
            found.append((name, action))
    return found + inner


def _say(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
