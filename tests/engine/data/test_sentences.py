"""Where sentences end."""

from __future__ import annotations

import pytest

from engine.data.sentences import ends_sentence, sentences
from engine.data.worlds.stories import STORIES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He ran.\nShe ran", ["He ran.", "She ran"]),
        ("  a line \n\n \t\n b", ["a line", "b"]),
        ("“Wow!” he said. “No.” She left.", ["“Wow!” he said.", "“No.”", "She left."]),
        (
            '"Hi, duck!" said Ollie. (Really?) Yes.',
            ['"Hi, duck!" said Ollie.', "(Really?)", "Yes."],
        ),
        ("Mr. Cass met Dr. A. M. Jones. It was 3.5 km.", None),
        ("At 4 A. M., with wet blankets.", ["At 4 A. M., with wet blankets."]),
        ("Why?! Because...", ["Why?!", "Because..."]),
        ("我爱你。他说：“好！”然后走了。吗？", ["我爱你。", "他说：“好！”", "然后走了。", "吗？"]),
        ("a line \u2028 with a separator", ["a line \u2028 with a separator"]),
        ("she sees it . he runs . end", ["she sees it .", "he runs .", "end"]),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str] | None) -> None:
    expected = ["Mr. Cass met Dr. A. M. Jones.", "It was 3.5 km."] if found is None else found
    assert sentences(text) == expected


def test_the_stories_are_cut_as_their_world_cuts_them() -> None:
    for story in STORIES.stories(3, 300):
        assert tuple(sentences(story)) == STORIES.sentences(story)


def test_only_white_space_is_lost() -> None:
    text = 'A. B! "C?" d … e.\nf 我。g .h\u00a0. I'
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Yes.", True),
        ("“Yes!” ", True),
        ("Yes,", False),
        ("All:", False),
        ("好。", True),
        ("", False),
    ],
)
def test_ends(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends
