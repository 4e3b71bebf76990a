"""The certificate of participation: what stands on it, and the sheet as a PDF.

The fonts are shipped with the project, so that the sheet looks the same everywhere and its text
can be read out, copied and searched. What they have no letters for is never drawn as boxes: a name
becomes a line to write on, a title the address of its page, and who cannot be written is left to
that page.
"""

import datetime as dt
import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from meetings.models import Meeting, Session
from meetings.wording import times

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = "DejaVuSerif.ttf", "DejaVuSans.ttf"
# A sheet of A4, lying; millimetres.
WIDTH, HEIGHT, MARGIN = 297, 210, 28
COLUMN = WIDTH - 2 * MARGIN
STRIPE = ((0x99, 0, 0), (0x33, 0x99, 0x66), (0, 0x66, 0x99))
TEXT, SOFT, LINE = (0x20, 0x21, 0x22), (0x54, 0x59, 0x5D), (0xA2, 0xA9, 0xB1)
# What no font draws: it joins letters, or says which way they run.
_UNDRAWN = {"Cf", "Zs"}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything on the sheet, in one language and ready to be drawn. `name` is empty where it is
    written in by hand; `facts` are pairs of a label and its text."""

    language: str
    heading: str
    came: str
    name: str
    by_hand: str
    meeting: str
    times: Sequence[str]
    facts: Sequence[tuple[str, str]]
    number: str
    check: str
    address: str
    issued_at: dt.datetime


@functools.cache
def _letters(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load

    with TTFont(FONTS / font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def unwritable(text: str, font: str = SANS) -> str:
    """The letters in it that the font does not have, each once."""
    missing = (
        c
        for c in unicodedata.normalize("NFC", text)
        if ord(c) not in _letters(font) and unicodedata.category(c) not in _UNDRAWN
    )
    return "".join(dict.fromkeys(missing))


def can_write(text: str) -> bool:
    """Whether one of the two fonts has everything in it."""
    return not (unwritable(text, SERIF) and unwritable(text, SANS))


# --- What stands on it ---------------------------------------------------------------------------


def words(
    session: Session, *, name: str, issued_at: dt.datetime, number: str = "", address: str = ""
) -> Words:
    """In the language of the reader, in the time zone in which the session was planned."""
    meeting = session.meeting
    with timezone.override(session.time_zone):
        when = times(session)
        day = date_format(timezone.localtime(issued_at), pgettext("format of a date", "j F Y"))
    writable = can_write(name)
    facts = [
        (_("Length"), _length(session)),
        (_("Host"), ", ".join(filter(can_write, (host.name for host in meeting.hosts.all())))),
        (_("Facilitated by"), ", ".join(filter(can_write, _facilitators(meeting)))),
        (_("Issued on"), day),
    ]
    return Words(
        language=translation.get_language() or "en",
        heading=_("Certificate of participation"),
        came=_("took part in"),
        name=name if writable else "",
        by_hand="" if writable else _("The name as it was given is shown where the number leads."),
        meeting=meeting.title if can_write(meeting.title) else _page_of(meeting),
        times=[line for line in (when["local"], when["utc"]) if line],
        facts=[(label, text) for label, text in facts if text],
        number=number,
        check=_("Whether this certificate is genuine is shown at"),
        address=address,
        issued_at=issued_at,
    )


def _page_of(meeting: Meeting) -> str:
    return f"{settings.SITE_HOST}{meeting.get_absolute_url()}"


def _length(session: Session) -> str:
    """As far as start and end are known to the minute."""
    if session.precision != Session.Precision.EXACT:
        return ""
    minutes = round((session.ends_at - session.starts_at).total_seconds() / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _facilitators(meeting: Meeting) -> list[str]:
    """Those who go by a name, as on the meeting's own page."""
    named = meeting.facilitations.exclude(person__name="").order_by("pk")
    return list(named.values_list("person__name", flat=True))


# --- The sheet -----------------------------------------------------------------------------------


def draw(words: Words) -> bytes:
    """The sheet. Drawn twice it is the same, byte for byte."""
    sheet = _Sheet(words)
    sheet.stripe()
    sheet.line(settings.SITE_NAME, at=24, size=13, colour=SOFT)
    sheet.line(words.heading, at=37, size=32)
    sheet.name(at=66)
    sheet.line(words.came, at=90, size=12, colour=SOFT)
    below = sheet.title(at=99)
    for number, text in enumerate(words.times):
        size, colour = (12, TEXT) if number == 0 else (10, SOFT)
        sheet.line(text, at=below + 2 + 6.5 * number, size=size, colour=colour)
    sheet.facts(at=146)
    sheet.foot()
    return sheet.as_bytes()


