"""A place of one's own in torch's random generators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw on the CPU as if `seed` had just been set; afterwards the generator is as it was."""
    around = torch.get_rng_state()
    torch.default_generator.manual_seed(seed)
    try:
        yield
    finally:
        torch.set_rng_state(around)


class RandomState:
    """The generators of one run: the CPU's and, where it computes elsewhere, the device's.

    Within `with state.held():` torch draws from here, and what anybody else draws in between
    changes nothing.
    """

    def __init__(self, seed: int, device: torch.device) -> None:
        self._module: Any = getattr(torch, device.type) if device.type != "cpu" else None
        with seeded(seed):
            self._cpu = torch.get_rng_state()
        self._device: Tensor | None = None
        if self._module is not None:
            around = self._module.get_rng_state()
            self._module.manual_seed(seed)
            self._device = self._module.get_rng_state()
            self._module.set_rng_state(around)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Draw from this run's place; one that raises leaves it where it was."""
        around = torch.get_rng_state()
        torch.set_rng_state(self._cpu)
        around_device = self._module.get_rng_state() if self._module is not None else None
        if self._module is not None:
            self._module.set_rng_state(self._device)
        try:
            yield
            self._cpu = torch.get_rng_state()
            if self._module is not None:
                self._device = self._module.get_rng_state()
        finally:
            torch.set_rng_state(around)
            if self._module is not None:
                self._module.set_rng_state(around_device)

    def state(self) -> dict[str, Tensor]:
        """Tensors by name, for a checkpoint."""
        found = {"generator": self._cpu}
        if self._device is not None:
            found["generator.device"] = self._device
        return found

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """The inverse of :meth:`state`.

        Raises
        ------
        KeyError
            The state is of a run that computed on another kind of device.
        ValueError
            It is no state of a generator.
        """
        before = self._cpu, self._device
        self._cpu = state["generator"]
        if self._module is not None:
            self._device = state["generator.device"]
        try:
            with self.held():
                pass
        except (RuntimeError, TypeError) as error:
            self._cpu, self._device = before
            raise ValueError(f"the generator's state is none ({error})") from error
