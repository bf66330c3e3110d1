"""Short texts are drawn as QPainter.drawText draws them, kept, and forgotten when they must be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from visualizer.appearance import Appearance
from visualizer.theme import LIGHT

RECT = QRectF(12.3, 9.7, 130, 24.4)
WORDS = ("girl", "c₁ = Σⱼ α₁ⱼ hⱼ", "AVAVA To", "0.123", "日本語", "שלום abc", "<s>")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
ACROSS = {
    0.0: _MIDDLE | Qt.AlignmentFlag.AlignLeft,
    1.0: _MIDDLE | Qt.AlignmentFlag.AlignRight,
}


def drawn(paint: Callable[[QPainter], object], ratio: float = 1.0) -> np.ndarray:
    """What a painter leaves on a dark ground: (height, width, 4) as numbers."""
    image = QImage(round(160 * ratio), round(48 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#101418"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4).astype(int)


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", WORDS)
def test_it_is_what_the_painter_itself_draws(
    qtbot: QtBot, text: str, bold: bool, across: float
) -> None:
    look = Appearance()

    def usual(painter: QPainter) -> None:
        painter.setFont(look.font("note", bold=bold))
        painter.setPen(look.colour("high"))
        painter.drawText(RECT, ACROSS[across], text)

    def quick(painter: QPainter) -> None:
        look.lettering.write(painter, RECT, text, "note", "high", bold=bold, across=across)

    assert np.array_equal(drawn(quick), drawn(usual))
    assert np.ptp(drawn(quick)) > 100, "something is written"


@pytest.mark.parametrize("text", WORDS)
def test_a_base_line_is_the_painters(qtbot: QtBot, text: str) -> None:
    look = Appearance()

    def usual(painter: QPainter) -> None:
        painter.setFont(look.font("text"))
        painter.setPen(look.colour("mid"))
        painter.drawText(QPointF(7.6, 30), text)

    def quick(painter: QPainter) -> None:
        look.lettering.write_on(painter, 7.6, 30, text, "text", "mid")

    assert np.array_equal(drawn(quick), drawn(usual))


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_it_is_as_sharp_as_the_screen(qtbot: QtBot, ratio: float) -> None:
    """Letters of another ratio stand within a fraction of a pixel of the painter's own."""
    look = Appearance()

    def usual(painter: QPainter) -> None:
        painter.setFont(look.font("name"))
        painter.setPen(look.colour("high"))
        painter.drawText(QPointF(10, 30), "weights")

    def quick(painter: QPainter) -> None:
        look.lettering.write_on(painter, 10, 30, "weights", "name", "high")

    drawn(quick, 1.0)  # laid out for a coarse screen first
    own, reference = drawn(quick, ratio), drawn(usual, ratio)
    ground = drawn(lambda painter: None, ratio)
    ink, wanted = np.abs(own - ground).sum(), np.abs(reference - ground).sum()
    assert ink == pytest.approx(wanted, rel=0.03)
    blurred = drawn(quick, 1.0).repeat(2, axis=0).repeat(2, axis=1)
    if ratio == 2.0:
        apart = np.abs(own - reference).sum()
        assert apart < 0.3 * np.abs(blurred - reference).sum(), "not a small picture made larger"


def test_places_do_not_drift(qtbot: QtBot) -> None:
    """A line drawn in a thousand places is the same in the first of them as at first."""
    look = Appearance()

    def quick(painter: QPainter) -> None:
        look.lettering.write(painter, RECT, "girl", "note", "high")

    def elsewhere(painter: QPainter) -> None:
        for place in np.random.default_rng(0).uniform(0, 100, (1000, 2)).tolist():
            look.lettering.write(painter, QRectF(*place, 60, 20), "girl", "note", "high")

    first = drawn(quick)
    drawn(elsewhere)
    assert np.array_equal(drawn(quick), first)


@pytest.mark.parametrize(("cut", "mode"), [("middle", "ElideMiddle"), ("right", "ElideRight")])
def test_what_is_too_long_is_cut_as_qt_cuts_it(qtbot: QtBot, cut: str, mode: str) -> None:
    look = Appearance()
    metrics = QFontMetricsF(look.font("note"))
    for room in (20.0, 50.0, 61.5, 400.0):
        line = look.lettering.line("a rather long word", "note", room=room, cut=cut)  # type: ignore[arg-type]
        wanted = metrics.elidedText("a rather long word", Qt.TextElideMode[mode], room)
        assert line.text == wanted
        assert line.width == pytest.approx(metrics.horizontalAdvance(wanted))
    assert look.lettering.line("a rather long word", "note").text == "a rather long word"


def test_texts_are_plain(qtbot: QtBot) -> None:
    look = Appearance()
    plain = look.lettering.width("<b>x</b>", "note")
    assert plain == pytest.approx(QFontMetricsF(look.font("note")).horizontalAdvance("<b>x</b>"))


def test_another_scale_or_theme_is_followed_also_before_it_is_announced(qtbot: QtBot) -> None:
    look = Appearance()

    def quick(painter: QPainter) -> None:
        look.lettering.write(painter, RECT, "girl", "note", "high")

    small, narrow = drawn(quick), look.lettering.width("girl", "note")
    look.scale = 1.5
    assert look.lettering.kept == 0
    assert look.lettering.width("girl", "note") > 1.3 * narrow
    look.scale = 1.0
    look.theme = LIGHT
    assert not np.array_equal(drawn(quick), small), "the ink is the light theme's"


def test_numbers_that_change_do_not_pile_up(qtbot: QtBot) -> None:
    look = Appearance()
    for value in range(6000):
        look.lettering.line(str(value), "tick", room=10, cut="right")
    assert 1000 < look.lettering.kept <= 2 * 2048
