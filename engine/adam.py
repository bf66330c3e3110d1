"""Adam, for those who know it by this name."""

from engine.optimizers import Adam

__all__ = ["Adam"]
