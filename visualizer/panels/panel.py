"""The frame that every view has: header, toolbar, body, and what it says when there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QPoint,
    QRect,
    QSaveFile,
    QStandardPaths,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from visualizer.appearance import Appearance
from visualizer.panels.header import PanelHeader
from visualizer.panels.notice import Notice
from visualizer.panels.panel_area import PanelArea


def _say(text: str) -> str:
    # Not self.tr(): in a subclass that would look in the subclass's own context.
    return QCoreApplication.translate("Panel", text)


class Panel(QWidget):
    """One view in its frame. Concrete panels give it a body and feed it with events.

    Signals: `maximise_requested` when this view shall fill the space (or give it back);
    `maps_wanted` when the attention maps shall come to the front;
    `tables_wanted` when what `wanted_tables()` gives has changed; `heads_wanted(references)`, a
    tuple of HeadReference, for heads to be captured; `unit_chosen(UnitReference)` for a unit of a
    recurrence that was pointed out; `runs_wanted(specifications)`, a tuple of RunSpecification to
    be trained one after another;
    `said(sentence)` with a short word for the status line, such as where a picture was saved.
    """

    maximise_requested = Signal()
    maps_wanted = Signal()
    tables_wanted = Signal()
    heads_wanted = Signal(object)
    unit_chosen = Signal(object)
    runs_wanted = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        glyph: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.appearance = appearance
        self.body: QWidget | None = None
        self.toolbar: QWidget | None = None
        self._cancel: Callable[[], object] | None = None
        self.copy_action = self._action("copy", _say("Copy picture"), self.copy_picture)
        self.save_action = self._action("save", _say("Save picture …"), self._ask_and_save)
        self.maximise_action = self._action(
            "maximise", _say("Fill the space"), self.maximise_requested
        )
        self.header = PanelHeader(
            appearance, [self.copy_action, self.save_action, self.maximise_action], self
        )
        self.header.maximise_requested.connect(self.maximise_requested)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._area = PanelArea(self)
        self._column.addWidget(self._area, 1)
        self._notice = Notice(appearance, self._area)
        self._area.notice = self._notice
        self._notice.hide()
        appearance.changed.connect(self.update)
        self.set_title(title)
        self.set_glyph(glyph)

    def set_title(self, text: str) -> None:
        if text != self.header.caption.title:
            self.header.caption.title = text
            self.setAccessibleName(text)
            self.header.caption.update()

    def set_subtitle(self, text: str) -> None:
        """Grey, after the title: model, step, layer, head."""
        if text != self.header.caption.subtitle:
            self.header.caption.subtitle = text
            self.header.refold()

    def set_tag(self, text: str) -> None:
        """Framed, after the subtitle: "VVV", "VVV masked", "QVV"."""
        if text != self.header.caption.tag:
            self.header.caption.set_tag(text)

    def set_glyph(self, name: str) -> None:
        """The shape before the title: "square", "triangle", "rectangle" or ""."""
        self.header.caption.glyph = name
        self.header.caption.update()

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a control at the right of the header."""
        self.header.add_widget(widget)

    def set_toolbar(self, widget: QWidget) -> None:
        """A row of controls between header and body."""
        self.toolbar = widget
        self._column.insertWidget(1, widget)

    def set_body(self, widget: QWidget) -> None:
        self.body = widget
        self._area.set_body(widget)
        self._notice.raise_()

    def set_maximised(self, maximised: bool) -> None:
        """Say whether this view fills the space now, so that its tool offers the way back."""
        self.maximise_action.setText(
            _say("Give the space back") if maximised else _say("Fill the space")
        )
        self.header.set_icon(2, "restore" if maximised else "maximise")

    # ------------------------------------------------------------ states

    @property
    def state(self) -> str:
        """ "body", "empty", "loading" or "failed"."""
        return "body" if self._notice.isHidden() else self._notice.state

    def show_body(self) -> None:
        self._cancel = None
        self._notice.hide()

    def show_empty(
        self,
        sentence: str,
        button_text: str = "",
        callback: Callable[[], object] | None = None,
    ) -> None:
        """Say what belongs here and offer one way to get it; after "\\n" the text is quieter."""
        self._cancel = None
        buttons = [(button_text, callback)] if button_text and callback else []
        self._notice.show_state("empty", "", sentence, buttons)

    def show_loading(
        self,
        sentence: str,
        fraction: float | None = None,
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        """Say how far something has come; `fraction` None where that is not known."""
        self._cancel = on_cancel
        buttons = [(_say("Cancel"), on_cancel)] if on_cancel else []
        self._notice.show_state("loading", "", sentence, buttons, fraction)

    def show_failed(
        self,
        title: str,
        sentence: str,
        kept: str = "",
        button_text: str = "",
        callback: Callable[[], object] | None = None,
        details: Callable[[], object] | None = None,
    ) -> None:
        """Say what went wrong over the dimmed last picture, what was kept, and one way out."""
        self._cancel = None
        buttons = [(button_text, callback)] if button_text and callback else []
        if details:
            buttons.append((_say("Details"), details))
        text = f"{sentence}\n{kept}" if kept else sentence
        self._notice.show_state("failed", title, text, buttons)

    # ------------------------------------------------------------ events and pictures

    def receive(self, event: object) -> None:
        """Take note of an engine event of the current run; by default nothing."""

    def wanted_tables(self) -> tuple[str, ...]:
        """Names of the tables (Look.tables) to be computed while this view is seen."""
        return ()

    def picture(self) -> QPixmap:
        """This view as it stands, at two pixels for one, without the tools in its header."""
        ratio = max(2.0, self.devicePixelRatioF())
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.appearance.colour("panel"))
        self.render(pixmap, QPoint(), QRegion(self.rect()))
        painter = QPainter(pixmap)
        self.paint_over_tools(painter, QPoint())
        painter.end()
        return pixmap

    def paint_over_tools(self, painter: QPainter, at: QPoint) -> None:
        """Leave the tools out of a picture in which this view stands at `at`."""
        tools = self.header.tools_width()
        place = QRect(self.width() - tools, 0, tools, self.header.height() - 1)
        painter.fillRect(place.translated(at), self.appearance.colour("panel"))

    def provenance(self) -> str:
        """What a picture of this view shows, in one line for the file."""
        caption = self.header.caption
        return " · ".join(part for part in (caption.title, caption.subtitle, caption.tag) if part)

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.picture())
        self.said.emit(_say("Picture copied: {0}").format(self.provenance()))

    def save_picture(self, path: str) -> bool:
        """Write the picture as PNG, with what it shows; whether that could be done."""
        image: QImage = self.picture().toImage()
        image.setText("Title", self.provenance())
        image.setText("Software", "Heed")
        # Into place only when whole: a full disk must not cost the picture that was there.
        file = QSaveFile(path)
        done = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        done = done and QImageWriter(file, QByteArray(b"png")).write(image) and file.commit()
        said = _say("Picture saved: {0}") if done else _say("{0} could not be written: {1}")
        self.said.emit(said.format(path, file.errorString()))
        return done

    def actions_for_menu(self) -> list[QAction]:
        """Every action of this view, for the window's menus."""
        return [self.copy_action, self.save_action, self.maximise_action]

    # ------------------------------------------------------------ Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.appearance.colour("panel"))

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and self._cancel and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Before the window's Esc, which clears the selection.
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._cancel:
            self._cancel()
            return
        super().keyPressEvent(event)

    def _action(self, icon_name: str, text: str, slot: object) -> QAction:
        action = QAction(text, self)
        action.setProperty("icon_name", icon_name)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _ask_and_save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        name = self.provenance().replace("/", "-").replace(" · ", ", ")
        path, _ = QFileDialog.getSaveFileName(
            self, _say("Save picture"), f"{folder}/{name}.png", _say("PNG picture (*.png)")
        )
        if path:
            self.save_picture(path if path.lower().endswith(".png") else f"{path}.png")
