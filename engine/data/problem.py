"""What can be wrong with a person's data."""

from __future__ import annotations

from engine.problem import Problem


class DataProblem(Problem):
    """Data that cannot be used; the text is a sentence: what is wrong, where, what to do."""
