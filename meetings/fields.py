"""Form fields that the desk and the administration share: lists of numbers and languages, times
of a wall clock, time zones."""

import datetime as dt
import re
import zoneinfo
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models import LONGEST_LEAD
from members.wording import plain_words
from vsn.middleware import zone_or_none

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_WITH_OFFSET = re.compile(r"\d(Z|[+-]\d\d:?\d\d)\Z", re.IGNORECASE)
MOST = 10


class ListField(forms.Field):
    """Parts separated by commas; a subclass reads one part."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[Any]:
        parts = [part.strip() for part in str(value or "").split(",")]
        read = [self.part(part) for part in parts if part]
        if len(read) > MOST:
            raise ValidationError(_("At most %(most)s, please.") % {"most": MOST})
        return list(dict.fromkeys(read))

    def part(self, text: str) -> Any:
        raise NotImplementedError


class LeadsField(ListField):
    """Whole minutes, the longest first."""

    def to_python(self, value: Any) -> list[int]:
        return sorted(super().to_python(value), reverse=True)

    def part(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not 0 < int(text) <= LONGEST_LEAD:
            raise ValidationError(
                _("“%(text)s” is not a whole number of minutes between 1 and %(most)s.")
                % {"text": text[:20], "most": LONGEST_LEAD}
            )
        return int(text)


class LanguagesField(ListField):
    """Language codes such as es, fr, pt-BR."""

    def part(self, text: str) -> str:
        if len(text) > 15 or not _CODE.match(text):
            raise ValidationError(
                _("“%(text)s” is not a language code such as es or pt-BR.") % {"text": text[:20]}
            )
        return text


class LanguageNamesField(LanguagesField):
    """Languages by any of their names: in English, in the reader's language, in their own; or by
    their codes. Shown by their own names."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            named = _named()
            value = [named.get(code, code) for code in value]
        return super().prepare_value(value)

    def part(self, text: str) -> str:
        wanted = text.casefold()
        for code, info in LANG_INFO.items():
            if "name" in info and wanted in _names_of(code, info):
                return code
        try:
            return super().part(text)
        except ValidationError as error:
            raise ValidationError(
                _("We know no language “%(text)s”. Give its name in English or in itself.")
                % {"text": text[:20]}
            ) from error


def _names_of(code: str, info: dict[str, Any]) -> set[str]:
    names = {code, info["name"], info["name_local"], gettext(info["name"])}
    return {name.casefold() for name in names}


def _named() -> dict[str, str]:
    return {code: info["name_local"] for code, info in LANG_INFO.items() if "name_local" in info}


def language_choices(also: str = "") -> list[tuple[str, object]]:
    """Every language Django knows by name, and the one that is set."""
    named = _named()
    if also:
        named.setdefault(also, also)
    by_name = sorted(named.items(), key=lambda one: plain_words(one[1]))
    labels = [(code, f"{name[:1].title()}{name[1:]} ({code})") for code, name in by_name]
    return [("", _("not stated")), *labels]


class ZoneField(forms.CharField):
    """A time zone by its IANA name; the page offers them all in a list called `zones`."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "list": "zones",
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "none",
        }
        super().__init__(max_length=64, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        name = super().clean(value)
        if zone_or_none(name) is None:
            raise ValidationError(
                _("We know no time zone of that name. Choose one from the list."), code="zone"
            )
        return name


class WallClockField(forms.DateTimeField):
    """Date and time as they stand on a clock on the wall, without a time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> dt.datetime | None:
        if isinstance(value, str) and _WITH_OFFSET.search(value.strip()):
            raise ValidationError(_("Leave the offset out; the time zone has its own field."))
        with timezone.override(dt.UTC):  # where every time exists once
            aware = super().to_python(value)
        return aware.replace(tzinfo=None) if aware else None


def moments(wall: dt.datetime, zone_name: str) -> list[dt.datetime]:
    """Every moment at which clocks in that zone show that time, in UTC, the earlier one first:
    none where the clocks are put forward over it, two where they are put back.

    Raises:
        ValidationError: no calendar has that day.
    """
    zone = zoneinfo.ZoneInfo(zone_name)
    try:
        found = {wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
        return sorted(m for m in found if m.astimezone(zone).replace(tzinfo=None) == wall)
    except OverflowError as error:
        raise ValidationError(_("This is not a date in our calendar.")) from error


def moment(wall: dt.datetime, zone_name: str, known: dt.datetime | None) -> dt.datetime:
    """The moment at which clocks in that zone show that time. `known` is what is stored: it
    decides between two moments of the same name if it is one of them.

    Raises:
        ValidationError: there is no such moment, or there are two (the clocks are changed then).
    """
    found = moments(wall, zone_name)
    if not found:
        raise ValidationError(
            _("Clocks in %(zone)s are put forward then: this time does not exist there.")
            % {"zone": zone_name}
        )
    if len(found) == 1:
        return found[0]
    if known in found:
        return known
    raise ValidationError(
        _("Clocks in %(zone)s are put back then: this time comes twice. Give it in UTC instead.")
        % {"zone": zone_name}
    )
