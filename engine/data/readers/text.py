"""The text of a file: plain or gzipped, UTF-8 or UTF-16, in lines that end with a line feed."""

from __future__ import annotations

import codecs
import gzip
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from engine.data.problem import DataProblem

_CHUNK = 1 << 18

#: A longer line is no sentence pair; without a limit a file without line ends would fill memory.
LONGEST_LINE = 1 << 20

#: Enough of a file's beginning to know its form by.
_HEAD = 1 << 16

_GZIP = b"\x1f\x8b"

#: First bytes of files that people take for text, and what to do with them.
_FOREIGN = (
    (b"PK\x03\x04", "is a ZIP archive or an Office document. Unpack it, or save it as CSV."),
    (b"PAR1", "is a Parquet file. Convert it to JSON lines or TSV."),
    (b"BZh", "is compressed with bzip2. Unpack it first."),
    (b"\xfd7zXZ", "is compressed with xz. Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd. Unpack it first."),
    (b"7z\xbc\xaf", "is a 7-Zip archive. Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "is an old Office document. Save it as CSV."),
    (b"%PDF", "is a PDF document. Heed needs text with one pair a line."),
)

_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class TextFile:
    """A file of the user's, to be read once from the beginning, or looked into.

    Every fault becomes a :class:`DataProblem` that names the file and, where there is one, the
    line.
    """

    def __init__(self, name: str) -> None:
        self.path = Path(name).expanduser()
        self.bytes_total = self._size()
        self.bytes_read = 0

    @property
    def name(self) -> str:
        """The file's name in quotation marks, for sentences."""
        return f"“{self.path.name}”"

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line's number from 1 and its text, without the line feed or its return.

        Only a line feed ends a line: text may hold the other characters that Unicode counts as
        line ends, and two files must not lose step over them.
        """
        number, rest = 0, ""
        for text in self.chunks():
            pieces = (rest + text).split("\n")
            rest = pieces.pop()
            for piece in pieces:
                number += 1
                yield number, piece.removesuffix("\r")
            if len(rest) > LONGEST_LINE:
                raise DataProblem(self._endless(number + 1, rest))
        if rest:
            yield number + 1, rest.removesuffix("\r")

    def chunks(self) -> Iterator[str]:
        """The whole text without a byte-order mark, in pieces of some size."""
        with self._faults(), self.path.open("rb") as file:
            line = 1
            for text in self._decoded(file):
                null = text.find("\0")
                if null >= 0:
                    line += text.count("\n", 0, null)
                    raise DataProblem(
                        f"{self.name} holds a NUL character in line {line}, so it is not text. "
                        "Choose a text file; if it is UTF-16, save it as UTF-8."
                    )
                line += text.count("\n")
                yield text

    def head(self) -> str:
        """The beginning of the text, cut after its last whole line where it is long."""
        text = ""
        for chunk in self.chunks():
            text += chunk
            if len(text) >= _HEAD:
                cut = text.rfind("\n")
                text = text[: cut + 1] if cut >= 0 else text
                break
        self.bytes_read = 0
        return text

    def _decoded(self, file: BinaryIO) -> Iterator[str]:
        gzipped = file.read(2) == _GZIP
        file.seek(0)
        stream: BinaryIO = gzip.GzipFile(fileobj=file) if gzipped else file  # type: ignore[assignment]
        chunk = stream.read(_CHUNK)
        self._refuse_foreign(chunk)
        encoding, mark = "utf-8", b""
        for candidate, codec in _UTF_16.items():
            if chunk.startswith(candidate):
                encoding, mark = codec, candidate
        if chunk.startswith(codecs.BOM_UTF8):
            mark = codecs.BOM_UTF8
        decoder = codecs.getincrementaldecoder(encoding)()
        chunk, offset, line, waiting = chunk[len(mark) :], len(mark), 1, 0
        while True:
            self.bytes_read = file.tell()
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].decode(encoding, "replace").count("\n")
                place = offset - waiting + error.start
                raise DataProblem(self._undecodable(encoding, error, line, place)) from None
            yield text
            if not chunk:
                return
            offset += len(chunk)
            waiting = len(decoder.getstate()[0])
            line += text.count("\n")
            chunk = stream.read(_CHUNK)

    def _refuse_foreign(self, chunk: bytes) -> None:
        for magic, advice in _FOREIGN:
            if chunk.startswith(magic):
                raise DataProblem(f"{self.name} {advice}")
        if chunk.startswith(_UTF_32):
            raise DataProblem(f"{self.name} is UTF-32. Save it as UTF-8.")
        marked = chunk.startswith(tuple(_UTF_16))
        if not marked and b"\0" in chunk[:_HEAD]:
            raise DataProblem(
                f"{self.name} is a binary file, not text. Choose a text file; if it is UTF-16 "
                "without a byte-order mark, save it as UTF-8."
            )

    def _undecodable(self, encoding: str, error: UnicodeDecodeError, line: int, place: int) -> str:
        if encoding != "utf-8":
            return f"{self.name} is damaged: line {line} (byte {place:,}) is not UTF-16."
        byte = error.object[error.start]
        return (
            f"{self.name} is not UTF-8: line {line} holds the byte 0x{byte:02X} (byte {place:,} "
            "of the text). It may be Latin-1 or Windows-1252; save it as UTF-8."
        )

    def _endless(self, number: int, text: str) -> str:
        if "\r" in text:
            return (
                f"{self.name} ends its lines with a carriage return alone, as old Macs did. "
                "Save it with line feeds."
            )
        return (
            f"Line {number} of {self.name} is longer than a million characters. Heed needs "
            "one pair of sentences a line."
        )

    def _size(self) -> int:
        with self._faults():
            try:
                status = self.path.stat()
            except ValueError:
                raise DataProblem(f"{str(self.path)!r} cannot be the name of a file.") from None
            if stat.S_ISDIR(status.st_mode):
                raise DataProblem(f"{self.name} is a folder. Choose the file inside it.")
            if not stat.S_ISREG(status.st_mode):
                raise DataProblem(f"{self.name} is not an ordinary file. Choose a text file.")
            if not status.st_size:
                raise DataProblem(f"{self.name} is empty.")
            return status.st_size

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turns what can go wrong with any file into sentences."""
        try:
            yield
        except FileNotFoundError:
            raise DataProblem(f"There is no file “{self.path}”. Was it moved or renamed?") from None
        except PermissionError:
            raise DataProblem(
                f"{self.name} may not be read. Change its permissions, or copy it."
            ) from None
        except (gzip.BadGzipFile, zlib.error):
            raise DataProblem(
                f"{self.name} is damaged: it does not unpack. Get it again."
            ) from None
        except EOFError:
            raise DataProblem(
                f"{self.name} is cut off: the gzip data end too early. Get it again."
            ) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataProblem(f"{self.name} could not be read: {reason}.") from None
