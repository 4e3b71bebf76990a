"""A message to a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.fields import TextField


class MessageForm(forms.Form):
    text = TextField(
        label=_("Your message"),
        max_length=3000,
        rows=8,
        help_text=_(
            "Your name goes with it, your address does not. The answer comes the same way."
        ),
        error_messages={
            "required": _("Please write something."),
            "max_length": _("This is too long. Please tell it in 3,000 characters."),
        },
    )
