"""Chips in lines: they wrap, they stay within a bound, a part of each segment is in sight."""

from __future__ import annotations

from visualizer.widgets.chip_lines import ChipLines


def laid_out(count: int, most: int, starts: tuple[int, ...] = ()) -> ChipLines:
    """Chips of 40 pixels, 10 apart, five on a line of 250; four where a letter takes room."""
    return ChipLines([40.0] * count, [0.0] * count, starts, 250.0, 10.0, 20.0, most)


def in_sight(lines: ChipLines) -> list[int]:
    return [place for place in range(len(lines.slots)) if lines.row(place) is not None]


def test_they_wrap_where_the_width_ends() -> None:
    lines = laid_out(12, most=3)
    assert [slot.line for slot in lines.slots] == [0] * 5 + [1] * 5 + [2] * 2
    assert [slot.left for slot in lines.slots[4:7]] == [200.0, 0.0, 50.0]
    assert lines.lines == 3 and in_sight(lines) == list(range(12))


def test_beyond_the_bound_it_scrolls_by_lines_and_counts_what_is_hidden() -> None:
    lines = laid_out(23, most=2)
    (band,) = lines.bands
    assert lines.lines == 2 and in_sight(lines) == list(range(10))
    assert lines.hidden(band) == (0, 13)
    assert band.scroll_to(1) and in_sight(lines) == list(range(5, 15))
    assert lines.hidden(band) == (5, 8)
    assert band.scroll_to(99) and lines.hidden(band) == (15, 0)
    assert not band.scroll_to(99), "there is no more"


def test_what_is_to_be_seen_scrolls_no_further_than_needed() -> None:
    lines = laid_out(23, most=2)
    assert not lines.show(7)
    assert lines.show(12) and in_sight(lines) == list(range(5, 15))
    assert not lines.show(6)
    assert lines.show(0) and in_sight(lines) == list(range(10))


def test_segments_that_fit_follow_each_other() -> None:
    lines = laid_out(8, most=2, starts=(0, 5))
    assert len(lines.bands) == 1
    assert [slot.line for slot in lines.slots] == [0] * 4 + [1] * 4, "letters take room"
    assert lines.slots[5].left == 70.0, "20 for the letter of the second"


def test_of_segments_that_do_not_fit_each_is_in_sight_and_scrolls_by_itself() -> None:
    lines = laid_out(40, most=3, starts=(0, 25))
    a, b = lines.bands
    assert (a.seen, b.seen, b.top) == (2, 1, 2)
    assert in_sight(lines) == [*range(8), *range(25, 29)]
    assert lines.row(0) == 0 and lines.row(25) == 2
    assert min(slot.left for slot in lines.slots) == 20.0, "behind the letters"
    assert lines.show(39) and in_sight(lines) == [*range(8), *range(37, 40)]
    assert lines.band_at(1) is a and lines.band_at(2) is b and lines.band_at(9) is b


def test_a_short_first_segment_leaves_its_lines_to_the_second() -> None:
    lines = laid_out(40, most=3, starts=(0, 3))
    assert [band.seen for band in lines.bands] == [1, 2]
    lines = laid_out(40, most=3, starts=(0, 38))
    assert [band.seen for band in lines.bands] == [2, 1]


def test_nothing_is_one_empty_line() -> None:
    assert ChipLines().lines == 1 and ChipLines().slots == []
