"""Small files in the forms that people bring, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from engine.data.gathered import Gathered
from engine.data.problem import DataProblem
from engine.data.readers import gathering
from engine.specification import DataSpecification

T = TypeVar("T")


def finish(steps: Generator[Any, None, T]) -> T:
    """What a generator returns in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def pairs(gathered: Gathered) -> list[tuple[str, str]]:
    return list(zip(gathered.sources, gathered.targets, strict=True))


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str | bytes], str]:
    """Writes a file, text as UTF-8 and exactly as given, and returns its path."""

    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


@pytest.fixture
def gather(file: Callable[[str, str | bytes], str]) -> Callable[..., Gathered]:
    """The pairs in one file of this name and content, with the user's choices."""

    def read(name: str, content: str | bytes, **choices: Any) -> Gathered:
        return finish(gathering(DataSpecification(files=(file(name, content),), **choices)))

    return read


@pytest.fixture
def refusal(gather: Callable[..., Gathered]) -> Callable[..., str]:
    """The sentence with which a file of this name and content is refused."""

    def read(name: str, content: str | bytes, **choices: Any) -> str:
        with pytest.raises(DataProblem) as caught:
            gather(name, content, **choices)
        return str(caught.value)

    return read
