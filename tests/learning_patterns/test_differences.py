"""Word by word, complete, and harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_patterns.differences import difference, pieces

texts = st.lists(st.sampled_from(["one ", "two ", "\n", "<b>", "é", "."]), max_size=12).map("".join)


def test_words_and_nothing_but_words() -> None:
    assert difference("We meet on Monday.\nBring tea.", "We meet on Friday.\nBring tea.") == (
        "We meet on <del>Monday</del><ins>Friday</ins>.\nBring tea."
    )


def test_a_sentence_that_was_written_anew_is_not_cut_into_words() -> None:
    found = list(pieces("They do not know.", "Guests stand outside."))
    assert found == [("del", "They do not know"), ("ins", "Guests stand outside"), ("same", ".")]


@given(texts, texts)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    found = list(pieces(before, after))
    assert "".join(text for kind, text in found if kind != "ins") == before
    assert "".join(text for kind, text in found if kind != "del") == after


def test_what_people_wrote_stays_text() -> None:
    shown = difference("<script>a</script>", '"><img src=x onerror=b>')
    assert "<script" not in shown and "<img" not in shown and "&lt;" in shown


@pytest.mark.parametrize("passage", ["a " * 10_000, "ab cd " * 3_000, "x\n" * 10_000])
def test_long_passages_are_compared_too(passage: str) -> None:
    found = list(pieces(passage, "b " + passage[:-7]))
    assert "".join(text for kind, text in found if kind != "del") == "b " + passage[:-7]
