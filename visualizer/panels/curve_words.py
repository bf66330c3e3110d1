"""What is said and which pens are used at the learning curves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen

from visualizer.appearance import Appearance
from visualizer.history import History, Series, figure, share
from visualizer.theme import Theme, mix
from visualizer.widgets.legend import Entry


def floor_texts(floor: float, smoothing: float) -> tuple[str, ...]:
    """What stands at the loss that no model can get below, longest first.

    `smoothing` is that of the labels; without any the floor is the grammar's own.
    """
    written = share(floor)
    if smoothing:
        epsilon = f"{smoothing:g}".removeprefix("0")
        text = _tr("floor {floor}: label smoothing ε = {epsilon}")
        return (text.format(floor=written, epsilon=epsilon),)
    return (
        _tr("{0}: entropy of the grammar, no model can go below").format(written),
        _tr("{0}: entropy of the grammar").format(written),
        _tr("floor {0}").format(written),
    )


def legend_of(
    now: History, before: History | None, cursor: float | None, theme: Theme
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The values at a step, or the newest where it is None, and notes beside, longest first."""
    held_out = now.held_out.get("loss", Series())
    train = Entry(_tr("train"), figure(_at(now.smoothed, cursor)), theme.series[0])
    judged = Entry(
        _tr("held-out"),
        figure(_at(held_out, cursor)),
        theme.series[1],
        Qt.PenStyle.DashLine,
        diamond=True,
    )
    entries = [train, judged]
    if before is not None:
        there = figure(before.smoothed.at(now.step if cursor is None else cursor))
        dots = Qt.PenStyle.DotLine
        entries.append(Entry(_tr("previous run"), there, theme.strong_line, dots))
    if cursor is not None:
        raw = figure(_at(now.train, cursor))
        return tuple(entries), (_tr("step {0}, raw {1}").format(f"{cursor:,.0f}", raw),)
    whole = _tr("loss, nats a token")
    if "verdict" in now.held_out:
        whole = _tr("loss: words + verdict, nats")
    return tuple(entries), (whole, _tr("loss, nats"), _tr("nats"))


def _at(series: Series, step: float | None) -> float:
    return series.last if step is None else series.at(step)


def pen_train(appearance: Appearance) -> QPen:
    """The loss in training, smoothed."""
    return QPen(QColor(appearance.theme.series[0]), 2)


def pen_raw(appearance: Appearance) -> QPen:
    """The loss of each step."""
    # Opaque, because blending many short pieces costs several times as much.
    return QPen(QColor(mix(appearance.theme.series[0], appearance.theme.panel, 0.4)), 1)


def pen_held_out(appearance: Appearance) -> QPen:
    """The loss on what the run never trains on."""
    return QPen(QColor(appearance.theme.series[1]), 1.5, Qt.PenStyle.DashLine)


def pen_before(appearance: Appearance) -> QPen:
    """The run before this one."""
    return QPen(QColor(appearance.theme.strong_line), 1.5, Qt.PenStyle.DotLine)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CurvesPanel", text)
