"""Pictures of what is on screen, at two pixels for one, with their provenance in the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSaveFile
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QWidget

#: Pixels for one effective pixel, at least.
RATIO = 2.0


def picture(view: QWidget, ground: QColor) -> QPixmap:
    """A view as it stands: its own idea of a picture where it has one."""
    own = getattr(view, "picture", None)
    if callable(own):
        made = own()
        if isinstance(made, QPixmap):
            return made
    ratio = max(RATIO, view.devicePixelRatioF())
    pixmap = QPixmap(view.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(ground)
    view.render(pixmap)
    return pixmap


def with_provenance(pixmap: QPixmap, facts: Mapping[str, str]) -> QImage:
    """The picture as an image that carries what it shows, as PNG text."""
    image = pixmap.toImage()
    for key, value in facts.items():
        if value:
            image.setText(key, value)
    return image


def copy(pixmap: QPixmap, facts: Mapping[str, str]) -> None:
    """Put a picture on the clipboard."""
    QGuiApplication.clipboard().setImage(with_provenance(pixmap, facts))


def save(pixmap: QPixmap, path: str, facts: Mapping[str, str]) -> str:
    """Write a picture as PNG, whole or not at all; returns "" or a sentence saying why not."""
    name = Path(path).name
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, b"png").write(with_provenance(pixmap, facts)):
        return f"The picture {name} could not be made: there is not enough memory."
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return f"{name} could not be written: {file.errorString()}. Choose another folder."
    data = buffer.data()
    if file.write(data) != data.size() or not file.commit():
        return (
            f"{name} could not be written: {file.errorString()}. "
            "Make room or choose another folder."
        )
    return ""
