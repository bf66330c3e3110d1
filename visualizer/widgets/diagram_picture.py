"""The painted diagram: blocks, frames and lines, without what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from engine.structure import Block
from visualizer.appearance import Appearance
from visualizer.diagram.geometry import Box, Heading, LayerFrame, Layout, Metrics, Wire
from visualizer.diagram.quantities import shape_text
from visualizer.diagram.sizing import ABOVE, SHARE, WORDS
from visualizer.theme import mix
from visualizer.widgets import formula
from visualizer.widgets.glyph import GLYPHS, paint_glyph

#: Which kind of attention a group's maps are: their shape stands in the block.
KINDS = {"encoder": "VVV", "decoder": "VVV masked", "cross": "QVV"}


@dataclass(frozen=True)
class Drawn:
    """What is painted: a layout, and what its numbers are.

    shares : of all parameters, by block; known : lengths by symbol; zoom : 1 for usual size;
    names : headings of the lanes.
    """

    layout: Layout
    shares: Mapping[str, float]
    known: Mapping[str, int]
    zoom: float
    names: Mapping[str, str]
    window: int = 0


def fonts(appearance: Appearance, zoom: float) -> tuple[QFont, QFont]:
    """Of titles and of notes."""
    found = []
    for role in ("note", "tick"):
        font = appearance.font(role)
        font.setPixelSize(round(font.pixelSize() * zoom))
        found.append(font)
    return found[0], found[1]


def metrics(appearance: Appearance, zoom: float) -> Metrics:
    """Sizes of type for the layout."""
    title, note = fonts(appearance, zoom)
    return Metrics(
        appearance.scale * zoom,
        lambda text: formula.width(text, title),
        lambda text: formula.width(text, note),
        QFontMetricsF(title).height() + appearance.scale * zoom,
        QFontMetricsF(note).height(),
    )


class DiagramPicture:
    """Paints what is in an area of a diagram."""

    def __init__(self, painter: QPainter, appearance: Appearance, drawn: Drawn) -> None:
        self._painter = painter
        self._appearance = appearance
        self._drawn = drawn
        self._title, self._note = fonts(appearance, drawn.zoom)
        self._scale = appearance.scale * drawn.zoom

    def paint(self, area: QRectF) -> None:
        """Frames below, then lines, then boxes."""
        painter, layout = self._painter, self._drawn.layout
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for heading in layout.headings:
            self._heading(heading)
        for frame in layout.frames:
            self._frame(frame)
        for wire in layout.wires:
            paint_wire(painter, wire, QPen(self._appearance.colour("low"), 1), self._scale)
        for box in layout.boxes:
            if area.intersects(rectangle(box).adjusted(-1, -1, 1, 1)):
                self._box(box)

    def _heading(self, heading: Heading) -> None:
        font = QFont(self._title)
        font.setBold(True)
        self._painter.setFont(font)
        self._painter.setPen(self._appearance.colour("high"))
        place = QRectF(heading.left, heading.top, heading.width, QFontMetricsF(font).height())
        name = self._drawn.names.get(heading.lane, heading.lane)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _frame(self, frame: LayerFrame) -> None:
        look, painter = self._appearance, self._painter
        place = QRectF(frame.left, frame.top, frame.width, frame.height)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("well" if look.theme.name == "dark" else "raised"))
        painter.drawRoundedRect(place, 5 * self._scale, 5 * self._scale)
        painter.setFont(self._note)
        painter.setPen(look.colour("low"))
        # On the side where no line leads around.
        side = Qt.AlignmentFlag.AlignRight if frame.outer < 0 else Qt.AlignmentFlag.AlignLeft
        inside = place.adjusted(6 * self._scale, 2 * self._scale, -6 * self._scale, 0)
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignTop, f"L{frame.layer + 1}")

    def _box(self, box: Box) -> None:
        if box.form == "sum":
            self._sum(box)
            return
        look, painter = self._appearance, self._painter
        path = outline(box, self._scale)
        painter.setPen(QPen(look.colour("strong_line"), 1))
        painter.setBrush(look.colour(self._ground(box)))
        if box.form == "fold":
            for behind in (4.0, 2.0):
                painter.drawPath(path.translated(0, -behind * self._scale))
        painter.drawPath(path)
        self._text(box)
        if box.form == "window":
            self._words(box)
        self._share(box)

    def _ground(self, box: Box) -> str:
        block = box.node.block
        if block is not None and block.part in ("input", "softmax"):
            return "panel"
        return "raised" if self._appearance.theme.name == "dark" else "panel"

    def _text(self, box: Box) -> None:
        painter, look, scale = self._painter, self._appearance, self._scale
        y = box.top + ABOVE * scale
        metrics, small = QFontMetricsF(self._title), QFontMetricsF(self._note)
        high = metrics.height() + scale
        block = box.node.block
        glyph = GLYPHS.get(KINDS.get(block.group, "")) if block is not None else None
        for number, line in enumerate(box.lines):
            wide = formula.width(line, self._title)
            x = box.middle[0] - wide / 2
            if glyph and not number:
                side = 9 * scale
                if wide + 2 * side + 8 * scale < box.width:
                    at = QRectF(x - side - 3 * scale, y + (high - side) / 2, side, side)
                    paint_glyph(painter, glyph, at, look.colour("mid"))
            painter.setPen(look.colour("high"))
            formula.draw(painter, QPointF(x, y + metrics.ascent()), line, self._title)
            y += high
        if box.note and block is not None:
            painter.setPen(look.colour("mid"))
            said = self.shape(block, box.width - 6 * scale)
            x = box.middle[0] - small.horizontalAdvance(said) / 2
            painter.setFont(self._note)
            painter.drawText(QPointF(x, y + small.ascent()), said)

    def shape(self, block: Block, room: float) -> str:
        """The shape by symbols and in numbers, or in numbers alone where there is little room."""
        letters = shape_text(block.shape)
        numbers = shape_text(block.shape, self._drawn.known)
        both = letters if letters == numbers else f"{letters} = {numbers}"
        return both if QFontMetricsF(self._note).horizontalAdvance(both) <= room else numbers

    def _sum(self, box: Box) -> None:
        painter, (x, y) = self._painter, box.middle
        painter.setPen(QPen(self._appearance.colour("mid"), 1))
        painter.setBrush(self._appearance.colour("panel"))
        painter.drawEllipse(rectangle(box).adjusted(1, 1, -1, -1))
        arm = box.width / 4
        painter.drawLine(QLineF(x - arm, y, x + arm, y))
        painter.drawLine(QLineF(x, y - arm, x, y + arm))

    def _words(self, box: Box) -> None:
        """One vector beside another, the nearest word first."""
        painter, look, scale, count = (
            self._painter,
            self._appearance,
            self._scale,
            self._drawn.window,
        )
        height = WORDS * scale
        top = box.bottom - height - 2 * scale
        cell = (box.width - 12 * scale) / max(count, 1)
        for back in range(1, count + 1):
            place = QRectF(box.left + 6 * scale + (back - 1) * cell, top, cell, height - 2 * scale)
            painter.setPen(QPen(look.colour("strong_line"), 1))
            painter.setBrush(look.colour("well"))
            painter.drawRect(place)
            text = f"t−{back}"
            if formula.width(text, self._note) < cell:
                painter.setFont(self._note)
                painter.setPen(look.colour("mid"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _share(self, box: Box) -> None:
        """How much of all that is learned is learned here, along the lower edge."""
        share = sum(self._drawn.shares.get(block.name, 0.0) for block in box.node.blocks)
        if share <= 0 or box.form == "thin":
            return
        theme, high = self._appearance.theme, (SHARE - 1) * self._scale
        room = box.width - 4 * self._scale
        place = QRectF(box.left + 2 * self._scale, box.bottom - high - 1, room, high)
        self._painter.fillRect(place, self._appearance.colour("line"))
        place.setWidth(max(room * share, 1))
        self._painter.fillRect(place, QColor(mix(theme.mid, theme.panel, 0.8)))


def rectangle(box: Box) -> QRectF:
    """Where a box stands."""
    return QRectF(box.left, box.top, box.width, box.height)


def outline(box: Box, scale: float) -> QPainterPath:
    """The edge of a box: a vector between two lanes is narrow at its waist."""
    path, place = QPainterPath(), rectangle(box)
    if box.form == "sum":
        path.addEllipse(place)
        return path
    if box.form != "neck":
        block = box.node.block
        soft = block is not None and block.part in ("input", "vector", "output")
        radius = (8 if soft else 3) * scale
        path.addRoundedRect(place, radius, radius)
        return path
    flare = 6 * scale
    path.moveTo(place.left(), place.top() - flare)
    path.lineTo(place.left() + flare, place.top())
    path.lineTo(place.right() - flare, place.top())
    path.lineTo(place.right(), place.top() - flare)
    path.lineTo(place.right(), place.bottom() + flare)
    path.lineTo(place.right() - flare, place.bottom())
    path.lineTo(place.left() + flare, place.bottom())
    path.lineTo(place.left(), place.bottom() + flare)
    path.closeSubpath()
    return path


def paint_wire(painter: QPainter, wire: Wire, pen: QPen, scale: float) -> None:
    """A line with its arrow; dashed where it leads back to an earlier block."""
    if wire.back:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in wire.points]))
    (x0, y0), (x1, y1) = wire.points[-2:]
    length = max(abs(x1 - x0) + abs(y1 - y0), 1e-6)
    dx, dy, size = (x1 - x0) / length, (y1 - y0) / length, 3.5 * scale
    back = QPointF(x1 - dx * size * 1.4, y1 - dy * size * 1.4)
    aside = QPointF(-dy * size * 0.8, dx * size * 0.8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(QPolygonF([QPointF(x1, y1), back + aside, back - aside]))
