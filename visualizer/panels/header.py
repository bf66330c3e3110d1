"""The line above every panel: glyph, title, subtitle, tag, and the tools of the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from visualizer import glossary
from visualizer.appearance import Appearance
from visualizer.lettering import Lettering
from visualizer.widgets.glyph import paint_glyph
from visualizer.widgets.icon import icon

HEIGHT = 32
#: Between the parts of a subtitle.
_DOT = " · "


class Caption(QWidget):
    """Glyph, bold title, grey subtitle and framed tag.

    Where it is narrow, the parts of the subtitle between dots go one by one, the last one first;
    of them `kept` stay before the tools do.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.glyph = ""
        self.title = ""
        self.subtitle = ""
        self.tag = ""
        self.kept = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def title_width(self) -> float:
        """What glyph and title need, in pixels."""
        return self._letters.width(self.title, "text", bold=True) + self._glyph_width()

    def set_tag(self, tag: str) -> None:
        """A word in a frame; where it is one of the glossary's, it says what it means."""
        self.tag = tag
        if tag in glossary.TERMS:
            glossary.explain(self, tag)
        else:
            self.setToolTip("")
        self.setAccessibleName(" ".join(part for part in (self.title, tag) if part))
        self.update()

    def whole_width(self) -> float:
        """What glyph, title and the parts of the subtitle that stay need, in pixels."""
        parts = self.subtitle.split(_DOT)[: self.kept] if self.subtitle else []
        more = self._letters.width(_DOT.join(parts), "text") + self._gap() if parts else 0.0
        return self.title_width() + more

    def subtitle_in(self, room: float) -> str:
        """As many parts of the subtitle as fit whole; the first one in any case."""
        width, parts = self._letters.width, self.subtitle.split(_DOT)
        while len(parts) > 1 and width(_DOT.join(parts), "text") > room:
            parts.pop()
        whole = width(parts[0], "text") <= room
        # A few letters and an ellipsis tell nobody anything.
        return _DOT.join(parts) if whole or self.kept or room > self._appearance.px(100) else ""

    def _gap(self) -> int:
        return self._appearance.px(10)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(round(self.title_width()) + 1, self._appearance.px(140)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        painter = QPainter(self)
        middle = self.height() / 2
        side = float(look.px(11))
        paint_glyph(
            painter, self.glyph, QRectF(0, middle - side / 2, side, side), look.colour("high")
        )
        left = float(self._glyph_width())
        left += self._write(painter, left, self.width() - left, self.title, "high", bold=True)
        tag_width = self._letters.width(self.tag, "tick") + look.px(10) if self.tag else 0.0
        gap = self._gap()
        room = self.width() - left - gap
        if tag_width and room - tag_width - gap >= self.whole_width() - self.title_width() - gap:
            room -= tag_width + gap
        if self.subtitle and room > look.px(30):
            text = self.subtitle_in(room)
            left += gap + self._write(painter, left + gap, room, text, "mid")
        if tag_width and left + gap + tag_width <= self.width():
            self._paint_tag(
                painter, QRectF(left + gap, middle - look.px(8), tag_width, look.px(16))
            )

    def _write(
        self,
        painter: QPainter,
        left: float,
        room: float,
        text: str,
        colour: str,
        bold: bool = False,
    ) -> float:
        area = QRectF(left, 0, max(room, 0), self.height())
        return self._letters.write(painter, area, text, "text", colour, bold, cut="right")

    def _paint_tag(self, painter: QPainter, rect: QRectF) -> None:
        look = self._appearance
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("strong_line"), 1))
        painter.setBrush(look.colour("raised"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._letters.write(painter, rect, self.tag, "tick", "mid", across=0.5)

    @property
    def _letters(self) -> Lettering:
        return self._appearance.lettering

    def _glyph_width(self) -> int:
        return self._appearance.px(20) if self.glyph else 0


class PanelHeader(QWidget):
    """Caption, the panel's own widgets, and tool buttons, which fold into one menu when narrow.

    Signals: `maximise_requested` on a double click.
    """

    maximise_requested = Signal()

    def __init__(
        self, appearance: Appearance, actions: list[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._actions = actions
        self.caption = Caption(appearance, self)
        self._own = QWidget(self)
        self._own_layout = QHBoxLayout(self._own)
        self._own_layout.setContentsMargins(0, 0, 0, 0)
        self._controls: list[QWidget] = []
        self._spare: QWidget | None = None
        self._tools = [self._tool(action) for action in actions]
        self._more = self._tool(QAction(self.tr("More"), self))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        menu.addActions(actions)
        self._more.setMenu(menu)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.caption, 1)
        self._row.addWidget(self._own)
        for tool in (*self._tools, self._more):
            self._row.addWidget(tool)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def add_widget(self, widget: QWidget) -> None:
        """Put a control between the caption and the tools."""
        self._own_layout.addWidget(widget)
        self._controls.append(widget)
        self._fold()

    def let_go(self, widget: QWidget) -> None:
        """Leave this control out where it does not fit; a menu has to offer the same."""
        self._spare = widget
        self._fold()

    def set_icon(self, place: int, name: str) -> None:
        """Give tool `place` another icon of assets/icons."""
        self._actions[place].setProperty("icon_name", name)
        self._restyle()

    def tools_width(self) -> int:
        """How many pixels at the right edge are tools, not picture."""
        shown = [tool for tool in (*self._tools, self._more) if not tool.isHidden()]
        return self.width() - min((tool.x() for tool in shown), default=self.width())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._more.menu().popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()  # One of the panel's own controls came or went.
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._appearance.colour("line"))

    def _tool(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def refold(self) -> None:
        """The caption has other words: see again what fits beside them."""
        if self.caption.kept:
            self._fold()
        self.caption.update()

    def _fold(self) -> None:
        """Show the tools one by one where they fit beside what must be read, else one menu."""
        px = self._appearance.px
        rest = self.width() - px(24) - self.caption.whole_width() - px(8)
        if self._spare is not None:
            self._spare.setVisible(self._width_with(self._spare) + px(26) <= rest)
        own = self._own.sizeHint().width() if self._own_layout.count() else 0
        room = rest - own
        fits = room >= len(self._tools) * px(26)
        for tool in self._tools:
            tool.setVisible(fits)
        self._more.setVisible(not fits)

    def _width_with(self, spare: QWidget) -> int:
        """What the panel's own controls need in pixels if `spare` is among them."""
        shown = [own for own in self._controls if own is spare or not own.isHidden()]
        widths = [own.sizeHint().width() for own in shown]
        return sum(widths) + (len(widths) - 1) * self._own_layout.spacing()

    @Slot()
    def _restyle(self) -> None:
        look = self._appearance
        px = look.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(12), 0, px(8), 0)
        self._row.setSpacing(px(2))
        self._own_layout.setSpacing(px(8))
        for action in self._actions:
            action.setIcon(icon(str(action.property("icon_name")), look))
        self._more.setIcon(icon("more", look))
        for tool in (*self._tools, self._more):
            tool.setFixedSize(px(24), px(24))
            tool.setIconSize(QSize(px(16), px(16)))
            tool.setStyleSheet(
                "QToolButton { border: 0; border-radius: 4px; padding: 0; background: transparent }"
                f"QToolButton:hover {{ background: {look.theme.raised}; }}"
                f"QToolButton:focus {{ border: 2px solid {look.theme.focus}; }}"
                "QToolButton::menu-indicator { image: none; }"
            )
        self._fold()
        self.update()
