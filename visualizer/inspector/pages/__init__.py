"""The derivations in words, one file for each kind."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """In the user's language."""
    return QCoreApplication.translate("Inspector", text)
