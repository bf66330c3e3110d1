"""The exhibits, in the order of their tabs: one file each, and one entry here."""

from visualizer.exhibits.exhibit import Exhibit

EXHIBITS: tuple[Exhibit, ...] = ()

__all__ = ["EXHIBITS", "Exhibit"]
