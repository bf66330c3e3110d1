"""What is said of heads: in a word, in a sentence with its place, and of all together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.map_health import SOUND, Finding, Health
from engine.seen.maps import MEAN
from engine.seen.tokens import Token
from tests.visualizer.looks import example_look, tokens
from visualizer.widgets.health import count_words, listed, name, of_group, of_head, said, words

ROWS = tokens("the red fish . <s>")
COLUMNS = tokens("the cat and the dog </s>")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (SOUND, ""),
        (Finding(Health.UNIFORM, rows=5), "near uniform: not learned yet, or it averages"),
        (Finding(Health.COLLAPSED, column=5, rows=5), "collapsed on one token: “</s>”"),
        (Finding(Health.COLLAPSED, column=3, rows=5), "collapsed on one token: “the” (token 4)"),
        (
            Finding(Health.LEAKING, 1, 4, 1, 0.0123),
            "leaking through the mask at “red”, “dog”: weight .0123",
        ),
        (
            Finding(Health.LEAKING, 1, 4, 3, 1e-7),
            "leaking through the mask in 3 rows, most at “red”, “dog”: weight 1e-07",
        ),
        (Finding(Health.LEAKING, 2, -1, 1, 0.87), "leaking: row “fish” adds up to .87, not 1"),
        (Finding(Health.NON_FINITE, 0, 3, 2), "not a number in 2 of 5 rows, first “the”"),
        (Finding(Health.NON_FINITE, 0, 0, 5), "not a number in all 5 rows"),
    ],
)
def test_a_map_in_plain_words(found: Finding, wanted: str) -> None:
    assert words(found, ROWS, COLUMNS) == wanted


def test_what_cannot_be_seen_has_a_sign() -> None:
    assert words(Finding(Health.COLLAPSED, column=0), ROWS, (Token(9, " "),)).endswith("“␣”")


def test_all_heads_in_words() -> None:
    assert count_words([Health.SOUND] * 24) == "All 24 heads sound"
    assert count_words([Health.UNIFORM] * 24) == "All 24 heads near uniform"
    assert count_words([Health.SOUND]) == "1 head, sound"
    assert count_words([Health.NON_FINITE]) == "1 head, not a number"
    mixed = [Health.SOUND] * 20 + [Health.UNIFORM] * 2 + [Health.LEAKING, Health.NON_FINITE]
    assert count_words(mixed) == (
        "20 of 24 heads sound · 1 not a number · 1 leaking · 2 near uniform"
    )
    assert len({name(state) for state in Health}) == len(Health)


def test_heads_that_were_not_captured_are_known_too() -> None:
    group = example_look(sharpness=0, captured=[]).groups["decoder"]
    assert [found.state for found in of_group(group)] == [Health.UNIFORM] * 8
    assert of_head(group, 1, 3) == of_group(group)[7]
    assert of_head(group, 1, MEAN) is None, "its heads are not there to be averaged"


def test_the_mean_of_heads_is_judged_as_the_map_that_it_is() -> None:
    group = example_look().groups["cross"]
    rows, columns = group.closed.shape
    ahead = {
        (0, head): np.eye(columns, dtype=np.float32)[(np.arange(rows) + head) % columns]
        for head in range(group.heads)
    }
    one_token = np.zeros(group.closed.shape, np.float32)
    one_token[:, 4] = 1
    assert of_head(replace(group, weights=ahead), 0, MEAN) == SOUND
    taken = dict.fromkeys(ahead, one_token)
    found = of_head(replace(group, weights=taken), 0, MEAN)
    assert found is not None and (found.state, found.column) == (Health.COLLAPSED, 4)


def test_the_list_begins_with_the_gravest_and_ends() -> None:
    look = example_look(4, 4)
    sick = {
        "encoder": {(0, 1): Finding(Health.UNIFORM), (3, 2): Finding(Health.COLLAPSED, column=1)},
        "cross": {(1, 0): Finding(Health.NON_FINITE, 2, 0, 1)},
    }
    groups = {
        name: replace(group, health=sick.get(name, {})) for name, group in look.groups.items()
    }
    look = replace(look, groups=groups)
    assert listed(look).splitlines() == [
        "cross L2 H1: not a number in 1 of 14 rows, first “noir”",
        "encoder L4 H3: collapsed on one token: “black”",
        "encoder L1 H2: near uniform: not learned yet, or it averages",
    ]
    assert said(look, groups["encoder"], SOUND) == ""
    untrained = listed(example_look(6, 6, sharpness=0)).splitlines()
    assert len(untrained) == 13 and untrained[-1] == "and 96 more"
