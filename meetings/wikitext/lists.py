"""The lists of a page: which lines are somebody's sign-up, and under which heading they stand."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from meetings.wikitext.entries import Around
from meetings.wikitext.evidence import (
    NEAR_START,
    behind,
    is_bare_link,
    is_list_of_names,
    is_name,
    is_reply,
    is_short,
    is_sign_up,
    is_signed,
    is_stamp,
    stands_alone,
)
from meetings.wikitext.labels import FIELD, Label, is_list, of_heading, of_line
from meetings.wikitext.lines import Line
from meetings.wikitext.moments import Occasion
from meetings.wikitext.page import Skipped
from meetings.wikitext.signatures import find_signatures

# "on" is a list of people by its heading. "perhaps" and "unknown" must show it by links or by
# signatures. "was there" and "off" are none.
Mode = Literal["on", "perhaps", "unknown", "was there", "off"]

_COMMENT_BEFORE = 120
_MOST_WORDS_OF_A_NAME = 5
# What is left of the bullets of a list that was pasted.
_INDENTED = 2
_BELOW_ALL = 7


@dataclass
class Bunch:
    """Neighbouring lines of one list, with one status for all of them."""

    mode: Mode
    around: Around
    lines: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def is_list_of_people(self) -> bool:
        """Whether heading or lines show that people signed up here."""
        if self.mode in {"on", "off", "was there"}:
            return self.mode == "on"
        if self.mode == "unknown":
            counted = sum(is_signed(line) for line in self.lines)
            return counted > 0 and 2 * counted >= len(self.lines)
        shows = [is_signed(line) or is_bare_link(line) for line in self.lines]
        pairs = zip(self.lines, shows, strict=True)
        # A name alone, as pasted text leaves it of a link, speaks neither for nor against it.
        others = sum(not shown and not is_name(line.text) for line, shown in pairs)
        return any(shows) and sum(shows) >= others


@dataclass
class Session:
    """Everything that stands under one heading or date; `section` counts the headings of lists."""

    heading: str
    line: int
    section: int
    is_named: bool = False
    occasions: tuple[Occasion, ...] = ()
    bunches: list[Bunch] = field(default_factory=list)


class Lists:
    """Goes through a page once and sorts its lines; what is in no list stays in `prose`."""

    def __init__(self, lines: list[Line]) -> None:
        self.sessions = [Session("", 0, 0)]
        self.prose: list[Line] = []
        self.mode: Mode = "unknown"
        self.level = 0
        self.section = 0
        self.was_group = False
        self.above: tuple[int, tuple[Occasion, ...]] = (0, ())
        self.base: Line | None = None
        self.has_headings = any(line.kind == "heading" and line.level > 1 for line in lines)
        self._open("unknown", Around())
        for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
            self._take(line, before, after)

    def _take(self, line: Line, before: Line | None, after: Line | None) -> None:
        if line.kind == "heading":
            self.prose.append(line)
            self._heading(line, of_heading(line.text))
        elif line.kind == "item":
            self._item(line, after)
        elif not self._label(line) and not self._lost_item(line):
            if not is_sign_up(line):
                self.prose.append(line)
            if not self.has_headings and stands_alone(line, before, after):
                self._heading(line, Label(""))

    # --- headings

    def _heading(self, line: Line, label: Label) -> None:
        inside = self.mode == "on" and (
            label.meaning in {"date", "part"} or line.level > self.level
        )
        shared = label.meaning == "group" and (self.mode in {"on", "perhaps"} or self.was_group)
        if label.meaning == "list":
            self.section += 1
            self.level = line.level or _BELOW_ALL
        if not shared:
            self._session(line, label)
        if label.meaning == "date" and line.level:
            self.above = (line.level, label.occasions)
        around = Around(label.status, may_be_past=label.may_be_past)
        self._open(self._mode_of(line, label, inside), around)
        self.was_group = label.meaning == "group"

    def _mode_of(self, line: Line, label: Label, inside: bool) -> Mode:
        match label.meaning:
            case "list":
                return "on"
            case "group":
                known = self.mode == "on" or is_list(line.text)
                return "on" if known else "perhaps"
            case "was there":
                return "was there"
            case "never":
                return "off"
            case "date" | "part":
                return "on" if inside else "unknown"
            case "perhaps":
                return "perhaps"
        return "perhaps" if inside else "unknown"

    def _label(self, line: Line) -> bool:
        """Takes a plain line that stands for a heading; false if it is none."""
        label = of_line(line.text)
        if label and label.rest:
            return self._names_behind(line, label)
        if label is None or line.links or is_sign_up(line) or not self._may_head(line, label):
            return False
        self.prose.append(line)
        if label.meaning == "list" and self.mode in {"on", "perhaps"} and not self._has_lines():
            self._open("on", self.bunch.around)  # "Please sign here:" below the heading
        elif label.meaning == "group" and self.mode in {"on", "perhaps"}:
            self._open(self.mode, Around(label.status, many=True))
        elif label.meaning in {"date", "part"}:
            self._session(line, label)
            self._open(self.mode if self.mode != "was there" else "unknown", self._kept_around())
        else:
            self._heading(line, label)
            self.level = _BELOW_ALL
        return True

    def _may_head(self, line: Line, label: Label) -> bool:
        if self.mode == "off" and self.has_headings:
            return line.text.rstrip().endswith((":", "?"))
        if label.meaning == "never" and self.has_headings:
            return False
        return self.mode == "on" or not FIELD.match(line.text)

    def _names_behind(self, line: Line, label: Label) -> bool:
        """Takes the names of "Who is coming? X, Y"; they are all on this line."""
        if label.meaning not in {"group", "list"} or self.mode in {"off", "was there"}:
            return False
        if label.meaning == "list" and not line.links and "," not in line.text:
            return False  # "Participants: at most 20"
        mode, around = self.mode, self.bunch.around
        self._open("on", Around(label.status, many=True))
        self.bunch.lines.append(behind(line, label.rest))
        self._open(mode, around)
        return True

    def _kept_around(self) -> Around:
        return self.bunch.around if self.was_group else Around()

    def _session(self, line: Line, label: Label) -> None:
        is_heading = line.kind == "heading" or not self.has_headings
        dated = self.mode == "on" and bool(label.occasions)
        named = dated or (label.meaning == "list" and is_heading)
        heading = line.text.strip().rstrip(":").strip()
        occasions = label.occasions or self._date_above(line, label)
        self.sessions.append(Session(heading, line.number, self.section, named, occasions))

    def _date_above(self, line: Line, label: Label) -> tuple[Occasion, ...]:
        """The dates of the heading that a list's heading stands under."""
        if line.level and line.level <= self.above[0]:
            self.above = (0, ())
        return self.above[1] if label.meaning in {"list", "group"} else ()

    def _open(self, mode: Mode, around: Around) -> None:
        self.mode = mode
        self.bunch = Bunch(mode, around)
        self.sessions[-1].bunches.append(self.bunch)
        self.base = None

    def _has_lines(self) -> bool:
        return any(bunch.lines for bunch in self.sessions[-1].bunches)

    # --- items

    def _item(self, line: Line, after: Line | None) -> None:
        if self._label_in_list(line, after):
            return
        if self.mode != "on" and not is_sign_up(line):
            self.prose.append(line)  # may be a field: "* Date: 14 February"
        if self.mode == "off":
            return
        self._add(line)

    def _add(self, line: Line) -> None:
        if self.base is None or (line.kind == "item" and line.depth < self.base.depth):
            self.base = line
        if is_reply(line, self.base):
            self.bunch.skipped.append(
                Skipped(line.number, line.raw, _("A reply to the line above."))
            )
        else:
            self.bunch.lines.append(line)

    def _label_in_list(self, line: Line, after: Line | None) -> bool:
        """ "* Wer kommt?" and "* 14 February, 15 UTC" are headings of what is below them, and so is
        "* Online" with "** X" below it."""
        if line.links and line.links[0].start < NEAR_START:
            return False
        label = of_line(line.text) if not is_stamp(line.text) else None
        if label is None or self.mode == "off" or (find_signatures(line) and not label.rest):
            return False
        if label.meaning == "date" and self.mode == "on" and not self._has_own_depth(line):
            self.prose.append(line)
            self._session(line, label)
            self._open(self.mode, Around())
            return True
        if label.rest:
            return self._names_behind(line, label)
        above_others = after is not None and after.kind == "item" and is_reply(after, line)
        heads = line.text.rstrip().endswith(("?", ":"))
        heads = heads or (label.meaning == "group" and above_others)
        if label.meaning not in {"group", "list"} or not heads:
            return False
        self._open("on", Around(label.status, many=True))
        return True

    def _has_own_depth(self, line: Line) -> bool:
        return self.base is not None and line.depth > self.base.depth

    def _lost_item(self, line: Line) -> bool:
        """A sign-up whose number or bullet was lost when the page was copied."""
        if self.mode in {"off", "was there"} or FIELD.match(line.text):
            return False
        limit = _COMMENT_BEFORE if self.mode == "on" else NEAR_START
        if is_signed(line, limit):
            self._add(line)
            return True
        if self.bunch.around.many and not self.bunch.lines and is_list_of_names(line.text):
            self.bunch.lines.append(line)  # below "Who is coming?"
            return True
        if line.marker == "|" and self.bunch.lines and self.bunch.lines[-1].marker == "|":
            self.bunch.skipped.append(
                Skipped(line.number, line.raw, _("This row links to no account."))
            )
            return True
        if self.mode == "on" and line.indent >= _INDENTED and is_short(line.text):
            self._add(line)
            return True
        last = self.bunch.lines[-1] if self.bunch.lines else None
        follows = last and last.kind == "text" and line.number == last.number + 1
        if follows and len(line.text.split()) <= _MOST_WORDS_OF_A_NAME:
            self.bunch.lines.append(line)
            return True
        return False
