"""Work on a report: whom it turned out to be about, and who takes over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Report
from members.models import User

Addressee = Report.Addressee


class _SeenForm(forms.Form):
    """Says which state of the report the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class ConcernedForm(_SeenForm):
    person = forms.ChoiceField(
        label=_("Who?"),
        error_messages={"required": _("Choose somebody.")},
        help_text=_("They cannot read it from now on, and are not told."),
    )

    def __init__(self, *args: Any, people: list[User], reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.handle: person for person in people}
        named = [(p.handle, _("you yourself") if p == reader else str(p)) for p in people]
        self.fields["person"].choices = [("", _("Choose somebody")), *named]

    def clean_person(self) -> User:
        return self.people[self.cleaned_data["person"]]


class HandOnForm(_SeenForm):
    to = forms.ChoiceField(
        label=_("To whom?"),
        choices=[
            (Addressee.ADMINS.value, _("the network's admins")),
            (Addressee.AFFILIATE.value, _("the affiliate that provides the platform")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
        help_text=_("Those it is about are left out. You can read it only if you are among them."),
    )
