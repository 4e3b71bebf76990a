"""Patterns as wikitext: read from a page of Meta, and written for a page of any wiki. Pure: nothing
here knows a database or the network."""

from learning_patterns.wikitext.names import page_name
from learning_patterns.wikitext.reading import Unreadable, WikiPattern, read
from learning_patterns.wikitext.writing import write

__all__ = ["Unreadable", "WikiPattern", "page_name", "read", "write"]
