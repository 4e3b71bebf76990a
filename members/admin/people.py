"""People, to look up and to add; affiliates and who works there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members import actions
from members.admin.base import ActionAdmin, ActionForm, Searching
from members.forms.affiliates import AffiliateForm
from members.models import Affiliate, Affiliation, User

SHOWN = (
    "name", "email", "wikimedia_name", "wikimedia_proved_at", "language", "time_zone",
    "confirmed_at", "is_staff", "is_active", "date_joined", "last_login",
)  # fmt: skip


class PersonForm(ActionForm):
    email = forms.EmailField(label=_("e-mail address"), max_length=254)
    name = forms.CharField(label=_("name"), max_length=80)

    class Meta:
        model = User
        fields = ("name",)


@admin.register(User)
class UserAdmin(ActionAdmin):
    """Found by name or address; the address itself is shown on the person's page only."""

    list_display = ("name", "user_name", "is_staff", "confirmed_at", "date_joined")
    list_filter = ("is_staff", "is_active")
    search_fields = ("name", "email", "wikimedia_name")
    ordering = ("name", "pk")

    @admin.display(description=_("Wikimedia user name"), ordering="wikimedia_name")
    def user_name(self, person: User) -> str:
        return person.proved_wikimedia_name

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: User | None = None, **kwargs: Any
    ) -> type[ActionForm]:
        if obj is None:
            kwargs["form"] = PersonForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return SHOWN if obj else ("email", "name")

    def save_model(self, request: HttpRequest, obj: User, form: ActionForm, change: bool) -> None:
        answers = form.cleaned_data
        made = actions.add_person(
            email=answers["email"], name=answers["name"], by=request.user, now=timezone.now()
        )
        obj.pk, obj.email, obj.name = made.pk, made.email, made.name


class AffiliationInline(Searching, admin.TabularInline):
    model = Affiliation
    extra = 0
    autocomplete_fields = ("person",)


class AffiliateAdminForm(ActionForm, AffiliateForm):
    class Meta:
        model = Affiliate
        fields = ("name", "slug", *AffiliateForm.Meta.fields[1:])


@admin.register(Affiliate)
class AffiliateAdmin(ActionAdmin):
    """Whether it is still recognised is decided on its page, and is an act of its own."""

    form = AffiliateAdminForm
    list_display = ("name", "code", "kind", "country", "in_network")
    list_filter = ("kind", "in_network", "is_former")
    search_fields = ("name", "code", "other_name")
    inlines = (AffiliationInline,)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Affiliate | None = None
    ) -> tuple[str, ...]:
        return ("is_former",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Affiliate | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def save_model(
        self, request: HttpRequest, obj: Affiliate, form: ActionForm, change: bool
    ) -> None:
        if not change or form.changed_data:
            actions.save_affiliate(affiliate=obj, by=request.user, now=timezone.now())

    def save_formset(
        self, request: HttpRequest, form: ActionForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        kept = formset.save(commit=False)
        if kept or formset.deleted_objects:
            actions.save_affiliations(
                affiliate=form.instance,
                kept=kept,
                dropped=formset.deleted_objects,
                by=request.user,
                now=timezone.now(),
            )
