"""What a single line shows: a signature, a link, a reply, or hardly more than a name."""

from dataclasses import replace

from meetings.wikitext.codes import code_before
from meetings.wikitext.labels import FIELD
from meetings.wikitext.lines import Line
from meetings.wikitext.signatures import find_signatures
from meetings.wikitext.stamps import find_stamps

# In characters: how far from the start of its line the one who signs up stands.
NEAR_START = 4
_DEEPER = 3
_MOST_WORDS_OF_A_ROW = 12


def is_signed(line: Line, limit: int = NEAR_START) -> bool:
    """Whether the line starts with the signature of somebody."""
    signatures = find_signatures(line)
    if not signatures or signatures[0].start - _opening(line.text) > limit:
        return False
    return any(who.talk or (who.stamp and who.stamp.is_whole) for who in signatures)


def is_bare_link(line: Line) -> bool:
    """Whether the line is hardly more than a link to somebody."""
    signatures = find_signatures(line)
    near = bool(signatures) and signatures[0].start - _opening(line.text) <= NEAR_START
    return near and signatures[0].linked and len(line.text[signatures[-1].end :].split()) <= 2


def is_sign_up(line: Line) -> bool:
    """Whether somebody signed the line, so that its date is not the meeting's."""
    if FIELD.match(line.text):
        return False
    return any(who.talk or (who.stamp and who.stamp.is_whole) for who in find_signatures(line))


def is_stamp(text: str) -> bool:
    """Whether a signature's time is all there is."""
    return any(
        stamp.is_whole and stamp.end - stamp.start >= len(text.strip())
        for stamp in find_stamps(text)
    )


def _opening(text: str) -> int:
    """How much of the line its dashes take, and the code of an affiliate that opens it."""
    return len(text) - len(code_before(text.lstrip(" -–—~"))[1])


def is_reply(line: Line, base: Line) -> bool:
    """Whether the line stands deeper than `base`, the first of its list."""
    if line.depth > max(base.depth, 1) or line.indent > base.indent + _DEEPER:
        return True
    return line.marker == ":" and base.marker != ":"


def behind(line: Line, start: int) -> Line:
    """The rest of a line: the names after "Who is coming?"."""
    lead = len(line.text) - len(line.text.lstrip())
    start += lead
    links = tuple(
        replace(link, start=link.start - start, end=link.end - start)
        for link in line.links
        if link.start >= start
    )
    return replace(line, text=line.text[start:], links=links)


def is_short(text: str) -> bool:
    """Whether this may be the row of a list and is no sentence."""
    markup = text.startswith(("{{", "}}", "|"))
    return (
        not markup
        and len(text.split()) <= _MOST_WORDS_OF_A_ROW
        and not text.rstrip().endswith((".", ":"))
    )


def is_list_of_names(text: str) -> bool:
    """Whether this may be names between commas."""
    return all(len(name.split()) <= 4 for name in text.split(",")) and not text.endswith(".")


def is_name(text: str) -> bool:
    """Whether a line is nothing but what may be a name: one to three words with capitals."""
    words = text.strip(" -–—~").split()
    return 0 < len(words) <= 3 and all(word[0].isupper() for word in words)


def stands_alone(line: Line, before: Line | None, after: Line | None) -> bool:
    """Whether a short line with blank lines round it looks like a heading of pasted text."""
    text = line.text.strip()
    if len(text.split()) > 8 or text.endswith((".", ",", ";", ":", "!")):
        return False
    gap_before = before is None or line.number - before.number > 1
    gap_after = after is None or after.number - line.number > 1 or after.kind == "item"
    return gap_before and gap_after
