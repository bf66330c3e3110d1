"""What a model is asked: translation, the next word, or the cloze. One file each.

A task joins a kind of data to a kind of model: how batches are made of it, what the loss is, how
the model is judged, looked at and led through a generation.
"""

from __future__ import annotations

from typing import Any

from engine.tasks.cloze import CLOZE
from engine.tasks.language import LANGUAGE
from engine.tasks.task import Task
from engine.tasks.translation import TRANSLATION

TASKS: tuple[Task[Any, Any, Any], ...] = (TRANSLATION, LANGUAGE, CLOZE)


def find(name: str) -> Task[Any, Any, Any]:
    """The task called `name`; a catalogue entry's `task` is one of these names."""
    return next(task for task in TASKS if task.name == name)


__all__ = ["TASKS", "Task", "find"]
