"""What changed from one text to another, word by word."""

from vsn.differences import difference, pieces

__all__ = ["difference", "pieces"]
