"""The exhibits, in the order of their tabs: one file each, and one entry here."""

from visualizer.exhibits.contexts import CONTEXT_SUMS
from visualizer.exhibits.exhibit import Exhibit
from visualizer.exhibits.gates import GATES
from visualizer.exhibits.gradients import GRADIENTS
from visualizer.exhibits.heads import HEADS
from visualizer.exhibits.orders import ORDERS
from visualizer.exhibits.plane import EMBEDDINGS
from visualizer.exhibits.states import STATES
from visualizer.exhibits.window import WINDOW

EXHIBITS: tuple[Exhibit, ...] = (
    HEADS,
    WINDOW,
    STATES,
    CONTEXT_SUMS,
    GATES,
    GRADIENTS,
    EMBEDDINGS,
    ORDERS,
)

__all__ = ["EXHIBITS", "Exhibit"]
