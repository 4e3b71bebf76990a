"""The sentence that answers, with its words marked, and never any HTML of somebody's."""

from hypothesis import given
from hypothesis import strategies as st

from learning_patterns.marking import marked, passage
from learning_patterns.models import Pattern
from learning_patterns.search.words import ask


def test_the_sentence_with_most_of_the_words() -> None:
    pattern = Pattern(
        problem="Volunteers leave. It is sad.",
        solution="Call them. **Thank volunteers** in person, each one. [Read](https://x.org) on.",
    )
    found = passage(pattern, ask("thank our volunteers"))
    assert found == "<mark>Thank</mark> <mark>volunteers</mark> in person, each one."


def test_words_in_any_form_and_with_accents() -> None:
    assert marked("Une réunion", ask("reunion")) == "Une <mark>réunion</mark>"
    assert marked("Thanking volunteers", ask("thanks volunteer")) == (
        "<mark>Thanking</mark> <mark>volunteers</mark>"
    )
    assert marked("An article", ask("art")) == "An article"


def test_without_a_question_the_beginning() -> None:
    pattern = Pattern(problem="word " * 100)
    assert passage(pattern, ask("")).endswith("word …")
    assert len(passage(pattern, ask("nothing of it"))) < 230


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_people_wrote_stays_text(written: str, asked: str) -> None:
    shown = marked(written + "<script>", ask(asked))
    assert "<script" not in shown
