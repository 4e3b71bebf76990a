"""Real facts from vsn/demo/data: affiliates, programmes, past meetings."""

import datetime as dt
import json
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from meetings.models import Meeting, Programme, Session
from meetings.models import Status as Publication
from members.models import Affiliate

DATA = Path(__file__).parent / "data"
Row = dict[str, Any]

# The end of a session is stored even where no source tells it.
LENGTH_IF_UNKNOWN = dt.timedelta(hours=1)
# Sign-ups are not attendance: only what was counted in the room, or named in the minutes.
COUNTED = {"attended", "listed"}


def read(kind: str) -> Row:
    """One file of facts."""
    content: Row = json.loads((DATA / f"{kind}.json").read_text(encoding="utf-8"))
    return content


def load_affiliates() -> None:
    """Every affiliate, also the former ones."""
    Affiliate.objects.bulk_create(map(_affiliate, read("affiliates")["affiliates"]))


def load_meetings() -> None:
    """The programmes, and every past meeting with its sessions and hosts."""
    facts = read("meetings")
    programmes = {row["slug"]: Programme.objects.create(**row) for row in facts["programmes"]}
    by_code = {a.code: a for a in Affiliate.objects.exclude(code="")}
    for row in facts["meetings"]:
        meeting = Meeting.objects.create(
            programme=programmes[row["programme"]], **_meeting_fields(row)
        )
        meeting.hosts.set(by_code[code] for code in row.get("hosts", ()))
        Session.objects.bulk_create(_sessions(meeting, row))


def _affiliate(row: Row) -> Affiliate:
    return Affiliate(
        name=row["name"],
        slug=slugify(row["name"])[:80],
        code=row.get("code", ""),
        other_name=row.get("other_name", ""),
        kind=row["type"],
        country=row.get("country", ""),
        region=row.get("region", ""),
        homepage=row.get("homepage", ""),
        in_network=row.get("in_vsn", False),
        is_former=row["status"] == "former",
    )


def _meeting_fields(row: Row) -> Row:
    return {
        "slug": row["slug"],
        "title": row["title"],
        "kind": row["kind"],
        "form": row["format"],
        "status": Publication.PUBLISHED,
        "description": row["description"],
        "language": row.get("language", ""),
        "place": row.get("place", ""),
        "platform": row.get("platform", ""),
        "source_url": row["source"],
    }


def _sessions(meeting: Meeting, row: Row) -> Iterable[Session]:
    for number, facts in enumerate(row["sessions"], start=1):
        starts_at, ends_at = _times(facts, zoneinfo.ZoneInfo(row["time_zone"]))
        counted = facts.get("participants_basis") in COUNTED
        yield Session(
            meeting=meeting,
            number=number,
            status=Publication.PUBLISHED,
            starts_at=starts_at,
            ends_at=ends_at,
            precision=facts["precision"],
            time_zone=row["time_zone"],
            attendance=facts["participants"] if counted else None,
        )


def _times(facts: Row, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Start and end; where only the days are known, from the first minute to the last."""
    if "starts" in facts:
        starts_at = dt.datetime.fromisoformat(facts["starts"])
    else:
        starts_at = _at(facts["first_day"], dt.time.min, zone)
    if "ends" in facts:
        return starts_at, dt.datetime.fromisoformat(facts["ends"])
    if "last_day" in facts:
        return starts_at, _at(facts["last_day"], dt.time(23, 59), zone)
    return starts_at, starts_at + LENGTH_IF_UNKNOWN


def _at(day: str, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), time, zone)
