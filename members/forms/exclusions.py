"""The exclusion list: who is put on it, and what becomes of an entry."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import elsewhere
from members.fields import LineField, TextField
from members.models import Affiliate, Exclusion, User

Scope = Exclusion.Scope
A_YEAR = dt.timedelta(days=365)
# Which further field a scope needs.
NEEDED = {Scope.AFFILIATE: "affiliate", Scope.MEETING: "meeting"}


def who_field() -> LineField:
    return LineField(
        label=_("E-mail address or Wikimedia user name"),
        max_length=255,
        help_text=_("Only a keyed hash of it is stored; nobody can read it here again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Give an e-mail address or a user name.")},
    )


def _day(label: object, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _review_day(today: dt.date) -> forms.DateField:
    return _day(
        _("Look at it again on"),
        initial=today + A_YEAR,
        help_text=_("On that day it waits for the admins, who decide whether it is still needed."),
    )


class Reviewed:
    """For forms with `review_on`: a day to come, at most two years away."""

    def clean_review_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["review_on"]  # type: ignore[attr-defined]
        if not self.today < day <= self.today + 2 * A_YEAR:  # type: ignore[attr-defined]
            raise ValidationError(_("Choose a day to come, within two years."))
        return day


class ExclusionForm(Reviewed, forms.Form):
    who = who_field()
    scope = forms.ChoiceField(
        label=_("From what?"),
        choices=Scope,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say from what they are excluded.")},
    )
    affiliate = forms.ModelChoiceField(
        label=_("Affiliate"),
        queryset=Affiliate.objects.filter(is_former=False),
        required=False,
        empty_label=_("none"),
        help_text=_("For the platform of one affiliate: which one."),
    )
    meeting = forms.ChoiceField(
        label=_("Meeting"), required=False, help_text=_("For one meeting: which one.")
    )
    reason = TextField(
        label=_("Why?"),
        max_length=2000,
        help_text=_("What happened and what was tried. Only admins read it; name nobody in it."),
        error_messages={"required": _("Give the reason: whoever reviews it has to know.")},
    )
    starts_on = _day(_("From"))
    ends_on = _day(
        _("Until"), required=False, help_text=_("The last day; empty: until it is lifted.")
    )
    review_on = _day(_("Look at it again on"))
    urgent = forms.BooleanField(
        label=_("It cannot wait: let it count at once"),
        required=False,
        help_text=_(
            "Only for everything: it holds for seven days at most, until a second admin agrees."
        ),
    )

    def __init__(
        self, *args: Any, now: dt.datetime, person: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.today = now, timezone.localdate(now)
        self.fields["starts_on"].initial = self.today
        self.fields["review_on"] = _review_day(self.today)
        choices = [(str(uid), title) for uid, title in elsewhere.meetings(now)]
        self.fields["meeting"].choices = [("", _("none")), *choices]
        if person:
            del self.fields["who"]  # never ask for what is known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        scope = data.get("scope")
        for value, field in NEEDED.items():
            if scope == value and field not in self.errors and not data.get(field):
                self.add_error(field, _("This scope asks for it."))
            if scope and scope != value:
                data[field] = None
        for field in ("starts_on", "ends_on"):
            if (day := data.get(field)) and abs(day - self.today) > 10 * A_YEAR:
                self.add_error(field, _("Choose a day within ten years."))
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The end has to come after the start."))
        return data

    def exclusion(self) -> Exclusion:
        """What was filled in, for the action. What starts today starts now."""
        data = self.cleaned_data
        starts = self.now if data["starts_on"] == self.today else _start_of(data["starts_on"])
        ends = _start_of(data["ends_on"] + dt.timedelta(days=1)) if data["ends_on"] else None
        return Exclusion(
            scope=data["scope"],
            affiliate=data["affiliate"],
            meeting_uid=data["meeting"] or None,
            reason=data["reason"],
            starts_at=starts,
            ends_at=ends,
            review_on=data["review_on"],
        )


class LookUpForm(forms.Form):
    who = who_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].help_text = _("What you type is not stored; that you asked is.")


class SeenForm(forms.Form):
    """Says which state of the exclusion the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class NoteForm(SeenForm):
    note = TextField(
        label=_("Why?"),
        max_length=2000,
        help_text=_("Only admins read it; name nobody in it."),
        error_messages={"required": _("Give the reason: it stays in the history.")},
    )


class ReviewForm(Reviewed, NoteForm):
    review_on = _day(_("Look at it again on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"] = _review_day(self.today)


class BanListForm(forms.Form):
    found = forms.TypedChoiceField(
        label=_("Is this person on the Foundation's event ban list?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
