"""A workspace Generate, and an engine beside it that answers from made-up generations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.messages.events import Generated, Loaded
from engine.messages.reading import Example
from engine.specification import DataSpecification, Kind, RunSpecification
from engine.structure import Block, Structure
from visualizer.appearance import Appearance
from visualizer.selection import Selection
from visualizer.workspaces.generate import GenerateWorkspace

#: How a vector stands in the structure of a model: in the first state alone, or in every step.
BEGINS = Structure(
    (
        Block("context", "vector", "context c", table="context"),
        Block("decoder.start", "vector", "first state", inputs=("context",)),
        Block("decoder.0", "recurrent", "LSTM", inputs=("decoder.start",)),
    )
)
EVERYWHERE = Structure(
    (*BEGINS.blocks[:2], Block("decoder.0", "recurrent", "LSTM", inputs=("context",)))
)

#: By id the words, of those that are in the question, to what the engine answers.
Answer = Callable[[tuple[int, ...]], Generated]


def loaded(
    architecture: str,
    kind: Kind,
    run: int = 12,
    structure: Structure = Structure(),  # noqa: B008
    examples: tuple[str, ...] = (),
    world: str = "",
) -> Loaded:
    """A model of an architecture stands on the bench."""
    texts = examples or (
        ("the black cat",) if kind == "pairs" else ("lena has a red ball . she gives it to tom .",)
    )
    data = DataSpecification(kind=kind, world=world or kind)
    return Loaded(
        run=run,
        path="",
        specification=RunSpecification(architecture=architecture, data=data),
        step=600,
        parameters=1,
        figures={},
        examples=tuple(Example(text, "") for text in texts),
        resumable=False,
        structure=structure,
    )


class Scene:
    """A workspace in sight; questions are answered at once, with `answer`."""

    def __init__(self, qtbot: QtBot, answer: Answer | None = None) -> None:
        self.selection = Selection()
        self.workspace = GenerateWorkspace(Appearance(), self.selection)
        qtbot.addWidget(self.workspace)
        self.workspace.resize(1224, 700)
        self.answer = answer
        self.begun: list[str] = []
        self.workspace.generate_requested.connect(self._begin)
        self.workspace.extend_requested.connect(self._extend)
        self.workspace.show()
        qtbot.waitExposed(self.workspace)
        self.workspace.activateWindow()

    def _begin(self, source: str) -> None:
        self.begun.append(source)

    def _extend(self, ids: tuple[int, ...]) -> None:
        if self.answer is not None:
            self.workspace.receive(self.answer(ids))

    def key(self, key: object) -> None:
        QTest.keyClick(self.workspace.candidates.table, key)  # type: ignore[call-overload]

    @property
    def words(self) -> list[str]:
        """What is written, up to where one stands."""
        stepping = self.workspace.stepping
        return [node.token.text for node in stepping.line()[: stepping.position]]
