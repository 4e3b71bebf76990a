"""Joining the network and deciding about it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.actions.memberships import Application
from members.fields import LineField, NameField, TextField
from members.models import Affiliate, Membership, User
from members.rules import verdict
from members.wording import plain_words

Work = Membership.Work
# For whom an affiliate has to be named.
EMPLOYED = {Work.SUPPORTS, Work.EMPLOYED}


def affiliate_field(**kwargs: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Affiliate"), queryset=Affiliate.objects.filter(is_former=False), **kwargs
    )


class ApplicationForm(forms.Form):
    """A minute's work; what the rules make of it is said beside the field it is about."""

    name = NameField(
        label=_("How should we name you?"),
        error_messages={"required": _("Please say how we should name you.")},
    )
    work = forms.ChoiceField(
        label=_("What do you do?"),
        choices=Work,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say what fits you best.")},
    )
    affiliate = affiliate_field(required=False, empty_label=_("none, or it is not in this list"))
    affiliate_named = LineField(
        label=_("Another affiliate"),
        max_length=200,
        required=False,
        help_text=_("If yours is not in the list: its name."),
    )
    country = LineField(
        label=_("Country"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "country-name"}),
    )
    job_title = LineField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    statement = TextField(
        label=_("How do you support volunteers?"),
        max_length=2000,
        help_text=_("Two or three sentences are enough. Only the admins read them."),
        error_messages={
            "required": _("Please tell in a sentence how you support volunteers."),
            "max_length": _("This is too long. Please tell it in 2,000 characters."),
        },
    )
    role = forms.ChoiceField(
        label=_("What would you like to be?"),
        choices=[
            (Membership.Role.MEMBER.value, _("Member")),
            (Membership.Role.LIAISON.value, _("Liaison: on an equal footing, without a vote")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.name or person.proved_wikimedia_name:
            # Never ask twice for what is known.
            del self.fields["name"]

    def clean_affiliate_named(self) -> str:
        """The name of an affiliate that we do not know; one that we do know is chosen instead."""
        named = self.cleaned_data["affiliate_named"]
        if named and not self.cleaned_data.get("affiliate"):
            self.cleaned_data["affiliate"] = known_affiliate(named)
        return "" if self.cleaned_data.get("affiliate") else named

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        work, role = data.get("work"), data.get("role")
        named = data.get("affiliate") or data.get("affiliate_named")
        if work in EMPLOYED and not named and "affiliate_named" not in self.errors:
            self.add_error("affiliate", _("Please say which affiliate employs you."))
        if work and role and not (said := verdict(work, role)).possible:
            self.add_error("role", said.sentence)
        return data

    def application(self) -> dict[str, Any]:
        """What was filled in, for the action."""
        data = dict(self.cleaned_data)
        return {"name": data.pop("name", ""), "application": Application(**data)}


def known_affiliate(name: str) -> Affiliate | None:
    """The one affiliate of that name or code, if there is exactly one."""
    words = plain_words(name)
    found = [
        affiliate
        for affiliate in Affiliate.objects.filter(is_former=False)
        if words in map(plain_words, (affiliate.name, affiliate.code, affiliate.other_name))
    ]
    return found[0] if len(found) == 1 else None


class SeenForm(forms.Form):
    """Says which state of the membership the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class ApproveForm(SeenForm):
    role = forms.ChoiceField(choices=Membership.Role, widget=forms.HiddenInput)


class QuestionForm(SeenForm):
    text = TextField(
        label=_("Your question"),
        max_length=2000,
        error_messages={"required": _("Please write what you want to know.")},
    )


class AnswerForm(SeenForm):
    text = TextField(
        label=_("Your answer"),
        max_length=2000,
        error_messages={"required": _("Please write an answer.")},
    )


class DeclineForm(SeenForm):
    reason = TextField(
        label=_("Why?"),
        max_length=1000,
        help_text=_("The applicant reads this."),
        error_messages={"required": _("Please give the reason; the applicant reads it.")},
    )


class EndForm(SeenForm):
    reason = TextField(
        label=_("Why?"), max_length=1000, required=False, help_text=_("The person reads this.")
    )


class PlaceForm(SeenForm):
    affiliate = affiliate_field(
        empty_label=_("Choose an affiliate"),
        error_messages={"required": _("Please choose the affiliate that is meant.")},
    )


def _votes(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000)


class VoteForm(SeenForm):
    votes_for = _votes(_("Votes for"))
    votes_against = _votes(_("Votes against"))
    voted_on = forms.DateField(
        label=_("Day of the vote"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_voted_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["voted_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day
