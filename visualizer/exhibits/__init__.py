"""The exhibits, in the order of their tabs: one file each, and one entry here."""

from visualizer.exhibits.exhibit import Exhibit
from visualizer.exhibits.window import WINDOW

EXHIBITS: tuple[Exhibit, ...] = (WINDOW,)

__all__ = ["EXHIBITS", "Exhibit"]
