"""One session as it is: when, its room, its places, its recording."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.actions import Values
from meetings.fields import ZoneField, moment
from meetings.forms.setup import (
    FIRST_YEAR,
    MINUTES,
    YEARS_AHEAD,
    RoomFields,
    date_input,
    time_input,
)
from meetings.models import Session
from meetings.repeating import Slot
from members.fields import LineField

Precision = Session.Precision


class SessionForm(RoomFields):
    """`values()` is what it says, in the form of `actions.facts_of`. The link that is stored is
    never shown: an empty field leaves it as it is."""

    date = forms.DateField(
        label=_("Date"),
        widget=date_input(),
        error_messages={"required": _("Please give the date.")},
    )
    time = forms.TimeField(
        label=_("Begins at"),
        widget=time_input(),
        error_messages={"required": _("Please give the time.")},
    )
    minutes = forms.IntegerField(label=_("Lasts, in minutes"), **MINUTES)
    time_zone = ZoneField(label=_("Time zone"))
    precision = forms.ChoiceField(label=_("How much of it is known"), choices=Precision)
    remove_link = forms.BooleanField(
        label=_("Take the video-call link away, without a new one"), required=False
    )

    groups_of = (
        ("when", _("When"), ("date", "time", "minutes", "time_zone", "precision")),
        ("link", _("Room"), ("link", "make_room", "remove_link")),
        ("session", _("Places, recording"), ("capacity", "recording", "recording_purpose")),
    )

    def __init__(
        self, *args: Any, known: Values, base: Values, now: dt.datetime, **kwargs: Any
    ) -> None:
        """`known` is what the fields say, `base` what their reader had before them."""
        self.known, self.base, self.now = known, base, now
        kwargs["initial"] = {**_typed(known), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        stored = self.initial["minutes"]  # may be more, or less, than would be set here
        self.fields["minutes"] = forms.IntegerField(
            label=self.fields["minutes"].label,
            min_value=min(MINUTES["min_value"], stored),
            max_value=max(MINUTES["max_value"], stored),
        )
        self.fields["link"].label = _("New video-call link")
        self.fields["link"].help_text = _("Empty leaves it as it is. It is not shown here.")
        if "make_room" in self.fields:
            self.fields["make_room"].label = _("Make up a new room")
        if not known["link"]:
            del self.fields["remove_link"]
            self.fields["link"].label = _("Video-call link")
            self.fields["link"].help_text = _("Kept encrypted. People get it when it goes out.")
        if known["when"][3] == Precision.EXACT:
            del self.fields["precision"]
        self.slot: Slot | None = None

    def clean_date(self) -> dt.date:
        date = self.cleaned_data["date"]
        if date.year not in range(FIRST_YEAR, self.now.year + YEARS_AHEAD + 1):
            raise ValidationError(_("This is too far away; please look at the year."))
        return date

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not {"date", "time", "minutes", "time_zone"} - data.keys():
            try:
                self.slot = self._slot(data)
            except ValidationError as error:
                self.add_error("time", error)
        if data.get("remove_link") and (data.get("link") or data.get("make_room")):
            self.add_error("remove_link", _("Either a link or none, please."))
        return data

    def _slot(self, data: dict[str, Any]) -> Slot:
        """What is not changed stays to the second, also where a time comes twice."""
        seen = self.base.get("when") or self.known["when"]
        start, end = (dt.datetime.fromisoformat(at) for at in seen[:2])
        zone, wall = data["time_zone"], dt.datetime.combine(data["date"], data["time"])
        begins = moment(wall, zone, start.replace(second=0, microsecond=0))
        if begins == start.replace(second=0, microsecond=0):
            begins = start
        lasts = dt.timedelta(minutes=data["minutes"])
        if data["minutes"] == _minutes(start, end):
            lasts = end - start
        return Slot(begins, begins + lasts, zone)

    @property
    def new_link(self) -> str | None:
        """A link to set, "" to take it away, None to leave it as it is. A room that is to be made
        up is not made here."""
        if self.cleaned_data.get("remove_link"):
            return ""
        return self.cleaned_data["link"] or None

    def values(self) -> dict[str, Any]:
        data, slot = self.cleaned_data, self.slot
        assert slot is not None  # noqa: S101
        start, end = (at.astimezone(dt.UTC).isoformat() for at in (slot.starts_at, slot.ends_at))
        precision = data.get("precision", Precision.EXACT)
        changes_link = self.new_link is not None or data.get("make_room")
        return {
            "when": [start, end, slot.time_zone, precision],
            "capacity": data["capacity"],
            "recording": [data["recording"], data["recording_purpose"]],
            "link": "new" if changes_link else self.base.get("link"),
        }


class ReasonForm(forms.Form):
    """Why something is called off. Everyone reads it."""

    reason = LineField(
        label=_("Why?"), max_length=300, help_text=_("Everyone who is told reads it.")
    )


def _minutes(start: dt.datetime, end: dt.datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _typed(known: Values) -> dict[str, Any]:
    """Stored values as the fields show them."""
    start, end, zone, precision = known["when"]
    begins, ends = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
    there = begins.astimezone(ZoneInfo(zone))
    return {
        "date": there.date(),
        "time": there.time().replace(second=0, microsecond=0),
        "minutes": _minutes(begins, ends),
        "time_zone": zone,
        "precision": precision,
        "capacity": known["capacity"],
        "recording": known["recording"][0],
        "recording_purpose": known["recording"][1],
    }
