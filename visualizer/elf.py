"""The list of libraries that a Linux shared object asks for, read from its ELF headers."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

PT_LOAD, PT_DYNAMIC = 1, 2
DT_NEEDED, DT_STRTAB = 1, 5


def needed_libraries(path: Path) -> list[str]:
    """Names such as "libEGL.so.1" that the loader looks for before it loads `path`.

    Reads the few hundred bytes that hold them, not the library. A file that is no complete
    64-bit little-endian ELF file asks for nothing.
    """
    with path.open("rb") as file:
        header = file.read(64)
        if header[:6] != b"\x7fELF\x02\x01":
            return []
        try:
            return _read_names(file, header)
        except (struct.error, UnicodeDecodeError):
            return []


def _read_names(file: BinaryIO, header: bytes) -> list[str]:
    """Follow the program headers to the dynamic section, and that to its strings."""
    (table,) = struct.unpack_from("<Q", header, 32)
    size, count = struct.unpack_from("<HH", header, 54)
    file.seek(table)
    segments = file.read(size * count)

    loaded: list[tuple[int, int, int]] = []  # (address, offset in the file, length)
    dynamic = b""
    for start in range(0, size * count, size):
        kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", segments, start)
        if kind == PT_LOAD:
            loaded.append((address, offset, length))
        elif kind == PT_DYNAMIC:
            file.seek(offset)
            dynamic = file.read(length)

    entries = list(struct.iter_unpack("<qQ", dynamic))
    strings = dict(entries).get(DT_STRTAB, 0)
    for address, offset, length in loaded:
        if address <= strings < address + length:
            first = offset + strings - address
            return [_text_at(file, first + value) for tag, value in entries if tag == DT_NEEDED]
    return []


def _text_at(file: BinaryIO, place: int) -> str:
    file.seek(place)
    return file.read(256).split(b"\0", 1)[0].decode()
