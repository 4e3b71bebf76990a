"""What changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from members.wording import Difference, differences

lines = st.lists(st.text(st.characters(categories=["L", "Zs"]), min_size=1), max_size=8)


def test_differences() -> None:
    old = "# Policy\n\nBe kind.\nBe brief."
    new = "# Policy\n\nBe kind to everyone.\nBe brief."
    assert differences(old, new) == [
        Difference("same", "# Policy"),
        Difference("gone", "Be kind."),
        Difference("new", "Be kind to everyone."),
        Difference("same", "Be brief."),
    ]


def test_nothing_changed() -> None:
    assert {d.kind for d in differences("a\nb", "a\nb")} == {"same"}
    assert differences("", "") == []


@given(lines, lines)
def test_both_texts_can_be_read_from_it(old: list[str], new: list[str]) -> None:
    found = differences("\n".join(old), "\n".join(new))

    def text(left_out: str) -> list[str]:
        return [d.line for d in found if d.kind != left_out]

    def full(text: list[str]) -> list[str]:
        return [line for line in "\n".join(text).splitlines() if line.strip()]

    assert text("new") == full(old)
    assert text("gone") == full(new)
