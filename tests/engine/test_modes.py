"""Looking and judging leave every module in the mode it was in."""

from __future__ import annotations

import pytest
from torch import nn

from engine.modes import eval_mode


def model() -> nn.Module:
    made = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Dropout(), nn.Dropout()))
    made[1][0].eval()  # as of a part that is kept fixed
    return made


def modes(of: nn.Module) -> list[bool]:
    return [module.training for module in of.modules()]


def test_every_module_goes_back_to_its_own_mode() -> None:
    made = model()
    before = modes(made)
    with eval_mode(made) as device:
        assert device.type == "cpu"
        assert not any(modes(made))
    assert modes(made) == before == [True, True, True, False, True]


def test_also_after_a_failure() -> None:
    made = model()
    before = modes(made)
    with pytest.raises(ZeroDivisionError), eval_mode(made):
        raise ZeroDivisionError
    assert modes(made) == before


def test_one_within_another_and_in_a_generator_that_is_closed() -> None:
    made = model()
    before = modes(made)

    def judging():  # type: ignore[no-untyped-def]
        with eval_mode(made):
            yield

    work = judging()
    next(work)
    with eval_mode(made):
        pass
    assert not any(modes(made)), "the judgement goes on"
    work.close()
    assert modes(made) == before
