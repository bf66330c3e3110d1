"""What a panel says instead of, or over, its picture: empty, loading, failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from visualizer.appearance import Appearance
from visualizer.widgets.icon import paint_icon
from visualizer.widgets.label import Label


class Notice(QWidget):
    """A headline, a quieter paragraph, an optional bar, and one or two buttons, over the body.

    In a text the first line is the headline and what follows "\\n" is quieter. A failure lets the
    last picture show through, dimmed; the other states cover it.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.state = "empty"
        self._fraction: float | None = None
        self._callbacks: list[Callable[[], object]] = []
        # Where there is little room the words scroll; none is cut off.
        scroll = QScrollArea(self)
        page = QWidget(scroll)
        # Made within the page, not moved there: what refers back to an owner that is moved under
        # a younger parent can bring down the collector (PySide 6.11).
        self._card = _Card(appearance, page)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 4, 12, 4)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (scroll, scroll.viewport(), page):
            widget.setStyleSheet("background: transparent;")
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        appearance.changed.connect(self.update)

    @property
    def headline(self) -> str:
        """The loudest line now shown."""
        return self._card.headline.text()

    def show_state(
        self,
        state: str,
        title: str,
        text: str,
        buttons: list[tuple[str, Callable[[], object]]],
        fraction: float | None = None,
    ) -> None:
        """Show "empty", "loading" or "failed" with its words and buttons."""
        self.state = state
        self._card.show_state(state, title, text, buttons, fraction)
        self.show()
        self.raise_()
        self.update()

    def first_button(self) -> QPushButton | None:
        """The way out, if there is one."""
        return self._card.buttons[0] if self._card.buttons else None

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = self._appearance.colour("panel")
        if self.state == "failed":
            ground.setAlphaF(0.72)
        QPainter(self).fillRect(self.rect(), ground)


class _Card(QWidget):
    """The words themselves, with the state's mark at their left or a bar above them."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._state = "empty"
        self._fraction: float | None = None
        self.title = Label(appearance, role="text", bold=True)
        self.headline = Label(appearance, role="text")
        self.text = Label(appearance, role="text", colour="low")
        self.buttons: list[QPushButton] = []
        self._callbacks: list[Callable[[], object]] = []
        for label in (self.title, self.headline, self.text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._key = Label(appearance, "Esc", role="note", colour="low")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.headline)
        self._column.addWidget(self.text)
        self._row = QHBoxLayout()
        self._row.addWidget(self._key)
        self._row.addStretch(1)
        self._column.addLayout(self._row)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_state(
        self,
        state: str,
        title: str,
        text: str,
        buttons: list[tuple[str, Callable[[], object]]],
        fraction: float | None,
    ) -> None:
        headline, _, rest = text.partition("\n")
        self._fraction = fraction
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.headline.setText(headline)
        self.text.setText(rest)
        self.text.setVisible(bool(rest))
        self._key.setVisible(state == "loading" and bool(buttons))
        same = state == self._state and [b.text() for b in self.buttons] == [t for t, _ in buttons]
        self._state = state
        self._callbacks = [callback for _, callback in buttons]
        if not same:  # A button under the pointer must survive the next count of lines.
            self._replace_buttons([label for label, _ in buttons])
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(300), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._appearance
        px = look.px
        painter = QPainter(self)
        if self._state == "empty":
            painter.setPen(QPen(look.colour("strong_line"), 1, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            painter.drawRect(QRectF(0.5, px(4) + 0.5, px(54), px(46)))
        elif self._state == "loading":
            self._paint_bar(painter, QRect(0, px(12), self.width(), px(6)))
        else:
            painter.fillRect(self.rect(), look.colour("raised"))
            painter.setPen(QPen(look.colour("wrong"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.fillRect(0, 0, 3, self.height(), look.colour("wrong"))
            top = self.headline.y() + self.headline.height() / 2
            top = min(top, self.headline.y() + px(9)) - px(9)
            paint_icon(
                painter, "warning", QRectF(px(14), top, px(18), px(18)), look.colour("wrong")
            )

    def _paint_bar(self, painter: QPainter, rect: QRect) -> None:
        look = self._appearance
        painter.fillRect(rect, look.colour("line"))
        if self._fraction is None:
            # How much there is to do is not known: an eighth in the middle, standing still.
            rect.adjust(rect.width() * 7 // 16, 0, -rect.width() * 7 // 16, 0)
        else:
            rect.setWidth(round(rect.width() * min(max(self._fraction, 0.0), 1.0)))
        painter.fillRect(rect, look.colour("mid"))

    def _replace_buttons(self, labels: list[str]) -> None:
        before, self.buttons = self.buttons, [QPushButton(label, self) for label in labels]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(self._clicked)
            self._row.insertWidget(place, button)
            button.show()
        if self.buttons and any(button.hasFocus() for button in before):
            # Else the keyboard would go to whatever comes next in the window.
            self.buttons[0].setFocus()
        for button in before:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()

    @Slot()
    def _clicked(self) -> None:
        self._callbacks[self.buttons.index(self.sender())]()  # type: ignore[arg-type]

    @Slot()
    def _restyle(self) -> None:
        px = self._appearance.px
        self.setMaximumWidth(px(460))
        left, top, right = {
            "empty": (px(66), px(4), 0),
            "loading": (0, px(28), 0),
            "failed": (px(42), px(12), px(12)),
        }[self._state]
        self._column.setContentsMargins(left, top, right, px(12))
        self._column.setSpacing(px(3))
        self._row.setContentsMargins(0, px(8), 0, 0)
        self._row.setSpacing(px(8))
        for button in self.buttons:
            button.setFixedHeight(px(28))
            button.setFont(self._appearance.font("text"))
        self.update()
