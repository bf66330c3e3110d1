"""The system's libraries and fonts that Qt needs on Linux, and those that are missing.

Qt aborts the process when its platform plug-in cannot be loaded, so this looks beforehand, and
without Qt. `python -m visualizer.system_libraries` says what is missing; with `--packages` it
prints the Debian packages alone. It installs nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from visualizer.elf import needed_libraries

# What the window links to, directly or through a plug-in that is always loaded.
MODULES = ("Core", "Gui", "Widgets", "DBus", "Svg", "Test")

# Debian's package for each library that Qt 6 asks for; Ubuntu's and their descendants' too.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
DEBIAN_FONT = "fonts-dejavu-core"
FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc", ".pfb", ".pcf", ".pcf.gz")


def qt_folder() -> Path | None:
    """The folder of the Qt that came with PySide6; None where the system brings its own Qt."""
    spec = find_spec("PySide6")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "Qt"
        if (folder / "lib").is_dir():
            return folder
    return None


def loads(name: str) -> bool:
    """Whether the system's loader finds the library `name` and all that it needs in turn."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries(
    platform: str = "xcb",
    qt: Path | None = None,
    loads: Callable[[str], bool] = loads,
) -> list[str]:
    """Libraries that Qt's modules and its plug-in `platform` ask for and the system lacks."""
    if not sys.platform.startswith("linux"):
        return []
    qt = qt or qt_folder()
    if qt is None:
        return []
    waiting = [qt / "lib" / f"libQt6{module}.so.6" for module in MODULES]
    waiting.append(qt / "plugins" / "platforms" / f"libq{platform}.so")
    seen: set[str] = set()
    outside: list[str] = []
    while waiting:
        path = waiting.pop()
        if not path.is_file():
            continue
        for name in needed_libraries(path):
            if name not in seen:
                seen.add(name)
                own = qt / "lib" / name
                if own.is_file():
                    waiting.append(own)
                else:
                    outside.append(name)
    return sorted(name for name in outside if not loads(name))


def has_font(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is any font to draw text with."""
    if not sys.platform.startswith("linux"):
        return True
    home = Path(environment.get("HOME", "/"))
    data = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = environment.get("XDG_DATA_HOME") or str(home / ".local/share")
    folders = [Path(folder) / "fonts" for folder in (*data.split(":"), own) if folder]
    for folder in (*folders, home / ".fonts"):
        for _, _, files in os.walk(folder):
            if any(file.lower().endswith(FONT_SUFFIXES) for file in files):
                return True
    return _fontconfig_knows_one()


def _fontconfig_knows_one() -> bool:
    """Ask fontconfig, which may be told of other folders; slower, so only when none was seen."""
    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return False
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)
    if not fontconfig.FcInit():
        return False
    fonts = fontconfig.FcConfigGetFonts(None, 0)
    return bool(fonts) and bool(fonts[0] > 0)  # FcFontSet begins with the number of fonts


def debian_packages(libraries: Iterable[str], font: bool = True) -> list[str]:
    """Packages that bring `libraries`, and a font unless `font` says that there is one."""
    packages = {DEBIAN_PACKAGES[name] for name in libraries if name in DEBIAN_PACKAGES}
    if not font:
        packages.add(DEBIAN_FONT)
    return sorted(packages)


def library_problem(
    platform: str = "xcb",
    missing: Callable[[str], list[str]] = missing_libraries,
    font: Callable[[], bool] = has_font,
) -> str | None:
    """What Qt would abort for, in words with the command that mends it; None when all is there."""
    libraries, has_one = missing(platform), font()
    if not libraries and has_one:
        return None
    lacking = []
    if libraries:
        noun = "library" if len(libraries) == 1 else "libraries"
        lacking.append(f"the system {noun} {', '.join(libraries)}")
    if not has_one:
        lacking.append("a font")
    sentence = f"The window needs {' and '.join(lacking)}, not found here."
    unknown = [name for name in libraries if name not in DEBIAN_PACKAGES]
    packages = debian_packages(libraries, has_one)
    if packages:
        sentence += f"\nOn Debian and Ubuntu:\n    sudo apt-get install {' '.join(packages)}"
    if unknown and packages:
        sentence += f"\nNo package is known here for {', '.join(unknown)}."
    if not packages or unknown:
        sentence += "\nThe package search of your system finds them by these names."
    return sentence


def main(arguments: list[str]) -> int:
    """Say what is missing for a window and for drawing without one; 1 if anything is."""
    libraries = sorted({*missing_libraries("xcb"), *missing_libraries("offscreen")})
    if arguments == ["--packages"]:
        print(" ".join(debian_packages(libraries, has_font())))
        return 0
    problem = library_problem(missing=lambda platform: libraries)
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
