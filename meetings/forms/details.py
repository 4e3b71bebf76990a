"""What a meeting is: the same fields where it is set up and where it is changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions import DETAILS, Values
from meetings.fields import LanguageNamesField, language_choices
from meetings.forms.grouping import GroupedForm
from meetings.models import DEFAULT_LEADS, LONGEST_LEAD, Meeting, Programme, Status
from members.fields import LineField, TextField, short_line
from members.models import Affiliate

DAY = 24 * 60
LEADS = (7 * DAY, 3 * DAY, 2 * DAY, DAY, 3 * 60, 60, 15)
UNITS = ((1, _("minutes")), (60, _("hours")), (DAY, _("days")), (7 * DAY, _("weeks")))
SUGGESTED = (
    _("Do you need anything to take part, such as captions or breaks?"),
    _("Which topic or question do you bring?"),
)
MONTHS = (1, 2, 3, 6, 12)
LONGEST_QUESTION = 200


def lead_in_words(minutes: int) -> str:
    """ "1 week", "90 minutes": in the largest unit that comes out even."""
    for size, words in (
        (7 * DAY, lambda n: ngettext("%(n)s week", "%(n)s weeks", n)),
        (DAY, lambda n: ngettext("%(n)s day", "%(n)s days", n)),
        (60, lambda n: ngettext("%(n)s hour", "%(n)s hours", n)),
    ):
        if minutes and minutes % size == 0:
            return words(minutes // size) % {"n": minutes // size}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


class DetailsForm(GroupedForm):
    NOBODY = _("nobody in particular")

    title = LineField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Please give it a title.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind)
    language = forms.ChoiceField(label=_("Language"), required=False)
    summary = LineField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        help_text=_("It stands in lists, calendars and messages."),
    )
    description = TextField(
        label=_("Description"),
        max_length=20_000,
        required=False,
        rows=7,
        help_text=_(
            "You can use Markdown: **bold**, *slanted*, lists with a dash, [links](https://…)."
        ),
    )
    form = forms.ChoiceField(
        label=_("Takes place"), choices=Meeting.Form, initial=Meeting.Form.ONLINE
    )
    place = LineField(label=_("Place"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Address of the page"),
        max_length=80,
        required=False,
        help_text=_("Empty: made from the title. It can be changed until you publish."),
        error_messages={"invalid": _("Please use small letters a to z, digits and dashes.")},
    )
    interpretation = LanguageNamesField(
        label=_("Interpretation into"),
        required=False,
        initial=list,
        help_text=_("For example: Spanish, French"),
    )
    hosts = forms.ModelMultipleChoiceField(
        label=_("Hosts"),
        queryset=Affiliate.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        required=False,
        empty_label=_("none"),
    )
    platform = LineField(
        label=_("Platform"), max_length=60, required=False, help_text=_("Zoom, Jitsi, Meet …")
    )
    platform_affiliate = forms.ModelChoiceField(
        label=_("Platform provided by"),
        queryset=Affiliate.objects.none(),
        required=False,
        help_text=_("Reports about what happens in the room can go to this affiliate."),
    )
    leads = forms.TypedMultipleChoiceField(
        label=_("The link goes out"),
        coerce=int,
        initial=DEFAULT_LEADS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one time.")},
        help_text=_("Whoever signs up later gets it at once."),
    )
    own_lead = forms.IntegerField(label=_("And also"), min_value=1, required=False)
    own_unit = forms.TypedChoiceField(
        label=_("before, in"), choices=UNITS, coerce=int, initial=60, required=False
    )
    warning_hours = forms.IntegerField(
        label=_("Warn me when the link is missing, so many hours before"),
        min_value=1,
        max_value=30 * 24,
        initial=48,
    )
    personal_addresses_only = forms.BooleanField(
        label=_("Messages lead to each person’s own page and never hold the link itself"),
        required=False,
        help_text=_("Then somebody you take off the list cannot come in with an old message."),
    )
    questions = TextField(
        label=_("Questions on the sign-up form"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=_("One in each line, at most five. Answering is up to each person."),
    )
    suggested = forms.TypedMultipleChoiceField(
        label=_("Often asked"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    asks_feedback = forms.BooleanField(
        label=_("Ask how it was, after each session"), required=False, initial=True
    )
    follow_up_months = forms.TypedChoiceField(
        label=_("Ask again what came of it"), coerce=int, empty_value=None, required=False
    )

    groups_of = (
        ("what", _("What"), ("title", "kind", "language", "summary", "description")),
        ("where", _("Where"), ("form", "place")),
    )
    folded = (
        ("page", _("Address of the page, programme, hosts, interpretation"),
         ("slug", "programme", "hosts", "interpretation")),
        ("room", _("Platform, and when the link goes out"),
         ("platform", "platform_affiliate", "leads", "own_lead", "own_unit", "warning_hours",
          "personal_addresses_only")),
        ("asks", _("Questions on the sign-up form, feedback"),
         ("questions", "suggested", "asks_feedback", "follow_up_months")),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Values | None = None, draft: bool = True, **kwargs: Any):
        """`known` are the values of a meeting: those it has, or those it is copied from."""
        known = dict(known or {})
        self.known = known
        kwargs["initial"] = {**as_typed(known), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._offer(known)
        if not draft:
            del self.fields["slug"]

    def _offer(self, known: Values) -> None:
        """Everything there is to choose, and what is chosen already."""
        known_ids = [*known.get("hosts", []), known.get("platform_affiliate")]
        affiliates = Affiliate.objects.filter(Q(is_former=False) | Q(pk__in=known_ids))
        named = [(one.pk, one.name) for one in affiliates.order_by("name").only("name")]
        for name, first in (("hosts", []), ("platform_affiliate", [("", self.NOBODY)])):
            self.fields[name].queryset = affiliates
            self.fields[name].choices = [*first, *named]  # asked for once
        self.fields["language"].choices = language_choices(known.get("language", ""))
        leads = sorted({*LEADS, *known.get("lead_minutes", [])}, reverse=True)
        self.fields["leads"].choices = [(minutes, lead_in_words(minutes)) for minutes in leads]
        months = sorted({*MONTHS, *filter(None, [known.get("follow_up_months")])})
        self.fields["follow_up_months"].choices = [
            ("", _("no")),
            *((n, ngettext("%(n)s month later", "%(n)s months later", n) % {"n": n})
              for n in months),
        ]  # fmt: skip
        asked = known.get("questions", [])
        offered = [(n, text) for n, text in enumerate(SUGGESTED) if str(text) not in asked]
        self.fields["suggested"].choices = offered
        if not offered:
            del self.fields["suggested"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if not slug:
            return self.known.get("slug", "")
        if no := rules.slug_refusal(slug):
            raise ValidationError(no.sentence)
        if slug != self.known.get("slug") and Meeting.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another meeting has this address."))
        return slug

    def clean_questions(self) -> list[str]:
        lines = [short_line(line, LONGEST_QUESTION)
                 for line in self.cleaned_data["questions"].splitlines()]  # fmt: skip
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("form") == Meeting.Form.ONLINE:
            data["place"] = ""
            self.errors.pop("place", None)
        asked = data.get("questions", [])
        extra = [str(SUGGESTED[number]) for number in data.get("suggested") or []]
        data["questions"] = list(dict.fromkeys([*asked, *extra]))
        if len(data["questions"]) > rules.MOST_QUESTIONS:
            self.add_error("questions", _("At most five questions, please."))
        own = (data.get("own_lead") or 0) * (data.get("own_unit") or 60)
        if own > LONGEST_LEAD:
            self.add_error("own_lead", _("At most sixty days before, please."))
        data["lead_minutes"] = sorted({*data.get("leads", []), *filter(None, [own])}, reverse=True)
        return data

    def values(self) -> dict[str, Any]:
        """What was filled in, in the form in which `actions.details_of` says what is stored."""
        data = self.cleaned_data
        found = {name: data[name] for name in DETAILS if name in data}
        found["hosts"] = sorted(host.pk for host in data["hosts"])
        for name in ("programme", "platform_affiliate"):
            found[name] = data[name].pk if data[name] else None
        return found


def free_slug(title: str) -> str:
    """An address made from the title that no meeting has yet."""
    stem = slugify(title)[:70].strip("-_") or "meeting"
    taken = set(Meeting.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= rules.RESERVED
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def as_typed(values: Values) -> dict[str, Any]:
    """Stored values as the fields of the form show them."""
    typed = {name: value for name, value in values.items() if name != "lead_minutes"}
    if "lead_minutes" in values:
        typed["leads"] = values["lead_minutes"]
    if "questions" in values:
        typed["questions"] = "\n".join(values["questions"])
    return typed


def in_words(form: DetailsForm, name: str, value: Any) -> str:
    """A stored value as a person reads it, for two versions side by side."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if name == "lead_minutes":
        return ", ".join(map(lead_in_words, value))
    if name in {"hosts", "platform_affiliate", "programme"}:
        model = Programme if name == "programme" else Affiliate
        ids = value if isinstance(value, list) else [value]
        return ", ".join(str(one) for one in model.objects.filter(pk__in=filter(None, ids)))
    field = form.fields.get(name)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def label_of(form: DetailsForm, name: str) -> str:
    return str(form.fields["leads" if name == "lead_minutes" else name].label)


def is_open(meeting: Meeting) -> bool:
    """Its address may still be changed."""
    return meeting.status == Status.DRAFT
