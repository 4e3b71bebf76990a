"""The safe space policy as a draft, in every language it is written in."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.actions.policies import Text
from members.fields import TextField
from members.models import PolicyVersion
from vsn.templatetags.languages import tongue

MOST_LANGUAGES = 40
_TEXT = re.compile(r"texts-([0-9]{1,2})-(?:language|body|changes)", re.ASCII)


def _languages() -> list[tuple[str, str | Promise]]:
    """Those of the portal first, then every other that Django knows, by its own name."""
    ours = [code for code, _name in settings.LANGUAGES]
    others = [code for code in LANG_INFO if code not in ours and "name_local" in LANG_INFO[code]]
    others.sort(key=lambda code: LANG_INFO[code]["name_local"].casefold())
    named = [(code, tongue(code)) for code in (*ours, *others)]
    return [("", _("Choose a language")), *named]


class PolicyTextForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=_languages, required=False)
    body = TextField(
        label=_("Text"),
        rows=16,
        max_length=50_000,
        required=False,
        help_text=_("Markdown. A language without a text is left out."),
    )
    changes = TextField(
        label=_("What changed"),
        rows=3,
        max_length=5_000,
        required=False,
        help_text=_("A summary for those who know the version before."),
    )

    @property
    def title(self) -> str:
        """The language by its own name; empty where none has been chosen yet."""
        code = str(self["language"].value() or "")
        return tongue(code) if code in LANG_INFO else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("body") and not data.get("language"):
            self.add_error("language", _("Say in which language this is."))
        return data


class BasePolicyTexts(forms.BaseFormSet):
    @classmethod
    def get_default_prefix(cls) -> str:
        return "texts"

    def clean(self) -> None:
        """Every language once, and at least one text."""
        used = [form.cleaned_data for form in self.forms if form.cleaned_data.get("body")]
        languages = [data["language"] for data in used if data.get("language")]
        if not used:
            raise forms.ValidationError(_("Write the text in at least one language."))
        if len(languages) != len(set(languages)):
            raise forms.ValidationError(_("One language stands here twice."))

    def texts(self) -> list[Text]:
        """What was filled in, for the action."""
        return [
            Text(data["language"], data["body"], data["changes"])
            for data in (form.cleaned_data for form in self.forms)
            if data.get("body")
        ]


PolicyTexts = forms.formset_factory(
    PolicyTextForm,
    formset=BasePolicyTexts,
    extra=1,
    max_num=MOST_LANGUAGES,
    absolute_max=MOST_LANGUAGES,
)


class DraftForm(forms.Form):
    """What holds for all languages; `seen` is the state of the draft that the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    needs_acknowledgement = forms.BooleanField(
        label=_("A change of substance: everyone is asked to acknowledge it again"),
        required=False,
        help_text=_("Nobody gets a video-call link before they have."),
    )


class SeenDraftForm(forms.Form):
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class NamesForm(forms.Form):
    """A search among those who acknowledged a version."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False)


def sent_texts(data: QueryDict) -> BasePolicyTexts:
    """The texts as they were sent, however many: counted here, so that none is lost because a
    hidden number was."""
    found = [int(key[1]) for key in map(_TEXT.fullmatch, data) if key]
    known = data.copy()
    known["texts-TOTAL_FORMS"] = str(min(max(found, default=0) + 1, MOST_LANGUAGES))
    known["texts-INITIAL_FORMS"] = "0"
    return PolicyTexts(known)


def initial_texts(version: PolicyVersion) -> list[dict[str, str]]:
    """The texts of a draft, as the forms begin."""
    return [
        {"language": text.language, "body": text.body, "changes": text.changes}
        for text in version.texts.order_by("language")
    ]
