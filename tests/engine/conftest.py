"""What the engine's tests share."""

from __future__ import annotations

import pytest

from tests.engine.conversation import Conversation


@pytest.fixture
def talk() -> Conversation:
    return Conversation()
