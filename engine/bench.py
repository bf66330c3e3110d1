"""What stands on the bench: one model with its words, in training or only to be looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from engine import catalog, tasks
from engine import checkpoint as checkpoints
from engine.building import parameter_count
from engine.checkpoint import Checkpoint
from engine.data import worlds
from engine.data.text_corpus import AnyCorpus
from engine.data.tokenizer import MASK, SPECIAL, Tokenizer
from engine.generation.stepping import Generation
from engine.messages.events import Loaded, Started
from engine.messages.reading import Example
from engine.models.face import SequenceModel
from engine.probing.asked import Asked
from engine.probing.tables import PLANE, SHARES
from engine.problem import Problem
from engine.restoring import restored
from engine.run import Run, world_of
from engine.seen.look import Look
from engine.seen.maps import HeadReference
from engine.specification import RunSpecification
from engine.structure import Structure


class Bench:
    """A model under the number of its run.

    With `run` it can be trained; without, it came from a checkpoint of which `stored` is all
    that is known.
    """

    def __init__(
        self,
        number: int,
        model: SequenceModel,
        tokenizer: Tokenizer,
        examples: tuple[Example, ...],
        stored: Checkpoint | None = None,
        run: Run | None = None,
        note: str = "",
    ) -> None:
        self.number = number
        self.model = model
        self.tokenizer = tokenizer
        self.examples = examples
        self.stored = stored
        self.run = run
        self._note = note

    @classmethod
    def opened(cls, number: int, path: Path) -> Bench:
        """From a checkpoint, to be looked at."""
        stored = checkpoints.load(path)
        data = stored.specification.data
        known = {w.name for w in worlds.WORLDS} | {w.name for w in worlds.TEXT_WORLDS}
        if not data.files and data.world not in known:
            raise Problem(
                f"The checkpoint was trained on a world “{data.world}” that this Heed lacks. "
                "Update Heed to open it."
            )
        model, tokenizer = restored(stored)
        examples = tuple(Example(*pair) for pair in stored.examples)
        return cls(number, model, tokenizer, examples, stored=stored)

    @classmethod
    def training(
        cls,
        number: int,
        specification: RunSpecification,
        corpus: AnyCorpus,
        resumed: Checkpoint | None,
        note: str = "",
    ) -> Bench:
        """A new run, or with `resumed` one that goes on where it was left.

        `note` is what is to be said of the data of a new one.

        Raises
        ------
        Problem
            A choice is not allowed, the run would not fit, or it cannot be resumed.
        """
        try:
            run = Run(specification, corpus)
        except ValueError as error:
            raise Problem(str(error)) from error
        if resumed is not None:
            run.resume(resumed)
        note = note if resumed is None else _about_versions(resumed)
        return cls(number, run.model, corpus.tokenizer, corpus.examples, run=run, note=note)

    @property
    def specification(self) -> RunSpecification:
        """Of the run, or of the checkpoint."""
        if self.run is not None:
            return self.run.specification
        assert self.stored is not None
        return self.stored.specification

    @property
    def step(self) -> int:
        """How far the model was trained."""
        if self.run is not None:
            return self.run.step
        assert self.stored is not None
        return self.stored.step

    def reference(self, source: str) -> str | None:
        """The right target of a source, where the examples or the world know it."""
        for example in self.examples:
            if example.source == source:
                return example.target
        world = self._world()
        return world.expected(source) if isinstance(world, worlds.World) else None

    def as_known(self, text: str) -> str:
        """A sentence as the data spells it: the worlds know small letters and single spaces.

        The blanks of running text stay as they are typed.
        """
        world = self._world()
        if world is None:
            return text
        blank = SPECIAL[MASK]
        parts = text.split(blank) if self.tokenizer.special_count > MASK else [text]
        return f" {blank} ".join(world.text(world.tokens(part)) for part in parts).strip()

    def look(
        self,
        source: str,
        target: str | None,
        heads: tuple[HeadReference, ...] = (),
        tables: tuple[str, ...] = (),
        draw: int = 0,
    ) -> Look:
        """Look at a sentence; without a target, at the reference if one is known.

        Raises
        ------
        Problem
            The sentence cannot be given to this model.
        """
        source = self.as_known(source)
        asked = Asked(
            source,
            self.as_known(target) if target is not None else self.reference(source),
            heads,
            tables,
            draw,
            genuine=any(example.source == source for example in self.examples),
            limit=max(64, 2 * len(self.tokenizer.encode(source))),
        )
        return self._task.look(self.model, self.tokenizer, asked, self._world())

    def generation(self, text: str) -> Generation:
        """A generation that begins with `text`, from the weights as they are now.

        Raises
        ------
        Problem
            The model does not write, or cannot be given this text.
        """
        return self._task.generation(self.model, self.tokenizer, self.as_known(text))

    def save(self, folder: Path, training: bool) -> None:
        """Write a checkpoint; what came from one without its run is written as it came.

        Raises
        ------
        Problem
            The folder cannot be written.
        """
        if self.run is not None:
            checkpoints.save(self.run.checkpoint(training), folder)
            return
        assert self.stored is not None
        stored = self.stored
        kept = {name: t for name, t in stored.training.items() if training or name == "losses"}
        checkpoints.save(replace(stored, training=kept), folder)

    def loaded(self) -> Loaded:
        """The event that tells of this bench after it was opened."""
        stored = self.stored
        if stored is None or stored.folder is None:
            raise Problem("Only an opened checkpoint can be announced as loaded.")
        recipe = stored.specification.recipe
        losses = stored.training.get("losses", torch.zeros(0))
        return Loaded(
            run=self.number,
            path=str(stored.folder),
            specification=stored.specification,
            step=stored.step,
            parameters=parameter_count(self.model),
            figures=stored.figures,
            examples=self.examples,
            resumable="generator" in stored.training,
            vocabulary=len(self.tokenizer),
            floor=self._task.floor(recipe, len(self.tokenizer), self._world()),
            structure=self._structure(),
            losses=losses.numpy(),
            evaluations=tuple(stored.evaluations),
            seconds=float(stored.progress.get("seconds", 0.0)),
        )

    def started(self) -> Started:
        """The event that tells that this bench's run begins or goes on."""
        run = self.run
        if run is None:
            raise Problem("Only a run can be started.")
        return Started(
            run=self.number,
            specification=run.specification,
            step=run.step,
            parameters=run.parameters,
            memory_bytes=run.memory_bytes,
            examples=self.examples,
            vocabulary=len(self.tokenizer),
            floor=run.floor,
            structure=self._structure(),
            losses=run.losses(),
            evaluations=tuple(run.history.evaluations),
            seconds=run.seconds,
            note=self._note,
        )

    @property
    def _task(self) -> tasks.Task[Any, Any, Any]:
        return tasks.find(catalog.find(self.specification.architecture).task)

    def _structure(self) -> Structure:
        """The model's, and what every look of its task can hold besides."""
        structure = self.model.structure()
        plane = (PLANE, SHARES) if self.model.embedding_table() is not None else ()
        return replace(structure, tables=structure.tables + self._task.tables + plane)

    def _world(self) -> worlds.AnyWorld | None:
        return world_of(self.specification)


def _about_versions(stored: Checkpoint) -> str:
    """What to say when another torch goes on with a run; "" if it is the same."""
    saved = str(stored.progress.get("torch", ""))
    if saved in ("", torch.__version__):
        return ""
    return (
        f"Saved with torch {saved}, continued with torch {torch.__version__}: the losses may "
        "differ in their last digits."
    )
