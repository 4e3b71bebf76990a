"""Keys: good for one row, one purpose, one revision, and for nothing else."""

import re
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from members.tokens import handle_of, is_key, make_key, new_handle

purposes = st.sampled_from(["place", "feed", "pl", "placef"])
handles = st.builds(new_handle)
revisions = st.integers(min_value=0, max_value=10_000)


@given(purposes, handles, revisions)
def test_a_key_is_good_for_what_it_was_made_for(purpose: str, handle: str, revision: int) -> None:
    key = make_key(purpose, handle, revision)
    assert is_key(key, purpose, handle, revision)
    assert handle_of(key) == handle
    assert re.fullmatch(r"[a-z2-7]{13}-[a-z2-7]{24}", key)


@given(purposes, handles, revisions, purposes, handles, revisions)
def test_and_for_nothing_else(
    purpose: str, handle: str, revision: int, purpose_2: str, handle_2: str, revision_2: int
) -> None:
    assume((purpose, handle, revision) != (purpose_2, handle_2, revision_2))
    assert not is_key(make_key(purpose, handle, revision), purpose_2, handle_2, revision_2)


@given(st.text(), handles)
def test_no_other_text_is_a_key(text: str, handle: str) -> None:
    assert not is_key(text, "place", handle, 0)
    assert not is_key(f"{handle}-{text}", "place", handle, 0)
    assert handle_of(text) == ""
    assert handle_of(f"{handle}-{text}") in {"", handle}


def test_a_shortened_or_prolonged_key_is_none() -> None:
    handle = new_handle()
    key = make_key("place", handle, 0)
    for wrong in (key[:-1], key + "a", key.upper(), key + "-", key.replace("-", "--")):
        assert not is_key(wrong, "place", handle, 0)


def test_keys_depend_on_the_secret(settings: Any) -> None:
    handle = new_handle()
    key = make_key("place", handle, 0)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret"
    assert not is_key(key, "place", handle, 0)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert is_key(key, "place", handle, 0)
    assert make_key("place", handle, 0) != key


def test_handles_do_not_repeat() -> None:
    assert len({new_handle() for _ in range(1000)}) == 1000
