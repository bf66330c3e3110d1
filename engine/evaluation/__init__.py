"""Held-out figures, task by task."""
