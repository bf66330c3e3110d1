"""Pictures of the window: saved with their provenance, copied to the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage

from tests.visualizer.conftest import Opened


def test_a_picture_carries_model_step_and_seed(window: Opened, tmp_path: Path) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    path = tmp_path / "map.png"
    assert window.heed.menus.pictures.write(learn.trio.panels["cross"], str(path))
    image = QImage(str(path))
    assert image.width() >= 2 * learn.trio.panels["cross"].width()
    facts = {key: image.text(key) for key in image.textKeys()}
    assert (facts["Model"], facts["Step"], facts["Seed"]) == ("transformer", "2000", "7")
    assert "Cross" in facts["Title"]


def test_a_picture_that_cannot_be_written_is_said(window: Opened, tmp_path: Path) -> None:
    learn = window.heed.views.learn
    assert learn is not None
    assert not window.heed.menus.pictures.write(learn.overview, str(tmp_path / "no" / "x.png"))
    assert "x.png could not be written" in window.heed.frame.failure.sentence.text()


def test_copying_puts_the_view_in_front_on_the_clipboard(window: Opened, qapp: object) -> None:
    window.heed.actions["copy_picture"].trigger()
    assert not QGuiApplication.clipboard().image().isNull()