class _Sheet:
    """What is drawn with: centred lines that get smaller until they fit."""

    def __init__(self, words: Words) -> None:
        from fpdf import FPDF  # noqa: PLC0415 - slow to load

        self.words = words
        self.pdf = pdf = FPDF(orientation="landscape", format="A4")
        for family, file in (("serif", SERIF), ("sans", SANS)):
            pdf.add_font(family, fname=FONTS / file)
        pdf.set_text_shaping(use_shaping_engine=True)
        pdf.set_auto_page_break(False)
        pdf.set_margins(MARGIN, 0, MARGIN)
        pdf.set_title(f"{words.heading} {words.number}")
        pdf.set_author(settings.SITE_NAME)
        pdf.set_creator(settings.SITE_NAME)
        pdf.set_lang(words.language)
        pdf.set_creation_date(words.issued_at)
        pdf.add_page()

    def stripe(self) -> None:
        part = WIDTH / len(STRIPE)
        for number, colour in enumerate(STRIPE):
            self.pdf.set_fill_color(*colour)
            self.pdf.rect(number * part, 0, part, 4, style="F")

    def line(
        self,
        text: str,
        *,
        at: float,
        size: float,
        colour: tuple[int, int, int] = TEXT,
        left: float = MARGIN,
        width: float = COLUMN,
        link: str = "",
        bottom: float = 0,
    ) -> None:
        """One line, smaller where it would not fit; `bottom` keeps it on a line even so."""
        self.font(text, size)
        while self.pdf.get_string_width(text) > width and size > 6:
            size -= 0.5
            self.font(text, size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_xy(left, at if not bottom else bottom - size * 0.45)
        self.pdf.cell(width, size * 0.45, text, align="C", link=link)

    def font(self, text: str, size: float) -> None:
        """The serif where it has every letter. Small text is easier to read without."""
        plain = size < 12 or unwritable(text, SERIF)
        self.pdf.set_font("sans" if plain else "serif", size=size)

    def name(self, *, at: float) -> None:
        if self.words.name:
            self.line(self.words.name, at=at, bottom=at + 13.5, size=30)
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.2)
        self.pdf.line(WIDTH / 2 - 75, at + 16, WIDTH / 2 + 75, at + 16)
        if self.words.by_hand:
            self.line(self.words.by_hand, at=at + 17.5, size=8, colour=SOFT)

    def title(self, *, at: float) -> float:
        """The meeting, in up to three lines. Returns where it ends."""
        text = self.words.meeting
        for size in (20, 18, 16, 14, 12):
            self.font(text, size)
            height = size * 0.45
            lines = self.pdf.multi_cell(
                COLUMN, height, text, align="C", dry_run=True, output="LINES"
            )
            if len(lines) * height <= 24:
                break
        self.pdf.set_text_color(*TEXT)
        self.pdf.set_xy(MARGIN, at)
        self.pdf.multi_cell(COLUMN, height, text, align="C")
        return float(self.pdf.get_y())

    def facts(self, *, at: float) -> None:
        """Beside each other: a small label and what it is about."""
        facts = self.words.facts
        width = COLUMN / max(len(facts), 1)
        for number, (label, text) in enumerate(facts):
            left = MARGIN + number * width
            self.line(label, at=at, size=9, colour=SOFT, left=left, width=width)
            self.font(text, 11)
            self.pdf.set_text_color(*TEXT)
            self.pdf.set_xy(left + 2, at + 6)
            size = 11.0
            while self._lines(text, width - 4, size) > 3 and size > 6:
                size -= 0.5
            self.pdf.multi_cell(width - 4, size * 0.45, text, align="C")

    def _lines(self, text: str, width: float, size: float) -> int:
        self.font(text, size)
        return len(
            self.pdf.multi_cell(width, size * 0.45, text, align="C", dry_run=True, output="LINES")
        )

    def foot(self) -> None:
        self.pdf.set_draw_color(*LINE)
        self.pdf.line(MARGIN, 181, WIDTH - MARGIN, 181)
        self.line(self.words.number, at=185, size=13)
        self.line(self.words.check, at=192, size=9, colour=SOFT)
        self.line(self.words.address, at=197, size=9, colour=SOFT, link=self.words.address)

    def as_bytes(self) -> bytes:
        return bytes(self.pdf.output())
