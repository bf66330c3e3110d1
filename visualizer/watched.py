"""What is looked at: a sentence, the heads and tables that are on screen, and to which data it
belongs. For all data that was on the bench the sentence watched last is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from engine.messages import commands
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.specification import DataSpecification, Kind, RunSpecification
from visualizer.bridge import EngineBridge

#: Milliseconds in which changes of what is watched are gathered.
_GATHER = 60


#: What says which text data holds, whatever a model makes of it.
_Text = tuple[object, ...]


def _text_of(data: DataSpecification) -> _Text:
    columns = data.source_column, data.target_column, data.header
    return data.kind, data.world, data.files, columns, data.documents


@dataclass(frozen=True)
class Sentence:
    """A source and a target to look at; None leaves the choice, or the target, to the engine."""

    source: str | None = None
    target: str | None = None


class Watched(QObject):
    """Gathers what the views want to see and sends it as one command."""

    def __init__(self, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._sentence = Sentence()
        self._data: DataSpecification | None = None
        #: By the text that data holds, latest last.
        self._before: dict[_Text, tuple[DataSpecification, Sentence]] = {}
        self._heads: tuple[HeadReference, ...] = ()
        self._tables: tuple[str, ...] = ()
        self._draw = 0
        self._sent: commands.Watch | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER)
        self._timer.timeout.connect(self._send)

    @property
    def source(self) -> str:
        """The sentence that was asked for; "" while the engine chooses one of the data's."""
        return self._sentence.source or ""

    def watch(self, source: str, target: str | None) -> None:
        """Look at this sentence from now on."""
        self._sentence = Sentence(source, target)
        self._timer.start()

    @Slot(object)
    def want_heads(self, references: tuple[HeadReference, ...]) -> None:
        """These heads are on screen at full size."""
        self._heads = tuple(references)
        self._timer.start()

    @Slot(object)
    def want_tables(self, names: tuple[str, ...]) -> None:
        """These tables are on screen."""
        self._tables = tuple(names)
        self._timer.start()

    @Slot()
    def draw_again(self) -> None:
        """Let other words of the sentence be guessed."""
        self._draw += 1
        self._timer.start()

    def stand_on(self, data: DataSpecification) -> None:
        """This data is on the bench: what was watched of it last is watched again.

        Where that is nothing, the engine chooses.
        """
        if data == self._data:
            return
        self._remember()
        _, self._sentence = self._before.get(_text_of(data), (data, Sentence()))
        self._data = data
        self._timer.start()

    def saw(self, look: Look) -> None:
        """Stay with the sentence that the engine chose, where it was left to it."""
        sent = self._sent
        answers = sent is not None and (sent.source, sent.data) == (None, self._data)
        if answers and self._sentence.source is None:
            known = look.rows_from == "reference" and look.target_text
            self._sentence = Sentence(look.source_text, look.target_text if known else None)

    # ------------------------------------------------------------ kept over a restart

    def state(self) -> dict[str, dict[str, Any]]:
        """By kind of data what was watched last, as plain values."""
        self._remember()
        return {
            data.kind: {"data": asdict(data), "sentence": asdict(sentence)}
            for data, sentence in self._before.values()
        }

    def restore(
        self, state: Mapping[str, Mapping[str, Any]], data: DataSpecification | None
    ) -> dict[Kind, DataSpecification]:
        """Take what was kept; returns the data of each kind. `data` is what it stands on now.

        Raises
        ------
        ValueError, TypeError, KeyError
            It is not what `state` gave.
        """
        found: dict[_Text, tuple[DataSpecification, Sentence]] = {}
        for kept in state.values():
            known = RunSpecification.from_json({"data": dict(kept["data"])}).data
            sentence = Sentence(**kept["sentence"])
            if not all(isinstance(part, str | None) for part in asdict(sentence).values()):
                raise TypeError(f"sentence {sentence}")
            found[_text_of(known)] = known, sentence
        self._before = found
        self._data = data
        if data is not None:
            _, self._sentence = found.get(_text_of(data), (data, Sentence()))
        return {known.kind: known for known, _ in found.values()}

    # ------------------------------------------------------------ within

    def _remember(self) -> None:
        if self._data is not None:
            text = _text_of(self._data)
            self._before.pop(text, None)
            self._before[text] = self._data, self._sentence

    @Slot()
    def _send(self) -> None:
        sentence = self._sentence
        command = commands.Watch(
            sentence.source, sentence.target, self._heads, self._data, self._tables, self._draw
        )
        if command != self._sent:
            self._sent = command
            self._bridge.send(command)
