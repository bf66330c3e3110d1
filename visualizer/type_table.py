"""Room in the table in which Qt's binding keeps its types, before a second thread adds to it.

Before Python 3.12 shiboken keeps what it knows of each type in a hash table without a lock
(PepType_SOTP in shiboken's pep384impl.cpp). The window's thread looks a widget's type up there
whenever Qt asks for its meta-object, and does so without the interpreter's lock; a thread that
imports modules adds each class of widgets they define. An addition puts one more link into a
chain, which whoever reads at that moment may see or not. But where the table gets too small it is
laid out anew, and a reader then finds nothing, takes the type for an unknown one, and the process
dies by a segmentation fault: one start in some hundreds. So the table is made large enough before
any module that uses Qt is imported there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6

if TYPE_CHECKING:
    import ctypes

#: Types for which there will be room at least: Heed with everything open has about a thousand.
ROOM = 4096
#: Versions of shiboken whose table is known.
_KNOWN = (6, 8), (6, 12)
#: Between two keys that are nobody's address: addresses of types are multiples of 16 as well.
_APART = 16


def make_room() -> bool:
    """Let the table hold :data:`ROOM` types without being laid out anew; whether it was told to.

    It is not told from Python 3.12 on, where no table is shared, with other versions of shiboken,
    and where its library does not show these functions: Heed runs without, as any program of
    several threads does. To be called while no other thread uses Qt. Takes 2 to 3 ms.
    """
    if sys.version_info >= (3, 12) or not _KNOWN[0] <= shiboken6.__version_info__[:2] < _KNOWN[1]:
        return False
    import ctypes  # Not at the top: 2 ms for which the first paint would wait.

    # Called with the interpreter's lock, as shiboken itself calls them. They compare keys and
    # never follow them; a key that is not there is entered, with nothing known of it.
    try:
        library = _library()
        find, forget = library.PepType_SOTP, library.PepType_SOTP_delete
    except (OSError, AttributeError):
        return False
    find.argtypes, find.restype = [ctypes.c_void_p], ctypes.c_void_p
    forget.argtypes, forget.restype = [ctypes.c_void_p], None
    keys = range(_APART, (ROOM + 1) * _APART, _APART)
    for key in keys:
        find(key)
    for key in keys:
        forget(key)  # The table keeps its size.
    return True


def _library() -> ctypes.PyDLL:
    """Shiboken's library: the loaded one, and no second."""
    import ctypes

    extension = Path(shiboken6.Shiboken.__file__)
    if sys.platform == "win32":
        found = next(extension.parent.glob("shiboken6*.dll"), extension)
        return ctypes.PyDLL(str(found))
    # A library's dependencies are searched for a symbol as well.
    return ctypes.PyDLL(str(extension))
