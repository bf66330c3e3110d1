"""The masks in one low strip, to stand at the foot of a map: small pictures and their numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.messages.events import Loaded, Started
from engine.messages.frames import BatchFrame, Frame
from visualizer.appearance import Appearance
from visualizer.masks import Mask, draw_share, masks_of, padding_share
from visualizer.selection import Selection
from visualizer.widgets.batch_picture import paint_batch
from visualizer.widgets.grid import Grid
from visualizer.widgets.mask_painting import paint_mask

SIDE, HEIGHT = 52, 88


class MaskStrip(QWidget):
    """Every mask of the watched sentence 52 px high, and the padding of the last batch.

    Signals: `open_requested` on a click, Enter or Space: show the masks large.
    """

    open_requested = Signal()

    def __init__(
        self, appearance: Appearance, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._masks: tuple[Mask, ...] = ()
        self._mask_words: list[str] = []
        self._batch: BatchFrame | None = None
        self._ground = QPixmap()
        self._ground_of: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Masks"))
        appearance.changed.connect(self.updateGeometry)

    def receive(self, event: object) -> None:
        """Frames bring masks, batch frames the padding."""
        if isinstance(event, Frame):
            masks = masks_of(event.look)
            if [_seen(mask) for mask in masks] == [_seen(mask) for mask in self._masks]:
                return
            self._masks = masks
            self._mask_words = [f"{mask.name}: {mask.in_words()}" for mask in masks]
            self._ground_of = ()
        elif isinstance(event, BatchFrame):
            self._batch = event
        elif isinstance(event, Started | Loaded):
            self._batch = None
        else:
            return
        words = self.words()
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def words(self) -> str:
        """All numbers, line by line."""
        lines = list(self._mask_words)
        if self._batch is not None:
            lines.append(f"{self.tr('batch')}: {self._padding()}")
        return "\n".join(lines)

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(520), self._appearance.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self._appearance.px(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px = self._appearance, self._appearance.px
        painter = QPainter(self)
        shown = self._fitting()
        left = float(px(88))
        each = (self.width() - left) / max(len(shown) + (self._batch is not None), 1)
        self._paint_ground(painter, shown, left, each)
        if self._batch is not None:
            area = QRect(round(left + len(shown) * each), px(12), px(SIDE), px(SIDE))
            few = px(SIDE) // 2
            lengths, draws = list(self._batch.lengths.values())[-1][:few], self._batch.draws
            seen = None if draws is None else draws[:few]
            paint_batch(painter, look, lengths, area, look.scale, seen)
            self._paint_words(
                painter, area.right() + px(8), each, self.tr("batch"), self._padding()
            )
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_ground(
        self, painter: QPainter, shown: tuple[Mask, ...], left: float, each: float
    ) -> None:
        """All but the batch, kept while it is the same: batches change much more often."""
        look, px = self._appearance, self._appearance.px
        ratio = self.devicePixelRatioF()
        names = tuple(mask.name for mask in shown)
        ground_of = (names, self.size(), each, look.theme.name, look.scale, ratio)
        if ground_of != self._ground_of:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(look.colour("panel"))
            painting = QPainter(self._ground)
            painting.fillRect(0, 0, self.width(), 1, look.colour("line"))
            painting.setFont(look.font("text", bold=True))
            painting.setPen(look.colour("high"))
            painting.drawText(QPoint(px(12), px(24)), self.tr("Masks"))
            painting.setFont(look.font("note"))
            painting.setPen(look.colour("low"))
            about = QRect(px(12), px(30), px(68), px(46))
            painting.drawText(about, Qt.TextFlag.TextWordWrap, self.tr("who may see whom"))
            for place, mask in enumerate(shown):
                at = round(left + place * each)
                self._paint_small(painting, mask, QRect(at, px(12), px(SIDE), px(SIDE)))
                counts = mask.counts()
                text = self.tr("all open")
                if counts:
                    closed = sum(counts.values())
                    text = self.tr("{0} of {1} closed").format(closed, mask.closed.size)
                self._paint_words(painting, at + px(SIDE + 8), each, mask.name, text)
            painting.end()
            self._ground_of = ground_of
        painter.drawPixmap(0, 0, self._ground)

    def _paint_small(self, painter: QPainter, mask: Mask, area: QRect) -> None:
        grid, look = Grid(), self._appearance
        grid.set_shape(*mask.closed.shape)
        grid.place(area, max(area.width(), 1))
        paint_mask(painter, look, mask.closed, grid, look.scale)

    def _paint_words(
        self, painter: QPainter, left: int, each: float, name: str, words: str
    ) -> None:
        look = self._appearance
        px = look.px
        width = round(each) - px(SIDE + 14)
        painter.setFont(look.font("note"))
        metrics = QFontMetricsF(look.font("note"))
        painter.setPen(look.colour("high"))
        painter.drawText(
            QPoint(left, px(24)),
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, width),
        )
        painter.setPen(look.colour("low"))
        painter.drawText(QRect(left, px(30), width, px(46)), Qt.TextFlag.TextWordWrap, words)

    def _fitting(self) -> tuple[Mask, ...]:
        """All masks, or, where it is narrow, those of the attention of a text to itself."""
        count = len(self._masks) + (self._batch is not None)
        if self.width() - self._appearance.px(88) >= count * self._appearance.px(SIDE + 78):
            return self._masks
        return tuple(mask for mask in self._masks if mask.kind != "QVV")

    def _padding(self) -> str:
        share = padding_share(self._batch) if self._batch is not None else 0.0
        text = self.tr("{0:.0f} % padding").format(100 * share)
        if self._batch is not None and self._batch.draws is not None:
            drawn = 100 * draw_share(self._batch)
            text += self.tr(", {0:.0f} % of the tokens to be guessed").format(drawn)
        return text


def _seen(mask: Mask) -> tuple[object, ...]:
    """What can be seen of a mask in this strip."""
    return mask.name, mask.kind, mask.closed.shape, mask.closed.tobytes()
