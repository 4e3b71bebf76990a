"""Parse and explain, nothing else."""

import unicodedata

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.actions import Details
from meetings.models import Meeting, Programme, Registration, Report, Session
from members.models import Affiliate, PolicyVersion, User

# Format characters that can hide or turn text around; joiners that scripts need are allowed.
_JOINERS = {"\u200c", "\u200d"}


def plain_line(text: str) -> str:
    """One line of text as people see it.

    Raises:
        ValidationError: it holds control characters or marks that turn the direction of text.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in text):
        raise ValidationError(
            _("This holds a character that cannot be shown. Please type it again."),
            code="character",
        )
    if text and not any(c.isalnum() for c in text):
        raise ValidationError(_("Please give a name with letters in it."), code="letters")
    return text


def short_line(text: str, longest: int) -> str:
    """`plain_line`, checked again for its length: normalising can make a text longer.

    Raises:
        ValidationError: it is no plain line, or too long.
    """
    line = plain_line(text)
    if len(line) > longest:
        raise ValidationError(_("This is too long. Please shorten it."), code="max_length")
    return line


class NameField(forms.CharField):
    """How somebody wants to be called."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=80, **kwargs)
        self.widget.attrs.update({"autocomplete": "name"})

    def clean(self, value: object) -> str:
        return short_line(super().clean(value), self.max_length)


class AppearanceForm(forms.Form):
    """How a person is named, and who sees it."""

    name = NameField(
        label=_("How should we name you?"),
        error_messages={"required": _("Please say how we should name you.")},
        help_text=_("Your name, a nickname, your user name: as you like."),
    )
    visibility = forms.ChoiceField(
        label=_("On the public list"),
        choices=Registration.Visibility,
        initial=Registration.Visibility.NAME,
        widget=forms.RadioSelect,
    )


class SignUpForm(AppearanceForm):
    """For someone who is signed in; strangers fill in `EmailSignUpForm`."""

    affiliate = forms.ModelChoiceField(
        label=_("Affiliate"),
        queryset=Affiliate.objects.filter(is_former=False),
        required=False,
        empty_label=_("none, or I would rather not say"),
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=100,
        required=False,
        help_text=_("If you have no affiliate."),
        widget=forms.TextInput(attrs={"autocomplete": "country-name"}),
    )
    note = forms.CharField(
        label=_("Note to the facilitator"),
        max_length=1000,
        required=False,
        help_text=_(
            "What you need to take part, languages, a topic. Only the facilitator reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    policy = forms.BooleanField(
        label=_("I have read the safe space policy and will keep to it."),
        error_messages={
            "required": _("Please read the safe space policy and say that you will keep to it.")
        },
    )

    # The version that was shown: nobody acknowledges what they have not seen.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, policy: PolicyVersion, acknowledged: bool = False, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.newest = self.fields["version"].initial = policy.number
        if acknowledged:
            # Never ask twice for what is known.
            del self.fields["policy"]

    def clean_version(self) -> int:
        shown = self.cleaned_data["version"]
        if "policy" in self.fields and shown not in {None, self.newest}:
            self.data = self.data.copy()
            self.data["version"] = self.newest
            self.data.pop("policy", None)
            self.add_error(
                "policy", _("The policy was changed a moment ago. Please read it again.")
            )
        return self.newest

    def clean_country(self) -> str:
        return short_line(self.cleaned_data["country"], 100)

    def details(self) -> Details:
        """What was filled in, for the action."""
        data = self.cleaned_data
        return Details(
            name=data["name"],
            visibility=data["visibility"],
            affiliate=data["affiliate"],
            country=data["country"],
            note=data["note"],
            policy_ticked=data.get("policy", False),
        )


class EmailSignUpForm(SignUpForm):
    """For someone who is not signed in."""

    email = forms.EmailField(
        label=_("Where should the link go?"),
        error_messages={"required": _("Please give an address that the link can go to.")},
        max_length=254,
        help_text=_("Your e-mail address. We use it for this meeting and show it to nobody."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    field_order = ["email", "name", "visibility", "affiliate", "country", "note", "policy"]

    def clean_email(self) -> str:
        """In the form in which it is kept; a letter can become two in it."""
        email = self.cleaned_data["email"].lower()
        if len(email) > 254 or not email.isprintable():
            raise ValidationError(_("This is no address that a message can go to."), code="email")
        return email


class MoveForm(forms.Form):
    """Another session of the same meeting."""

    session = forms.ModelChoiceField(
        label=_("Move to"),
        queryset=Session.objects.none(),
        to_field_name="number",
        empty_label=None,
        error_messages={"invalid_choice": _("That is not a session you can move to.")},
    )

    def __init__(self, *args: object, sessions: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions


def language_name(code: str) -> str:
    """The language's own name for itself: `Español`."""
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()


class FilterForm(forms.Form):
    """What to show in a list of meetings. Sent with GET."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("All programmes"),
    )
    fits = forms.BooleanField(label=_("Fits my day"), required=False)

    def __init__(self, *args: object, languages: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((language_name(code), code) for code in languages if code)
        self.fields["language"].choices = [
            ("", _("All languages")),
            *((code, name) for name, code in named),
        ]
        self.fields["kind"].choices = [("", _("All kinds")), *Meeting.Kind.choices]


class ReportForm(forms.Form):
    """Someone reports a violation."""

    addressee = forms.ChoiceField(
        label=_("Who should read it?"),
        choices=Report.Addressee,
        initial=Report.Addressee.ADMINS,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=5000,
        error_messages={"required": _("Please say what happened.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    about = forms.CharField(
        label=_("Who is it about?"),
        max_length=200,
        required=False,
        help_text=_("A name, as far as you want to give one."),
    )
    about_facilitators = forms.BooleanField(
        label=_("It is about the facilitator"),
        required=False,
        help_text=_("Then the facilitator will not see it, whatever you chose above."),
    )
    about_admins = forms.BooleanField(
        label=_("It is about an admin of the network"),
        required=False,
        help_text=_("Then no admin will see it."),
    )
    signed = forms.BooleanField(
        label=_("Put my name to it, so that I can be asked"),
        required=False,
        help_text=_("Otherwise the report is anonymous."),
    )

    def __init__(
        self, *args: object, user: User, session: Session | None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if not user.is_authenticated:
            del self.fields["signed"]
        if session is None:
            del self.fields["about_facilitators"]
            self.fields["addressee"].choices = [
                (Report.Addressee.ADMINS.value, Report.Addressee.ADMINS.label)
            ]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if "\x00" in text:
            raise ValidationError(_("This holds a character that cannot be stored."))
        return text


class ReportWorkForm(forms.ModelForm):
    """What a reader of a report notes about it."""

    class Meta:
        model = Report
        fields = ["status", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4, "maxlength": 5000})}
