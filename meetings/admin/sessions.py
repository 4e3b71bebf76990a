"""Sessions: times in the session's own zone, and a video-call link that goes in and never out."""

import zoneinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from meetings import actions
from meetings.admin.meetings import ask_why, cancel_each
from meetings.fields import WallClockField, moment
from meetings.figures import figures, to_be_told
from meetings.models import CallLink, Session
from members.admin.base import ActionAdmin, ActionForm, tell
from members.rules import Refused

# What is handed to `actions.change_session`; a new session also says which meeting it belongs to.
CHANGEABLE = (
    "starts_at", "ends_at", "time_zone", "precision", "capacity", "recording",
    "recording_purpose", "attendance",
)  # fmt: skip


class SessionForm(ActionForm):
    refusal_fields = {
        "places_taken": "capacity",
        **dict.fromkeys(("not_https", "unreadable", "placeholder", "host_link"), "link"),
    }
    starts_at = WallClockField(label=_("starts"), help_text=_("in the time zone below"))
    ends_at = WallClockField(label=_("ends"), help_text=_("in the time zone below"))
    time_zone = forms.ChoiceField(label=_("time zone"), initial="UTC")
    link = forms.CharField(
        label=_("set the video-call link"),
        max_length=2000,
        required=False,
        help_text=_("Empty leaves it as it is. It is never shown here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 80}),
    )
    remove_link = forms.BooleanField(label=_("remove the video-call link"), required=False)

    class Meta:
        model = Session
        fields = ("meeting", *CHANGEABLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]
        # What is stored, before the model form writes what was typed over it.
        self.stored = {"starts_at": None, "ends_at": None}
        if self.instance.pk:
            zone = ZoneInfo(self.instance.time_zone)
            for name in self.stored:
                at = self.stored[name] = getattr(self.instance, name)
                self.initial[name] = at.astimezone(zone).replace(tzinfo=None, microsecond=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, known in self.stored.items():
            if data.get(name):
                try:
                    data[name] = moment(data[name], data.get("time_zone", "UTC"), known)
                except ValidationError as error:
                    self.add_error(name, error)
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("The end has to come after the start."))
        if data.get("recording") != Session.Recording.NONE and not data.get("recording_purpose"):
            self.add_error("recording_purpose", _("Say why it is recorded; people ask."))
        if data.get("link") and data.get("remove_link"):
            self.add_error("remove_link", _("Either a link or none, please."))
        return data

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


@admin.register(Session)
class SessionAdmin(ActionAdmin):
    form = SessionForm
    list_display = ("meeting", "number", "local_time", "status", "signed_up")
    list_filter = ("status", "meeting__programme")
    list_select_related = ("meeting",)
    search_fields = ("meeting__title",)
    ordering = ("-starts_at",)
    autocomplete_fields = ("meeting",)
    actions = ("publish", "cancel")
    locks_before = ("meeting",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).select_related("meeting").with_counts()

    def get_readonly_fields(
        self, request: HttpRequest, obj: Session | None = None
    ) -> tuple[str, ...]:
        shown = ("status", "call_link_state")
        return ("meeting", *shown, "cancel_reason", "how_it_stands", "people") if obj else shown

    @admin.display(description=_("starts"), ordering="starts_at")
    def local_time(self, obj: Session) -> str:
        return f"{obj.starts_at.astimezone(ZoneInfo(obj.time_zone)):%Y-%m-%d %H:%M} {obj.time_zone}"

    @admin.display(description=_("signed up"))
    def signed_up(self, obj: Session) -> int:
        return obj.signed_up

    @admin.display(description=_("video-call link"))
    def call_link_state(self, obj: Session) -> str:
        stored = CallLink.objects.filter(session=obj.pk).first()
        if stored is None or not stored.ciphertext:
            return _("no link is set")
        return _("a link is set (version %(version)s)") % {"version": stored.version}

    @admin.display(description=_("how it stands"))
    def how_it_stands(self, obj: Session) -> str:
        now = figures(obj)
        parts = [
            _("%(count)s signed up") % {"count": now.signed_up},
            _("%(count)s reachable") % {"count": now.reachable},
            _("%(count)s have the link") % {"count": now.have_link},
        ]
        parts += [
            _("%(count)s failed: %(reason)s") % {"count": count, "reason": reason}
            for reason, count in now.failed.items()
        ]
        return ", ".join(map(str, parts))

    @admin.display(description=_("people"))
    def people(self, obj: Session) -> SafeString:
        address = reverse("admin:meetings_registration_changelist")
        return format_html(
            '<a href="{}?session__id__exact={}">{}</a>', address, obj.pk, _("the list")
        )

    def save_model(
        self, request: HttpRequest, obj: Session, form: SessionForm, change: bool
    ) -> None:
        now = timezone.now()
        actions.change_session(session=obj, by=request.user, now=now, **form.changes())
        link, remove = form.cleaned_data["link"], form.cleaned_data["remove_link"]
        if link or remove:
            actions.set_link(session=obj, link=link, by=request.user, now=now)

    @admin.action(description=_("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        for session in queryset:
            try:
                actions.publish_session(session=session, by=request.user, now=timezone.now())
            except Refused as error:
                tell(self, request, session, error)
            else:
                self.message_user(request, _("%(it)s is published.") % {"it": session})

    @admin.action(description=_("Cancel"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Session]) -> HttpResponse | None:
        now = timezone.now()
        answer = ask_why(self, request, queryset, to_be_told(queryset.values("pk"), now))
        if isinstance(answer, HttpResponse):
            return answer
        return cancel_each(
            self, request, queryset, partial(actions.cancel_session, now=now, **answer)
        )
