"""Versions of the safe space policy: worked on as drafts, published once and for all."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import actions
from members.admin.base import ActionAdmin, ActionForm, ask, tell
from members.models import PolicyText, PolicyVersion
from members.rules import Refused


class PublishForm(forms.Form):
    needs_acknowledgement = forms.BooleanField(
        label=_("A change of substance: everyone is asked to acknowledge it again"), required=False
    )


class PolicyTextInline(admin.StackedInline):
    model = PolicyText
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_add_permission(request, obj) and is_draft(obj)

    def has_change_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and is_draft(obj)


def is_draft(version: PolicyVersion | None) -> bool:
    return version is None or version.published_at is None


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ActionAdmin):
    list_display = ("number", "published_at", "needs_acknowledgement")
    fields = ("number", "published_at", "needs_acknowledgement")
    readonly_fields = ("number", "published_at", "needs_acknowledgement")
    inlines = (PolicyTextInline,)
    actions = ("publish",)

    def has_change_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and is_draft(obj)

    def save_model(
        self, request: HttpRequest, obj: PolicyVersion, form: ActionForm, change: bool
    ) -> None:
        actions.draft_policy(version=obj, by=request.user, now=timezone.now())

    def save_formset(
        self, request: HttpRequest, form: ActionForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        kept = formset.save(commit=False)
        actions.draft_policy_texts(
            version=form.instance, kept=kept, dropped=formset.deleted_objects
        )

    @admin.action(description=_("Publish"), permissions=["add"])
    def publish(
        self, request: HttpRequest, queryset: QuerySet[PolicyVersion]
    ) -> HttpResponse | None:
        answer = ask(
            self,
            request,
            queryset,
            act="publish",
            title=_("Publish"),
            sentence=_("A published version never changes."),
            form=PublishForm,
        )
        if isinstance(answer, HttpResponse):
            return answer
        for version in queryset.order_by("number"):
            version.needs_acknowledgement = answer["needs_acknowledgement"]
            try:
                actions.publish_policy(version=version, by=request.user, now=timezone.now())
            except Refused as error:
                tell(self, request, version, error)
            else:
                self.message_user(request, _("Version %(it)s is in force.") % {"it": version})
        return None
