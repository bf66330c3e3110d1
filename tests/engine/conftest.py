"""What the engine's tests share."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.engine.conversation import Conversation
from tests.engine.damage import trained


@pytest.fixture
def talk() -> Conversation:
    return Conversation()


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, to damage, of a checkpoint of the architecture that the test asks for."""
    root = tmp_path_factory.getbasetemp() / "trained"
    copy = tmp_path_factory.mktemp(request.param) / "copy"
    copytree(trained(request.param, root), copy)
    return copy
