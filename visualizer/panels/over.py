"""Why a generation cannot go on from where one stands, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualizer.stepping import Stepping


def why_over(stepping: Stepping) -> str:
    """One clause; "" where a step can be taken or is awaited."""
    translate = QCoreApplication.translate
    if stepping.state == "ended":
        if stepping.source:
            return translate("Over", "</s>: the sentence has ended")
        return translate("Over", "</s>: the text has ended")
    if stepping.state == "limit":
        return translate("Over", "the limit of {0} tokens is reached").format(stepping.limit)
    if stepping.state == "full":
        words = translate("Over", "all {0} positions of this model are taken")
        return words.format(stepping.positions)
    return ""
