"""Something a person can put right."""

from __future__ import annotations


class Problem(Exception):
    """Its text is a sentence or two for a person: what is wrong, where, and what to do."""


def sentence(error: Exception) -> str:
    """What to tell a person about any failure."""
    if isinstance(error, Problem):
        return str(error)
    if _memory_ran_out(error):
        return "The memory did not suffice. Choose a smaller model, batch or longest sentence."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" at {where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
    return f"Something unforeseen went wrong ({type(error).__name__}{place}: {error})."


def _memory_ran_out(error: Exception) -> bool:
    """Also by name and text: torch need not be imported here, and its CPU has no type for it."""
    named = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
    return named or "DefaultCPUAllocator: can't allocate memory" in str(error)
