"""Asking somebody to run a meeting, and answering."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.forms.public import AddressField, ReachField
from members.fields import NameField, TextField
from members.models import Affiliate


class InviteForm(forms.Form):
    """Whom to ask, and whether they run the meeting too or instead."""

    reach = AddressField(
        label=_("E-mail address"),
        error_messages={"required": _("Please give an address that the question can go to.")},
        help_text=_("It is shown to nobody."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    name = NameField(
        label=_("Who is it?"),
        error_messages={"required": _("Please say who it is.")},
        help_text=_("A name under which you know them until they answer."),
    )
    hands_over = forms.BooleanField(
        label=_("Hand the meeting over: once they say yes, I no longer run it"), required=False
    )

    def __init__(self, *args: object, may_hand_over: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        if not may_hand_over:
            del self.fields["hands_over"]
        # Who is asked has to sign in: by a user name, only if that works with Wikimedia.
        if settings.WIKI_MAIL and settings.WIKIMEDIA_SIGN_IN:
            self.fields["reach"] = ReachField(
                label=_("E-mail address or Wikimedia user name"),
                help_text=self.fields["reach"].help_text,
            )
            self.fields["reach"].widget.attrs["autocomplete"] = "off"


class AcceptForm(forms.Form):
    """What the page of the meeting says about somebody who runs it. Never asked twice."""

    name = NameField(
        label=_("How should we name you?"),
        error_messages={"required": _("Please say how we should name you.")},
        help_text=_("Everyone sees it on the page of the meeting."),
    )
    affiliate = forms.ModelChoiceField(
        label=_("For which affiliate?"),
        queryset=Affiliate.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("It stands beside your name."),
    )

    def __init__(
        self, *args: object, named: bool, affiliates: list[Affiliate], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if named:
            del self.fields["name"]
        if affiliates:
            mine = Affiliate.objects.filter(pk__in=[one.pk for one in affiliates])
            self.fields["affiliate"].queryset = mine
            self.fields["affiliate"].initial = affiliates[0].pk
        else:
            del self.fields["affiliate"]


class DeclineProposalForm(forms.Form):
    """Why a proposal is not accepted as it stands."""

    reason = TextField(
        label=_("What should change?"),
        max_length=500,
        rows=3,
        error_messages={"required": _("Please say why; it is sent to who proposed the meeting.")},
        help_text=_("Sent to who proposed it. They can change it and ask again."),
    )
