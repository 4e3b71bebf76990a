"""Programmes and meetings."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import actions, rules
from meetings.fields import LanguagesField, LeadsField, language_choices
from meetings.figures import to_be_told
from meetings.models import Facilitator, Meeting, Programme, Session
from members.admin.base import ActionAdmin, ActionForm, Searching, ask, tell
from members.fields import plain_line
from members.rules import Refused


class MeetingForm(ActionForm):
    lead_minutes = LeadsField(
        label=_("the link goes out"), help_text=_("minutes before, for example 1440, 60")
    )
    interpretation = LanguagesField(
        label=_("interpretation into"), required=False, help_text=_("codes, for example es, fr")
    )
    language = forms.ChoiceField(label=_("language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].choices = language_choices(self.instance.language)

    def clean_title(self) -> str:
        return plain_line(self.cleaned_data["title"])

    def clean_slug(self) -> str:
        if no := rules.slug_refusal(self.cleaned_data["slug"]):
            raise forms.ValidationError(no.sentence)
        return self.cleaned_data["slug"]


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why? Everyone reads it."), max_length=300)


class FacilitatorInline(Searching, admin.TabularInline):
    model = Facilitator
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(Programme)
class ProgrammeAdmin(ActionAdmin):
    list_display = ("name", "starts_on", "ends_on")
    prepopulated_fields = {"slug": ("name",)}

    def save_model(
        self, request: HttpRequest, obj: Programme, form: ActionForm, change: bool
    ) -> None:
        actions.save_programme(programme=obj, by=request.user, now=timezone.now())


@admin.register(Meeting)
class MeetingAdmin(ActionAdmin):
    form = MeetingForm
    list_display = ("title", "kind", "status", "language", "programme")
    list_filter = ("status", "kind", "programme")
    list_select_related = ("programme",)
    search_fields = ("title", "slug")
    filter_horizontal = ("hosts",)
    inlines = (FacilitatorInline,)
    actions = ("publish", "cancel")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Meeting | None = None
    ) -> tuple[str, ...]:
        return ("status", "cancel_reason", "uid", "slug") if obj else ("status", "cancel_reason")

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Meeting | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("title",)}

    def view_on_site(self, obj: Meeting) -> str:
        return obj.get_absolute_url()

    def save_model(
        self, request: HttpRequest, obj: Meeting, form: MeetingForm, change: bool
    ) -> None:
        changed = set(form.changed_data) - {"hosts"}
        actions.save_meeting(meeting=obj, changed=changed, by=request.user, now=timezone.now())

    def save_related(
        self, request: HttpRequest, form: MeetingForm, formsets: list, change: bool
    ) -> None:
        hosts = form.cleaned_data["hosts"]
        now = timezone.now()
        actions.set_hosts(meeting=form.instance, hosts=hosts, by=request.user, now=now)
        super().save_related(request, form, formsets, change)

    def save_formset(
        self, request: HttpRequest, form: MeetingForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        kept = formset.save(commit=False)
        actions.change_facilitators(
            meeting=form.instance,
            kept=kept,
            dropped=formset.deleted_objects,
            by=request.user,
            now=timezone.now(),
        )

    @admin.action(description=_("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> None:
        for meeting in queryset:
            try:
                actions.publish_meeting(meeting=meeting, by=request.user, now=timezone.now())
            except Refused as error:
                tell(self, request, meeting, error)
            else:
                self.message_user(request, _("%(it)s is published.") % {"it": meeting})

    @admin.action(description=_("Cancel"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> HttpResponse | None:
        now = timezone.now()
        told = to_be_told(Session.objects.filter(meeting__in=queryset), now)
        answer = ask_why(self, request, queryset, told)
        if isinstance(answer, HttpResponse):
            return answer
        return cancel_each(
            self, request, queryset, partial(actions.cancel_meeting, now=now, **answer)
        )


def cancel_each(
    model_admin: ActionAdmin, request: HttpRequest, chosen: QuerySet, cancel: Callable[..., None]
) -> None:
    """Calls off what was chosen, and says where that was refused."""
    done = 0
    for thing in chosen:
        try:
            cancel(**{chosen.model._meta.model_name: thing}, by=request.user)
            done += 1
        except Refused as error:
            tell(model_admin, request, thing, error)
    if done:
        model_admin.message_user(request, _("Cancelled."), messages.SUCCESS)


def ask_why(
    model_admin: ActionAdmin, request: HttpRequest, chosen: QuerySet, told: int
) -> dict[str, Any] | HttpResponse:
    """The reason for a cancellation, or the page that asks for it and says who is told."""
    return ask(
        model_admin,
        request,
        chosen,
        act="cancel",
        title=_("Cancel"),
        sentence=_("People who will be told: %(count)s") % {"count": told},
        form=CancelForm,
    )
