"""Two people at once: nothing of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.merging import merge

BASE = {"a": 1, "b": [1], "c": ""}
values = st.fixed_dictionaries({name: st.integers(0, 2) for name in BASE})


def test_what_one_side_changed_is_taken_from_that_side() -> None:
    made = merge(BASE, BASE | {"a": 2}, BASE | {"b": [2]})
    assert (made.values, made.conflicts) == ({"a": 2, "b": [2], "c": ""}, ())


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    assert merge(BASE, BASE | {"a": 2}, BASE | {"a": 2}).conflicts == ()


def test_two_changes_of_the_same_are_one_and_mine_is_kept() -> None:
    made = merge(BASE, BASE | {"a": 2}, BASE | {"a": 3})
    assert (made.values["a"], made.conflicts) == (2, ("a",))


def test_what_was_never_seen_is_not_overwritten() -> None:
    assert merge({}, BASE | {"a": 2}, BASE).conflicts == ("a",)


@given(values, values, values)
def test_nothing_that_only_one_side_changed_is_lost(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    made = merge(base, mine, theirs)
    for name in base:
        changed = {v for v in (mine[name], theirs[name]) if v != base[name]}
        assert (name in made.conflicts) == (len(changed) == 2)
        if len(changed) == 1:
            assert {made.values[name]} == changed
