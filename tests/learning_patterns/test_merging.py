"""Two at once lose nothing, whatever they wrote."""

from hypothesis import given
from hypothesis import strategies as st

from learning_patterns.content import FIELDS, NOTHING, Content
from learning_patterns.merging import merge

versions = st.fixed_dictionaries({name: st.sampled_from("abc") for name in FIELDS})


def test_each_changed_another_field() -> None:
    mine, theirs = NOTHING | {"title": "Mine"}, NOTHING | {"problem": "Theirs"}
    found = merge(NOTHING, mine, theirs)
    assert found.conflicts == ()
    assert (found.content["title"], found.content["problem"]) == ("Mine", "Theirs")


def test_both_changed_the_same_field() -> None:
    found = merge(NOTHING, NOTHING | {"title": "Mine"}, NOTHING | {"title": "Theirs"})
    assert found.conflicts == ("title",) and found.content["title"] == "Mine"


@given(versions, versions, versions)
def test_no_change_is_ever_lost(base: Content, mine: Content, theirs: Content) -> None:
    found = merge(base, mine, theirs)
    for name in FIELDS:
        changes = {side[name] for side in (mine, theirs)} - {base[name]}
        assert (name in found.conflicts) == (len(changes) == 2)
        if len(changes) == 1:
            assert {found.content[name]} == changes
        elif not changes:
            assert found.content[name] == base[name]
        else:
            assert found.content[name] == mine[name]
