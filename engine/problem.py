"""Something a person can put right."""

from __future__ import annotations


class Problem(Exception):
    """Its text is a sentence or two for a person: what is wrong, where, and what to do."""
