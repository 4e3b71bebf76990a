"""Questions that stayed open: asked, answered, and what came of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from learning_patterns.forms.fields import LineField, TextField, languages
from learning_patterns.forms.ties import slug_in
from learning_patterns.models import Pattern, Question
from meetings.models import Session

LONGEST = 5000
_TRIED = {Question.Stuck.WORKED, Question.Stuck.PARTLY, Question.Stuck.FAILED}


class QuestionForm(forms.Form):
    """What nobody could answer."""

    text = LineField(
        label=_("Your question"),
        max_length=300,
        help_text=_("In one sentence, so that others know at once what it is about."),
        error_messages={"required": _("Please ask something.")},
    )
    details = TextField(
        label=_("More about it"),
        max_length=LONGEST,
        required=False,
        help_text=_("What you have tried, what it depends on. You can use Markdown."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages)
    shows_name = forms.BooleanField(
        label=_("Show my name with the question"),
        required=False,
        help_text=_("Everyone can read it. Without this it stands there as by “a participant”."),
    )


class AskForm(QuestionForm):
    """The same, with the session in which it came up."""

    session = forms.ChoiceField(label=_("Where did it come up?"), required=False)

    def __init__(self, *args: Any, sessions: Iterable[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.pk): one for one in sessions}
        named = [(key, _named(one)) for key, one in self.sessions.items()]
        self.fields["session"].choices = [("", _("in no session")), *named]

    def clean_session(self) -> Session | None:
        return self.sessions.get(self.cleaned_data["session"])


def _named(session: Session) -> str:
    style = pgettext("format of a date", "j F Y")
    day = date_format(timezone.localtime(session.starts_at), style)
    return f"{session.meeting.title}, {day}"


class AnswerForm(forms.Form):
    """Which pattern answers it."""

    pattern = forms.CharField(
        label=_("Address of the pattern"),
        max_length=300,
        help_text=_("As it stands in the browser; a draft is fine, too."),
        error_messages={"required": _("Please give the address of a pattern.")},
    )

    def clean_pattern(self) -> Pattern:
        said = self.cleaned_data["pattern"].strip()
        found = Pattern.objects.filter(slug=slug_in(said) or said).first()
        if found is None:
            raise ValidationError(_("There is no pattern at that address."))
        return found


class CloseForm(forms.Form):
    """Why it needs no answer any more."""

    why = LineField(
        label=_("Why?"),
        max_length=300,
        help_text=_("A sentence. It stands with the question."),
        error_messages={"required": _("Please say why in a few words.")},
    )


class StuckForm(forms.Form):
    """What came of the answer."""

    stuck = forms.ChoiceField(
        label=_("Did it help?"),
        choices=Question.Stuck,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one, also if you have not tried it.")},
    )
    place = LineField(
        label=_("Where?"),
        max_length=200,
        required=False,
        help_text=_("A town, an affiliate, a wiki."),
    )
    text = TextField(label=_("What happened?"), max_length=LONGEST, required=False)
    with_name = forms.BooleanField(
        label=_("Show it with the pattern, with my name"),
        required=False,
        help_text=_("Without this, only members of the network read what you tell."),
    )

    def __init__(self, *args: Any, can_show: bool, **kwargs: Any) -> None:
        """`can_show`: the pattern is still there to show it with."""
        super().__init__(*args, **kwargs)
        if not can_show:
            del self.fields["with_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("with_name") and data.get("stuck") in _TRIED:
            for name, missing in _MISSING.items():
                if name not in self.errors and not data.get(name):
                    self.add_error(name, missing)
        return data


_MISSING = {
    "place": _("Please say where, so that others can judge it."),
    "text": _("Please say what happened."),
}
