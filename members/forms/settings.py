"""How somebody wants to be reached and shown things."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.models import User
from members.models.people import Preferred
from members.rules import kinds_for, routes

BY_BROWSER = "auto"


class SettingsForm(forms.Form):
    preferred_route = forms.ChoiceField(
        label=_("How should messages reach you first?"),
        choices=Preferred,
        widget=forms.RadioSelect,
        help_text=_("If that way does not work, the other one is taken."),
        error_messages={"required": _("Please choose one.")},
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        widget=forms.TextInput(
            attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("Begin to type the name of a large city near you. Empty: as your device says."),
    )
    # Needed, so that nothing is switched off by a form that was sent in pieces.
    language = forms.ChoiceField(
        label=_("Language of pages and messages"),
        error_messages={"required": _("Please choose one.")},
    )
    wanted = forms.MultipleChoiceField(
        label=_("Which of these messages do you want?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        offered = kinds_for(person)
        kwargs["initial"] = {
            "preferred_route": person.preferred_route,
            "time_zone": person.time_zone,
            "language": person.language or BY_BROWSER,
            "wanted": [k.topic for k in offered if k.topic not in person.muted_topics],
        }
        super().__init__(*args, **kwargs)
        self.kept_route = person.preferred_route
        if len(routes(person)) < 2 or not person.wikimedia_proved_at:
            del self.fields["preferred_route"]  # there is nothing to choose between
        self.fields["language"].choices = [
            (BY_BROWSER, _("As your browser asks")),
            *settings.LANGUAGES,
        ]
        self.fields["wanted"].choices = [(kind.topic, kind.label) for kind in offered]
        if not offered:
            del self.fields["wanted"]

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"].strip()
        if name and name not in zoneinfo.available_timezones():
            raise forms.ValidationError(
                _("We know no time zone of that name. Choose one from the list."), code="unknown"
            )
        return name

    def chosen(self) -> dict[str, Any]:
        """What was chosen, for the action."""
        chosen = {"preferred_route": self.kept_route, "wanted": [], **self.cleaned_data}
        return chosen | {"language": chosen["language"].replace(BY_BROWSER, "")}
