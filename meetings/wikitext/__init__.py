"""Sign-up pages on a wiki, read without guessing: wikitext, HTML or pasted text."""

from meetings.wikitext.page import Entry, SessionList, SignUpPage, Skipped, Unreadable
from meetings.wikitext.reading import read

__all__ = ["Entry", "SessionList", "SignUpPage", "Skipped", "Unreadable", "read"]
