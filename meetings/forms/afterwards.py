"""What is written after a session: its digest, and how it was."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from meetings import afterwards, opinions
from meetings.actions import MOST_LINKS
from meetings.models import Digest, Feedback
from members.fields import TextField, short_line

# Rows for more links than there are.
SPARE = 3


class LinkRow(NamedTuple):
    number: int
    kind: BoundField
    label: BoundField
    address: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        return self[1:]


class DigestForm(forms.Form):
    """Notes and links. The rows of links have numbers, so that it works without a script."""

    text = TextField(
        label=_("Notes"),
        max_length=20_000,
        required=False,
        rows=14,
        help_text=_(
            "What was said and decided, for those who could not come. Names only of people who "
            "are all right with that. You can use Markdown: **bold**, lists with a dash, "
            "[links](https://…)."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_LINKS + 1):
            which = {"number": number}
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Kind of link %(number)s") % which, choices=Digest.LinkKind, required=False
            )
            self.fields[f"label_{number}"] = forms.CharField(
                label=_("Label of link %(number)s") % which, max_length=120, required=False
            )
            self.fields[f"address_{number}"] = forms.CharField(
                label=_("Address of link %(number)s") % which,
                max_length=500,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
            )

    @classmethod
    def of(cls, digest: Digest | None) -> "DigestForm":
        """With what was saved."""
        return cls(initial=initial(digest) if digest else None)

    def rows(self) -> Iterator[LinkRow]:
        """Those that hold something, and some more."""
        rows = [self._row(number) for number in range(1, MOST_LINKS + 1)]
        held = [row.number for row in rows if row.label.value() or row.address.value()]
        yield from rows[: max(held, default=0) + SPARE]

    def _row(self, number: int) -> LinkRow:
        return LinkRow(number, *(self[f"{name}_{number}"] for name in LinkRow._fields[1:]))

    def clean(self) -> dict[str, Any]:
        for number in range(1, MOST_LINKS + 1):
            self._clean_row(number)
        return self.cleaned_data

    def _clean_row(self, number: int) -> None:
        kind, label, address = (
            self.cleaned_data.get(f"{name}_{number}", "") for name in ("kind", "label", "address")
        )
        try:
            label = self.cleaned_data[f"label_{number}"] = short_line(label, 120) if label else ""
        except forms.ValidationError as error:
            self.add_error(f"label_{number}", error)
        field = f"address_{number}"
        if field in self.errors:
            return
        if not address:
            if label:
                self.add_error(field, _("Please give the address, or leave the label empty too."))
            return
        # An address of this portal is kept as its path, and is right wherever the portal moves to.
        address = address.removeprefix(settings.SITE_URL) if kind == _PATTERN else address
        self.cleaned_data[field] = address
        if no := afterwards.address_refusal(kind, address):
            self.add_error(field, no.sentence)

    def links(self) -> list[dict[str, str]]:
        """The rows that hold an address."""
        rows = ((f"kind_{n}", f"label_{n}", f"address_{n}") for n in range(1, MOST_LINKS + 1))
        said = [[self.cleaned_data.get(name, "") for name in row] for row in rows]
        return [
            {"kind": kind or Digest.LinkKind.DOCUMENT.value, "label": label, "address": address}
            for kind, label, address in said
            if address
        ]


_PATTERN = Digest.LinkKind.PATTERN


def initial(digest: Digest) -> dict[str, str]:
    """What the form shows of a digest."""
    known = {"text": digest.text}
    for number, link in enumerate(digest.links, start=1):
        known |= {f"{name}_{number}": link[name] for name in ("kind", "label", "address")}
    return known


class FeedbackForm(forms.Form):
    """How it was. One answer is enough."""

    kind = Feedback.Kind.SESSION

    useful = forms.TypedChoiceField(
        label=_("How useful was it for you?"),
        choices=opinions.USEFUL,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    again = forms.ChoiceField(
        label=_("Would you come again?"),
        choices=Feedback.Again,
        required=False,
        widget=forms.RadioSelect,
    )
    took_home = TextField(
        label=_("What do you take home?"),
        max_length=2000,
        required=False,
        rows=3,
    )
    better = TextField(
        label=_("What should be better?"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=_(
            "Those who run the meeting read this as it is: leave out what tells who you are."
        ),
    )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Please answer at least one of the questions."))
        return self.cleaned_data

    def answers(self) -> Mapping[str, object]:
        return self.cleaned_data


class FollowUpForm(FeedbackForm):
    """What came of it, some months later."""

    kind = Feedback.Kind.FOLLOW_UP

    useful = None  # type: ignore[assignment]
    better = None  # type: ignore[assignment]
    again = forms.ChoiceField(
        label=_("Did you use what you heard there?"),
        choices=opinions.USED,
        required=False,
        widget=forms.RadioSelect,
    )
    took_home = TextField(
        label=_("What came of it?"),
        max_length=2000,
        required=False,
        rows=4,
        help_text=FeedbackForm.base_fields["better"].help_text,
    )


FORMS = {form.kind: form for form in (FeedbackForm, FollowUpForm)}
