"""Who vouches for a pattern, and how it went."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning_patterns.forms.fields import LineField, TextField
from learning_patterns.models import Trial


class EndorsementForm(forms.Form):
    """A signature with a reason."""

    reason = LineField(
        label=_("Why do you vouch for it?"),
        max_length=300,
        help_text=_("A sentence. Your name is shown with it."),
        error_messages={"required": _("Please say why in a few words.")},
    )


class TrialForm(forms.Form):
    """I tried it."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Trial.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say how it went.")},
    )
    place = LineField(
        label=_("Where?"),
        max_length=200,
        help_text=_("A town, an affiliate, a wiki."),
        error_messages={"required": _("Please say where.")},
    )
    audience = LineField(label=_("For whom?"), max_length=200, required=False)
    story = TextField(
        label=_("What happened?"),
        max_length=5000,
        error_messages={"required": _("Please say what happened.")},
    )
    adapted = TextField(label=_("What did you do differently?"), max_length=5000, required=False)
