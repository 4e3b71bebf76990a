"""What everyone fills in: signing up, moving, finding, reporting."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from meetings.actions import Details
from meetings.models import Meeting, Programme, Registration, Report, Session
from members.fields import NameField, TextField, short_line
from members.models import Affiliate, PolicyVersion, User
from members.wikimedia import NO_NAME
from vsn.mediawiki.names import is_possible, normalise
from vsn.templatetags.languages import tongue

LONGEST_ADDRESS = 254
LONGEST_ANSWER = 500


class AddressField(forms.EmailField):
    """An e-mail address, in the form in which it is kept."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": LONGEST_ADDRESS, **kwargs})

    def clean(self, value: object) -> str:
        email = super().clean(value).lower()  # in which a letter can become two
        if len(email) > LONGEST_ADDRESS or not email.isprintable():
            raise ValidationError(_("This is no address that a message can go to."), code="email")
        return email


class ReachField(AddressField):
    """An e-mail address, or a user name on the wiki: what holds an @ is an address. Whether the
    wiki knows the account is another question, which goes over the network."""

    widget = forms.TextInput(
        attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
    )
    default_error_messages = {"required": _("Please give an e-mail address or a user name.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 400, **kwargs})

    def clean(self, value: object) -> str:
        typed = self.to_python(value)
        if not typed or "@" in typed:
            return super().clean(value)
        name = normalise(typed)
        if not is_possible(name):
            raise ValidationError(NO_NAME, code="wiki_name")
        return name


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
    """For someone who is signed in; others fill in `StrangerForm`."""

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
        self,
        *args: object,
        policy: PolicyVersion,
        acknowledged: bool = False,
        questions: Sequence[str] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"answer_{number}": text for number, text in enumerate(questions)}
        for name, text in self.asked.items():
            self.fields[name] = TextField(
                label=text, max_length=LONGEST_ANSWER, required=False, rows=2
            )
        self.shown = policy
        self.fields["version"].initial = policy.number
        if acknowledged:
            # Never ask twice for what is known.
            del self.fields["policy"]

    @property
    def answers(self) -> list[BoundField]:
        """The fields of the meeting's own questions."""
        return [self[name] for name in self.asked]

    def clean_version(self) -> int:
        newest = self.shown.number
        if "policy" in self.fields and self.cleaned_data["version"] not in {None, newest}:
            self.data = self.data.copy()
            self.data["version"] = newest
            self.data.pop("policy", None)
            self.add_error(
                "policy", _("The policy was changed a moment ago. Please read it again.")
            )
        return newest

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
            answers=tuple((text, data[name]) for name, text in self.asked.items() if data[name]),
            policy_ticked=data.get("policy", False),
            policy_version=self.shown,
        )


class StrangerForm(SignUpForm):
    """For someone who is not signed in."""

    reach = AddressField(
        label=_("Where should the link go?"),
        error_messages={"required": _("Please give an address that the link can go to.")},
        help_text=_("Your e-mail address. We use it for this meeting and show it to nobody."),
    )
    field_order = ["reach", "name", "visibility", "affiliate", "country", "note", "policy"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if settings.WIKI_MAIL:
            self.fields["reach"] = ReachField(
                label=self.fields["reach"].label,
                help_text=_(
                    "Your e-mail address, or your Wikimedia user name: then the wiki sends you an "
                    "e-mail. We use it for this meeting and show it to nobody."
                ),
            )


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
    name = tongue(code)
    return name[:1].title() + name[1:]


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


class ReportWorkForm(forms.Form):
    """What a reader of a report notes about it; `seen` is the state that the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("How does it stand?"), choices=Report.Status)
    note = TextField(
        label=_("Note"),
        max_length=5000,
        required=False,
        help_text=_("Everyone who may read this report sees it. It cannot be changed afterwards."),
    )
