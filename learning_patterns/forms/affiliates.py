"""Several affiliates, each named in a line of its own with the known ones to choose from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from members.models import Affiliate
from members.wording import plain_words

MOST, LINES = 10, 3


class Lines(forms.Widget):
    """A few lines of the same name; always one more than are filled in."""

    template_name = "learning_patterns/_lines.html"
    use_fieldset = True

    def __init__(self, *, label: Any, **kwargs: Any) -> None:
        """`label` names a line, for those who do not see what stands above all of them."""
        super().__init__(**kwargs)
        self.label = label

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What a content holds are addresses; shown are names."""
        context = super().get_context(name, value, attrs)
        affiliates = list(Affiliate.objects.values_list("slug", "name", "is_former"))
        names = {slug: called for slug, called, _former in affiliates}
        told = [names.get(line, line) for line in value or () if line.strip()][:MOST]
        context["widget"] |= {
            "lines": told + [""] * max(LINES - len(told), 1 if len(told) < MOST else 0),
            "known": [called for _slug, called, is_former in affiliates if not is_former],
            "label": self.label,
            "wrong": "aria-invalid" in context["widget"]["attrs"],
        }
        return context


class AffiliatesField(forms.Field):
    """Cleaned to the affiliates; found by name, other name, code or address."""

    def __init__(self, *, line_label: Any, **kwargs: Any) -> None:
        super().__init__(widget=Lines(label=line_label), **kwargs)

    def clean(self, value: Any) -> list[Affiliate]:
        told = list(dict.fromkeys(line.strip() for line in value or () if line.strip()))
        if len(told) > MOST:
            raise ValidationError(
                _("Please name at most %(most)d affiliates."), params={"most": MOST}
            )
        return _found(told) if told else []


def _found(told: list[str]) -> list[Affiliate]:
    """Former ones too: it was learned there.

    Raises:
        ValidationError: one of them is not known, or there are two of that name.
    """
    known: dict[str, set[Affiliate]] = {}
    by_address = {}
    for one in Affiliate.objects.all():
        by_address[one.slug] = {one}
        for name in filter(None, (one.name, one.other_name, one.code)):
            known.setdefault(plain_words(name), set()).add(one)
    found = {line: by_address.get(line) or known.get(plain_words(line), set()) for line in told}
    wrong = [
        ValidationError(
            _("We know no affiliate called “%(name)s”. Please choose one from the list."),
            params={"name": line[:100]},
            code="unknown",
        )
        for line, ones in found.items()
        if len(ones) != 1
    ]
    if wrong:
        raise ValidationError(wrong)
    return [one for ones in found.values() for one in ones]
