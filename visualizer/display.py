"""Whether a window can be shown here, asked before Qt, which would abort instead of answering."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from visualizer.system_libraries import library_problem

NO_DISPLAY = (
    "There is no display here. `heed tour DIR` draws the views without one and saves them as PNG "
    "in DIR; `heed train` and `heed look` need none."
)
NO_ANSWER = (
    "The display “{name}” does not answer. Check {variable}; or `heed tour DIR` draws the views "
    "without a display and saves them as PNG in DIR."
)


def display_problem(environment: Mapping[str, str] | None = None) -> str | None:
    """Why no window can be shown, in words a person can act on; None when one can.

    Qt tries each display that the environment names until one works, and so does this; with
    QT_QPA_PLATFORM it tries that alone. To draw without a display, set it to "offscreen" first.
    macOS and Windows always have a display.
    """
    if not sys.platform.startswith("linux"):
        return None
    environment = os.environ if environment is None else environment
    asked = environment.get("QT_QPA_PLATFORM")
    if asked:
        # A list such as "wayland;xcb", each name perhaps with options after a colon.
        platforms = [part.split(":")[0] for part in asked.split(";")]
    else:
        wanted = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
        platforms = [name for name, variable in wanted.items() if environment.get(variable)]
    problems = []
    for platform in platforms:
        problem = _problem_of(platform, environment)
        if problem is None:
            return None
        problems.append(problem)
    return problems[0] if problems else NO_DISPLAY


def _problem_of(platform: str, environment: Mapping[str, str]) -> str | None:
    """Why Qt's plug-in `platform` would fail."""
    if platform == "xcb":
        name = environment.get("DISPLAY", "")
        if not name:
            return NO_DISPLAY
        # The libraries first: asking the server takes one of them.
        problem = library_problem(platform)
        if problem is None and not x_server_answers(name):
            return NO_ANSWER.format(name=name, variable="DISPLAY")
        return problem
    if platform == "wayland":
        name = environment.get("WAYLAND_DISPLAY", "")
        if not name:
            return NO_DISPLAY
        if not Path(environment.get("XDG_RUNTIME_DIR", "/"), name).exists():
            return NO_ANSWER.format(name=name, variable="WAYLAND_DISPLAY and XDG_RUNTIME_DIR")
    return library_problem(platform)


def x_server_answers(name: str) -> bool:
    """Whether the X server `name` (such as ":0") lets us connect."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)
