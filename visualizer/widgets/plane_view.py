"""What part of a plane is seen: fitted, zoomed, panned. No painting here."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF

#: How far one may go in, by the picture that shows all.
MOST_ZOOM = 40.0


class PlaneView:
    """Places of the plane on screen; y goes up there and down here."""

    def __init__(self) -> None:
        self.size = QSizeF(1, 1)
        #: How far the words reach from the middle, to the right and up.
        self.reach = (1.0, 1.0)
        self.zoom = 1.0
        self.x = self.y = 0.0

    @property
    def scale(self) -> float:
        """Pixels for one of the plane."""
        across, up = self.reach
        fitted = min(self.size.width() / across, self.size.height() / up)
        return 0.5 * fitted * self.zoom

    @property
    def fitted(self) -> bool:
        """Whether all is shown."""
        return (self.zoom, self.x, self.y) == (1.0, 0.0, 0.0)

    def fit(self) -> None:
        """Show all, with the middle of all words in the middle."""
        self.zoom, self.x, self.y = 1.0, 0.0, 0.0

    def hold(self, points: NDArray[np.float64]) -> None:
        """Reach as far as these points do, in steps, so that the scale does not breathe."""
        across, up = np.abs(points).max(0, initial=0.0).tolist()
        self.reach = stepped(across * 1.1), stepped(up * 1.06)

    def shown(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) of the plane to (n, 2) pixels."""
        middle = np.array([self.size.width() / 2, self.size.height() / 2])
        moved = (points - [self.x, self.y]) * [self.scale, -self.scale]
        found: NDArray[np.float64] = moved + middle
        return found

    def place(self, at: QPointF) -> tuple[float, float]:
        """The place of the plane at a pixel."""
        return (
            self.x + (at.x() - self.size.width() / 2) / self.scale,
            self.y - (at.y() - self.size.height() / 2) / self.scale,
        )

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Go in or out; what stands at `at` stays there."""
        x, y = self.place(at)
        self.zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        after = self.place(at)
        self.x += x - after[0]
        self.y += y - after[1]
        if self.zoom == 1.0:
            self.fit()

    def pan(self, right: float, down: float) -> None:
        """Move what is shown by pixels."""
        self.x -= right / self.scale
        self.y += down / self.scale


def stepped(value: float) -> float:
    """The next of 1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8 times a power of ten."""
    if value <= 0:
        return 1.0
    return float(10.0 ** (math.ceil(10 * math.log10(value) - 1e-9) / 10))
