"""Time zones as people write them after an hour."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

# In hours from UTC. Left out: names that mean different zones ("IST", "AST", "SST").
_HOURS: dict[str, float] = {
    "UTC": 0, "GMT": 0, "UCT": 0, "Z": 0, "WET": 0,
    "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "WAT": 1, "HNEC": 1,
    "CEST": 2, "MESZ": 2, "EET": 2, "CAT": 2, "SAST": 2, "HAEC": 2,
    "EEST": 3, "EAT": 3, "MSK": 3, "TRT": 3, "IDT": 3, "PKT": 5, "NPT": 5.75,
    "WIB": 7, "ICT": 7, "WITA": 8, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9,
    "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "ART": -3, "BRT": -3, "CLT": -4, "COT": -5, "PET": -5,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_TWO_MEANINGS = {"IST", "AST", "SST", "GST", "AMT", "ECT"}
# The zone in which a name is the winter or the summer time: people mix the two up.
_PLACES = {"CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin"}
_PLACES |= {"MESZ": "Europe/Berlin", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon"}
_PLACES |= {"EET": "Europe/Athens", "EEST": "Europe/Athens", "BST": "Europe/London"}
_PLACES |= {"EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago"}
_PLACES |= {"CDT": "America/Chicago", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles"}
# In small letters many a name is a word ("est", "art", "eat"); these are none.
_SMALL = {"utc", "gmt", "cet", "cest"}
_NAMES = "|".join(sorted({*_HOURS, *_TWO_MEANINGS, *_SMALL}, key=len, reverse=True))
# "UTC-5" and "UTC +05:30" are zones, "15 UTC - 16 UTC" is a range.
ZONE = (
    rf"(?:(?:UTC|GMT)\s?[+\-−–]\d{{1,2}}(?::?\d{{2}})?(?![\d:.]|\s?(?:[ap]m|UTC|GMT|h))|(?:{_NAMES})(?![\w])"
    r"|[+\-−]\d{2}:\d{2}(?!\d))"
)
_OFFSET = re.compile(r"(?P<sign>[+\-−–])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?$")
_MOST = 14 * 60


def zone_of(name: str) -> tzinfo | None:
    """The zone called `name` as ZONE matches it; None if that can mean several or is impossible."""
    offset = _OFFSET.search(name)
    if not offset:
        hours = _HOURS.get(name.upper())
        return None if hours is None else timezone(timedelta(hours=hours))
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
    if minutes > _MOST:
        return None
    return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))


def is_out_of_season(name: str, moment: datetime) -> bool:
    """Whether clocks there showed another time that day: "10 June, 4 pm CET"."""
    place = _PLACES.get(name)
    return bool(place) and moment.astimezone(ZoneInfo(place)).utcoffset() != moment.utcoffset()
