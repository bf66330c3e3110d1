"""The tree of everything written: one line a path, branching where another token was chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from visualizer.appearance import Appearance
from visualizer.stepping import Stepping
from visualizer.widgets.candidate_table import probability_text
from visualizer.widgets.scrolled_picture import ScrolledPicture
from visualizer.widgets.token_text import visible
from visualizer.written_tree import Node, Path


class Branches(ScrolledPicture):
    """Nodes as chips, joined by lines as wide as they were likely; a click goes to a node.

    Up and Down go to the neighbouring path.

    Signals: `node_chosen(node)`.
    """

    node_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._paths: list[Path] = []
        self._here: Node | None = None
        self._line: list[Node] = []
        self._state = "empty"
        self._columns: list[tuple[float, float]] = []

    def show_stepping(self, stepping: Stepping) -> None:
        """Show the tree and where one stands in it."""
        self._paths, self._here = stepping.paths(), stepping.here
        self._line, self._state = stepping.line(), stepping.state
        self.restyle()

    def node_rect(self, node: Node) -> QRectF:
        """Where a node's chip is drawn, in the viewport."""
        px = self._appearance.px
        left, _ = self._columns[len(node.line()) - 1]
        rows = [path.number for path in self._paths]
        top = px(12) + rows.index(node.number) * px(38)
        width = self._width(node)
        return QRectF(left, top, width, px(22)).translated(-QPointF(self.scrolled))

    def node_at(self, point: QPoint) -> Node | None:
        """The node under a point of the viewport."""
        if point.x() > self.viewport().width() - self._margin():
            row = (point.y() + self.verticalScrollBar().value()) // self._appearance.px(38)
            return self._paths[row].leaf if 0 <= row < len(self._paths) else None
        for path in self._paths:
            for node in path.nodes:
                if self.node_rect(node).adjusted(-3, -4, 3, 4).contains(QPointF(point)):
                    return node
        return None

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(600), self._appearance.px(150))

    # ------------------------------------------------------------ geometry

    def _width(self, node: Node) -> float:
        metrics = QFontMetricsF(self._appearance.font("text", bold=True))
        return metrics.horizontalAdvance(self._text(node)) + self._appearance.px(12)

    def _text(self, node: Node) -> str:
        metrics = QFontMetricsF(self._appearance.font("text", bold=True))
        most = self._appearance.px(110)
        return metrics.elidedText(visible(node.token.text), Qt.TextElideMode.ElideMiddle, most)

    def _margin(self) -> int:
        """Room at the right for what each path is worth."""
        return self._appearance.px(132)

    def arrange(self) -> None:
        px = self._appearance.px
        widths: list[float] = []
        for path in self._paths:
            for depth, node in enumerate(path.nodes):
                width = self._width(node)
                if depth < len(widths):
                    widths[depth] = max(widths[depth], width)
                else:
                    widths.append(width)
        self._columns, left = [], float(px(14))
        for width in widths:
            self._columns.append((left, width))
            left += width + px(24)
        whole = QSize(round(left), len(self._paths) * px(38) + px(14))
        width = self.viewport().width() - self._margin()
        self.set_scrolling(whole, QSize(width, self.viewport().height()))

    def reveal(self) -> None:
        if self._here is None or self._here.parent is None:
            self.horizontalScrollBar().setValue(0)
            return
        rect, px = self.node_rect(self._here), self._appearance.px
        room = self.viewport().size()
        right = room.width() - self._margin() - px(60)
        across = max(rect.right() - right, 0.0) or min(rect.left() - px(40), 0.0)
        down = max(rect.bottom() + px(8) - room.height(), 0.0) or min(rect.top() - px(8), 0.0)
        self.scroll_by(round(across), round(down))

    # ------------------------------------------------------------ painting

    def draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.viewport().width() - self._margin()
        painter.setClipRect(0, 0, right, self.viewport().height())
        nodes = {node for path in self._paths for node in path.nodes}
        written = set(self._here.line()) if self._here else set()
        ahead = set(self._line) - written
        for node in sorted(nodes, key=lambda node: node in written):
            self._paint_edge(painter, node, node in written)
        for node in nodes:
            self._paint_node(painter, node, node in written, node in ahead)
        painter.setClipping(False)
        for path in self._paths:
            self._paint_worth(painter, path, right)

    def _paint_edge(self, painter: QPainter, node: Node, written: bool) -> None:
        look = self._appearance
        if node.parent is None or node.parent.parent is None:
            return
        start, end = self.node_rect(node.parent), self.node_rect(node)
        a = QPointF(start.right(), start.center().y())
        b = QPointF(end.left(), end.center().y())
        current = node is self._here
        colour = "selection" if current else "mid" if written else "strong_line"
        pen = QPen(look.colour(colour), max(1.0, node.probability * look.px(5)))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if a.y() == b.y():
            painter.drawLine(a, b)
            return
        path = QPainterPath(a)
        bend = min(b.x() - a.x(), look.px(26)) / 2
        path.cubicTo(
            QPointF(a.x() + bend, a.y()),
            QPointF(a.x() + bend, b.y()),
            QPointF(min(a.x() + 2 * bend, b.x()), b.y()),
        )
        path.lineTo(b)
        painter.drawPath(path)

    def _paint_node(self, painter: QPainter, node: Node, written: bool, ahead: bool) -> None:
        look, rect = self._appearance, self.node_rect(node)
        current = node is self._here
        if current:
            frame = QPen(look.colour("selection"), 2)
        else:
            frame = QPen(look.colour("mid" if written else "strong_line" if ahead else "line"), 1)
        if ahead:
            frame.setDashPattern([3, 3])
        painter.setPen(frame)
        painter.setBrush(look.colour("panel" if ahead else "raised"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(look.font("text", bold=current))
        painter.setPen(look.colour("high" if written and not node.token.special else "low"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._text(node))
        if node.ended:
            painter.fillRect(
                QRectF(rect.right() + look.px(4), rect.top(), look.px(2), rect.height()),
                look.colour("mid"),
            )

    def _paint_worth(self, painter: QPainter, path: Path, right: int) -> None:
        look = self._appearance
        px = look.px
        row = [other.number for other in self._paths].index(path.number)
        top = px(8) + row * px(38) - self.verticalScrollBar().value()
        total = path.leaf.log_probability
        current = bool(self._line) and path.leaf is self._line[-1]
        painter.setFont(look.font("text", bold=True))
        painter.setPen(look.colour("selection" if current else "mid"))
        name = f"{path.name}  {_minus(total)}"
        painter.drawText(QRectF(right + px(10), top, self._margin(), px(16)), name)
        painter.setFont(look.font("tick"))
        painter.setPen(look.colour("low"))
        each = _minus(total / len(path.nodes))
        over = self.tr("full") if path.full else self.tr("open")
        state = self.tr("ended") if path.leaf.ended else over
        text = self.tr("{0} a token · {1}").format(each, state)
        painter.drawText(QRectF(right + px(10), top + px(15), self._margin(), px(14)), text)

    # ------------------------------------------------------------ pointing and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self.node_at(event.position().toPoint())
        if node is not None and event.button() == Qt.MouseButton.LeftButton:
            self.node_chosen.emit(node)

    def tip_at(self, point: QPoint) -> str:
        node = self.node_at(point)
        if node is None:
            return ""
        return self.tr("“{0}”, p {1}, rank {2}").format(
            node.token.text, probability_text(node.probability), node.rank
        )

    def walk(self, step: int) -> None:
        """Go to the end of the next or the previous path, round and round."""
        if not self._paths:
            return
        leaves = [path.leaf for path in self._paths]
        at = leaves.index(self._line[-1]) if self._line else -1
        self.node_chosen.emit(leaves[(at + step) % len(leaves)])


def _minus(value: float) -> str:
    """−1.85, −.13, 0: with a true minus sign."""
    text = f"{abs(value):.2f}".removeprefix("0")
    return f"−{text}" if value < -0.005 else "0"
