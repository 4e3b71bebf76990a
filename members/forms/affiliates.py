"""Affiliates."""

import re
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.fields import LineField
from members.models import Affiliate
from members.wording import plain_words

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", re.ASCII)
# Languages by every name that Django knows for them, and by code.
_LANGUAGES = {
    plain_words(name): code
    for code, facts in LANG_INFO.items()
    if "name" in facts
    for name in (facts["name_local"], facts["name"], code)
}


class LanguagesField(forms.CharField):
    """Languages as people write them, `Español, English, qu`; cleaned to a list of codes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Names or codes, with commas between: Español, en."))
        super().__init__(max_length=200, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(LANG_INFO.get(code, {}).get("name_local", code) for code in value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:
        names = [name for name in map(plain_words, super().clean(value).split(",")) if name]
        codes = [_LANGUAGES.get(name, name) for name in names]
        if unknown := [code for code in codes if not _CODE.fullmatch(code)]:
            sentence = _("We do not know “%(name)s”. Try the name of the language in English.")
            raise ValidationError(sentence, params={"name": unknown[0]}, code="unknown")
        return list(dict.fromkeys(codes))


class AffiliateForm(forms.ModelForm):
    name = LineField(label=_("Name"), max_length=200)
    code = LineField(label=_("Code"), max_length=20, required=False)
    other_name = LineField(label=_("Also known as"), max_length=200, required=False)
    country = LineField(label=_("Country"), max_length=100, required=False)
    region = LineField(label=_("Region"), max_length=100, required=False)
    languages = LanguagesField(label=_("Languages"))
    homepage = forms.URLField(
        label=_("Homepage"), max_length=200, required=False, assume_scheme="https"
    )

    class Meta:
        model = Affiliate
        fields = [
            "name", "code", "other_name", "kind", "country", "region", "languages", "homepage",
            "in_network",
        ]  # fmt: skip

    def clean_name(self) -> str:
        """No second affiliate of the same name: that is what merging is for."""
        name: str = self.cleaned_data["name"]
        others = Affiliate.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if plain_words(name) in map(plain_words, others):
            raise ValidationError(_("There is an affiliate of this name already."), code="known")
        return name


class MergeForm(forms.Form):
    gone = forms.ModelChoiceField(
        label=_("Which one is the same?"),
        queryset=Affiliate.objects.all(),
        empty_label=_("Choose the affiliate that goes"),
        error_messages={"required": _("Please choose the affiliate that goes.")},
    )

    def __init__(self, *args: Any, kept: Affiliate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gone"].queryset = Affiliate.objects.exclude(pk=kept.pk)
