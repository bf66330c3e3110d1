"""`heed` and `python -m visualizer`: the window, or one of the commands that need none."""

from __future__ import annotations

import sys
from collections.abc import Sequence

USAGE = """\
usage: heed [PATH]
       heed tour DIR
       heed train ARCHITECTURE [options]
       heed look CHECKPOINT --text TEXT --out FILE.npz [options]
       heed --help | --version

Watch attention being learned.

heed            opens the window: a trained model shows its attention, and Train starts another.
heed PATH       opens a checkpoint (its folder or any file in it) or a file of pairs in the window.
heed tour DIR   draws the window's views without a display and saves each as a PNG in DIR.
heed train …    trains without a window.   heed train --help lists its options.
heed look …     saves every attention map, mask and prediction of one sentence.
                heed look --help lists its options.

A file that is called like a command is opened with its folder: heed ./train

environment:
  HEED_HOME            one folder for choices, kept runs and the log
  QT_QPA_PLATFORM      how Qt draws, such as xcb, wayland or offscreen

In the window F1 lists every action and its key."""

COMMANDS = ("train", "look")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out the command line; returns the exit code."""
    found = list(sys.argv[1:] if arguments is None else arguments)
    first = found[0] if found else ""
    if first in COMMANDS:
        from engine.cli import main as command_line

        return command_line(found)
    if first in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    if first == "--version":
        from visualizer.version import version

        print(f"heed {version()}")
        return 0
    if first == "tour":
        return _tour(found[1:])
    if first.startswith("-") or len(found) > 1:
        return _complain(f"“{found[-1]}” was not expected here. heed --help explains all.")
    return _window(first)


def _window(path: str) -> int:
    from visualizer.display import display_problem

    problem = display_problem()
    if problem:
        return _complain(problem)
    if path:
        from pathlib import Path

        if not Path(path).exists():
            return _complain(f"There is no file or folder “{path}”.")
        path = str(Path(path).resolve())
    from visualizer.app import run

    return run(path)


def _tour(rest: list[str]) -> int:
    if len(rest) != 1 or rest[0].startswith("-"):
        print("usage: heed tour DIR\n\nDraws the window's views and saves each as a PNG in DIR.")
        return 0 if rest and rest[0] in ("-h", "--help") else 2
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from visualizer.display import display_problem

    problem = display_problem()
    if problem:
        return _complain(problem)
    from visualizer.tour import tour

    return tour(rest[0])


def _complain(sentence: str) -> int:
    print(f"heed: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
