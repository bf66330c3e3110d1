"""The list of libraries that a Linux shared object asks for, read from its ELF headers."""

from __future__ import annotations

import struct
from pathlib import Path

PT_LOAD, PT_DYNAMIC = 1, 2
DT_NEEDED, DT_STRTAB = 1, 5


def needed_libraries(path: Path) -> list[str]:
    """Names such as "libEGL.so.1" that the loader looks for before it loads `path`.

    Reads the few hundred bytes that hold them, not the library. A file that is no 64-bit
    little-endian ELF file asks for nothing.
    """
    with path.open("rb") as file:
        header = file.read(64)
        if len(header) < 64 or header[:6] != b"\x7fELF\x02\x01":
            return []
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

        entries = list(struct.iter_unpack("<qQ", dynamic[: len(dynamic) // 16 * 16]))
        strings = next((value for tag, value in entries if tag == DT_STRTAB), None)
        if strings is None:
            return []
        places = [
            offset + strings - address
            for address, offset, length in loaded
            if address <= strings < address + length
        ]
        names = []
        for tag, value in entries:
            if tag == DT_NEEDED and places:
                file.seek(places[0] + value)
                names.append(file.read(256).split(b"\0", 1)[0].decode())
        return names
