"""User names as the wiki writes them."""

import pytest

from vsn.mediawiki.names import is_possible, normalise


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Dana", "Dana"),
        ("dana light", "Dana light"),
        ("User:Dana", "Dana"),
        (" user : dana", "Dana"),
        ("Dana__Light_", "Dana Light"),
        ("  Dana \t Light\n", "Dana Light"),
        ("\u200eDana\u200f", "Dana"),
        ("E\u0301va", "Éva"),
        ("élan", "Élan"),
        ("ßeta", "ßeta"),  # its capital would be two letters
        ("дана", "Дана"),
        ("دانا", "دانا"),
        ("User:", ""),
        ("", ""),
    ],
)
def test_normalise(typed: str, written: str) -> None:
    assert normalise(typed) == written
    assert normalise(written) == written


@pytest.mark.parametrize("name", ["D", "Dana Light", "Дана", "दाना", "Dana (WMDE)", "ä" * 127])
def test_possible(name: str) -> None:
    assert is_possible(name)


@pytest.mark.parametrize(
    "name",
    ["", "Dana#1", "Dana|Ben", "Dana/sub", "dana@example.org", "[Dana]", "{Dana}", "<Dana>",
     "192.0.2.1", "192.0.2.xxx", "2001:db8::1", "Da\u0000na", "Da\ufffdna\ue000", "Da\u200bna",
     "ä" * 128, "\ud800"],
    ids=ascii,
)  # fmt: skip
def test_impossible(name: str) -> None:
    assert not is_possible(name)
