"""The exclusion list: an address or user name goes in and only its keyed hash stays."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import actions
from members.admin.base import ActionAdmin, ActionForm
from members.models import Exclusion

FIELDS = ("scope", "affiliate", "meeting_uid", "reason", "starts_at", "ends_at", "review_on")
# Which further field a scope needs.
NEEDED = {"affiliate": "affiliate", "meeting": "meeting_uid"}


class ExclusionForm(ActionForm):
    refusal_fields = {"nobody": "who"}
    who = forms.CharField(
        label=_("e-mail address or Wikimedia user name"),
        max_length=255,
        help_text=_("Only a keyed hash of it is stored; nobody can read it here again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Exclusion
        fields = FIELDS
        help_texts = {"meeting_uid": _("the uid on the meeting's page in the administration")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_at", timezone.now())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        scope = data.get("scope")
        for value, field in NEEDED.items():
            if scope == value and field not in self.errors and not data.get(field):
                self.add_error(field, _("This scope asks for it."))
            if scope and scope != value and data.get(field):
                self.add_error(field, _("This scope does not go with it."))
        if (start := data.get("starts_at")) and (end := data.get("ends_at")) and end <= start:
            self.add_error("ends_at", _("The end has to come after the start."))
        return data


@admin.register(Exclusion)
class ExclusionAdmin(ActionAdmin):
    list_display = ("__str__", "scope", "affiliate", "starts_at", "ends_at", "review_on")
    list_filter = ("scope",)
    list_select_related = ("affiliate",)
    actions = ("lift",)

    def has_change_permission(self, request: HttpRequest, obj: Exclusion | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Exclusion | None = None, **kwargs: Any
    ) -> type[ActionForm]:
        if obj is None:
            kwargs["form"] = ExclusionForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Exclusion | None = None) -> tuple[str, ...]:
        return (*FIELDS, "decided_by") if obj else ("who", *FIELDS)

    def save_model(
        self, request: HttpRequest, obj: Exclusion, form: ActionForm, change: bool
    ) -> None:
        actions.exclude(
            address_or_name=form.cleaned_data["who"],
            exclusion=obj,
            by=request.user,
            now=timezone.now(),
        )

    @admin.action(description=_("Lift"), permissions=["add"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Exclusion]) -> None:
        for exclusion in queryset:
            actions.lift_exclusion(exclusion=exclusion, by=request.user, now=timezone.now())
        self.message_user(request, _("Lifted."))
