"""A meeting with its sessions in one form, and more sessions for one there is."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.fields import ZoneField
from meetings.forms.details import DetailsForm
from meetings.forms.grouping import GroupedForm
from meetings.models import Meeting, Session
from meetings.repeating import LONGEST, MOST, Rhythm, Slot, Wall, read_list, series, slots
from meetings.rooms import can_make_rooms
from members.fields import LineField, TextField
from members.models import User
from members.rules import Refusal

Recording = Session.Recording
SERIES = {Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY, Rhythm.LAST}
# How far ahead a date may lie; also keeps every time within the calendar in every zone.
YEARS_AHEAD = 5
FIRST_YEAR = 2000
LONGEST_LINK = 2000
ONCE = "meetings.once"
MINUTES = {"min_value": 5, "max_value": int(LONGEST.total_seconds()) // 60}


def read_once(sent: str) -> uuid.UUID:
    """What was given out with a form; a new one if it is not as we sent it."""
    try:
        return uuid.UUID(signing.loads(sent, salt=ONCE))
    except signing.BadSignature:
        return uuid.uuid4()


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _link_refusal(link: str) -> Refusal | None:
    if len(link) > LONGEST_LINK:
        return Refusal("too_long", _("This is too long. Please shorten it."))
    return rules.link_refusal(link)


class RoomFields(GroupedForm):
    """What each session has: room, places, recording."""

    link = forms.CharField(
        label=_("Video-call link"),
        max_length=LONGEST_LINK,
        required=False,
        help_text=_("Kept encrypted. People get it when it goes out. It can also come later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    make_room = forms.BooleanField(
        label=_("Make up a room of its own for each session"), required=False
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: no limit. When all are taken, there is a waiting list."),
    )
    recording = forms.ChoiceField(label=_("Recording"), choices=Recording, initial=Recording.NONE)
    recording_purpose = LineField(
        label=_("Why it is recorded"),
        max_length=300,
        required=False,
        help_text=_("People see this before they sign up."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_make_rooms():
            del self.fields["make_room"]

    def clean_link(self) -> Any:
        link = self.cleaned_data["link"].strip()
        if no := _link_refusal(link):
            raise ValidationError(no.sentence)
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("recording") == Recording.NONE:
            data["recording_purpose"] = ""
            self.errors.pop("recording_purpose", None)
        elif not data.get("recording_purpose") and "recording_purpose" not in self.errors:
            self.add_error("recording_purpose", _("Say why it is recorded; people ask."))
        if data.get("link") and data.get("make_room"):
            self.add_error("make_room", _("Either a link or a new room, please."))
        return data

    def of_each(self) -> dict[str, Any]:
        """What every session gets beside its time."""
        return {n: self.cleaned_data[n] for n in ("capacity", "recording", "recording_purpose")}


class SessionsForm(RoomFields):
    """When: one date, a series, or a list; each on the clock of the facilitator's zone."""

    # Given out with the empty form: however often it is sent, what comes of it is there once.
    once = forms.CharField(required=False, widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[one for one in Rhythm.choices if one[0] != Rhythm.NONE],
        initial=Rhythm.ONCE,
    )
    first = forms.DateField(
        label=_("First date"),
        widget=date_input(),
        error_messages={"required": _("Please give the date.")},
    )
    time = forms.TimeField(
        label=_("Begins at"),
        widget=time_input(),
        error_messages={"required": _("Please give the time.")},
    )
    minutes = forms.IntegerField(label=_("Lasts, in minutes"), initial=90, **MINUTES)
    count = forms.IntegerField(
        label=_("How many dates"),
        min_value=1,
        max_value=MOST,
        initial=3,
        error_messages={"required": _("Please say how many.")},
    )
    listed = TextField(
        label=_("Dates and times"),
        max_length=4000,
        rows=4,
        error_messages={"required": _("Please give at least one date.")},
        help_text=_("One in each line, for example 2026-11-25 16:00 or 25 November 2026, 4 pm."),
    )
    time_zone = ZoneField(
        label=_("Time zone"), help_text=_("In which you plan. Everyone else sees their own.")
    )

    groups_of = (
        ("when", _("When"),
         ("rhythm", "first", "time", "minutes", "count", "listed", "time_zone")),
        ("link", _("Room"), ("link", "make_room")),
    )  # fmt: skip
    folded = (("session", _("Places, recording"), ("capacity", "recording", "recording_purpose")),)

    # One for all dates, or one for each.
    link = forms.CharField(
        label=_("Video-call link"),
        max_length=60_000,
        required=False,
        help_text=_(
            "Kept encrypted. One for all dates, or one in each line in the order of the dates. "
            "It can also come later."
        ),
        widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.slots: list[Slot] = []
        self.fields["once"].initial = signing.dumps(uuid.uuid4().hex, salt=ONCE)

    def clean_once(self) -> uuid.UUID:
        return read_once(self.cleaned_data["once"])

    def clean_link(self) -> list[str]:
        links = [line.strip() for line in self.cleaned_data["link"].splitlines() if line.strip()]
        problems = [(number, no.sentence) for number, link in enumerate(links, 1)
                    if (no := _link_refusal(link))]  # fmt: skip
        if len(links) == 1 and problems:
            raise ValidationError(problems[0][1])
        if problems:
            line = _("Line %(number)s: %(problem)s")
            raise ValidationError([line % {"number": n, "problem": p} for n, p in problems])
        return links

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        rhythm = data.get("rhythm")
        self._forget_what_is_not_asked(rhythm)
        if rhythm and rhythm != Rhythm.NONE and not self.errors.keys() & {
            "first", "time", "minutes", "count", "listed", "time_zone",
        }:  # fmt: skip
            beside = "listed" if rhythm == Rhythm.LIST else "first"
            try:
                walls = self._walls(rhythm, data)
                self._check_years(walls)
                lasts = dt.timedelta(minutes=data["minutes"])
                self.slots = slots(walls, lasts, data["time_zone"])
                self._check_links(data.get("link") or [])
            except ValidationError as error:
                self.add_error(beside, error)
        elif rhythm == Rhythm.NONE and data.get("link"):  # there is nothing to keep it with
            self.add_error("link", _("Please give at least one date."))
        return data

    def _check_links(self, links: list[str]) -> None:
        if len(links) > 1 and len(links) != len(self.slots):
            sentence = _(
                "These are %(links)s links for %(dates)s dates. Give one, or one for each."
            )
            self.add_error("link", sentence % {"links": len(links), "dates": len(self.slots)})

    def _forget_what_is_not_asked(self, rhythm: str | None) -> None:
        """A field that is not on the page for this rhythm says nothing, not even an error."""
        asked = {
            "first": rhythm not in {Rhythm.LIST, Rhythm.NONE},
            "time": rhythm not in {Rhythm.LIST, Rhythm.NONE},
            "count": rhythm in SERIES,
            "listed": rhythm == Rhythm.LIST,
            "minutes": rhythm != Rhythm.NONE,
        }
        for name in (name for name, is_asked in asked.items() if not is_asked):
            self.errors.pop(name, None)

    def _walls(self, rhythm: str, data: dict[str, Any]) -> list[Wall]:
        if rhythm == Rhythm.LIST:
            return read_list(data["listed"])
        days = series(data["first"], rhythm, data.get("count") or 1)
        return [Wall(dt.datetime.combine(day, data["time"])) for day in days]

    def _check_years(self, walls: list[Wall]) -> None:
        years = range(FIRST_YEAR, self.now.year + YEARS_AHEAD + 1)
        for wall in walls:
            if wall.at.year not in years:
                raise ValidationError(
                    _("%(day)s is too far away; please look at the year.")
                    % {"day": f"{wall.at:%Y-%m-%d}"}
                )
            if wall.lasts and wall.lasts > LONGEST:
                raise ValidationError(_("A session lasts a week at most."))

    @property
    def fingerprint(self) -> str:
        """Names exactly these dates: what was looked at is what is stored."""
        return ",".join(f"{s.starts_at:%Y%m%d%H%M}-{s.ends_at:%d%H%M}" for s in self.slots)


class NewMeetingForm(DetailsForm, SessionsForm):
    """Everything at once; `copied` is a meeting that it begins with."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm, initial=Rhythm.ONCE)
    together = forms.ModelMultipleChoiceField(
        label=_("Ask to run it too"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They run the meeting you copy. Whom you leave ticked is asked when you save, and says "
            "yes or no."
        ),
    )

    groups_of = (
        *DetailsForm.groups_of[:1],
        SessionsForm.groups_of[0],
        ("where", _("Where"), ("form", "place", "link", "make_room")),
        ("together", _("With whom"), ("together",)),
    )
    folded = (*SessionsForm.folded, *DetailsForm.folded)

    def __init__(
        self, *args: Any, others: list[int], saved: Meeting | None = None, **kwargs: Any
    ) -> None:
        """`saved`: the draft that this very form was stored as before."""
        super().__init__(*args, **kwargs)
        self.saved = saved
        if others:
            self.fields["together"].queryset = User.objects.filter(pk__in=others, is_active=True)
            self.initial.setdefault("together", others)
        else:
            del self.fields["together"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        return slug if self.saved and slug == self.saved.slug else super().clean_slug()

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [group for group in super().groups if group["fields"]]
