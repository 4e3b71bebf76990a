"""Charts: the geometry says what the numbers say, in any language, and the page says it too."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vsn import charts

ROWS = [("yes", 8), ("perhaps", 3), ("no", 0)]
GROUPS = [
    ("14 February", [("Signed up", 12), ("Came", 9)]),
    ("27 February", [("Signed up", 6), ("Came", None)]),
]


def test_the_longest_bar_fills_the_row_and_the_others_are_in_proportion() -> None:
    chart = charts.bars(ROWS)
    assert [bar.length for bar in chart.bars] == ["100.0%", "37.5%", "0.0%"]
    assert [bar.share for bar in chart.bars] == [73, 27, 0]
    assert chart.total == 11


def test_bars_of_nothing_have_no_length() -> None:
    assert [bar.length for bar in charts.bars([("yes", 0)]).bars] == ["0%"]
    assert charts.bars([]).bars == ()


def test_columns_stand_on_the_line_and_are_as_high_as_their_numbers() -> None:
    chart = charts.columns(GROUPS)
    bottom = chart.ticks[0].y
    drawn = [column for group in chart.groups for column in group.columns]
    assert all(column.y + column.height == bottom for column in drawn)
    assert [column.height * 2 for column in drawn[:1]] == [drawn[2].height * 4]
    assert chart.series == ("Signed up", "Came")


def test_what_is_not_known_has_no_column_and_is_no_zero() -> None:
    second = charts.columns(GROUPS).groups[1]
    assert [column.number for column in second.columns] == [1]
    assert second.values == (6, None)


@pytest.mark.parametrize(
    ("most", "values"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (11, [0, 5, 10, 15]), (329, [0, 100, 200, 300, 400])],
)
def test_the_axis_counts_in_round_steps(most: int, values: list[int]) -> None:
    chart = charts.columns([("one", [("People", most)])])
    assert [tick.value for tick in chart.ticks] == values


def test_wide_letters_do_not_run_into_the_next_label() -> None:
    title = "ボランティアを支援する人たちの集まり"
    chart = charts.columns([(title, [("Came", 3)])] * 12)
    room = chart.groups[1].middle - chart.groups[0].middle
    for _y, line in chart.groups[0].lines:
        assert 2 * charts.LETTER * len(line.rstrip("…")) <= room


def test_a_long_word_ends_and_does_not_go_on_in_the_next_line() -> None:
    title = "Rindfleischetikettierungsüberwachung und Dank"
    [group] = charts.columns([(title, [("Came", 3)])]).groups
    lines = [line for _y, line in group.lines]
    assert lines == ["Rindfleischetik…", "und Dank"] and group.label == title


@given(
    st.lists(
        st.tuples(st.text(max_size=80), st.lists(st.integers(0, 10**6), max_size=4)), max_size=30
    )
)
def test_everything_stays_inside_the_picture(given: list[tuple[str, list[int]]]) -> None:
    groups = [(label, [(f"s{n}", value) for n, value in enumerate(row)]) for label, row in given]
    chart = charts.columns(groups)
    for group in chart.groups:
        for column in group.columns:
            assert charts.AXIS <= column.x < column.x + column.width <= chart.width
            assert 0 < column.above <= column.y <= chart.ticks[0].y
        assert all(y < chart.height for y, _line in group.lines)


@pytest.mark.parametrize("name", ["bars", "columns"])
def test_a_chart_says_its_numbers_in_words_and_escapes_what_people_wrote(name: str) -> None:
    chart = (
        charts.bars([*ROWS, ("<script>", 1)])
        if name == "bars"
        else charts.columns([*GROUPS, ("<script>", [("Came", 1)])])
    )
    context = {"chart": chart, "title": "Answers", "what": "Answer", "count": "People"}
    with translation.override("es"):  # where 37.5 is written 37,5
        page = render_to_string(f"components/_{name}.html", context)
    cells = re.findall(r'<td class="number">([^<]*)</td>', page)
    assert cells == (["8", "3", "0", "1"] if name == "bars" else ["12", "9", "6", "–", "–", "1"])
    assert "<script>" not in page and "style=" not in page
    assert not re.search(r'(width|height|x|y)="[^"]*,', page)
