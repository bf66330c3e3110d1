"""Load torch's libraries without holding the interpreter, so that a window stays alive meanwhile.

``import torch`` spends most of its time in dlopen with the interpreter lock held. Calling the C
library's own dlopen as a foreign function releases the lock; the later import finds the libraries
loaded. Linux only: elsewhere nothing is done here.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

#: In the order in which they depend on each other.
_LIBRARIES = ("libc10.so", "libtorch_cpu.so", "libtorch.so", "libtorch_python.so")


def preload_torch() -> None:
    """Import torch, giving other threads the interpreter as often as possible."""
    with _courteous_imports():
        if sys.platform == "linux":
            _open_libraries()
        import torch  # noqa: F401


def _open_libraries() -> None:
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        return  # the import that follows says so
    folder = Path(found.origin).parent
    paths = [folder / "lib" / name for name in _LIBRARIES]
    paths += sorted(folder.glob("_C*.so"))
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes = (ctypes.c_char_p, ctypes.c_int)
    dlopen.restype = ctypes.c_void_p
    for path in paths:
        if path.exists():
            # A library that cannot be opened here is opened, or reported, by the import.
            dlopen(os.fsencode(path), os.RTLD_NOW | os.RTLD_GLOBAL)


@contextlib.contextmanager
def _courteous_imports() -> Iterator[None]:
    interval, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(0.0005)
    gc.disable()  # a full collection in the midst of an import is one long pause
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if collecting:
            gc.enable()
