"""What facilitators ask of a list, and what an act on it needs to know."""

from collections.abc import Iterable, Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.forms.public import AddressField, ReachField
from meetings.models import Session
from members.fields import LineField, NameField
from members.models import Affiliate

ALL, NEEDS, WAITING, GONE = "all", "needs", "waiting", "gone"
ARRIVAL = "arrival"


class ListForm(forms.Form):
    """Whom to show, in which order. Sent with GET, and with an act on everyone who was found."""

    q = forms.CharField(
        label=_("Find a person"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (ALL, _("All")),
            (NEEDS, _("Needs you")),
            (WAITING, _("Waiting list")),
            (GONE, _("Cancelled and removed")),
        ],
    )
    affiliate = forms.ChoiceField(label=_("Affiliate"), required=False)
    sort = forms.ChoiceField(
        label=_("In order of"),
        required=False,
        choices=[
            (ARRIVAL, _("by arrival")),
            ("name", _("by name")),
            ("affiliate", _("by affiliate")),
            ("state", _("by how it stands")),
        ],
    )

    def __init__(self, *args: object, affiliates: Iterable[Affiliate], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = {affiliate.pk: affiliate for affiliate in affiliates}
        known = sorted((one.short, str(pk)) for pk, one in named.items())
        choices = [("", _("All affiliates")), *((pk, short) for short, pk in known)]
        self.fields["affiliate"].choices = choices

    def asked(self) -> dict[str, str]:
        """What was understood; the rest counts for nothing, so that there is always a list."""
        self.is_valid()
        got = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return {**got, "show": got["show"] or ALL, "sort": got["sort"] or ARRIVAL}


class AddPersonForm(forms.Form):
    """Someone who wrote to the facilitator."""

    reach = AddressField(
        label=_("Their e-mail address"),
        error_messages={"required": _("Please give an address that a message can go to.")},
    )
    name = NameField(
        label=_("How should we name them?"),
        error_messages={"required": _("Please say how we should name them.")},
        help_text=_("Only you see it until they say themselves how they want to be shown."),
    )
    affiliate = forms.ModelChoiceField(
        label=_("Affiliate"),
        queryset=Affiliate.objects.filter(is_former=False),
        required=False,
        empty_label=_("none, or not known"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if settings.WIKI_API_URL:
            self.fields["reach"] = ReachField(
                label=_("Their e-mail address, or their Wikimedia user name")
            )
        # Somebody else's: the browser must not offer one's own.
        for name in ("reach", "name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class RemoveForm(forms.Form):
    """Why someone is taken off the list."""

    reason = LineField(
        label=_("Why?"),
        max_length=300,
        error_messages={"required": _("Please say why, in a word.")},
        help_text=_(
            "Kept for those who run the meeting. The people are told that they are no longer on "
            "the list, not why."
        ),
    )


class MovePeopleForm(forms.Form):
    """Another session of the same meeting."""

    to = forms.ChoiceField(
        label=_("Move to"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose a session."),
            "invalid_choice": _("That is not a session you can move people to."),
        },
    )

    def __init__(self, *args: object, sessions: Sequence[Session], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.number): one for one in sessions}
        self.fields["to"].choices = [(number, number) for number in self.sessions]

    def clean_to(self) -> Session:
        return self.sessions[self.cleaned_data["to"]]
