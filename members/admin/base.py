"""What all our pages in Django's admin have in common: they call actions and store nothing
themselves, so that rules, journal and messages are the same as everywhere else."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from members.admin.seen import fingerprint
from members.rules import Refusal, Refused
from members.rules.refusals import OVERTAKEN


class ActionForm(forms.ModelForm):
    """Shows the refusal of an action beside the field that it is about."""

    refusal: Refusal | None = None
    refusal_fields: ClassVar[Mapping[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal:
            self.add_error(self.refusal_fields.get(self.refusal.code), self.refusal.sentence)
        return cleaned


class KnownSelect(AutocompleteSelect):
    """Django's own one breaks when it is shown again with a value that is no id."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        ids = [one for one in value if re.fullmatch(r"[0-9]{1,18}", str(one))]
        return super().optgroups(name, ids, attrs)


class Searching:
    """For pages and inlines with `autocomplete_fields`."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ActionAdmin(Searching, admin.ModelAdmin):
    """A subclass says in `save_model` which action stores; nothing is deleted."""

    form = ActionForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    # What its actions lock before the thing itself: names of foreign keys.
    locks_before: ClassVar[tuple[str, ...]] = ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When the action refuses, or somebody else has saved meanwhile, nothing is stored and the
        form comes back with the reason. Looking whether they did, and saving, are under one lock.
        """
        if request.method != "POST" or not object_id:
            return self._form(request, object_id, form_url, extra_context)
        with transaction.atomic():
            self._lock(request, object_id)
            return self._form(request, object_id, form_url, extra_context)

    def _lock(self, request: HttpRequest, object_id: str) -> None:
        if thing := self.get_object(request, unquote(object_id)):
            before = [getattr(thing, name) for name in self.locks_before]
            for one in (*before, thing):
                rows = type(one)._base_manager.select_for_update(no_key=True)
                rows.filter(pk=one.pk).values_list("pk").first()

    def _form(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, Any] | None,
    ) -> HttpResponse:
        extra_context = (extra_context or {}) | self._seen(request, object_id)
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as error:
            request.refusal = error.refusal  # type: ignore[attr-defined]
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        if isinstance(answer, TemplateResponse) and answer.context_data.get("errors"):
            answer.status_code = 422
        return answer

    def _seen(self, request: HttpRequest, object_id: str | None) -> dict[str, str]:
        """For the form: what it shows, of which the same has to be there when it is saved."""
        thing = self.get_object(request, unquote(object_id)) if object_id else None
        if thing is None or not self.has_change_permission(request, thing):
            return {}
        now = fingerprint(self, request, thing)
        if request.method == "POST" and request.POST.get("seen", now) != now:
            request.refusal = OVERTAKEN  # type: ignore[attr-defined]
        return {"seen": now}

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ActionForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # a class made for this request alone
        return form

    def save_model(
        self, request: HttpRequest, obj: Model, form: ActionForm, change: bool
    ) -> NoReturn:
        raise NotImplementedError("Say which action stores this.")

    def save_related(
        self, request: HttpRequest, form: ActionForm, formsets: list, change: bool
    ) -> None:
        """What hangs on a thing is stored by an action too."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(
        self, request: HttpRequest, form: ActionForm, formset: Any, change: bool
    ) -> None:
        raise NotImplementedError("Say which action stores this.")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def log_addition(self, *args: object) -> None:
        """The journal is ours: Django's own log would keep names after a person is forgotten."""

    log_change = log_deletions = log_addition

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        about = urlencode({"about_type": self.opts.label_lower, "about_id": object_id})
        return redirect(f"{reverse('admin:audit_entry_changelist')}?{about}")


class ReadOnlyAdmin(ActionAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def ask(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    chosen: QuerySet,
    *,
    act: str,
    title: object,
    sentence: object,
    form: type[forms.Form],
) -> dict[str, Any] | TemplateResponse:
    """What an admin answered before an act on the chosen rows, or the page that asks."""
    answered = "answered" in request.POST
    filled = form(request.POST if answered else None)
    if answered and filled.is_valid():
        return filled.cleaned_data
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "sentence": sentence,
        "form": filled,
        "act": act,
        "chosen": chosen,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/ask.html", context, status=422 if answered else 200)


def tell(model_admin: admin.ModelAdmin, request: HttpRequest, thing: Model, error: Refused) -> None:
    """Says beside which of the chosen rows the action refused."""
    model_admin.message_user(request, f"{thing}: {error.refusal}", messages.ERROR)
