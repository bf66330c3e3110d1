"""Memory that one training step frees is kept for the next one."""

from __future__ import annotations

import ctypes
import platform
from functools import cache

#: Numbers of glibc's malloc.h, and what is set: blocks of up to 32 MiB, the most it allows, come
#: from the heap; a heap gives back only what is free beyond 256 MiB at its end, and grows by 64.
_MMAP_THRESHOLD, _TRIM_THRESHOLD, _TOP_PAD = -3, -1, -2
_SETTINGS = {_MMAP_THRESHOLD: 32 << 20, _TRIM_THRESHOLD: 256 << 20, _TOP_PAD: 64 << 20}


@cache
def keep_freed_memory() -> bool:
    """Ask the C library not to give freed memory back at once; whether it could be asked.

    Left to itself, glibc returns a step's tensors to the system in some processes, as their
    addresses happen to lie, and takes them again in the next step, page by page: with BERT's
    default sizes up to 2,900 faults and a seventh of a step. Others than glibc are left alone.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    return all([mallopt(parameter, value) for parameter, value in _SETTINGS.items()])
