"""Native widgets in Heed's colours: Fusion below, one palette and one style sheet on top."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, Qt
from PySide6.QtWidgets import QApplication, QWidget

import assets
from visualizer.appearance import Appearance
from visualizer.theme import DARK, LIGHT, Theme, mix


def theme_named(name: str) -> Theme:
    """The theme for "dark", "light" or "system", which asks the desktop."""
    if name == "light":
        return LIGHT
    if name == "dark":
        return DARK
    scheme = QGuiApplication.styleHints().colorScheme()
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK


def prepare() -> None:
    """The base style alone: the shell paints itself, and a palette takes as long as its paint."""
    QApplication.setStyle("Fusion")


def apply(application: QApplication, window: QWidget, appearance: Appearance) -> None:
    """Put palette and font of the appearance on the application, and its sheet on the window.

    Menus, dialogs and tooltips take the sheet from the window they belong to. On the application
    it takes three times as long to change.
    """
    from visualizer.palette import palette

    application.setFont(appearance.font("text"))
    application.setPalette(palette(appearance))
    window.setStyleSheet(sheet(appearance))


def sheet(appearance: Appearance) -> str:
    """The style sheet; lengths follow the scale."""
    theme, px = appearance.theme, appearance.px
    dark = theme.name == "dark"
    field = theme.well if dark else theme.panel
    control = theme.raised if dark else theme.panel
    hovered = mix(theme.high, control, 0.06)
    pressed = mix(theme.high, control, 0.12)
    drawings = (assets.FOLDER / "style").as_posix()
    return f"""
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow, QDialog {{ background: {theme.window}; }}
QDialog, QMenu {{ background: {theme.panel}; }}
QLabel {{ color: {theme.high}; }}
QMenuBar {{ background: {theme.window}; color: {theme.mid}; padding: 0 {px(4)}px;
    border-bottom: 1px solid {theme.line}; }}
QMenuBar::item {{ padding: {px(4)}px {px(8)}px; background: transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {theme.raised};
    color: {theme.high}; }}
QMenu {{ color: {theme.high}; border: 1px solid {theme.strong_line}; padding: {px(4)}px 0; }}
QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(26)}px; }}
QMenu::item:selected {{ background: {pressed}; }}
QMenu::item:disabled {{ color: {theme.low}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: {px(4)}px 0; }}
QMenu::indicator {{ width: {px(12)}px; height: {px(12)}px; left: {px(8)}px; }}
QMenu::indicator:checked {{ image: url({drawings}/menu-check-{theme.name}.svg); }}
QPushButton, QToolButton#framed {{ background: {control}; color: {theme.high};
    border: 1px solid {theme.strong_line}; border-radius: {px(5)}px;
    padding: 0 {px(12)}px; min-height: {px(26)}px; }}
QToolButton#framed {{ padding: 0; min-width: {px(26)}px; }}
QPushButton:hover, QToolButton#framed:hover {{ background: {hovered}; }}
QPushButton:pressed, QToolButton#framed:pressed {{ background: {pressed}; }}
QPushButton:disabled, QToolButton#framed:disabled {{ color: {theme.low};
    border-color: {theme.line}; }}
QPushButton#primary {{ background: {theme.primary}; color: {theme.primary_text};
    border-color: {theme.primary}; font-weight: bold; }}
QPushButton#primary:hover {{ background: {mix(theme.primary, theme.mid, 0.85)}; }}
QPushButton#primary:disabled {{ background: {control}; color: {theme.low};
    border-color: {theme.line}; }}
QPushButton:focus, QToolButton#framed:focus, QLineEdit:focus, QComboBox:focus,
QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QListView:focus, QTableView:focus
    {{ border: 2px solid {theme.focus}; }}
QToolButton {{ color: {theme.mid}; border: 1px solid transparent; border-radius: {px(4)}px;
    padding: {px(3)}px; }}
QToolButton:hover {{ background: {theme.raised}; color: {theme.high}; }}
QToolButton:checked {{ background: {pressed}; color: {theme.high}; }}
QToolButton:focus {{ border: 2px solid {theme.focus}; padding: {px(2)}px; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{ background: {field};
    color: {theme.high}; border: 1px solid {theme.strong_line}; border-radius: {px(5)}px;
    padding: 0 {px(8)}px; min-height: {px(26)}px; selection-background-color: {theme.focus};
    selection-color: {theme.window}; }}
QLineEdit[wrong="true"] {{ border: 1px solid {theme.wrong}; }}
QComboBox {{ background: {control}; }}
QComboBox::drop-down {{ border: none; width: {px(20)}px; }}
QComboBox::down-arrow {{ image: url({drawings}/down-{theme.name}.svg);
    width: {px(12)}px; height: {px(12)}px; }}
QComboBox QAbstractItemView {{ background: {theme.panel}; color: {theme.high};
    border: 1px solid {theme.strong_line}; selection-background-color: {pressed};
    selection-color: {theme.high}; }}
QCheckBox, QRadioButton {{ color: {theme.mid}; spacing: {px(6)}px; background: transparent; }}
QCheckBox:focus, QRadioButton:focus {{ color: {theme.high}; }}
QCheckBox::indicator {{ width: {px(12)}px; height: {px(12)}px; border-radius: 3px;
    border: 1px solid {theme.strong_line}; background: {field}; }}
QCheckBox::indicator:checked {{ background: {theme.primary}; border-color: {theme.primary};
    image: url({drawings}/check-{theme.name}.svg); }}
QCheckBox::indicator:focus {{ border: 2px solid {theme.focus}; }}
QSplitter::handle {{ background: {theme.line}; }}
QSplitter::handle:hover {{ background: {theme.strong_line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QTabBar {{ background: {theme.panel}; }}
QTabBar::tab {{ background: {theme.panel}; color: {theme.mid}; padding: 0 {px(12)}px;
    height: {px(30)}px; border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {theme.high}; border-bottom-color: {theme.high}; }}
QTabBar::tab:hover {{ color: {theme.high}; }}
QTabBar::tab:focus {{ border: 2px solid {theme.focus}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
QScrollBar {{ background: {theme.panel}; border: none; }}
QScrollBar:vertical {{ width: {px(10)}px; }}
QScrollBar:horizontal {{ height: {px(10)}px; }}
QScrollBar::handle {{ background: {theme.strong_line}; border-radius: {px(4)}px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: {px(24)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(24)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ border: none; background: {theme.panel}; }}
QTableView, QListView, QTreeView {{ background: {theme.panel}; color: {theme.high};
    border: 1px solid {theme.line}; gridline-color: {theme.line};
    selection-background-color: {pressed}; selection-color: {theme.high}; }}
QHeaderView::section {{ background: {theme.raised}; color: {theme.mid}; border: none;
    border-bottom: 1px solid {theme.line}; padding: {px(4)}px {px(8)}px; }}
QProgressBar {{ background: {theme.line}; border: none; border-radius: {px(3)}px;
    max-height: {px(6)}px; }}
QProgressBar::chunk {{ background: {theme.live}; border-radius: {px(3)}px; }}
QProgressBar#thin {{ min-height: {px(3)}px; max-height: {px(3)}px; border-radius: 0; }}
QProgressBar#thin::chunk {{ border-radius: 0; }}
QToolTip {{ background: {theme.raised}; color: {theme.high};
    border: 1px solid {theme.strong_line}; padding: {px(4)}px {px(6)}px; }}
"""
