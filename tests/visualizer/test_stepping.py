"""The tree of a generation: moving, asking, branching, and what is dropped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.visualizer.generations import PROMPT, TARGET, continued, generated, token
from visualizer.stepping import Stepping
from visualizer.written_tree import path_name


def answer(stepping: Stepping, ids: tuple[int, ...], request: int = 1) -> bool:
    """Answer a question as the engine would."""
    words = {token(word).id: word for word in [*TARGET, "elle", "voit", "affamée", "la"]}
    return stepping.receive(generated(tuple(words[i] for i in ids), request))


def step(stepping: Stepping) -> None:
    """Forward, with an answer if one is needed."""
    if not stepping.forward():
        question = stepping.question()
        if question is not None:
            assert answer(stepping, question)


def words(stepping: Stepping) -> list[str]:
    return [node.token.text for node in stepping.line()]


@pytest.fixture
def stepping() -> Stepping:
    stepping = Stepping()
    assert stepping.receive(generated())
    return stepping


def test_the_first_step_needs_no_question_and_the_next_exactly_one(stepping: Stepping) -> None:
    assert stepping.forward()
    assert stepping.question() is None
    assert not stepping.forward()
    assert stepping.question() == (token("le").id,)
    assert stepping.question() is None
    assert not stepping.forward() and stepping.question() is None
    assert answer(stepping, (token("le").id,))
    assert words(stepping) == ["le", "chat"] and stepping.position == 2
    assert stepping.question() is None


def test_back_and_forward_over_known_steps_ask_nothing(stepping: Stepping) -> None:
    for _ in range(4):
        step(stepping)
    assert stepping.back() and stepping.back()
    assert stepping.position == 2 and words(stepping) == TARGET[:4]
    assert stepping.forward() and stepping.forward()
    assert stepping.question() is None
    assert stepping.rewind() and stepping.position == 0
    assert not stepping.back()
    assert stepping.go_to(4) and not stepping.go_to(5)


def test_candidates_on_show_are_those_the_last_token_was_chosen_from(stepping: Stepping) -> None:
    assert stepping.deciding is stepping.root
    step(stepping)
    assert stepping.deciding is stepping.root
    step(stepping)
    assert stepping.deciding is not None and stepping.deciding.token.text == "le"


def test_another_choice_keeps_the_old_path(stepping: Stepping) -> None:
    for _ in range(13):
        step(stepping)
    stepping.go_to(11)
    assert stepping.choose(1)
    assert words(stepping)[-1] == "elle" and stepping.position == 11
    assert stepping.path == 1
    step(stepping)
    assert words(stepping)[-2:] == ["elle", "est"]
    first, second = stepping.paths()
    assert [node.token.text for node in first.nodes] == TARGET[:13]
    assert (first.name, second.name) == ("A", "B")
    assert second.leaf.log_probability < 0 and second.nodes[10].rank == 2
    assert stepping.follow(first.leaf)
    assert words(stepping) == TARGET[:13] and stepping.position == 13
    stepping.go_to(11)
    assert stepping.choose(1)
    assert words(stepping)[-2:] == ["elle", "est"], "the branch remembers how far it had come"
    assert len(stepping.paths()) == 2


def test_choosing_what_is_already_written_changes_nothing(stepping: Stepping) -> None:
    step(stepping)
    assert not stepping.choose(0)
    assert not stepping.choose(999)


def test_the_end_and_the_limit_stop_it(stepping: Stepping) -> None:
    for _ in range(14):
        step(stepping)
    assert stepping.state == "ended"
    assert not stepping.forward() and stepping.question() is None
    stepping.rewind()
    stepping.limit = 3
    for _ in range(3):
        step(stepping)
    assert stepping.state == "limit"
    assert not stepping.forward() and stepping.question() is None


def test_a_path_that_takes_all_positions_of_the_model_is_full() -> None:
    stepping = Stepping()
    assert stepping.receive(continued(positions=6))  # <s>, three words of the prompt, two more
    while stepping.state == "open":
        if not stepping.forward():
            question = stepping.question()
            assert question is not None
            (path,) = stepping.paths()
            assert not path.full
            names = tuple(node.token.text for node in stepping.line())
            assert stepping.receive(continued(names, positions=6))
    assert stepping.state == "full"
    (path,) = stepping.paths()
    assert path.full and not path.leaf.ended
    assert len(path.nodes) == 3, "what follows the last position is predicted, and not read"


def test_an_answer_that_was_walked_away_from_is_kept_but_moves_nothing(stepping: Stepping) -> None:
    stepping.forward()
    stepping.forward()
    question = stepping.question()
    assert question is not None
    stepping.back()
    assert answer(stepping, question)
    assert stepping.position == 0 and words(stepping) == ["le"]
    stepping.forward()
    assert stepping.forward(), "its continuation is known by now"


def test_answers_of_another_generation_are_dropped(stepping: Stepping) -> None:
    stepping.forward()
    stepping.forward()
    assert not stepping.receive(generated(("le",), step=700))
    assert not stepping.receive(generated(("le",), words=["another", "source"]))
    assert not stepping.receive(generated(("noir",)))
    assert not stepping.receive(generated((), request=1)), "the same beginning twice"
    assert stepping.position == 1
    stepping.expect(5)
    assert not stepping.receive(generated(("le",), request=4))
    assert not stepping.receive(generated((), request=4))
    assert stepping.receive(generated((), request=5, step=700))
    assert stepping.step == 700 and stepping.position == 0 and stepping.line() == []


def test_after_a_failure_the_question_may_be_asked_again(stepping: Stepping) -> None:
    stepping.forward()
    stepping.forward()
    assert stepping.question() is not None
    stepping.give_up()
    assert stepping.state == "open"
    stepping.forward()
    assert stepping.question() == (token("le").id,)


def test_paths_have_letters() -> None:
    assert [path_name(n) for n in (0, 25, 26)] == ["A", "Z", "A1"]


def test_a_word_spelled_like_the_end_does_not_end_the_sentence() -> None:
    stepping = Stepping()
    first = generated()
    spelled = replace(
        first.next,
        ids=np.array([40, 2], np.int32),
        tokens=("</s>", "</s>"),
        probabilities=np.array([0.6, 0.4], np.float32),
    )
    assert stepping.receive(replace(first, next=spelled))
    assert stepping.forward()
    assert stepping.state == "open" and not stepping.line()[0].token.special
    assert stepping.choose(1)
    assert stepping.state == "ended" and stepping.line()[0].token.special


def test_a_text_goes_on_behind_its_prompt() -> None:
    stepping = Stepping()
    assert stepping.receive(continued())
    root = stepping.root
    assert root is not None and root.token.text == PROMPT[-1], "the token that goes in first"
    assert stepping.forward()
    assert [token.text for token in stepping.past(root)] == ["<s>", *PROMPT]
    assert [token.text for token in stepping.sequences["text"]] == [*PROMPT, "red"]
    assert stepping.past_axis.sequence == "text"
    assert not stepping.receive(continued(("red",), prompt=("tom", "has", "a")[:0]))
    assert stepping.receive(continued(("red",)))


def test_however_often_all_was_forgotten_what_is_asked_next_is_awaited() -> None:
    stepping = Stepping()
    for _ in range(3):
        stepping.end()
    stepping.expect(1)
    assert stepping.receive(generated(request=1))
    for _ in range(3):
        stepping.end()
    assert not stepping.receive(generated(request=1))
    stepping.expect(2)
    assert stepping.receive(generated(request=2))


def test_what_ended_is_awaited_no_more() -> None:
    stepping = Stepping()
    stepping.expect(4)
    stepping.end()
    assert stepping.outdated(4) and not stepping.outdated(5)
    assert not stepping.receive(generated(request=4)) and stepping.state == "empty"
    assert stepping.receive(generated(request=5))
    stepping.end()
    assert stepping.state == "empty" and stepping.line() == [] and stepping.question() is None
